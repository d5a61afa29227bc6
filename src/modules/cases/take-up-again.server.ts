import type { PlainDate } from '#kernel/plain-date';
import { openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { tellOfBeginning, tellOfEnding, type EndingPaper } from './followers.server.ts';
import { layOutAnew } from './reach.server.ts';
import { stateAfterReopening } from './rules.ts';
import { changeCase, type CaseOnFile } from './store.server.ts';
import { findCounsellor, insertAssignment, listCasesBarredFor } from './assignments.store.server.ts';

export type TakenUp = {
  day: PlainDate;
  note: string;
  /** The decree that lifted the one which ended the supervision. */
  paper: EndingPaper | null;
};

/** Everything that goes on with a supervision once its end is written off, and whoever has to hear of it. A sealed file is unsealed by it. */
export async function takeUpAgain(ctx: Ctx, one: CaseOnFile, { day, note, paper }: TakenUp): Promise<void> {
  const counsellor = await counsellorStillHere(ctx, one);
  const state = stateAfterReopening(one);
  await changeCase(ctx.tx, one, { state, ended_on: null, end_reason: null, sealed: false, pk_staff_id: counsellor });
  if (counsellor)
    await insertAssignment(ctx, one, {
      staffId: counsellor,
      startsOn: day,
      orderNumber: '',
      reason: note.slice(0, 500),
    });
  await openTasksAgain(ctx, one, counsellor);
  await layOutAnew(ctx, one);
  await tellOfEnding(ctx, { what: 'reopened', of: one, day, note, paper });
  await tellOfBeginning(ctx, one);
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
