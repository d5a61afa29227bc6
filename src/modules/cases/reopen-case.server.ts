import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { layOutAnew, lockCase } from './reach.server.ts';
import { judgeReopening, no, stateAfterReopening, type Refused } from './rules.ts';
import { changeCase, insertAssignment, insertEnding } from './store.server.ts';

export type Reopening = { caseId: string; version: number; day: PlainDate; note: string };

/** An end that was a mistake, or was lifted. A sealed file is opened with a reason first, and is unsealed by this. */
export async function reopenCase(ctx: Ctx, input: Reopening): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:reopen', input.version);
  const verdict = judgeReopening(one, input.note);
  if (!verdict.ok) return verdict;
  if (input.day > one.today) return no('day_in_future');
  if (one.endedOn && input.day < one.endedOn) return no('period_upside_down');

  await insertEnding(ctx, one, {
    id: ctx.newId(),
    what: 'reopened',
    day: input.day,
    reason: null,
    note: input.note,
    documentNumber: '',
    decided: true,
  });
  const state = stateAfterReopening(one);
  await changeCase(ctx.tx, one, { state, ended_on: null, end_reason: null, sealed: false });
  if (one.pkStaffId)
    await insertAssignment(ctx, one, {
      staffId: one.pkStaffId,
      startsOn: input.day,
      orderNumber: '',
      reason: input.note.slice(0, 500),
    });
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.reopened',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { day: input.day, note: input.note, wasSealed: one.sealed },
  });
  return { ok: true };
}
