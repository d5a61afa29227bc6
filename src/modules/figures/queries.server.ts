import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { holds } from '#modules/access';
import { isModuleOn } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import {
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
export async function checkInsByMonth(
  ctx: ReadCtx,
  { unitId }: Scope,
  { from, until }: Days,
): Promise<MonthOfCheckIns[]> {
  await mustCount(ctx, unitId);
  const { rows } = await sql<MonthOfCheckIns>`
    select month, channel, check_ins as "checkIns", clients
    from figures.check_ins_by_month(${unitId}, ${from}, ${until})`.execute(ctx.tx);
  return rows;
}

/** For each month, the clients under supervision on its last day and what is known of them. `today` is the day at the unit. */
export async function reportingByMonth(
  ctx: ReadCtx,
  { unitId }: Scope,
  { from, until }: Days,
  today: PlainDate,
): Promise<MonthOfReporting[]> {
  await mustCount(ctx, unitId);
  const { rows } = await sql<MonthOfReporting>`
    select month, clients, reported, missed, excused, open, not_recorded as "notRecorded", nothing_owed as "nothingOwed"
    from figures.reporting_by_month(${unitId}, ${from}, ${until}, ${today})`.execute(ctx.tx);
  return rows.map(({ month, clients, ...parts }) => {
    const covered = coverHidden(Object.values(parts));
    return {
      month,
      clients,
      ...(Object.fromEntries(Object.keys(parts).map((part, at) => [part, covered[at]])) as typeof parts),
    };
  });
}

/** Clients under supervision on a day, in the smallest groups that every table of kinds and ages adds up from. */
export async function clientsOn(ctx: ReadCtx, { unitId }: Scope, day: PlainDate): Promise<ClientGroup[]> {
  await mustCount(ctx, unitId);
  const { rows } = await sql<ClientGroup>`
    select unit_id as "unitId", kind, age_group as "ageGroup", clients from figures.clients_on(${unitId}, ${day})`.execute(
    ctx.tx,
  );
  return withCovered(rows);
}

/** All of them, also where a hidden group keeps the groups from adding up. */
export async function countClients(ctx: ReadCtx, { unitId }: Scope, day: PlainDate): Promise<Count> {
  await mustCount(ctx, unitId);
  const { rows } = await sql<{ clients: Count }>`select figures.all_clients(${unitId}, ${day}) as clients`.execute(
    ctx.tx,
  );
  return rows[0]!.clients;
}

/** How many clients missed none, one, two, three or more periods in a row as of a day. */
export async function missesInARow(ctx: ReadCtx, { unitId }: Scope, today: PlainDate): Promise<MissGroup[]> {
  await mustCount(ctx, unitId);
  const { rows } = await sql<MissGroup>`
    select misses, clients from figures.misses_in_a_row(${unitId}, ${today})`.execute(ctx.tx);
  return withCovered(rows);
}

function withCovered<Group extends { clients: Count }>(groups: readonly Group[]): Group[] {
  const covered = coverHidden(groups.map(({ clients }) => clients));
  return groups.map((group, at) => ({ ...group, clients: covered[at] ?? null }));
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

export type CountedUnit = { id: number; name: string; type: string; parentId: number | null; depth: number };

/** The units whose figures the asker may see, as a tree in reading order. */
export async function listCountedUnits(ctx: ReadCtx): Promise<CountedUnit[]> {
  if (!holds(ctx.actor, 'figures:read') && !holds(ctx.actor, 'figures:aggregate')) throw new NotAllowed('figures');
  const { rows } = await sql<CountedUnit>`
    select u.id, u.name, u.type, u.parent_id as "parentId", cardinality(u.path) as depth
    from units.unit u
    where u.id in (select s.unit_id from units.unit top cross join lateral figures.scope(top.id) s where top.parent_id is null)
      and not exists (select 1 from units.module_switch w where w.unit_id = u.id and w.module = 'figures' and not w.is_on)
    order by u.path`.execute(ctx.tx);
  return rows;
}

/** A unit out of reach, or one that does without figures, has none, exactly like one that is not there. The sums above it still count it. */
export async function mustCount(ctx: ReadCtx, unitId: number): Promise<void> {
  if (!holds(ctx.actor, 'figures:read') && !holds(ctx.actor, 'figures:aggregate')) throw new NotAllowed('figures');
  const { rows } = await sql`select 1 from figures.scope(${unitId}) where unit_id = ${unitId}`.execute(ctx.tx);
  if (rows.length === 0 || !(await isModuleOn(ctx, unitId, 'figures'))) throw new NotFound('no figures of this unit');
}
