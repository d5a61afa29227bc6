import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { optionsInForce, type OptionValues, type Options } from '#kernel/rule';
import type { Tx } from '#platform/ctx';
import { lookedUpOnce } from '#platform/looked-up-once';
import type { SwitchableModule } from './unit.ts';
import type { Asking } from './queries.server.ts';

/**
 * What an office chose within a rule, as it holds on a day: of each option the nearest unit's choice, from the office upwards, and
 * of that unit's the newest that has begun. What the rule itself does not allow moves to its limits.
 */
export async function optionsOf<Os extends Options>(
  tx: Tx,
  unitId: number,
  rule: { id: string; options: Os },
  day: PlainDate,
): Promise<OptionValues<Os>> {
  if (Object.keys(rule.options).length === 0) return optionsInForce(rule.options, {});
  const rows = await tx
    .selectFrom('units.rule_option as o')
    .innerJoin('units.unit as u', 'u.id', 'o.unit_id')
    .innerJoin('units.unit as office', (join) =>
      join.on('office.id', '=', unitId).on(sql<boolean>`o.unit_id = any (office.path)`),
    )
    .where('o.rule_id', '=', rule.id)
    .where('o.holds_from', '<=', day)
    .distinctOn('o.name')
    .select(['o.name', 'o.value'])
    .orderBy('o.name')
    .orderBy(sql`cardinality(u.path)`, 'desc')
    .orderBy('o.holds_from', 'desc')
    .orderBy('o.set_at', 'desc')
    .orderBy('o.id', 'desc')
    .execute();
  return optionsInForce(rule.options, Object.fromEntries(rows.map((row) => [row.name, row.value])));
}

export type OptionChoice = {
  name: string;
  value: unknown;
  unitId: number;
  unitName: string;
  holdsFrom: PlainDate;
  reason: string;
  setBy: string;
  setAt: Date;
};

/** Every choice that this office and those above it ever made in a rule, newest first. */
export async function listOptionChoices({ tx }: Asking, unitId: number, ruleId: string): Promise<OptionChoice[]> {
  const rows = await tx
    .selectFrom('units.rule_option as o')
    .innerJoin('units.unit as u', 'u.id', 'o.unit_id')
    .innerJoin('units.unit as office', (join) =>
      join.on('office.id', '=', unitId).on(sql<boolean>`o.unit_id = any (office.path)`),
    )
    .leftJoin('accounts.account as a', 'a.id', 'o.set_by')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .where('o.rule_id', '=', ruleId)
    .select([
      'o.name',
      'o.value',
      'o.unit_id',
      'u.name as unit_name',
      'o.holds_from',
      'o.reason',
      'o.set_at',
      's.name as set_by',
    ])
    .orderBy('o.set_at', 'desc')
    .execute();
  return rows.map((row) => ({
    name: row.name,
    value: row.value,
    unitId: row.unit_id,
    unitName: row.unit_name,
    holdsFrom: row.holds_from as PlainDate,
    reason: row.reason,
    setBy: row.set_by ?? '',
    setAt: row.set_at,
  }));
}

/** Which parts of Simpul a unit uses; what nobody switched is on. A unit above does not switch for those below it. */
export function moduleSwitchesOf(ctx: Asking, unitId: number): Promise<Record<string, boolean>> {
  return lookedUpOnce(ctx, `switches of unit ${unitId}`, async () => {
    const rows = await ctx.tx
      .selectFrom('units.module_switch')
      .select(['module', 'is_on'])
      .where('unit_id', '=', unitId)
      .execute();
    return Object.fromEntries(rows.map((row) => [row.module, row.is_on]));
  });
}

export async function isModuleOn(ctx: Asking, unitId: number, module: SwitchableModule): Promise<boolean> {
  return (await moduleSwitchesOf(ctx, unitId))[module] ?? true;
}

/** What these units have switched off, by unit. */
export async function modulesOff({ tx }: Asking, unitIds: readonly number[]): Promise<Map<number, Set<string>>> {
  const off = new Map<number, Set<string>>();
  if (unitIds.length === 0) return off;
  const rows = await tx
    .selectFrom('units.module_switch')
    .select(['unit_id', 'module'])
    .where('unit_id', 'in', [...unitIds])
    .where('is_on', '=', false)
    .execute();
  for (const row of rows) off.set(row.unit_id, (off.get(row.unit_id) ?? new Set()).add(row.module));
  return off;
}
