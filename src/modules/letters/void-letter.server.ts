import type { Ctx } from '#platform/ctx';
import { tellFollowers } from './followers.server.ts';
import { isReasonSaid, nextState, no, steps, type Refused } from './letter.ts';
import { movedOf } from './number-letter.server.ts';
import { noteFinished } from './put-before.server.ts';
import { lineOf, lockLetter } from './reach.server.ts';
import { sittingMinutes } from './standard-kinds.ts';
import { changeLetter, type LetterOnFile } from './store.server.ts';

/** With its minutes signed a sitting stays as it is, and they with it. */
const isSignedMinutes = ({ desk, kind, state }: LetterOnFile) =>
  desk === 'sitting' && kind === sittingMinutes && state !== 'numbered';

/** A numbered letter that is not to be: it stays in the register with its number and the reason, and nobody gets the number again. */
export async function voidLetter(
  ctx: Ctx,
  input: { letterId: string; version: number; reason: string },
): Promise<{ ok: true } | Refused> {
  const { letter, one } = await lockLetter(ctx, input.letterId, steps.void.by, input.version);
  const state = nextState(letter.state, 'void');
  if (!state || !letter.label || isSignedMinutes(letter)) return no('wrong_state');
  if (!isReasonSaid('void', input.reason)) return no('reason_missing');
  await changeLetter(ctx, letter, {
    state,
    ended_reason: input.reason,
    ended_by: ctx.actor.accountId,
    ended_at: ctx.now,
  });
  await noteFinished(ctx, { ...letter, state });
  ctx.journal({
    what: 'letter.voided',
    ...lineOf(letter, one),
    about: { letterId: letter.id, kind: letter.kind, letterNumber: letter.label, reason: input.reason },
  });
  await tellFollowers(ctx, { ...movedOf(letter), step: 'void', label: letter.label, day: one.today });
  return { ok: true };
}
