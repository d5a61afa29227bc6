import { dayAt } from '#kernel/zone';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { backDating } from './law.rules.ts';
import { leads, lockCase } from './reach.server.ts';
import { judgeBackDating, no, type Refused } from './rules.ts';
import { findNote, insertNote } from './store.server.ts';

export type NoteInput = { caseId: string; happenedAt: Date; text: string; correctsId: string | null };

/** What an officer saw or heard. Notes are never changed: a correction is a new one that points to the old. */
export async function writeNote(ctx: Ctx, input: NoteInput): Promise<{ ok: true; noteId: string } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write');
  const { days } = await optionsOf(ctx.tx, one.unitId, backDating, one.today);
  const verdict = judgeBackDating(
    dayAt(one.zone, input.happenedAt),
    one.today,
    { leads: leads(ctx, one.unitId) },
    days,
  );
  if (!verdict.ok) return verdict;
  if (input.correctsId) {
    const corrected = await findNote(ctx.tx, input.correctsId);
    if (corrected?.case_id !== one.id) return no('already_removed');
  }
  const noteId = ctx.newId();
  await insertNote(ctx, one, { ...input, id: noteId });
  ctx.journal({
    what: 'case.noted',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { noteId, correctsId: input.correctsId, happenedAt: input.happenedAt.toISOString() },
  });
  return { ok: true, noteId };
}
