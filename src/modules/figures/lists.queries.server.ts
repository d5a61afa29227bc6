import { sql, type RawBuilder } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Group } from '#modules/assessments';
import type { ReadCtx } from '#platform/ctx';
import { mustCount, type Scope } from './queries.server.ts';

/** Which number a list stands behind. Months are named by their first day; `until` is the last one of a sum over several. */
export type ListOf =
  | { of: 'check_ins'; month: PlainDate; until?: PlainDate; channel?: string }
  | { of: 'reporting'; month: PlainDate; today: PlainDate; standing: string }
  | { of: 'clients'; day: PlainDate; kind?: string; ageGroup?: string }
  | { of: 'misses'; misses: number; today: PlainDate; day?: PlainDate }
  | { of: 'transfers' }
  | { of: 'assessments'; today: PlainDate; group?: Group };

export type ListRow = {
  /** The report or the case that the row stands for. */
  id: string;
  caseId: string;
  name: string;
  register: string | null;
  unitName: string;
  kind: string;
  pkName: string | null;
  day: PlainDate | null;
  note: string | null;
};
export type FiguresList = {
  rows: ListRow[];
  /** How many rows the asker may see in all; the number itself may be higher, by clients whose files are closed to him. */
  visible: number;
  next: string | null;
};

const PAGE = 50;

/**
 * The rows behind a number that the asker may see, page by page. Row-level security cuts them; the caller says how many are missing.
 * `after` is the id of the last row before. People read by name; by `id`, for programs, none comes twice and none is missed
 * whatever changes between two pages.
 */
export async function listBehind(
  ctx: ReadCtx,
  scope: Scope,
  list: ListOf,
  after: string | null,
  order: 'name' | 'id' = 'name',
  most = PAGE,
): Promise<FiguresList> {
  await mustCount(ctx, scope.unitId);
  const source = sourceOf(scope, list);
  const { rows } = await sql<ListRow>`
    select r.row_id as id, r.case_id as "caseId", p.name, c.register_label as register, u.name as "unitName", c.kind, t.name as "pkName",
      r.day, r.note
    from (${source}) r
    join cases.client_case c on c.id = r.case_id
    join people.person p on p.id = c.person_id
    join units.unit u on u.id = c.unit_id
    left join units.staff t on t.id = c.pk_staff_id
    ${after ? behind(after, order) : sql``}
    order by ${order === 'name' ? sql`p.name, ` : sql``}r.row_id
    limit ${most + 1}`.execute(ctx.tx);
  const count = await sql<{ n: number }>`select count(*)::int as n from (${source}) r`.execute(ctx.tx);
  ctx.accessed({ what: 'figures.listed', unitId: scope.unitId, about: { of: list.of } });
  const page = rows.slice(0, most);
  return {
    rows: page,
    visible: count.rows[0]?.n ?? 0,
    next: rows.length > most ? page.at(-1)!.id : null,
  };
}

/** The place of a row is found by its id alone, so that no name stands in an address, also when it has left the list meanwhile. */
function behind(after: string, order: 'name' | 'id'): RawBuilder<unknown> {
  if (order === 'id') return sql`where r.row_id > ${after}`;
  return sql`where (p.name, r.row_id) > (
    select last_person.name, ${after}::uuid from cases.client_case last join people.person last_person on last_person.id = last.person_id
    where last.id = coalesce((select i.case_id from check_ins.check_in i where i.id = ${after}), ${after}))`;
}

function sourceOf({ unitId }: Scope, list: ListOf): RawBuilder<unknown> {
  const inScope = sql`unit_id in (select s.unit_id from figures.scope(${unitId}) s where s.is_full)`;
  switch (list.of) {
    case 'check_ins':
      return sql`
        select i.case_id, i.happened_on as day, i.channel as note, i.id as row_id from check_ins.check_in i
        where i.${inScope} and i.happened_on >= ${list.month}::date and i.happened_on < ${list.until ?? list.month}::date + interval '1 month'
          and ${list.channel ? sql`i.channel = ${list.channel}` : sql`true`} and i.voided_at is null
          and (i.channel = 'presence_call' or (i.counts and (i.review is null or i.review in ('accepted', 'accepted_with_concern'))))`;
    case 'reporting':
      return sql`
        select j.case_id, null::date as day, null::text as note, j.case_id as row_id
        from figures.standings((select array_agg(s.unit_id) from figures.scope(${unitId}) s where s.is_full), ${list.month}::date, ${list.month}::date, ${list.today}::date) j
        where ${list.standing} = 'all' or j.standing = ${list.standing}`;
    case 'clients':
      return sql`
        select c.id as case_id, c.registered_on as day, null::text as note, c.id as row_id from cases.client_case c
        where c.${inScope} and c.registered_on <= ${list.day}::date and (c.ended_on is null or c.ended_on > ${list.day}::date)
          and (${list.kind ?? null}::text is null or c.kind = ${list.kind ?? null})
          and (${list.ageGroup ?? null}::text is null or c.age_group = ${list.ageGroup ?? null})`;
    case 'transfers':
      return sql`
        select t.case_id, min(t.requested_on) as day, null::text as note, t.case_id as row_id
        from figures.transfers_under_way(${unitId}) t
        where exists (select from cases.client_case c where c.id = t.case_id)
        group by t.case_id`;
    case 'assessments':
      return sql`
        select s.case_id, null::date as day, null::text as note, s.case_id as row_id from assessments.standings(${unitId}, ${list.today}) s
        where (${list.group ?? null}::text is null or s.standing = ${list.group ?? null})
          and exists (select from cases.client_case c where c.id = s.case_id)`;
    case 'misses':
      if (list.day && list.day < list.today)
        return sql`
          select l.case_id, l.period_from as day, null::text as note, l.case_id as row_id
          from check_ins.misses_at_end_of(array(select s.unit_id from figures.scope(${unitId}) s where s.is_full), ${list.day}) l
          where least(coalesce(l.misses, 0), 3) = ${list.misses}`;
      return sql`
        select c.id as case_id, last.period_from as day, null::text as note, c.id as row_id
        from cases.client_case c
        left join lateral (
          select o.missed_in_a_row, o.period_from from check_ins.obligation o
          where o.case_id = c.id and check_ins.tells_row(o.state, o.period_until, ${list.today}::date)
          order by o.period_from desc limit 1) last on true
        where c.${inScope} and c.state in ('active', 'paused') and least(coalesce(last.missed_in_a_row, 0), 3) = ${list.misses}`;
  }
}
