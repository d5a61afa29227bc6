import { parseCode } from '#kernel/codes';
import { beginTryAt, confirmTry } from '#modules/accounts/server';
import type { Visitor } from '#platform/visitor.server';
import type { ObservationAnswers } from './contact.ts';
import { findAtDoor, takeObservation } from './observer.store.server.ts';
import { hashOfCode, OBSERVER_CODE_LENGTH, observerMark } from './observers.server.ts';

export type Door =
  | { state: 'open'; unitId: number; name: string; mark: string; isFull: boolean }
  | { state: 'unknown' }
  | { state: 'wait'; waitSeconds: number };

/** Three answers a day are enough for somebody who looks out of his window; the database counts them again. */
const MOST_A_DAY = 3;

/**
 * Somebody opens the address of a link. He reads his own name and the office, and nothing of the client. Wrong, withdrawn and expired
 * codes read alike; who tries many is held up before his code is even looked up (security T1).
 */
export async function openObserverDoor(visitor: Visitor, typed: string): Promise<Door> {
  const code = parseCode(typed, OBSERVER_CODE_LENGTH);
  return visitor.enter(async (ctx): Promise<Door> => {
    const attempt = await beginTryAt(visitor, ctx, 'link', `observer ${code ?? typed.slice(0, 64)}`);
    if ('waitSeconds' in attempt) return { state: 'wait', waitSeconds: attempt.waitSeconds };
    const found = code && (await findAtDoor(ctx.tx, hashOfCode(code)));
    if (!found) return { state: 'unknown' };
    await confirmTry(ctx.tx, attempt.tryId);
    return {
      state: 'open',
      unitId: found.unitId,
      name: found.name,
      mark: observerMark(found.observerId),
      isFull: found.sentLately >= MOST_A_DAY,
    };
  });
}

export type ObservationSent = { ok: true } | { ok: false; refusal: 'link_closed' | 'too_many_today' };

/** Takes an answer; the id that the page brought makes a second press one answer. It waits for an officer and is nobody's record. */
export async function sendObservation(
  visitor: Visitor,
  typed: string,
  id: string,
  answers: ObservationAnswers,
): Promise<ObservationSent> {
  const door = await openObserverDoor(visitor, typed);
  const code = parseCode(typed, OBSERVER_CODE_LENGTH);
  if (door.state !== 'open' || !code) return { ok: false, refusal: 'link_closed' };
  return visitor.enter(async (ctx): Promise<ObservationSent> => {
    const said = await takeObservation(ctx.tx, hashOfCode(code), id, answers);
    if (said === 'closed') return { ok: false, refusal: 'link_closed' };
    if (said === 'too_many') return { ok: false, refusal: 'too_many_today' };
    // Without the client: what is not confirmed stands in nobody's timeline.
    if (said === 'sent') ctx.journal({ what: 'observation.sent', unitId: door.unitId, about: { observationId: id } });
    return { ok: true };
  });
}
