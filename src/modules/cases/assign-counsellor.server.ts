import type { PlainDate } from '#kernel/plain-date';
import { closeTasks, handOverTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { lockCase } from './reach.server.ts';
import { judgeAssignment, judgeDay, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';
import { endAssignments, findCounsellor, insertAssignment, listCasesBarredFor } from './assignments.store.server.ts';

export type AssignmentInput = {
  caseId: string;
  version: number;
  staffId: string;
  startsOn: PlainDate;
  orderNumber: string;
  reason: string;
};

/** Who guides this client from now on. The one before stays in the history. */
export async function assignCounsellor(ctx: Ctx, input: AssignmentInput): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:assign', input.version);
  const counsellor = await findCounsellor(ctx.tx, input.staffId, one.unitId, one.today);
  if (!counsellor) return no('not_a_counsellor_here');
  const excluded = (await listCasesBarredFor(ctx.tx, input.staffId, [one.id])).size > 0;
  const verdict = judgeAssignment(one, { ...counsellor, excluded });
  if (!verdict.ok) return verdict;
  const day = judgeDay(input.startsOn, one, one.today);
  if (!day.ok) return day;

  await endAssignments(ctx, [one.id], input.startsOn);
  await insertAssignment(ctx, one, input);
  await changeCase(ctx.tx, one, { pk_staff_id: input.staffId });
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.assign', key: one.id });
  await handOverTasks(ctx, [one.id], input.staffId);
  ctx.journal({
    what: 'case.assigned',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      before: one.pkStaffId,
      after: input.staffId,
      startsOn: input.startsOn,
      orderNumber: input.orderNumber,
      reason: input.reason,
    },
  });
  return { ok: true };
}
