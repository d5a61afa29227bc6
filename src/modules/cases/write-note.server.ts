import type { PlainDate } from '#kernel/plain-date';
import { dayAt, instantAt, type ClockTime } from '#kernel/zone';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { backDating } from './law.rules.ts';
import { leads, lockCase } from './reach.server.ts';
import { judgeBackDating, no, type Refused } from './rules.ts';
import { findNote, insertNote } from './documents-and-notes.store.server.ts';

export type NoteInput = {
  caseId: string;
  happenedOn: PlainDate;
  /** Where nobody remembers: noon, or now where it is not noon yet. */
  at: ClockTime | null;
  text: string;
  correctsId: string | null;
};

/** What an officer saw or heard. Notes are never changed: a correction is a new one that points to the old. */
export async function writeNote(ctx: Ctx, input: NoteInput): Promise<{ ok: true; noteId: string } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write');
  const { days } = await optionsOf(ctx.tx, one.unitId, backDating, one.today);
  const verdict = judgeBackDating(input.happenedOn, one.today, { leads: leads(ctx, one.unitId) }, days);
  if (!verdict.ok) return verdict;
  const typed = instantAt(one.zone, input.happenedOn, input.at ?? ('12:00' as ClockTime));
  // Where the clock of duties stands on an earlier day, no hour of that day is to come.
  const isToCome = dayAt(one.zone, ctx.now) === input.happenedOn && typed > ctx.now;
  if (isToCome && input.at) return no('time_in_future');
  const happenedAt = isToCome ? ctx.now : typed;
  if (input.correctsId) {
    const corrected = await findNote(ctx.tx, input.correctsId);
    if (corrected?.case_id !== one.id) return no('already_removed');
  }
  const noteId = ctx.newId();
  await insertNote(ctx, one, { id: noteId, happenedAt, text: input.text, correctsId: input.correctsId });
  ctx.journal({
    what: 'case.noted',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { noteId, correctsId: input.correctsId, happenedAt: happenedAt.toISOString() },
  });
  return { ok: true, noteId };
}
