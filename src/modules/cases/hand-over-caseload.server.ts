import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import { getUnit } from '#modules/units/server';
import { todayAt } from '#modules/units';
import { closeTasks, handOverTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { ClientKind } from './case.ts';
import { no, type Refused } from './rules.ts';
import { findCounsellor, listCasesBarredFor, lockCaseload, moveCaseload } from './assignments.store.server.ts';

export type HandOver = {
  unitId: number;
  fromStaffId: string;
  toStaffId: string;
  /** Only these; none chosen is all. */
  kinds: readonly ClientKind[];
  startsOn: PlainDate;
  orderNumber: string;
  reason: string;
  /** How many the preview showed. */
  count: number;
};

/** All open cases of one officer go to another in one step, or none does. Handing back is the same step the other way. */
export async function handOverCaseload(ctx: Ctx, input: HandOver): Promise<{ ok: true; count: number } | Refused> {
  const unit = await getUnit(ctx, input.unitId);
  mustBeAllowed(ctx.actor, 'case:assign', { unitId: unit.id, unitPath: unit.path });
  const today = todayAt(unit, ctx.now);
  if (input.startsOn > today) return no('day_in_future');
  if (input.fromStaffId === input.toStaffId) return no('same_counsellor');
  const to = await findCounsellor(ctx.tx, input.toStaffId, unit.id, today);
  if (!to?.postedHere || to.hasLeft) return no('not_a_counsellor_here');

  const cases = await lockCaseload(ctx.tx, unit.id, input.fromStaffId, input.kinds);
  if (cases.length === 0) return no('nothing_to_hand_over');
  if (cases.length !== input.count) return no('preview_outdated');
  const ids = cases.map((one) => one.id);
  if ((await listCasesBarredFor(ctx.tx, input.toStaffId, ids)).size > 0) return no('counsellor_excluded');

  await moveCaseload(ctx, unit.id, ids, { ...input, staffId: input.toStaffId });
  await closeTasks(ctx, { unitId: unit.id, kind: 'cases.assign', key: ids });
  await handOverTasks(ctx, ids, input.toStaffId);
  const about = {
    before: input.fromStaffId,
    after: input.toStaffId,
    startsOn: input.startsOn,
    orderNumber: input.orderNumber,
    reason: input.reason,
  };
  for (const one of cases)
    ctx.journal({
      what: 'case.assigned',
      unitId: unit.id,
      caseId: one.id,
      personId: one.person_id,
      about: { ...about, handedOver: true },
    });
  ctx.journal({
    what: 'case.caseload-handed-over',
    unitId: unit.id,
    about: { ...about, kinds: input.kinds, count: ids.length },
  });
  return { ok: true, count: ids.length };
}
