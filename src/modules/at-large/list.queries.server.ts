import { sql, type RawBuilder } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import type { SearchState } from './search.ts';
import { judged } from './store.server.ts';

/** What an office's list is asked for. `running` is everybody who is not back. */
export type SearchFilter = {
  unitId: number;
  today: PlainDate;
  state?: SearchState | 'running' | undefined;
  /** Away for more than so many days since the decree. */
  olderThan?: number | undefined;
  /** A closure waits for confirmation. */
  waiting?: boolean | undefined;
  /** Only clients whom the asker guides or stands in for. */
  mine?: boolean | undefined;
};
export type ListedSearch = {
  id: string;
  caseId: string;
  name: string;
  registerLabel: string | null;
  pkName: string | null;
  state: SearchState;
  clockFrom: PlainDate;
  endedOn: PlainDate | null;
  heldAt: string;
  decreeNumber: string;
  days: number;
  waiting: boolean;
  lastSeen: PlainDate | null;
};

/** The days that somebody is away end when he is back, or held elsewhere. */
const awayUntil = (today: PlainDate) => sql`coalesce(s.ended_on, s.held_on, ${today}::date)`;
const waits = sql`exists (select from at_large.closure w where w.search_id = s.id and w.outcome is null)`;

function where({ unitId, today, state, olderThan, waiting, mine }: SearchFilter): RawBuilder<boolean> {
  const parts = [sql<boolean>`s.unit_id = ${unitId}`];
  if (state === 'running') parts.push(sql<boolean>`s.ended_on is null`);
  else if (state) parts.push(sql<boolean>`s.state = ${state}`);
  if (olderThan !== undefined) parts.push(sql<boolean>`s.clock_from < ${awayUntil(today)} - ${olderThan}::int`);
  if (waiting) parts.push(sql<boolean>`${waits}`);
  if (mine) parts.push(sql<boolean>`s.case_id = any ((select cases.ctx_assigned())::uuid[])`);
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

/** The searches of an office as far as the asker sees their clients; who is away longest stands first. */
export async function listSearches(
  ctx: ReadCtx,
  filter: SearchFilter,
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: ListedSearch[]; total: number }> {
  const { rows } = await sql<ListedSearch>`
    select s.id, s.case_id as "caseId", p.name, c.register_label as "registerLabel", t.name as "pkName", s.state, s.clock_from::text as "clockFrom",
      s.ended_on::text as "endedOn", s.held_at as "heldAt", s.decree_number as "decreeNumber", greatest(${awayUntil(filter.today)} - s.clock_from, 0) as days,
      ${waits} as waiting, (select max(g.seen_on)::text from at_large.sighting g where g.search_id = s.id) as "lastSeen"
    from at_large.search s join cases.client_case c on c.id = s.case_id join people.person p on p.id = c.person_id
    left join units.staff t on t.id = c.pk_staff_id
    where ${where(filter)}
    order by s.ended_on is not null, s.ended_on desc, s.clock_from, s.id limit ${limit} offset ${offset}`.execute(
    ctx.tx,
  );
  return { rows, total: await countOf(ctx, filter) };
}

async function countOf(ctx: ReadCtx, filter: SearchFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from at_large.search s join cases.client_case c on c.id = s.case_id join people.person p on p.id = c.person_id
    where ${where(filter)}`.execute(ctx.tx);
  return rows[0]!.count;
}

export type SearchCounts = {
  running: number;
  over30: number;
  over60: number;
  over90: number;
  elsewhere: number;
  waiting: number;
};

/** The numbers above the list; each is the length of the list that it opens. */
export async function countSearches(
  ctx: ReadCtx,
  filter: Omit<SearchFilter, 'state' | 'olderThan' | 'waiting'>,
): Promise<SearchCounts> {
  const older = (days: number) =>
    sql`count(*) filter (where s.clock_from < ${awayUntil(filter.today)} - ${days}::int)::int`;
  const { rows } = await sql<SearchCounts>`
    select count(*)::int as running, ${older(30)} as over30, ${older(60)} as over60, ${older(90)} as over90,
      count(*) filter (where s.state = 'located_elsewhere')::int as elsewhere, count(*) filter (where ${waits})::int as waiting
    from at_large.search s join cases.client_case c on c.id = s.case_id join people.person p on p.id = c.person_id
    where s.ended_on is null and ${where(filter)}`.execute(ctx.tx);
  return rows[0]!;
}

/** Supervisions whose decree sends back and for which nobody has opened a search: from before searches were kept here. */
export async function listUnopened(
  ctx: ReadCtx,
  { unitId, mine }: { unitId: number; mine: boolean },
): Promise<{ caseId: string; name: string; endedOn: PlainDate }[]> {
  const { rows } = await sql<{ caseId: string; name: string; endedOn: PlainDate }>`
    select c.id as "caseId", p.name, c.ended_on::text as "endedOn"
    from cases.client_case c join people.person p on p.id = c.person_id
    where c.unit_id = ${unitId} and c.state = 'ended' and c.end_reason = 'breach' and at_large.sends_back(c.kind, ${judged})
      ${mine ? sql`and c.id = any ((select cases.ctx_assigned())::uuid[])` : sql``}
      and not exists (select from at_large.search s where s.case_id = c.id)
    order by c.ended_on desc, c.id limit 50`.execute(ctx.tx);
  return rows;
}
