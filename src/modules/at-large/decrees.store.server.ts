import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { WholeDecree } from './rules.ts';
import type { ClosureOutcome, Decree } from './search.ts';
import { type Of, belongs } from './store.server.ts';

export async function changeDecree(ctx: Ctx, searchId: string, decree: Decree): Promise<void> {
  await ctx.tx
    .updateTable('at_large.search')
    .set({ decree_number: decree.number, decree_dated: decree.dated, decree_issuer: decree.issuer })
    .where('id', '=', searchId)
    .execute();
}

/** Whether a decree of this issuer with this number is that of another client, of whatever office. */
export async function isNumberUsed(tx: Tx, caseId: string, { number, issuer }: WholeDecree): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select at_large.number_used(${caseId}, ${number}, ${issuer}) as used`.execute(tx);
  return rows[0]!.used;
}

export async function insertCorrection(
  ctx: Ctx,
  of: Of,
  searchId: string,
  one: WholeDecree & { id: string; reason: string },
): Promise<void> {
  await ctx.tx
    .insertInto('at_large.correction')
    .values({
      id: one.id,
      ...belongs(searchId, of),
      number: one.number,
      dated: one.dated,
      issuer: one.issuer,
      reason: one.reason,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export async function findWaitingCorrection(
  tx: Tx,
  searchId: string,
): Promise<(WholeDecree & { id: string; madeBy: string | null }) | undefined> {
  const row = await tx
    .selectFrom('at_large.correction')
    .select(['id', 'number', 'dated', 'issuer', 'made_by'])
    .where('search_id', '=', searchId)
    .where('outcome', 'is', null)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      number: row.number,
      dated: row.dated as PlainDate,
      issuer: row.issuer,
      madeBy: row.made_by,
    }
  );
}

/** The database carries a confirmed one over into the search. */
export async function decideCorrectionRow(
  ctx: Ctx,
  correctionId: string,
  { outcome, note }: { outcome: ClosureOutcome; note: string },
): Promise<void> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('at_large.correction')
    .set({ outcome, decision_note: note, decided_by: ctx.actor.accountId, decided_at: ctx.now })
    .where('id', '=', correctionId)
    .where('outcome', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new NotFound('correction');
}
