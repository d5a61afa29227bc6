import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import type { MilestoneName } from './case.ts';

export type MilestoneLine = {
  name: MilestoneName;
  day: PlainDate;
  origin: 'computed' | 'edited' | 'imported';
  reason: string;
  facts: Record<string, unknown>;
};

export async function listMilestones(
  tx: Tx,
  caseId: string,
): Promise<{ name: MilestoneName; day: PlainDate; origin: MilestoneLine['origin'] }[]> {
  const rows = await tx
    .selectFrom('cases.milestone')
    .select(['name', 'day', 'origin'])
    .where('case_id', '=', caseId)
    .where('replaced_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    name: row.name as MilestoneName,
    day: row.day as PlainDate,
    origin: row.origin as MilestoneLine['origin'],
  }));
}

export async function replaceMilestones(
  ctx: Ctx,
  one: { id: string; unitId: number },
  lines: readonly MilestoneLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await ctx.tx
    .updateTable('cases.milestone')
    .set({ replaced_at: ctx.now })
    .where('case_id', '=', one.id)
    .where('replaced_at', 'is', null)
    .where(
      'name',
      'in',
      lines.map((line) => line.name),
    )
    .execute();
  await ctx.tx
    .insertInto('cases.milestone')
    .values(
      lines.map((line) => ({
        id: ctx.newId(),
        case_id: one.id,
        unit_id: one.unitId,
        name: line.name,
        day: line.day,
        origin: line.origin,
        reason: line.reason,
        facts: JSON.stringify(line.facts),
        set_by: ctx.actor.accountId,
      })),
    )
    .execute();
}

/** Computed milestones that no longer rest on anything. */
export async function dropComputedMilestones(ctx: Ctx, caseId: string): Promise<void> {
  await ctx.tx
    .updateTable('cases.milestone')
    .set({ replaced_at: ctx.now })
    .where('case_id', '=', caseId)
    .where('replaced_at', 'is', null)
    .where('origin', '=', 'computed')
    .execute();
}
