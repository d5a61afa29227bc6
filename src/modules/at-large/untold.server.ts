import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { CaseOnFile } from '#modules/cases/server';
import { familyDue } from '#modules/letters/server';
import { openTasks } from '#modules/tasks/server';
import type { Ctx, Tx } from '#platform/ctx';
import type { SearchStep } from './rules.ts';

export const familyThing = 'at-large.move';

export type Untold = { id: string; step: SearchStep; day: PlainDate };
/** Steps in the search for a child of which nobody has told his family. */
export async function listUntold(tx: Tx, searchId: string): Promise<Untold[]> {
  const { rows } = await sql<Untold>`
    select m.id, m.step, m.day::text as day from at_large.move m join cases.client_case c on c.id = m.case_id
    where m.search_id = ${searchId} and c.age_group = 'child' and not letters.is_family_told(${familyThing}, m.id) order by m.made_at, m.id`.execute(
    tx,
  );
  return rows;
}

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
      dueOn: await familyDue(ctx, of.unitId),
      facts: {},
    },
  ]);
}
