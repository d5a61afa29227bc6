import { sql } from 'kysely';
import { addDays, type PlainDate } from '#kernel/plain-date';
import { holds } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import type { Channel, Days, Grade, SignKind } from './ledger.ts';

export type ListedClient = {
  caseId: string;
  name: string;
  registerLabel: string | null;
  photoFileId: string | null;
  pkName: string | null;
};
/**
 * What a list shows of a client, read for its page alone. Who is listed, in which order and how many they are, is found first, from the
 * client's case and name; a counsellor's name or a last report is looked up for fifty and not for two thousand.
 */
const listedColumns = sql`l.case_id as "caseId", l.name, l.register_label as "registerLabel", l.photo_file_id as "photoFileId", s.name as "pkName"`;
const foundColumns = sql`c.id as case_id, p.name, c.register_label, p.photo_file_id, c.pk_staff_id, count(*) over ()::int as total`;

export type Listing = {
  unitId?: number;
  pkStaffId?: string;
  /** The asker's own clients and those of whom he stands in for. */
  mine?: boolean;
  limit?: number;
  offset?: number;
};
/** A page shows fifty; an export reads a thousand at a time. */
const most = (listing: Listing) => Math.min(Math.max(1, listing.limit ?? 50), 1000);
const ofListing = (listing: Listing) => sql`
  ${listing.unitId === undefined ? sql`` : sql`and c.unit_id = ${listing.unitId}`}
  ${listing.pkStaffId === undefined ? sql`` : sql`and c.pk_staff_id = ${listing.pkStaffId}`}
  ${listing.mine ? sql`and c.id = any ((select cases.ctx_assigned())::uuid[])` : sql``}`;
const pageOf = (listing: Listing) => sql`limit ${most(listing)} offset ${listing.offset ?? 0}`;

function mayList(ctx: ReadCtx): void {
  if (!holds(ctx.actor, 'ledger:read')) throw new NotAllowed('ledger:read');
}

export type Listed<T> = { rows: T[]; total: number };
export type Counted<T> = T & { total: number };
export function listed<T>(rows: Counted<T>[]): Listed<T> {
  return { rows: rows.map(({ total: _, ...row }) => row as T), total: rows[0]?.total ?? 0 };
}

/** Days; a period is a month at most, so one that ends on a day began so many days before or later. It lets a ledger be read from there on. */
const longestPeriod = 31;

type DueWithin = Days & {
  /** Leaves out the periods that begin later. */
  begunBy?: PlainDate;
};

/** The periods that end between two days and for which nothing was sent, with their clients. Those of an office lie side by side. */
const dueWithin = (between: DueWithin, listing: Listing) => sql`
  cases.client_case c cross join lateral (
    select o.id, o.period_from, o.period_until from check_ins.obligation o
    where o.case_id = c.id ${listing.unitId === undefined ? sql`` : sql`and o.unit_id = ${listing.unitId}`}
      and o.state = 'scheduled' and o.period_from between ${addDays(between.from, -longestPeriod)} and ${between.begunBy ?? between.through}
      and o.period_until between ${between.from} and ${between.through}) x
  join people.person p on p.id = c.person_id
  where c.state in ('received', 'active') ${ofListing(listing)}`;

/** Who owes a report that ends between two days and has sent nothing: the soonest first. */
export async function listDue(
  ctx: ReadCtx,
  between: DueWithin,
  listing: Listing = {},
): Promise<
  Listed<ListedClient & { obligationId: string; from: PlainDate; through: PlainDate; lastReport: PlainDate | null }>
> {
  mayList(ctx);
  const { rows } = await sql<
    Counted<ListedClient & { obligationId: string; from: PlainDate; through: PlainDate; lastReport: PlainDate | null }>
  >`
    with found as materialized (
      select x.id, x.period_from, x.period_until, ${foundColumns}
      from ${dueWithin(between, listing)}
      order by x.period_until, p.name, c.id ${pageOf(listing)}
    )
    select ${listedColumns}, l.id as "obligationId", l.period_from as "from", l.period_until as "through", l.total,
      (select max(i.happened_on)::text from check_ins.check_in i where i.case_id = l.case_id and i.voided_at is null and i.counts) as "lastReport"
    from found l left join units.staff s on s.id = l.pk_staff_id
    order by l.period_until, l.name, l.case_id`.execute(ctx.tx);
  return listed(rows);
}

/** How long the list of `listDue` is; two thousand names need no sorting for that. */
export async function countDue(ctx: ReadCtx, between: DueWithin, listing: Listing = {}): Promise<number> {
  mayList(ctx);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${dueWithin(between, listing)}`.execute(
    ctx.tx,
  );
  return rows[0]!.n;
}

/**
 * Each client whose last period that tells of a row counts as missed (by the office's option a late report does, too), with that
 * period: one look into each ledger. Of a whole office those with nothing missed are left out first.
 */
const missedNow = (today: PlainDate, listing: Listing) => sql`
  select c.id as case_id, c.person_id, c.register_label, c.pk_staff_id, last.id, last.missed_in_a_row, last.period_until
  from ${
    listing.unitId === undefined
      ? sql`cases.client_case c`
      : sql`(
    with m as materialized (select m.case_id from check_ins.misses_of(array[${listing.unitId}::int], ${today}::date) m where m.misses > 0)
    select c.* from m join cases.client_case c on c.id = m.case_id offset 0) c`
  } cross join lateral (
    select o.id, o.missed_in_a_row, o.period_until from check_ins.obligation o
    where o.case_id = c.id and o.lifted_id is null and check_ins.tells_row(o.state, o.period_until, ${today}::date)
    order by o.period_from desc limit 1) last
  where c.state in ('received', 'active', 'paused') and last.missed_in_a_row > 0 ${ofListing(listing)}`;

/** Who has missed so many in a row as of the last period that ended: the longest rows first. */
export async function listMissed(
  ctx: ReadCtx,
  row: { atLeast: number; atMost?: number; today: PlainDate },
  listing: Listing = {},
): Promise<Listed<ListedClient & { obligationId: string; misses: number; through: PlainDate }>> {
  mayList(ctx);
  const { rows } = await sql<Counted<ListedClient & { obligationId: string; misses: number; through: PlainDate }>>`
    with missed as materialized (${missedNow(row.today, listing)}), found as materialized (
      select c.id, c.missed_in_a_row, c.period_until, c.case_id, p.name, c.register_label, p.photo_file_id, c.pk_staff_id,
        count(*) over ()::int as total
      from missed c join people.person p on p.id = c.person_id
      where c.missed_in_a_row >= ${row.atLeast} ${row.atMost === undefined ? sql`` : sql`and c.missed_in_a_row <= ${row.atMost}`}
      order by c.missed_in_a_row desc, c.period_until, p.name, c.case_id ${pageOf(listing)}
    )
    select ${listedColumns}, l.id as "obligationId", l.missed_in_a_row as misses, l.period_until as "through", l.total
    from found l left join units.staff s on s.id = l.pk_staff_id
    order by l.missed_in_a_row desc, l.period_until, l.name, l.case_id`.execute(ctx.tx);
  return listed(rows);
}

/** How many have missed one, two, or three and more in a row: the lengths of the three lists. */
export async function countMissed(
  ctx: ReadCtx,
  today: PlainDate,
  listing: Listing = {},
): Promise<{ one: number; two: number; more: number }> {
  mayList(ctx);
  const { rows } = await sql<{ one: number; two: number; more: number }>`
    with missed as materialized (${missedNow(today, listing)})
    select (count(*) filter (where m.missed_in_a_row = 1))::int as one, (count(*) filter (where m.missed_in_a_row = 2))::int as two,
      (count(*) filter (where m.missed_in_a_row >= 3))::int as more
    from missed m join people.person p on p.id = m.person_id`.execute(ctx.tx);
  return rows[0]!;
}

export type WaitingReview = ListedClient & {
  checkInId: string;
  channel: Channel;
  happenedOn: PlainDate;
  recordedAt: Date;
  grade: Grade;
  flagged: boolean;
  signs: SignKind[];
};

const waitingReviews = (listing: Listing) => sql`
  check_ins.check_in x join cases.client_case c on c.id = x.case_id join people.person p on p.id = c.person_id
  where x.review is null and x.voided_at is null and x.channel in ('app', 'helper')
    ${
      // One's own are asked for by their cases below; asked for twice, each case's reports were looked for among all cases.
      listing.mine
        ? sql``
        : sql`and (x.case_id = any ((select cases.ctx_assigned())::uuid[])
          or x.unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))`
    }
    ${ofListing(listing)}`;

/** Reports from afar that wait for their counsellor: flagged first, then the oldest. */
export async function listWaitingReviews(ctx: ReadCtx, listing: Listing = {}): Promise<Listed<WaitingReview>> {
  if (!holds(ctx.actor, 'check_in:review')) throw new NotAllowed('check_in:review');
  const { rows } = await sql<Counted<WaitingReview>>`
    with found as materialized (
      select x.id, x.channel, x.happened_on, x.recorded_at, x.grade, x.flagged, ${foundColumns}
      from ${waitingReviews(listing)}
      order by x.flagged desc, x.recorded_at, x.id ${pageOf(listing)}
    )
    select ${listedColumns}, l.id as "checkInId", l.channel, l.happened_on as "happenedOn", l.recorded_at as "recordedAt", l.grade, l.flagged, l.total,
      coalesce((select array_agg(distinct f.kind) from check_ins.flag f where f.check_in_id = l.id), '{}') as signs
    from found l left join units.staff s on s.id = l.pk_staff_id
    order by l.flagged desc, l.recorded_at, l.id`.execute(ctx.tx);
  return listed(rows);
}

/** How long the list of `listWaitingReviews` is. */
export async function countWaitingReviews(ctx: ReadCtx, listing: Listing = {}): Promise<number> {
  if (!holds(ctx.actor, 'check_in:review')) throw new NotAllowed('check_in:review');
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${waitingReviews(listing)}`.execute(ctx.tx);
  return rows[0]!.n;
}
