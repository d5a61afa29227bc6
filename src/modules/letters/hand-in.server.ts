import type { Ctx } from '#platform/ctx';
import { tellFollowers } from './followers.server.ts';
import { isReasonSaid, nextState, no, steps, type Refused } from './letter.ts';
import { noteFinished, putLetterBefore } from './put-before.server.ts';
import { lineOf, lockLetter } from './reach.server.ts';
import { changeLetter, type LetterOnFile } from './store.server.ts';
import { fieldsIn } from './wording.ts';

/** The draft goes to whoever heads the office, who finds it among his tasks. */
export async function proposeLetter(
  ctx: Ctx,
  input: { letterId: string; version: number },
): Promise<{ ok: true } | Refused> {
  const { letter, one } = await lockLetter(ctx, input.letterId, steps.propose.by, input.version);
  const state = nextState(letter.state, 'propose');
  if (!state) return no('wrong_state');
  // Whoever signs for a sitting or a tier works at the same desk.
  if (letter.desk !== 'case') return no('not_handed_in');
  if (missingIn(letter).length > 0) return no('fields_missing');
  await changeLetter(ctx, letter, { state, return_note: '' });
  await putLetterBefore(ctx, letter, 'letters.to-sign', one.writer);
  ctx.journal({ what: 'letter.proposed', ...lineOf(letter, one), about: { letterId: letter.id, kind: letter.kind } });
  return { ok: true };
}

/** The head gives a draft back with what is to be mended. */
export async function returnLetter(
  ctx: Ctx,
  input: { letterId: string; version: number; note: string },
): Promise<{ ok: true } | Refused> {
  const { letter, one } = await lockLetter(ctx, input.letterId, steps.return.by, input.version);
  const state = nextState(letter.state, 'return');
  if (!state) return no('wrong_state');
  if (!isReasonSaid('return', input.note)) return no('reason_missing');
  await changeLetter(ctx, letter, { state, return_note: input.note });
  await putLetterBefore(ctx, letter, 'letters.returned', one.writer);
  ctx.journal({
    what: 'letter.returned',
    ...lineOf(letter, one),
    about: { letterId: letter.id, kind: letter.kind, reason: input.note },
  });
  return { ok: true };
}

/** A draft that is not wanted any more; it never had a number. */
export async function withdrawLetter(
  ctx: Ctx,
  input: { letterId: string; version: number; reason: string },
): Promise<{ ok: true } | Refused> {
  const { letter, one } = await lockLetter(ctx, input.letterId, steps.withdraw.by, input.version);
  const state = nextState(letter.state, 'withdraw');
  if (!state) return no('wrong_state');
  if (!isReasonSaid('withdraw', input.reason)) return no('reason_missing');
  await changeLetter(ctx, letter, {
    state,
    ended_reason: input.reason,
    ended_by: ctx.actor.accountId,
    ended_at: ctx.now,
  });
  await noteFinished(ctx, { ...letter, state });
  ctx.journal({
    what: 'letter.withdrawn',
    ...lineOf(letter, one),
    about: { letterId: letter.id, kind: letter.kind, reason: input.reason },
  });
  const { id, unitId, caseId, kind, concerns } = letter;
  await tellFollowers(ctx, {
    letterId: id,
    unitId,
    caseId,
    kind,
    concerns,
    step: 'withdraw',
    label: '',
    day: one.today,
  });
  return { ok: true };
}

/** The fields that a letter still waits for, wherever they stand in it. */
export const missingIn = (letter: Pick<LetterOnFile, 'subject' | 'recipient' | 'body' | 'copies'>): string[] =>
  fieldsIn([letter.subject, letter.recipient, letter.body, letter.copies].join('\n'));
