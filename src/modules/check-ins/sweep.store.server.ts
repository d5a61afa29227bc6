import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { openOrRenewTasksFrom, openTasksFrom, type TaskSelection } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { ObligationState } from './ledger.ts';
import type { Plan, Standing, Supervision } from './obligations.rules.ts';
import { taskOf } from './settle.server.ts';
import { caseColumns, supervisionOf, type CaseRow } from './store.server.ts';

/** An office whose close is due: the day of its last one, and the numbers of misses that are put before somebody. */
export type OfficeDue = { unitId: number; today: PlainDate; since: PlainDate | null; warning: number; breach: number };

export type Closed = {
  unitId: number;
  today: PlainDate;
  /** How many periods ended, whatever became of them. */
  closed: number;
  missed: number;
  reminder: number;
  warning: number;
  breach: number;
  digest: string;
};

/**
 * The offices as a table that a statement joins. Each reads its own few rows by index: `offset 0` keeps the planner from reading all rows
 * of all of them instead, because it cannot know how few days the close looks at.
 */
function tableOf(offices: readonly OfficeDue[]) {
  const rows = offices.map(({ unitId, today, since, warning, breach }) => ({
    unit_id: unitId,
    today,
    since: since ?? '1900-01-01',
    warning,
    breach,
  }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as office (unit_id int, today date, since date, warning int, breach int)`;
}

/**
 * Closes what ended in each office since its last close and before its today: marks what was missed and counts the row of misses from
 * the number that stands on the period before, so that one statement does for any number of clients. What was sent in time waits for its
 * review and is not missed. Several periods of one client that end at once (the office's PC stood still) are counted as the islands
 * they are. Whatever is put right behind the close (a report voided, an excuse withdrawn) was settled there and then.
 */
export async function closeEndedPeriods(ctx: Ctx, offices: readonly OfficeDue[]): Promise<Closed[]> {
  const { rows } = await sql<Closed>`
    with office as materialized (select * from ${tableOf(offices)}), ended as materialized (
      select o.id, o.case_id, o.unit_id, o.period_from, o.state
      from office f cross join lateral (
        select * from check_ins.obligation q
        where q.unit_id = f.unit_id and q.period_until >= f.since and q.period_until < f.today offset 0) o
    ), tally as (
      select e.unit_id, count(*) filter (where e.state <> 'lifted')::int as closed from ended e group by e.unit_id
    ), due as materialized (
      select o.id, o.case_id, o.period_from, p.state as state_before, coalesce(p.missed_in_a_row, 0) as row_before
      from ended o
      left join lateral (
        select q.state, q.missed_in_a_row from check_ins.obligation q
        where q.case_id = o.case_id and q.period_from < o.period_from and q.lifted_id is null
        order by q.period_from desc limit 1) p on true
      where o.state = 'scheduled'
    ), islands as (
      select d.*, count(*) filter (where d.state_before is distinct from 'scheduled') over (partition by d.case_id order by d.period_from) as island
      from due d
    ), counted as (
      select i.id, first_value(i.row_before) over island + row_number() over island as number
      from islands i
      window island as (partition by i.case_id, i.island order by i.period_from)
    ), missed as (
      update check_ins.obligation o set state = 'missed', missed_in_a_row = c.number, closed_at = ${ctx.now}
      from counted c where o.id = c.id and o.state = 'scheduled'
      returning o.id, o.unit_id, o.missed_in_a_row, o.period_from
    )
    select f.unit_id as "unitId", f.today::text as today, count(m.id)::int as missed,
      count(*) filter (where missed_in_a_row < f.warning and missed_in_a_row < f.breach)::int as reminder,
      count(*) filter (where missed_in_a_row >= f.warning and missed_in_a_row < f.breach)::int as warning,
      count(*) filter (where missed_in_a_row >= f.breach)::int as breach,
      encode(sha256(convert_to(coalesce(string_agg(m.id::text || ':' || missed_in_a_row, ',' order by m.id), ''), 'UTF8')), 'hex') as digest,
      coalesce(t.closed, 0) as closed
    from office f left join missed m on m.unit_id = f.unit_id left join tally t on t.unit_id = f.unit_id
    group by f.unit_id, f.today, t.closed order by f.unit_id`.execute(ctx.tx);
  return rows;
}

/** The day of each office's last close, if it ever had one. */
export async function lastCloses(ctx: Ctx, unitIds: readonly number[]): Promise<Map<number, PlainDate>> {
  const { rows } = await sql<{ unitId: number; day: PlainDate | null }>`
    select u.id as "unitId", (select max(c.day)::text from check_ins.period_close c where c.unit_id = u.id) as day
    from unnest(${unitIds}::int[]) as u (id)`.execute(ctx.tx);
  return new Map(rows.flatMap(({ unitId, day }) => (day ? [[unitId, day] as const] : [])));
}

export async function writeCloses(ctx: Ctx, closes: readonly Closed[]): Promise<void> {
  await ctx.tx
    .insertInto('check_ins.period_close')
    .values(
      closes.map(({ unitId, today, closed, missed, breach, digest }) => ({
        unit_id: unitId,
        day: today,
        closed,
        missed,
        third: breach,
        digest: Buffer.from(digest, 'hex'),
        closed_at: ctx.now,
      })),
    )
    .execute();
}

/**
 * Puts the second and third misses that this close counted before the right people; the first goes to the client alone. A row of misses
 * is one thing, kept by its first period: the period so many before that which stands.
 */
export async function openMissTasks(ctx: Ctx, offices: readonly OfficeDue[]): Promise<void> {
  await openOrRenewTasksFrom(
    ctx,
    sql<TaskSelection>`
      with office as materialized (select * from ${tableOf(offices)}), counted as (
        select o.*, f.warning, f.breach, first.id as first_id
        from office f cross join lateral (
          select * from check_ins.obligation q
          where q.unit_id = f.unit_id and q.period_until >= f.since and q.period_until < f.today
            and q.state = 'missed' and q.closed_at = ${ctx.now} offset 0) o
        cross join lateral (
          select q.id from check_ins.obligation q
          where q.case_id = o.case_id and q.period_from <= o.period_from and q.lifted_id is null
          order by q.period_from desc offset o.missed_in_a_row - 1 limit 1) first
        where o.missed_in_a_row >= least(f.warning, f.breach)
      ), longest as (select distinct on (first_id) * from counted order by first_id, period_from desc)
      select o.unit_id, o.case_id, told.kind, o.first_id::text as key, told.for_role,
        case when told.for_role = 'pk' then c.pk_staff_id end as staff_id, null::date as due_on,
        null::text as due_counts, jsonb_build_object('misses', o.missed_in_a_row, 'from', o.period_from, 'through', o.period_until) as facts
      from longest o
      join cases.client_case c on c.id = o.case_id
      cross join lateral (values (${taskOf.warning.kind}, ${taskOf.warning.forRole}, o.warning),
        (${taskOf.breach.kind}, ${taskOf.breach.forRole}, o.breach)) told (kind, for_role, least)
      where o.missed_in_a_row >= told.least`,
  );
}

// Laying out.

export type CaseToLayOut = {
  caseId: string;
  unitId: number;
  guarded: boolean;
  supervision: Supervision;
  standing: Standing[];
};

/** Cases with what stands of their ledger from a day on, and whether anything was ever laid out for them. */
export async function listCasesToLayOut(
  ctx: Ctx,
  which: { unitId: number; caseId?: string; after?: string; limit: number },
  since: PlainDate,
): Promise<(CaseToLayOut & { isNew: boolean })[]> {
  const { rows } = await sql<
    CaseRow & {
      standing: { id: string; from: PlainDate; through: PlainDate; state: ObligationState }[];
      is_new: boolean;
    }
  >`
    select ${caseColumns}, false as assigned, false as opened, false as listed,
      coalesce(l.standing, '[]') as standing,
      l.standing is null and not exists (select 1 from check_ins.obligation o where o.case_id = c.id) as is_new
    from cases.client_case c join units.unit u on u.id = c.unit_id
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', o.id, 'from', o.period_from, 'through', o.period_until, 'state', o.state) order by o.period_from) as standing
      from check_ins.obligation o
      where o.case_id = c.id and o.state <> 'lifted' and o.period_until >= ${since}::date) l on true
    where c.unit_id = ${which.unitId}
      and ${which.caseId ? sql`c.id = ${which.caseId}` : sql`c.id > ${which.after ?? '00000000-0000-0000-0000-000000000000'}`}
      and (c.state in ('received', 'active', 'paused') or exists (
        select 1 from check_ins.obligation o where o.case_id = c.id and o.state in ('scheduled', 'missed') and o.period_until >= ${since}::date))
    order by c.id limit ${which.limit}`.execute(ctx.tx);
  return rows.map((row) => ({
    caseId: row.id,
    unitId: row.unit_id,
    guarded: row.guarded,
    supervision: supervisionOf(row),
    standing: row.standing,
    isNew: row.is_new,
  }));
}

/** Writes many plans in two statements. What was reported meanwhile is left alone. */
export async function writePlans(
  ctx: Ctx,
  plans: readonly (Plan & Pick<CaseToLayOut, 'caseId' | 'unitId' | 'guarded'>)[],
  rule: { id: string; version: PlainDate },
): Promise<{ added: number; lifted: string[] }> {
  const lift = plans.flatMap((plan) => plan.lift);
  const lifted = lift.length
    ? await sql<{ id: string }>`
        update check_ins.obligation set state = 'lifted', missed_in_a_row = 0, fulfilled_by = null
        where id = any (${lift}::uuid[]) and state in ('scheduled', 'missed', 'not_recorded') returning id`.execute(
        ctx.tx,
      )
    : { rows: [] };
  const add = plans.flatMap((plan) => plan.add.map((one) => ({ ...one, plan })));
  if (add.length === 0) return { added: 0, lifted: lifted.rows.map((row) => row.id) };
  const { numAffectedRows } = await sql`
    insert into check_ins.obligation (case_id, unit_id, guarded, period_from, period_until, state, rule_id, rule_version, made_at)
    select n.case_id, n.unit_id, n.guarded, n.period_from, n.period_until, n.state, ${rule.id}, ${rule.version}, ${ctx.now}
    from unnest(${add.map((one) => one.plan.caseId)}::uuid[], ${add.map((one) => one.plan.unitId)}::int[],
      ${add.map((one) => one.plan.guarded)}::boolean[], ${add.map((one) => one.from)}::date[], ${add.map((one) => one.through)}::date[],
      ${add.map((one) => one.state)}::text[]) as n (case_id, unit_id, guarded, period_from, period_until, state)
    on conflict (case_id, period_from, lifted_id) do nothing`.execute(ctx.tx);
  return { added: Number(numAffectedRows ?? 0), lifted: lifted.rows.map((row) => row.id) };
}

/** The cases of which a report stands already for a day that a plan has just added to what is owed. */
export async function findReported(
  ctx: Ctx,
  plans: readonly (Plan & { caseId: string })[],
  today: PlainDate,
): Promise<ReadonlySet<string>> {
  const begun = plans.flatMap(({ caseId, add }) =>
    add.filter((one) => one.from <= today).map(({ from, through }) => ({ case_id: caseId, from, through })),
  );
  if (begun.length === 0) return new Set();
  const { rows } = await sql<{ caseId: string }>`
    select distinct i.case_id as "caseId"
    from jsonb_to_recordset(${JSON.stringify(begun)}::jsonb) as b (case_id uuid, "from" date, through date)
    join check_ins.check_in i on i.case_id = b.case_id and i.happened_on between b."from" and b.through and i.voided_at is null`.execute(
    ctx.tx,
  );
  return new Set(rows.map((one) => one.caseId));
}

/**
 * Draws one in twenty of yesterday's reports by phone for a live video call: by the last digits of the id, which nobody can choose,
 * so a second run draws the same ones. The sign says nothing about anybody.
 */
export async function drawRandomCalls(ctx: Ctx, unitId: number, day: PlainDate): Promise<void> {
  const drawn = await sql<{ id: string }>`
    insert into check_ins.flag (check_in_id, case_id, unit_id, kind, facts, made_at)
    select i.id, i.case_id, i.unit_id, 'random_call', '{}', ${ctx.now}
    from check_ins.check_in i
    where i.unit_id = ${unitId} and i.channel = 'app' and i.happened_on = ${day}::date and i.voided_at is null
      and ('x' || right(i.id::text, 4))::bit(16)::int % 20 = 7
      and not exists (select 1 from check_ins.flag f where f.check_in_id = i.id and f.kind = 'random_call')
    returning check_in_id as id`.execute(ctx.tx);
  const ids = drawn.rows.map((row) => row.id);
  if (ids.length === 0) return;
  await sql`update check_ins.check_in set flagged = true where id = any (${ids}::uuid[])`.execute(ctx.tx);
  await openTasksFrom(
    ctx,
    sql<TaskSelection>`
      select i.unit_id, i.case_id, 'check-ins.random-call' as kind, i.id::text as key, 'pk' as for_role, c.pk_staff_id as staff_id,
        ${day}::date + 7 as due_on, 'calendar' as due_counts, jsonb_build_object('day', i.happened_on) as facts
      from check_ins.check_in i join cases.client_case c on c.id = i.case_id
      where i.id = any (${ids}::uuid[])`,
  );
  ctx.journal({ what: 'check-in.random-calls-drawn', unitId, about: { day, drawn: ids.length } });
}

export type CounsellorMonth = {
  accountId: string;
  obligationIds: string[];
  owed: number;
  fulfilled: number;
  byOwnWord: number;
};

/** What each counsellor's clients owed in the periods that ended in a month, and on whose word it is said to be fulfilled. */
export async function listCounsellorMonths(
  ctx: Ctx,
  unitId: number,
  month: { from: PlainDate; through: PlainDate },
): Promise<CounsellorMonth[]> {
  const { rows } = await sql<CounsellorMonth>`
    select a.id as "accountId", array_agg(o.id order by o.period_until, o.id) as "obligationIds", count(*)::int as owed, count(*) filter (where o.state = 'fulfilled')::int as fulfilled,
      count(*) filter (where o.state = 'fulfilled' and i.recorded_by = a.id and i.identified_by = 'sight' and i.batch_id is null)::int as "byOwnWord"
    from check_ins.obligation o
    join cases.client_case c on c.id = o.case_id
    join accounts.account a on a.staff_id = c.pk_staff_id
    left join check_ins.check_in i on i.id = o.fulfilled_by
    where o.unit_id = ${unitId} and o.period_until between ${month.from}::date and ${month.through}::date
      and o.state not in ('lifted', 'not_recorded', 'excused')
    group by a.id order by a.id`.execute(ctx.tx);
  return rows;
}
