import type { CaseOnFile } from '#modules/cases/server';
import { familyDue } from '#modules/letters/server';
import { openTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { listUntold } from './family.store.server.ts';

/** Puts before the counsellor that a child's family is to be told of what happened in the search. */
export async function putFamilyBefore(
  ctx: Ctx,
  of: Pick<CaseOnFile, 'id' | 'unitId' | 'pkStaffId'>,
  searchId: string,
): Promise<void> {
  if ((await listUntold(ctx.tx, searchId)).length === 0) return;
  await openTasks(ctx, [
    {
      unitId: of.unitId,
      caseId: of.id,
      kind: 'at-large.family',
      key: searchId,
      forRole: 'pk',
      staffId: of.pkStaffId,
      due: await familyDue(ctx, of.unitId),
      facts: {},
    },
  ]);
}
