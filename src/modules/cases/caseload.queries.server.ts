import { sql, type RawBuilder } from 'kysely';
import { phaseQuarters, type GuidancePhase } from '#kernel/guidance-phase';
import { addDays, weekFrom, type PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import {
  openStates,
  type AgeGroup,
  type CaseState,
  type ClientKind,
  type DecidedPhase,
  type PhaseStanding,
} from './case.ts';
import { judgePhase, phaseOf } from './rules.ts';

export const caseloadSorts = ['name', 'last', 'due', 'missed'] as const;
export type CaseloadSort = (typeof caseloadSorts)[number];

/** What a caseload shows; everything stands in the address of the page, so it is kept and can be sent on. */
export type CaseloadFilter = {
  unitId: number;
  /** One's own with those one stands in for, the whole office, nobody's, or one officer's (his id). */
  whose: 'mine' | 'office' | 'nobody' | (string & {});
  kind?: ClientKind | undefined;
  ageGroup?: AgeGroup | undefined;
  phase?: GuidancePhase | undefined;
  /** The move to the phase that is due is late, or was never decided at all. */
  move?: Exclude<PhaseStanding, 'in_time'> | undefined;
  /** `open` is received, active and paused. */
  state: CaseState | 'open' | 'all';
  /** At least so many misses in a row. */
  missed?: number | undefined;
  /** Something that is owed and not yet sent falls due within the seven days that begin today. */
  dueThisWeek?: boolean | undefined;
  /** A report waits because something about it looks odd. */
  flagged?: boolean | undefined;
  /** `id` is for programs that read page after page: whatever changes meanwhile, none comes twice and none is missed. */
  sort: CaseloadSort | 'id';
  /** The last case of the page before. */
  after?: string | undefined;
  /** How many rows at once; a page where nobody says. */
  most?: number | undefined;
};

export type CaseloadRow = {
  caseId: string;
  personId: string;
  name: string;
  photoFileId: string | null;
  label: string | null;
  kind: ClientKind;
  ageGroup: AgeGroup;
  state: CaseState;
  phase: GuidancePhase | null;
  phaseStanding: PhaseStanding;
  pkStaffId: string | null;
  pkName: string | null;
  /** Whether the asker may open the file without giving a reason. */
  mayOpen: boolean;
  lastOn: PlainDate | null;
  lastChannel: string | null;
  dueOn: PlainDate | null;
  missed: number;
  flagged: boolean;
};
export type Caseload = { rows: CaseloadRow[]; total: number; next: string | null; today: PlainDate };

const PAGE = 50;
/** How far back and ahead the office's ledger is read at once for sorting; what lies beyond sorts behind. */
const WINDOW_DAYS = 100;

/** A page of clients. The total is counted by the same statement as the list, so the two always agree. */
export async function listCaseload(ctx: ReadCtx, filter: CaseloadFilter): Promise<Caseload> {
  const most = filter.most ?? PAGE;
  const unit = await getUnit(ctx, filter.unitId);
  mustBeAllowed(ctx.actor, 'case:list', { unitId: unit.id, unitPath: unit.path, opened: true });
  const today = todayAt(unit, ctx.now);
  const needs = ledgerNeeds(filter);
  // Each table is named once: every mention brings its policies along, and planning them takes longer than running them.
  const { rows } = await sql<Row>`
    with matching as materialized (
      select c.id, c.person_id, c.register_label, c.kind, c.age_group, c.state, c.pk_staff_id, c.guidance_start, c.guidance_end, c.phase_decided,
        p.name, p.photo_file_id, lower(p.name) collate "C" as name_key
        ${needs.due ? sql`, due.day as due_on` : sql``}
        ${needs.missed ? sql`, coalesce(miss.missed, 0) as missed` : sql``}
        ${needs.last ? sql`, last.day as last_on` : sql``}
      from cases.client_case c
      join people.person p on p.id = c.person_id
      ${ledgerOf(filter, needs, today)}
      where ${whereOf(filter, today)}
    ), keyed as (select *, ${keyOf(filter.sort)} as key from matching),
    page as (
      select * from keyed
      ${behind(filter)}
      order by key, name_key, id
      limit ${most + 1}
    )
    select page.id, page.person_id, page.name, page.photo_file_id, page.register_label, page.kind, page.age_group, page.state,
      page.pk_staff_id, page.guidance_start, page.guidance_end, page.phase_decided, s.name as pk_name,
      page.id = any ((select cases.ctx_deep())::uuid[]) as deep,
      report.last_on, report.last_channel, coalesce(report.flagged, false) as flagged, owed.due_on,
      case when page.state in ('ended', 'transferred') then 0 else coalesce(owed.missed, 0) end as missed,
      (select count(*)::int from matching) as total
    from page
    left join units.staff s on s.id = page.pk_staff_id
    left join lateral (
      select max(i.happened_on) filter (where i.channel <> 'presence_call') as last_on,
        (array_agg(i.channel order by i.happened_on desc) filter (where i.channel <> 'presence_call'))[1] as last_channel,
        bool_or(i.flagged and i.review is null) as flagged
      from check_ins.check_in i where i.case_id = page.id and i.voided_at is null) report on true
    left join lateral (
      select min(o.period_until) filter (where o.state in ('scheduled', 'submitted')) as due_on,
        (array_agg(o.missed_in_a_row order by o.period_from desc)
          filter (where check_ins.tells_row(o.state, o.period_until, ${today}::date)))[1] as missed
      from check_ins.obligation o where o.case_id = page.id and o.state <> 'lifted') owed on true
    order by page.key, page.name_key, page.id`.execute(ctx.tx);
  const total = rows[0]?.total ?? (await countBehind(ctx, filter));
  ctx.accessed({ what: 'case.listed', unitId: unit.id, about: { ...filter, total } });
  const leads = ctx.actor.postings.some(
    (posting) => posting.unitId === unit.id && (posting.role === 'section_head' || posting.role === 'head_of_bapas'),
  );
  return {
    rows: rows.slice(0, most).map((row) => rowOf(row, today, leads)),
    total,
    next: rows.length > most ? rows[most - 1]!.id : null,
    today,
  };
}

/** The ids of everybody on a caseload, for whoever takes it along; who may see them says row-level security, as on the page. */
export function caseloadCases(filter: CaseloadFilter, today: PlainDate): RawBuilder<unknown> {
  return sql`
    select c.id from cases.client_case c
    ${ledgerOf(filter, ledgerNeeds(filter), today)}
    where ${whereOf(filter, today)}`;
}

/** A page behind the last one, or one that starts at a case which has left the list meanwhile: the list begins again. */
async function countBehind(ctx: ReadCtx, filter: CaseloadFilter): Promise<number> {
  if (!filter.after) return 0;
  return (await listCaseload(ctx, { ...filter, after: undefined })).total;
}

type Ledger = { due: boolean; missed: boolean; last: boolean };

/** Which columns of the ledger the sorting or a filter looks at for every client; what is only shown is read for the page's fifty. */
function ledgerNeeds(filter: CaseloadFilter): Ledger {
  return {
    due: filter.sort === 'due',
    missed: filter.sort === 'missed' || filter.missed !== undefined,
    last: filter.sort === 'last',
  };
}

/**
 * One officer's sixty clients are looked up one by one. A whole office's ledger of the last and next hundred days is grouped once
 * instead: a few thousand rows by index, where one by one would be thousands of look-ups.
 */
function ledgerOf(filter: CaseloadFilter, needs: Ledger, today: PlainDate): RawBuilder<unknown> {
  const [from, until] = [addDays(today, -WINDOW_DAYS), addDays(today, WINDOW_DAYS)];
  const office = filter.whose === 'office';
  const parts: RawBuilder<unknown>[] = [];
  if (needs.due)
    parts.push(
      office
        ? sql`left join (
            select o.case_id, min(o.period_until) as day from check_ins.obligation o
            where o.unit_id = ${filter.unitId} and o.state in ('scheduled', 'submitted') and o.period_until <= ${until}::date
            group by o.case_id) due on due.case_id = c.id`
        : sql`left join lateral (
            select o.period_until as day from check_ins.obligation o
            where o.case_id = c.id and o.state in ('scheduled', 'submitted') order by o.period_from limit 1) due on true`,
    );
  if (needs.missed)
    parts.push(
      office
        ? sql`left join (
            select m.case_id, m.misses as missed from check_ins.misses_of(array[${filter.unitId}::int], ${today}::date) m) miss on miss.case_id = c.id`
        : sql`left join lateral (
            select o.missed_in_a_row as missed from check_ins.obligation o
            where o.case_id = c.id and check_ins.tells_row(o.state, o.period_until, ${today}::date)
            order by o.period_from desc limit 1) miss on true`,
    );
  if (needs.last)
    parts.push(
      office
        ? sql`left join (
            select i.case_id, max(i.happened_on) as day from check_ins.check_in i
            where i.unit_id = ${filter.unitId} and i.happened_on >= ${from}::date and i.voided_at is null and i.channel <> 'presence_call'
            group by i.case_id) last on last.case_id = c.id`
        : sql`left join lateral (
            select max(i.happened_on) as day from check_ins.check_in i
            where i.case_id = c.id and i.voided_at is null and i.channel <> 'presence_call') last on true`,
    );
  return sql.join(parts, sql` `);
}

function whereOf(filter: CaseloadFilter, today: PlainDate): RawBuilder<boolean> {
  const parts = [sql<boolean>`c.unit_id = ${filter.unitId}`];
  if (filter.state === 'open') parts.push(sql`c.state = any (${[...openStates]}::text[])`);
  else if (filter.state !== 'all') parts.push(sql`c.state = ${filter.state}`);
  if (filter.whose === 'mine') parts.push(sql`c.id = any ((select cases.ctx_assigned())::uuid[])`);
  else if (filter.whose === 'nobody') parts.push(sql`c.pk_staff_id is null`);
  else if (filter.whose !== 'office') parts.push(sql`c.pk_staff_id = ${filter.whose}`);
  if (filter.kind) parts.push(sql`c.kind = ${filter.kind}`);
  if (filter.ageGroup) parts.push(sql`c.age_group = ${filter.ageGroup}`);
  if (filter.phase) parts.push(sql`${phaseSql(today)} = ${filter.phase}`);
  if (filter.move) parts.push(moveSql(filter.move, today));
  if (filter.flagged)
    parts.push(sql`c.id in (select i.case_id from check_ins.check_in i
      where i.unit_id = ${filter.unitId} and i.flagged and i.review is null and i.voided_at is null)`);
  if (filter.missed !== undefined) parts.push(sql`miss.missed >= ${filter.missed} and c.state in ('active', 'paused')`);
  if (filter.dueThisWeek) {
    const week = weekFrom(today);
    parts.push(sql`c.id in (select o.case_id from check_ins.obligation o
      where o.unit_id = ${filter.unitId} and o.state = 'scheduled' and o.period_until between ${week.from}::date and ${week.through}::date)`);
  }
  return sql`${sql.join(parts, sql` and `)}`;
}

/** Says the same as `phaseOf` of the rules; a test compares the two. */
export function phaseSql(today: PlainDate): RawBuilder<string> {
  const due = phaseDueSql(today);
  return sql<string>`case when c.phase_decided is null or ${today}::date > c.guidance_end then ${due} else c.phase_decided end`;
}

/** Says the same as `judgePhase` of the rules; a test compares the two. */
export function moveSql(move: Exclude<PhaseStanding, 'in_time'>, today: PlainDate): RawBuilder<boolean> {
  const due = phaseDueSql(today);
  return move === 'never_decided'
    ? sql<boolean>`(c.phase_decided is null and ${due} in ('advanced', 'final'))`
    : sql<boolean>`((c.phase_decided = 'initial' and ${due} in ('advanced', 'final')) or (c.phase_decided = 'advanced' and ${due} = 'final'))`;
}

/** The same quarters as `phaseDue` of the kernel. */
function phaseDueSql(today: PlainDate): RawBuilder<string> {
  const n = sql`(c.guidance_end - c.guidance_start)`;
  const day = sql`${today}::date`;
  return sql<string>`case
    when c.guidance_start is null or c.guidance_end is null or ${day} < c.guidance_start then null
    when ${day} > c.guidance_end then 'aftercare'
    when ${day} >= c.guidance_start + ceil(${sql.lit(phaseQuarters.final)} * ${n} / 4.0)::int then 'final'
    when ${day} >= c.guidance_start + ceil(${sql.lit(phaseQuarters.advanced)} * ${n} / 4.0)::int then 'advanced'
    else 'initial' end`;
}

/** Where the page begins. */
function behind({ sort, after }: CaseloadFilter): RawBuilder<unknown> {
  if (!after) return sql``;
  if (sort === 'id') return sql`where id > ${after}`;
  return sql`where (key, name_key, id) > (select a.key, a.name_key, a.id from keyed a where a.id = ${after})`;
}

/** One key that ascends: those longest without a contact first, those due first, those with most misses first. */
function keyOf(sort: CaseloadFilter['sort']): RawBuilder<unknown> {
  switch (sort) {
    case 'id':
      return sql`id`;
    case 'name':
      return sql`''::text`;
    case 'last':
      return sql`coalesce(last_on, '-infinity'::date)`;
    case 'due':
      return sql`coalesce(due_on, 'infinity'::date)`;
    case 'missed':
      return sql`-missed`;
  }
}

type Row = {
  id: string;
  person_id: string;
  name: string;
  photo_file_id: string | null;
  register_label: string | null;
  kind: ClientKind;
  age_group: AgeGroup;
  state: CaseState;
  pk_staff_id: string | null;
  pk_name: string | null;
  guidance_start: PlainDate | null;
  guidance_end: PlainDate | null;
  phase_decided: DecidedPhase | null;
  deep: boolean;
  last_on: PlainDate | null;
  last_channel: string | null;
  due_on: PlainDate | null;
  missed: number;
  flagged: boolean;
  total: number;
};
function rowOf(row: Row, today: PlainDate, leads: boolean): CaseloadRow {
  const phaseFacts = {
    guidanceStart: row.guidance_start,
    guidanceEnd: row.guidance_end,
    phaseDecided: row.phase_decided,
  };
  return {
    caseId: row.id,
    personId: row.person_id,
    name: row.name,
    photoFileId: row.photo_file_id,
    label: row.register_label,
    kind: row.kind,
    ageGroup: row.age_group,
    state: row.state,
    phase: phaseOf(phaseFacts, today) ?? null,
    phaseStanding: judgePhase(phaseFacts, today),
    pkStaffId: row.pk_staff_id,
    pkName: row.pk_name,
    mayOpen: leads || row.deep,
    lastOn: row.last_on,
    lastChannel: row.last_channel,
    dueOn: row.due_on,
    missed: row.missed,
    flagged: row.flagged,
  };
}
