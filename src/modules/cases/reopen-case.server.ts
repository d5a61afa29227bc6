import type { PlainDate } from '#kernel/plain-date';
import { openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { tellOfEnding } from './followers.server.ts';
import { layOutAnew, lockCase } from './reach.server.ts';
import { judgeReopening, no, stateAfterReopening, type Refused } from './rules.ts';
import { changeCase, type CaseOnFile } from './store.server.ts';
import { lockOpenKinds } from './reception.store.server.ts';
import { findCounsellor, insertAssignment, listCasesBarredFor } from './assignments.store.server.ts';
import { insertEnding } from './endings.store.server.ts';

export type Reopening = { caseId: string; version: number; day: PlainDate; note: string };

/** An end that was a mistake, or was lifted. A sealed file is opened with a reason first, and is unsealed by this. */
export async function reopenCase(ctx: Ctx, input: Reopening): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:reopen', input.version);
  const verdict = judgeReopening(one, input.note);
  if (!verdict.ok) return verdict;
  if (input.day > one.today) return no('day_in_future');
  if (one.endedOn && input.day < one.endedOn) return no('period_upside_down');
  if ((await lockOpenKinds(ctx.tx, one)).includes(one.kind)) return no('already_a_client');
  const counsellor = await counsellorStillHere(ctx, one);

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
  await changeCase(ctx.tx, one, { state, ended_on: null, end_reason: null, sealed: false, pk_staff_id: counsellor });
  if (counsellor)
    await insertAssignment(ctx, one, {
      staffId: counsellor,
      startsOn: input.day,
      orderNumber: '',
      reason: input.note.slice(0, 500),
    });
  await openTasksAgain(ctx, one, counsellor);
  await layOutAnew(ctx, one);
  await tellOfEnding(ctx, { what: 'reopened', of: one, day: input.day, note: input.note });
  ctx.journal({
    what: 'case.reopened',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { day: input.day, note: input.note, wasSealed: one.sealed },
  });
  return { ok: true };
}

/** Who guided the client before, where he may still: he may have left since, or may not see this client any more. */
async function counsellorStillHere(ctx: Ctx, one: CaseOnFile): Promise<string | null> {
  if (!one.pkStaffId) return null;
  const found = await findCounsellor(ctx.tx, one.pkStaffId, one.unitId, one.today);
  if (!found?.postedHere || found.hasLeft) return null;
  return (await listCasesBarredFor(ctx.tx, found.staffId, [one.id])).size > 0 ? null : found.staffId;
}

/** What waited for somebody when the supervision ended waits again. */
async function openTasksAgain(ctx: Ctx, one: CaseOnFile, counsellor: string | null): Promise<void> {
  const task = { unitId: one.unitId, caseId: one.id, key: one.id };
  if (!counsellor) await openTask(ctx, { ...task, kind: 'cases.assign', forRole: 'section_head' });
  if (one.registerLabel === null)
    await openTask(ctx, { ...task, kind: 'cases.register', forRole: 'pk', staffId: counsellor });
}
