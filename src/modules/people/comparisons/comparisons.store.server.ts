import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { ComparisonState } from '../comparisons.rules.ts';
import type { OneAsked } from '../matching/ask-many.server.ts';
import { factsColumns, factsOfRow, type FactsRow } from '../matching/facts.queries.server.ts';

/** Nothing where one of the office is under way already. */
export async function insertComparison(ctx: Ctx, unitId: number): Promise<string | undefined> {
  const id = ctx.newId();
  const row = await ctx.tx
    .insertInto('people.comparison')
    .values({ id, unit_id: unitId, made_by: ctx.actor.accountId, asked_at: ctx.now, moved_at: ctx.now })
    .onConflict((conflict) => conflict.column('unit_id').where('finished_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export type LockedComparison = {
  id: string;
  unitId: number;
  state: ComparisonState;
  /** The last person of the register when it began; nothing before the work has begun. */
  untilId: string | null;
  doneId: string | null;
};

/** Locked until the transaction ends: a chunk is compared once, and nobody pauses in the middle of one. */
export async function lockComparison(ctx: Ctx, id: string): Promise<LockedComparison | undefined> {
  const row = await ctx.tx
    .selectFrom('people.comparison')
    .select(['id', 'unit_id', 'state', 'until_id', 'done_id'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      unitId: row.unit_id,
      state: row.state as ComparisonState,
      untilId: row.until_id,
      doneId: row.done_id,
    }
  );
}

/** A step of somebody's; over is when it was taken. */
export async function setComparisonState(ctx: Ctx, id: string, state: ComparisonState): Promise<void> {
  const isOver = state === 'done' || state === 'cancelled';
  await ctx.tx
    .updateTable('people.comparison')
    .set({ state, moved_at: sql`now()`, finished_at: isOver ? ctx.now : null })
    .where('id', '=', id)
    .execute();
}

/** Settles whom there is to compare. Nobody is compared who may be known to few: no question could be asked about him. */
export async function beginComparison(ctx: Ctx, { id, unitId }: LockedComparison): Promise<string | null> {
  const { rows } = await sql<{ until: string | null }>`
    update people.comparison c set total = n.total, until_id = n.until, moved_at = now()
    from (select count(*)::int as total, (max(p.id::text))::uuid as until from people.person p
      where p.unit_id = ${unitId} and not p.restricted) n
    where c.id = ${id} returning c.until_id as until`.execute(ctx.tx);
  return rows[0]?.until ?? null;
}

/** The next of the register with what is known of them, in the order of their numbers. */
export async function listToCompare(
  ctx: Ctx,
  { unitId, untilId, doneId }: LockedComparison,
  most: number,
): Promise<(OneAsked & { personId: string })[]> {
  const { rows } = await sql<FactsRow>`
    select ${factsColumns} from people.person p
    where p.unit_id = ${unitId} and not p.restricted and p.id <= ${untilId}
      ${doneId === null ? sql`` : sql`and p.id > ${doneId}`}
    order by p.id limit ${most}`.execute(ctx.tx);
  return rows.map((row) => ({ personId: row.id, facts: factsOfRow(row) }));
}

/** Moves on in the transaction that opened the questions of these people. */
export async function moveComparisonOn(ctx: Ctx, id: string, doneId: string, compared: number): Promise<void> {
  await sql`update people.comparison set done = done + ${compared}, done_id = ${doneId}, moved_at = now() where id = ${id}`.execute(
    ctx.tx,
  );
}

/** The work waits and is not lost: nobody need take it up in its place. */
export async function noteComparisonWaits(ctx: Ctx, id: string): Promise<void> {
  await sql`update people.comparison set moved_at = now() where id = ${id}`.execute(ctx.tx);
}

/** Everybody who was there is compared, also where the last of them has gone to another office meanwhile. */
export async function finishComparison(ctx: Ctx, id: string): Promise<{ compared: number }> {
  const { rows } = await sql<{ compared: number }>`
    update people.comparison set state = 'done', total = done, done_id = until_id, moved_at = now(), finished_at = ${ctx.now}
    where id = ${id} returning done as compared`.execute(ctx.tx);
  return rows[0]!;
}

/** Comparisons on which nobody has worked for a while although nobody has paused them: their process died. */
export async function listStandingStill(
  ctx: Ctx,
  unitIds: readonly number[],
  since: Date,
): Promise<{ id: string; unitId: number }[]> {
  const { rows } = await sql<{ id: string; unitId: number }>`
    select c.id, c.unit_id as "unitId" from people.comparison c
    where c.unit_id = any (${[...unitIds]}::int[]) and c.state = 'running' and c.moved_at < ${since} order by c.unit_id`.execute(
    ctx.tx,
  );
  return rows;
}
