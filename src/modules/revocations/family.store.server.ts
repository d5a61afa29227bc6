import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Tx } from '#platform/ctx';
import type { ProceedingStep } from './routes.ts';
import { ownStepWords } from './words.ts';

export const familyThing = 'revocations.move';

export type Untold = { id: string; step: ProceedingStep; day: PlainDate };
/** What is told to the client is told to his family; what is only prepared, or noted and not yet confirmed, to neither. */
const isTold = Object.keys(ownStepWords) as ProceedingStep[];
/** Steps in a child's case at which his family was not asked after, and of which nobody has told it: those of tiers and of parties outside. */
export async function listUntold(tx: Tx, proceedingId: string): Promise<Untold[]> {
  const { rows } = await sql<Untold>`
    select m.id, m.step, m.day::text as day from revocations.move m join cases.client_case c on c.id = m.case_id
    where m.proceeding_id = ${proceedingId} and c.age_group = 'child' and m.guardian_present is null and m.step = any (${isTold}::text[])
      and not letters.is_family_told(${familyThing}, m.id)
    order by m.made_at, m.id`.execute(tx);
  return rows;
}

/** Whose step it is, and whoever guides him. */
export async function findProceedingOfMove(
  tx: Tx,
  moveId: string,
): Promise<{ id: string; pkStaffId: string | null } | undefined> {
  const { rows } = await sql<{ id: string; pkStaffId: string | null }>`
    select m.proceeding_id as id, c.pk_staff_id as "pkStaffId" from revocations.move m join cases.client_case c on c.id = m.case_id
    where m.id = ${moveId}`.execute(tx);
  return rows[0];
}
