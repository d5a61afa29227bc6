import { sql, type RawBuilder } from 'kysely';
import { formatPhone, type Phone } from '#kernel/phone';
import { caseloadCases, type CaseloadFilter } from '#modules/cases/server';
import { nikSourceWords, type NikSource } from '#modules/people';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import type { Value } from '#platform/tables/cells';
import type { ListAsk } from './define.ts';

// The lists read what row-level security shows the asker; `ownOnly` and `withGuarded` only ever take away from it.

const reach = ({ unitId, ownOnly, withGuarded }: ListAsk) => sql`
  c.unit_id = ${unitId}
  ${ownOnly ? sql`and c.id = any ((select cases.ctx_assigned())::uuid[])` : sql``}
  ${withGuarded ? sql`` : sql`and not c.guarded`}`;

export const clientColumns = sql`
  c.register_label as register, p.name, c.kind, c.age_group as "ageGroup", t.name as counsellor, u.name as unit,
  p.nik, p.nik_source as "nikSource", a.line as address, ph.number as phone`;
export const clientTables = sql`
  join people.person p on p.id = c.person_id
  join units.unit u on u.id = c.unit_id
  left join units.staff t on t.id = c.pk_staff_id
  left join lateral (
    select x.line from people.address x where x.person_id = p.id and x.removed_at is null and x.until is null order by x.made_at desc limit 1) a on true
  left join lateral (
    select x.number from people.phone x where x.person_id = p.id and x.removed_at is null order by x.for_notices desc, x.made_at desc limit 1) ph on true`;

export type Client = {
  register: string | null;
  name: string;
  kind: string;
  ageGroup: string;
  counsellor: string | null;
  unit: string;
  nik: string | null;
  nikSource: NikSource | null;
  address: string | null;
  phone: string | null;
};
type Keyed = { sortKey: string; rowId: string };

export type CaseloadRow = Client & {
  state: string;
  receivedOn: string;
  guidanceStart: string | null;
  guidanceEnd: string | null;
  lastReport: string | null;
  misses: number;
};

/** Who is on it says the caseload's own query. */
async function caseloadSource(ctx: ReadCtx, ask: ListAsk): Promise<RawBuilder<unknown>> {
  const today = todayAt(await getUnit(ctx, ask.unitId), ctx.now);
  return sql`
    from cases.client_case c ${clientTables}
    where ${reach(ask)} and c.id = any (array(${caseloadCases(caseloadFilter(ask), today)}))`;
}

function caseloadFilter({ unitId, filters }: ListAsk): CaseloadFilter {
  const { whose, officer, kind, age, phase, move, state, missed, due, flags } = filters;
  return {
    unitId,
    whose: officer ?? whose ?? 'office',
    kind: kind as CaseloadFilter['kind'],
    ageGroup: age as CaseloadFilter['ageGroup'],
    phase: phase as CaseloadFilter['phase'],
    move: move as CaseloadFilter['move'],
    state: (state ?? 'open') as CaseloadFilter['state'],
    missed: missed === undefined ? undefined : Number(missed),
    dueThisWeek: due === 'week' || undefined,
    flagged: flags !== undefined || undefined,
    sort: 'name',
  };
}
export async function caseloadRows(ctx: ReadCtx, ask: ListAsk, after: string | null, most: number) {
  const [key, id] = place(after);
  return page<CaseloadRow>(
    ctx,
    sql`select ${clientColumns}, c.state, c.received_on as "receivedOn", c.guidance_start as "guidanceStart", c.guidance_end as "guidanceEnd",
        (select max(i.happened_on) from check_ins.check_in i where i.case_id = c.id and i.voided_at is null and i.counts) as "lastReport",
        coalesce((select o.missed_in_a_row from check_ins.obligation o
          where o.case_id = c.id and check_ins.tells_row(o.state, o.period_until, coalesce(u.demo_today, (${ctx.now}::timestamptz at time zone u.zone)::date)) order by o.period_from desc limit 1), 0) as misses,
        p.name as "sortKey", c.id as "rowId"
      ${await caseloadSource(ctx, ask)} and (p.name, c.id) > (${key}, ${id}::uuid) order by p.name, c.id limit ${most + 1}`,
    most,
  );
}
export const countCaseload = async (ctx: ReadCtx, ask: ListAsk) => count(ctx, await caseloadSource(ctx, ask));

export type CheckInRow = Client & {
  day: string;
  channel: string;
  medium: string | null;
  grade: string;
  standing: string;
  review: string | null;
  counts: boolean;
};

function checkInSource(ask: ListAsk): RawBuilder<unknown> {
  const { from, until, channel } = ask.filters;
  return sql`
    from check_ins.check_in i join cases.client_case c on c.id = i.case_id ${clientTables}
    where ${reach(ask)} and i.unit_id = ${ask.unitId} and i.voided_at is null and i.happened_on between ${from ?? null}::date and ${until ?? null}::date
      and (${channel ?? ''} = '' or i.channel = ${channel ?? ''})`;
}
export async function checkInRows(ctx: ReadCtx, ask: ListAsk, after: string | null, most: number) {
  const [key, id] = place(after, '0001-01-01');
  return page<CheckInRow>(
    ctx,
    sql`select ${clientColumns}, i.happened_on as day, i.channel, i.medium, i.grade, i.standing, i.review, i.counts, i.happened_on::text as "sortKey", i.id as "rowId"
      ${checkInSource(ask)} and (i.happened_on, i.id) > (${key}::date, ${id}::uuid) order by i.happened_on, i.id limit ${most + 1}`,
    most,
  );
}
export const countCheckIns = (ctx: ReadCtx, ask: ListAsk) => count(ctx, checkInSource(ask));

export type MissedRow = Client & { from: string; until: string; inARow: number };

function missedSource(ask: ListAsk): RawBuilder<unknown> {
  const { from, until } = ask.filters;
  return sql`
    from check_ins.obligation o join cases.client_case c on c.id = o.case_id ${clientTables}
    where ${reach(ask)} and o.unit_id = ${ask.unitId} and o.state = 'missed' and o.period_from between ${from ?? null}::date and ${until ?? null}::date`;
}
export async function missedRows(ctx: ReadCtx, ask: ListAsk, after: string | null, most: number) {
  const [key, id] = place(after, '0001-01-01');
  return page<MissedRow>(
    ctx,
    sql`select ${clientColumns}, o.period_from as "from", o.period_until as until, o.missed_in_a_row as "inARow", o.period_from::text as "sortKey", o.id as "rowId"
      ${missedSource(ask)} and (o.period_from, o.id) > (${key}::date, ${id}::uuid) order by o.period_from, o.id limit ${most + 1}`,
    most,
  );
}
export const countMissed = (ctx: ReadCtx, ask: ListAsk) => count(ctx, missedSource(ask));

async function page<Row extends object>(
  ctx: ReadCtx,
  query: RawBuilder<unknown>,
  most: number,
): Promise<{ rows: Row[]; next: string | null }> {
  const { rows } = await (query as RawBuilder<Row & Keyed>).execute(ctx.tx);
  const shown = rows.slice(0, most);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > most && last ? JSON.stringify([last.sortKey, last.rowId]) : null };
}

async function count(ctx: ReadCtx, source: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n ${source}`.execute(ctx.tx);
  return rows[0]?.n ?? 0;
}

function place(after: string | null, first = ''): [string, string] {
  return after === null ? [first, '00000000-0000-0000-0000-000000000000'] : (JSON.parse(after) as [string, string]);
}

export function clientValues(row: Client): Record<string, Value> {
  return {
    register: row.register,
    name: row.name,
    counsellor: row.counsellor,
    unit: row.unit,
    nik: row.nik,
    nikSource: row.nikSource && nikSourceWords[row.nikSource](),
    address: row.address,
    phone: row.phone === null ? null : formatPhone(row.phone as Phone),
  };
}
