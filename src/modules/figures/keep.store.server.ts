import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';

/**
 * Counts the months of the last two years that are over and have changed, or were never kept, of each of these units with all below it, and
 * forgets what every kept month has seen. Answers how many months were counted.
 */
export async function keepMonths(ctx: Ctx, unitIds: readonly number[]): Promise<number> {
  const { rows } = await sql<{
    counted: number;
  }>`select figures.keep_months(${[...unitIds]}::int[]) as counted`.execute(ctx.tx);
  await sql`select figures.forget_touched()`.execute(ctx.tx);
  return rows[0]!.counted;
}
