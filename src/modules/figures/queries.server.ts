import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { holds } from '#modules/access';
import { isModuleOn } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import {
  addCounts,
  coverHidden,
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
    return found.rows.map((row) => {
      const covered = coverHidden(standings.map((part) => row[part]));
      return { ...row, ...Object.fromEntries(standings.map((part, at) => [part, covered[at] ?? null])) };
    });
  });
  return merged(rows, ({ month }) => month, ['clients', ...standings]);
}

/** Clients under supervision on a day, in the smallest groups that every table of kinds and ages adds up from. */
export async function clientsOn(ctx: ReadCtx, scope: Scope, day: PlainDate): Promise<ClientGroup[]> {
  return perOffice(ctx, scope, async (unitId, isPart) => {
    const { rows } = await sql<ClientGroup>`
      select unit_id as "unitId", kind, age_group as "ageGroup", clients from figures.clients_on(${unitId}, ${day})`.execute(
      ctx.tx,
    );
    if (!isPart) return rows;
    const kinds = [...new Set(rows.map(({ kind }) => kind))];
    const groups = kinds.flatMap((kind) =>
      (['adult', 'child'] as const).map((ageGroup) => {
        const those = rows.filter((row) => row.kind === kind && row.ageGroup === ageGroup);
        return { unitId, kind, ageGroup, clients: whole(those.map(({ clients }) => clients)) };
      }),
    );
    return withCovered(groups);
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

/** How many clients missed none, one, two, three or more periods in a row as of a day. */
export async function missesInARow(ctx: ReadCtx, scope: Scope, today: PlainDate): Promise<MissGroup[]> {
  const rows = await perOffice(ctx, scope, async (unitId, isPart) => {
    const found = await sql<MissGroup>`
      select misses, clients from figures.misses_in_a_row(${unitId}, ${today})`.execute(ctx.tx);
    if (!isPart || found.rows.length === 0) return found.rows;
    const groups = ([0, 1, 2, 3] as const).map(
      (misses): MissGroup => found.rows.find((row) => row.misses === misses) ?? { misses, clients: 0 },
    );
    return withCovered(groups);
  });
  return merged(rows, ({ misses }) => String(misses), ['clients']).sort((a, b) => a.misses - b.misses);
}

function withCovered<Group extends { clients: Count }>(groups: readonly Group[]): Group[] {
  const covered = coverHidden(groups.map(({ clients }) => clients));
  return groups.map((group, at) => ({ ...group, clients: covered[at] ?? null }));
}

/** Small numbers of parts of an office make a number of the office that is small or not; only a part that is told makes one that is. */
function whole(counts: readonly Count[]): Count {
  return counts.includes(null) ? null : addCounts(counts);
}

/**
 * What somebody sees who may count each client of a unit is counted at once. Whoever sees no small numbers sees of every unit above the
 * sum of what he sees of its offices: so a region less its other offices, or less its other figures, tells him nothing that the office's
 * own page hides (`isPart`: the rows are one office's, for him).
 */
async function perOffice<Row>(
  ctx: ReadCtx,
  { unitId }: Scope,
  count: (unitId: number, isPart: boolean) => Promise<Row[]>,
): Promise<Row[]> {
  await mustCount(ctx, unitId);
  const { rows } = await sql<{ unitId: number; isFull: boolean; isOffice: boolean }>`
    select u.id as "unitId", s.is_full as "isFull", ${isOffice} as "isOffice"
    from figures.scope(${unitId}) s join units.unit u on u.id = s.unit_id order by u.path`.execute(ctx.tx);
  if (rows.every(({ isFull }) => isFull)) return count(unitId, false);
  const found: Row[] = [];
  for (const office of rows.filter((row) => row.isOffice)) found.push(...(await count(office.unitId, true)));
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

const isCentre = sql<boolean>`u.type in ('ditjenpas', 'kanwil')`;
/** An office with its posts, which are not told apart to whoever sees no small numbers. */
const isOffice = sql<boolean>`(u.type not in ('ditjenpas', 'kanwil') and not exists (
  select 1 from units.unit a where a.id = u.parent_id and a.type not in ('ditjenpas', 'kanwil')))`;

export type CountedUnit = { id: number; name: string; type: string; parentId: number | null; depth: number };

/** The units whose figures the asker may see, as a tree in reading order. */
export async function listCountedUnits(ctx: ReadCtx): Promise<CountedUnit[]> {
  if (!holds(ctx.actor, 'figures:read') && !holds(ctx.actor, 'figures:aggregate')) throw new NotAllowed('figures');
  const { rows } = await sql<CountedUnit>`
    select u.id, u.name, u.type, u.parent_id as "parentId", cardinality(u.path) as depth
    from units.unit u
    where exists (select 1 from units.unit top cross join lateral figures.scope(top.id) s
        where top.parent_id is null and s.unit_id = u.id and (s.is_full or ${isCentre} or ${isOffice}))
      and not exists (select 1 from units.module_switch w where w.unit_id = u.id and w.module = 'figures' and not w.is_on)
    order by u.path`.execute(ctx.tx);
  return rows;
}

/** A unit out of reach, or one that does without figures, has none, exactly like one that is not there. The sums above it still count it. */
export async function mustCount(ctx: ReadCtx, unitId: number): Promise<void> {
  if (!holds(ctx.actor, 'figures:read') && !holds(ctx.actor, 'figures:aggregate')) throw new NotAllowed('figures');
  const { rows } = await sql`
    select 1 from figures.scope(${unitId}) s join units.unit u on u.id = s.unit_id
    where u.id = ${unitId} and (s.is_full or ${isCentre} or ${isOffice})`.execute(ctx.tx);
  if (rows.length === 0 || !(await isModuleOn(ctx, unitId, 'figures'))) throw new NotFound('no figures of this unit');
}
