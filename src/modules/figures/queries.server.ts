import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { holds } from '#modules/access';
import { isModuleOn } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { lookedUpOnce } from '#platform/looked-up-once';
import {
  addCounts,
  type ClientGroup,
  type Count,
  type MissGroup,
  type MonthOfCheckIns,
  type MonthOfReporting,
  type OfficerGroup,
} from './figures.ts';

/** A unit and all below it. */
export type Scope = { unitId: number };
export type Days = { from: PlainDate; until: PlainDate };

/** Reports by month and channel, as the ledger has them; presence calls are listed and never counted as reports elsewhere. */
export async function checkInsByMonth(ctx: ReadCtx, scope: Scope, { from, until }: Days): Promise<MonthOfCheckIns[]> {
  const rows = await perOffice(ctx, scope, async (unitId) => {
    const found = await sql<MonthOfCheckIns>`
      select month, channel, check_ins as "checkIns", clients
      from figures.check_ins_by_month(${unitId}, ${from}, ${until})`.execute(ctx.tx);
    return found.rows;
  });
  return merged(rows, ({ month, channel }) => `${month} ${channel}`, ['checkIns', 'clients']);
}

const standings = ['reported', 'missed', 'excused', 'open', 'notRecorded', 'nothingOwed'] as const;

/** For each month, the clients under supervision on its last day and what is known of them. `today` is the day at the unit. */
export async function reportingByMonth(
  ctx: ReadCtx,
  scope: Scope,
  { from, until }: Days,
  today: PlainDate,
): Promise<MonthOfReporting[]> {
  const rows = await perOffice(ctx, scope, async (unitId) => {
    const found = await sql<MonthOfReporting>`
      select month, clients, reported, missed, excused, open, not_recorded as "notRecorded", nothing_owed as "nothingOwed"
      from figures.reporting_by_month(${unitId}, ${from}, ${until}, ${today})`.execute(ctx.tx);
    return found.rows;
  });
  return merged(rows, ({ month }) => month, ['clients', ...standings]);
}

/** Clients under supervision on a day, in the smallest groups that every table of kinds and ages adds up from. */
export async function clientsOn(ctx: ReadCtx, scope: Scope, day: PlainDate): Promise<ClientGroup[]> {
  return perOffice(ctx, scope, async (unitId) => {
    const { rows } = await sql<ClientGroup>`
      select unit_id as "unitId", kind, age_group as "ageGroup", clients from figures.clients_on(${unitId}, ${day})`.execute(
      ctx.tx,
    );
    return rows;
  });
}

/** All of them, also where a hidden group keeps the groups from adding up. */
export async function countClients(ctx: ReadCtx, scope: Scope, day: PlainDate): Promise<Count> {
  const counts = await perOffice(ctx, scope, async (unitId) => {
    const { rows } = await sql<{ clients: Count }>`select figures.all_clients(${unitId}, ${day}) as clients`.execute(
      ctx.tx,
    );
    return rows.map(({ clients }) => clients);
  });
  return addCounts(counts);
}

/**
 * How many clients missed none, one, two, three or more periods in a row: now, or at the end of a `day` that is over, by the periods that
 * had ended by then as the ledger has them.
 */
export async function missesInARow(
  ctx: ReadCtx,
  scope: Scope,
  today: PlainDate,
  day: PlainDate = today,
): Promise<MissGroup[]> {
  const rows = await perOffice(ctx, scope, async (unitId) => {
    const found = await sql<MissGroup>`
      select misses, clients from figures.misses_in_a_row(${unitId}, ${day}, ${today})`.execute(ctx.tx);
    return found.rows;
  });
  return merged(rows, ({ misses }) => String(misses), ['clients']).sort((a, b) => a.misses - b.misses);
}

/**
 * What somebody sees who may count each client of a unit is counted at once. Whoever sees no small numbers is told them office by office
 * (db/migrations/0200), and sees of every unit above the sum of what he sees of its offices: so a region less its other offices, or less
 * its other figures, tells him nothing that the office's own page hides.
 */
async function perOffice<Row>(
  ctx: ReadCtx,
  { unitId }: Scope,
  count: (unitId: number) => Promise<Row[]>,
): Promise<Row[]> {
  await mustCount(ctx, unitId);
  const rows = await lookedUpOnce(ctx, `figures below unit ${unitId}`, async () => {
    const found = await sql<{ unitId: number; isFull: boolean; isOffice: boolean }>`
      select s.unit_id as "unitId", s.is_full as "isFull", s.is_office as "isOffice"
      from figures.scope(${unitId}) s join units.unit u on u.id = s.unit_id order by u.path`.execute(ctx.tx);
    return found.rows;
  });
  if (rows.every(({ isFull }) => isFull)) return count(unitId);
  const found: Row[] = [];
  for (const office of rows.filter((row) => row.isOffice)) found.push(...(await count(office.unitId)));
  return found;
}

/** One line for each key, with the counts added. */
function merged<Row extends object, Part extends keyof Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  parts: readonly Part[],
): Row[] {
  const byKey = Map.groupBy(rows, keyOf);
  return [...byKey.keys()].sort().map((key) => {
    const those = byKey.get(key)!;
    if (those.length === 1) return those[0]!;
    return {
      ...those[0]!,
      ...Object.fromEntries(parts.map((part) => [part, addCounts(those.map((row) => row[part] as Count))])),
    };
  });
}

/** Counsellors by unit and grade on a day, and how many of them work elsewhere or are away. */
export async function officersOn(ctx: ReadCtx, { unitId }: Scope, day: PlainDate): Promise<OfficerGroup[]> {
  await mustCount(ctx, unitId);
  const { rows } = await sql<OfficerGroup>`
    select unit_id as "unitId", grade, officers, lent, rotating, absent from figures.officers_on(${unitId}, ${day})`.execute(
    ctx.tx,
  );
  return rows;
}

/** Clients whose transfer from or to an office nobody has finished; one who moves between two of the offices is one. */
export async function countTransfers(ctx: ReadCtx, { unitId }: Scope): Promise<number> {
  await mustCount(ctx, unitId);
  const { rows } = await sql<{ n: number }>`
    select count(distinct t.case_id)::int as n from figures.transfers_under_way(${unitId}) t`.execute(ctx.tx);
  return rows[0]?.n ?? 0;
}

const isCentre = sql<boolean>`u.type in ('ditjenpas', 'kanwil')`;

export type CountedUnit = { id: number; name: string; type: string; parentId: number | null; depth: number };

/** The units whose figures the asker may see, as a tree in reading order. */
export async function listCountedUnits(ctx: ReadCtx): Promise<CountedUnit[]> {
  if (!holds(ctx.actor, 'figures:read') && !holds(ctx.actor, 'figures:aggregate')) throw new NotAllowed('figures');
  const { rows } = await sql<CountedUnit>`
    select u.id, u.name, u.type, u.parent_id as "parentId", cardinality(u.path) as depth
    from units.unit u
    where exists (select 1 from units.unit top cross join lateral figures.scope(top.id) s
        where top.parent_id is null and s.unit_id = u.id and (s.is_full or ${isCentre} or s.is_office))
      and not exists (select 1 from units.module_switch w where w.unit_id = u.id and w.module = 'figures' and not w.is_on)
    order by u.path`.execute(ctx.tx);
  return rows;
}

/** A unit out of reach, or one that does without figures, has none, exactly like one that is not there. The sums above it still count it. */
export async function mustCount(ctx: ReadCtx, unitId: number): Promise<void> {
  if (!holds(ctx.actor, 'figures:read') && !holds(ctx.actor, 'figures:aggregate')) throw new NotAllowed('figures');
  const isSeen = await lookedUpOnce(ctx, `figures seen of unit ${unitId}`, async () => {
    const { rows } = await sql`
      select 1 from figures.scope(${unitId}) s join units.unit u on u.id = s.unit_id
      where u.id = ${unitId} and (s.is_full or ${isCentre} or s.is_office)`.execute(ctx.tx);
    return rows.length > 0;
  });
  if (!isSeen || !(await isModuleOn(ctx, unitId, 'figures'))) throw new NotFound('no figures of this unit');
}
