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

export type FoundAgain = { personId: string; hitId: string };

/**
 * Makes hits questions of the office, unless they are decided and nothing new speaks for them. Answers the link of each, in their order,
 * where it has just become a question. `comparisonId`: the comparison of a whole register that met them.
 */
export async function questionHits(
  ctx: Ctx,
  hits: readonly FoundAgain[],
  comparisonId: string | null = null,
): Promise<(string | null)[]> {
  if (hits.length === 0) return [];
  const { rows } = await sql<{ link: string | null }>`
    select people.found_again(f.hit, f.own, ${comparisonId}) as link
    from unnest(${hits.map(({ hitId }) => hitId)}::uuid[], ${hits.map(({ personId }) => personId)}::uuid[]) with ordinality f (hit, own, at)
    order by f.at`.execute(ctx.tx);
  return rows.map(({ link }) => link);
}
