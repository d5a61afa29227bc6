import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import { factsColumns, factsOfRow, type FactsRow } from '../matching/facts.queries.server.ts';
import type { Facts } from '../recognition/index.ts';

export type DuePerson = { personId: string; facts: Facts };

/** People of an office of whom something is known that nobody has asked about yet; locked, so that two workers do not ask twice. */
export async function takeDue(ctx: Ctx, unitId: number, most: number): Promise<DuePerson[]> {
  const { rows } = await sql<FactsRow>`
    with due as (select p.id from people.person p where p.unit_id = ${unitId} and p.ask_due order by p.id limit ${most} for update skip locked)
    update people.person p set ask_due = false from due where p.id = due.id returning ${factsColumns}`.execute(ctx.tx);
  return rows.map((row) => ({ personId: row.id, facts: factsOfRow(row) }));
}

/**
 * Makes a hit a question of the office, unless it is decided and nothing new speaks for it. Answers the link where it is one now.
 * `comparisonId`: the comparison of a whole register that met it.
 */
export async function questionHit(
  ctx: Ctx,
  personId: string,
  hitId: string,
  comparisonId: string | null = null,
): Promise<string | undefined> {
  const { rows } = await sql<{ link: string | null }>`
    select people.found_again(${hitId}, ${personId}, ${comparisonId}) as link`.execute(ctx.tx);
  return rows[0]?.link ?? undefined;
}
