import type { PlainDate } from '#kernel/plain-date';
import { closeTasks, closeTasksAbove, openTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { ProceedingState, RouteName } from './revocation.ts';
import { dueAt, holderAt } from './routes.ts';

type Standing = {
  id: string;
  caseId: string;
  unitId: number;
  pkStaffId: string | null;
  route: RouteName;
  state: ProceedingState;
  urgent: boolean;
  dueOn: PlainDate | null;
};

/** Every task that a proceeding may have open; the step that is taken closes them, and the next one opens its own. */
export const taskKindsOfSteps = [
  'revocations.next',
  'revocations.decide',
  'revocations.late-section',
  'revocations.late',
  'revocations.minutes',
] as const;
/** The same at the tiers above, which heard that it was late. */
const taskKindsAbove = ['revocations.late-here', 'revocations.late-below'] as const;

/** Puts the next step before whoever of the office owes it. What lies with others is their queue's; the counsellor notes what they send. */
export async function putBefore(ctx: Ctx, one: Standing): Promise<void> {
  for (const kind of taskKindsOfSteps) await closeTasks(ctx, { unitId: one.unitId, kind, key: one.id });
  for (const kind of taskKindsAbove) await closeTasksAbove(ctx, { unitId: one.unitId, kind, key: one.id });
  const holder = holderAt(one.route, one.state);
  if (!holder) {
    await closeReleased(ctx, one);
    await closeTasks(ctx, { unitId: one.unitId, kind: 'revocations.whole-late', key: one.id });
    await closeTasksAbove(ctx, { unitId: one.unitId, kind: 'revocations.whole-late-below', key: one.id });
  }
  if (holder !== 'counsellor' && holder !== 'head') return;
  await openTasks(ctx, [
    {
      unitId: one.unitId,
      caseId: one.caseId,
      kind: holder === 'head' ? 'revocations.decide' : 'revocations.next',
      key: one.id,
      forRole: holder === 'head' ? 'head_of_bapas' : 'pk',
      staffId: holder === 'head' ? null : one.pkStaffId,
      due: dueAt(one),
      facts: { state: one.state, urgent: one.urgent ? 'yes' : 'no' },
    },
  ]);
}

/** The same after a tier's step: it has no hand in the office's tasks, so the office's own job does it. */
export async function askToPutBefore(ctx: Ctx, one: Pick<Standing, 'id' | 'unitId'>): Promise<void> {
  await ctx.addJob(
    'revocations.put-before',
    { proceedingId: one.id, unitId: one.unitId },
    { key: `revocations.put-before:${one.id}` },
  );
}

/**
 * That the client was released while his decree is being called off: before the head, who says that it has lapsed, and before the counsellor
 * where he has the file. Anywhere else it lies with somebody who has no tasks here.
 */
export async function putReleased(ctx: Ctx, one: Standing, releasedOn: PlainDate): Promise<void> {
  const task = { unitId: one.unitId, caseId: one.caseId, key: one.id, facts: { day: releasedOn } };
  await openTasks(ctx, [{ ...task, kind: 'revocations.released', forRole: 'head_of_bapas' }]);
  if (holderAt(one.route, one.state) === 'counsellor')
    await openTasks(ctx, [{ ...task, kind: 'revocations.released-counsellor', forRole: 'pk', staffId: one.pkStaffId }]);
}
/** It is over, or the release was a mistake. */
export async function closeReleased(ctx: Ctx, one: Pick<Standing, 'id' | 'unitId'>): Promise<void> {
  for (const kind of ['revocations.released', 'revocations.released-counsellor'] as const)
    await closeTasks(ctx, { unitId: one.unitId, kind, key: one.id });
}
