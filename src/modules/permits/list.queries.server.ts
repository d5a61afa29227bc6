import { sql, type RawBuilder } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import { destinationOf } from './letters.server.ts';
import type { DayCount, PermitState, Scope } from './permit.ts';

/** What an office's list is asked for. `running`: somebody still has something to do. `away`: on the way with leave today. `not_back`: past the last day. */
export const permitGroups = ['running', 'away', 'not_back'] as const;
export type PermitGroup = (typeof permitGroups)[number];
export type PermitFilter = {
  unitId: number;
  today: PlainDate;
  state?: PermitState | PermitGroup | undefined;
  scope?: Scope | undefined;
  /** Asked for in this year. */
  askedIn?: number | undefined;
  /** Decided in this year, and how. */
  decidedIn?: number | undefined;
  decided?: 'granted' | 'refused' | undefined;
  overdue?: boolean | undefined;
  pkStaffId?: string | undefined;
  /** Only clients whom the asker guides or stands in for. */
  mine?: boolean | undefined;
};
export type ListedPermit = {
  id: string;
  caseId: string;
  personId: string;
  guarded: boolean;
  name: string;
  registerLabel: string | null;
  pkStaffId: string | null;
  pkName: string | null;
  state: PermitState;
  scope: Scope;
  destination: string;
  fromOn: PlainDate;
  untilOn: PlainDate;
  askedOn: PlainDate;
  decidedOn: PlainDate | null;
  dueOn: PlainDate | null;
  dueCounts: DayCount | null;
};

const wasGranted = sql<boolean>`exists (select from permits.move m where m.permit_id = p.id and m.step in ('grant', 'record_grant'))`;
const isAway = (today: PlainDate) =>
  sql<boolean>`p.state in ('granted', 'revocation_proposed') and ${today}::date between p.from_on and p.until_on`;
const isNotBack = (today: PlainDate) =>
  sql<boolean>`p.state in ('granted', 'revocation_proposed') and p.until_on < ${today}::date`;

function where(filter: PermitFilter): RawBuilder<boolean> {
  const { unitId, today, state, scope, askedIn, decidedIn, decided, overdue, pkStaffId, mine } = filter;
  const parts = [sql<boolean>`p.unit_id = ${unitId}`];
  if (state === 'running') parts.push(sql<boolean>`p.ended_on is null`);
  else if (state === 'away') parts.push(isAway(today));
  else if (state === 'not_back') parts.push(isNotBack(today));
  else if (state) parts.push(sql<boolean>`p.state = ${state}`);
  if (scope) parts.push(sql<boolean>`p.scope = ${scope}`);
  if (askedIn)
    parts.push(
      sql<boolean>`p.asked_on >= make_date(${askedIn}, 1, 1) and p.asked_on < make_date(${askedIn} + 1, 1, 1)`,
    );
  if (decidedIn)
    parts.push(
      sql<boolean>`p.decided_on >= make_date(${decidedIn}, 1, 1) and p.decided_on < make_date(${decidedIn} + 1, 1, 1)`,
    );
  if (decided === 'granted') parts.push(wasGranted);
  if (decided === 'refused') parts.push(sql<boolean>`p.state = 'refused'`);
  if (overdue) parts.push(sql<boolean>`p.ended_on is null and p.due_on < ${today}::date`);
  if (pkStaffId) parts.push(sql<boolean>`c.pk_staff_id = ${pkStaffId}`);
  if (mine) parts.push(sql<boolean>`p.case_id = any ((select cases.ctx_assigned())::uuid[])`);
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

/** The permits of an office as far as the asker sees their clients; what is due first stands first, then the next journey. */
export async function listPermits(
  ctx: ReadCtx,
  filter: PermitFilter,
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: ListedPermit[]; total: number }> {
  const { rows } = await sql<
    Omit<ListedPermit, 'destination'> & { total: number; areaCode: string | null; country: string }
  >`
    select p.id, p.case_id as "caseId", c.person_id as "personId", c.guarded, n.name, c.register_label as "registerLabel",
      c.pk_staff_id as "pkStaffId", s.name as "pkName", p.state, p.scope, p.area_code as "areaCode", p.country, p.from_on::text as "fromOn",
      p.until_on::text as "untilOn", p.asked_on::text as "askedOn", p.decided_on::text as "decidedOn", p.due_on::text as "dueOn",
      p.due_counts as "dueCounts", count(*) over ()::int as total
    from permits.permit p
    join cases.client_case c on c.id = p.case_id join people.person n on n.id = c.person_id
    left join units.staff s on s.id = c.pk_staff_id
    where ${where(filter)}
    order by p.ended_on is not null, p.due_on nulls last, p.from_on desc, p.id limit ${limit} offset ${offset}`.execute(
    ctx.tx,
  );
  const total = rows[0]?.total ?? (offset === 0 ? 0 : await countOf(ctx, filter));
  const named = await Promise.all(
    rows.map(async ({ total: _, areaCode, country, ...row }) => ({
      ...row,
      destination: await destinationOf({ areaCode, country }),
    })),
  );
  return { rows: named, total };
}

async function countOf(ctx: ReadCtx, filter: PermitFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from permits.permit p join cases.client_case c on c.id = p.case_id where ${where(filter)}`.execute(
    ctx.tx,
  );
  return rows[0]!.count;
}

export type PermitCounts = {
  asked: number;
  advised: number;
  forwarded: number;
  away: number;
  notBack: number;
  overdue: number;
};

/** What waits and who is away now; each is the length of the list that it opens. */
export async function countPermits(
  ctx: ReadCtx,
  filter: Pick<PermitFilter, 'unitId' | 'today' | 'mine'>,
): Promise<PermitCounts> {
  const { rows } = await sql<PermitCounts>`
    select count(*) filter (where p.state = 'asked')::int as asked, count(*) filter (where p.state = 'advised')::int as advised,
      count(*) filter (where p.state = 'forwarded')::int as forwarded, count(*) filter (where ${isAway(filter.today)})::int as away,
      count(*) filter (where ${isNotBack(filter.today)})::int as "notBack", count(*) filter (where p.due_on < ${filter.today}::date)::int as overdue
    from permits.permit p join cases.client_case c on c.id = p.case_id
    where p.ended_on is null and ${where(filter)}`.execute(ctx.tx);
  return rows[0]!;
}

export type PermitFigures = {
  asked: number;
  granted: number;
  refused: number;
  /** Days from the request to the decision: the middle one, and the one that nine of ten do not exceed. None where nothing was decided. */
  middleDays: number | null;
  mostDays: number | null;
};
/** What a year came to. */
export async function readPermitFigures(
  ctx: ReadCtx,
  filter: Pick<PermitFilter, 'unitId' | 'today' | 'mine'>,
  year: number,
): Promise<PermitFigures> {
  const asked = where({ ...filter, askedIn: year });
  const decided = where({ ...filter, decidedIn: year });
  const { rows } = await sql<PermitFigures>`
    select count(*) filter (where ${asked})::int as asked,
      count(*) filter (where ${decided} and ${wasGranted})::int as granted,
      count(*) filter (where ${decided} and p.state = 'refused')::int as refused,
      percentile_disc(0.5) within group (order by p.decided_on - p.asked_on) filter (where ${decided}) as "middleDays",
      percentile_disc(0.9) within group (order by p.decided_on - p.asked_on) filter (where ${decided}) as "mostDays"
    from permits.permit p join cases.client_case c on c.id = p.case_id
    where ${where(filter)}`.execute(ctx.tx);
  return rows[0]!;
}
