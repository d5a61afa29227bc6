import { sql } from 'kysely';
import { formatCode, parseCode } from '#kernel/codes';
import { findCaseOfCard } from './cards.queries.server.ts';
import { nameWords, pastAllThatBegin } from '#kernel/person-name';
import { addDays, type PlainDate } from '#kernel/plain-date';
import { holds, may, mustBeAllowed, mustBeOwn, unitsWhere } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import type {
  Answers,
  Channel,
  Days,
  ExcuseReason,
  Grade,
  HelperRelation,
  Identification,
  Medium,
  ObligationState,
  ReviewOutcome,
  SignKind,
  Standing,
} from './ledger.ts';
import { undoMinutes, type ReportRefusal } from './reports.rules.ts';
import {
  findDecider,
  getCase,
  getOffice,
  numberPaperLines,
  subjectsOf,
  type CaseAtHand,
  type PaperOutcome,
} from './store.server.ts';
import { summarize, tellsRow, type Summary } from './summary.rules.ts';

export type LedgerReport = {
  id: string;
  channel: Channel;
  medium: Medium | null;
  happenedOn: PlainDate;
  happenedAt: Date;
  recordedAt: Date;
  receivedBy: string | null;
  grade: Grade;
  counts: boolean;
  standing: Standing;
  review: ReviewOutcome | null;
  flagged: boolean;
  helperName: string;
  helperRelation: HelperRelation | null;
  receipt: string | null;
  voided: boolean;
  corrects: string | null;
};
export type LedgerExcuse = {
  id: string;
  reason: ExcuseReason;
  decidedAt: Date;
  withdrawn: boolean;
  note: string | null;
};
export type LedgerDispute = {
  id: string;
  text: string;
  madeAt: Date;
  outcome: 'upheld' | 'rejected' | null;
  answer: string | null;
};
export type LedgerPeriod = Days & {
  id: string;
  state: ObligationState;
  missedInARow: number;
  late: boolean;
  reports: LedgerReport[];
  excuse: LedgerExcuse | null;
  disputes: LedgerDispute[];
};
export type Ledger = {
  caseId: string;
  unitId: number;
  today: PlainDate;
  zone: CaseAtHand['zone'];
  minimumGrade: Grade;
  /** Newest first; lifted ones are left out. */
  periods: LedgerPeriod[];
  /** Periods that are owed no more, of which the client had said that the ledger is wrong: in no sum, and still to be answered. */
  lifted: LedgerPeriod[];
  /** Reports of days that belong to no period. */
  others: LedgerReport[];
  summary: Summary;
};

/**
 * The ledger of a case. One query for everybody who may see it: the client on his own page, the counsellor, the desk and the head
 * read the same periods and the same figures; only notes on an excuse are the officers' own.
 */
export async function readLedger(ctx: ReadCtx, caseId: string): Promise<Ledger> {
  const of = await getCase(ctx, caseId);
  if (ctx.actor.kind === 'staff') {
    mustBeAllowed(ctx.actor, 'ledger:read', of.subject);
    ctx.accessed({ what: 'ledger.viewed', unitId: of.unitId, caseId: of.id, personId: of.personId });
  } else mustBeOwn(ctx.actor, 'own:read', of.id);
  // A guarantor is told by when the next report is due, not how earlier periods ended.
  const told = ctx.actor.kind === 'guarantor' ? sql<boolean>`state in ('scheduled', 'submitted')` : sql<boolean>`true`;

  const periods = await sql<{
    id: string;
    period_from: PlainDate;
    period_until: PlainDate;
    state: ObligationState;
    missed_in_a_row: number;
    fulfilled_by: string | null;
  }>`select id, period_from, period_until, state, missed_in_a_row, fulfilled_by from check_ins.obligation
    where case_id = ${of.id} and ${told}
      and (state <> 'lifted' or exists (select from check_ins.dispute d where d.obligation_id = obligation.id))
    order by period_from`.execute(ctx.tx);
  const reports = await sql<RawReport>`
    select i.id, i.obligation_id, i.channel, i.medium, i.happened_on, i.happened_at, i.recorded_at, s.name as received_by, i.grade, i.counts,
      i.standing, i.review, i.flagged, i.helper_name, i.helper_relation, i.receipt, i.voided_at is not null as voided, i.corrects_id as corrects
    from check_ins.check_in i left join units.staff s on s.id = i.received_by
    where i.case_id = ${of.id} order by i.happened_on desc, i.recorded_at desc`.execute(ctx.tx);
  const excuses = await sql<{
    id: string;
    obligation_id: string;
    reason: ExcuseReason;
    decided_at: Date;
    withdrawn_at: Date | null;
    note: string | null;
  }>`
    select id, obligation_id, reason, decided_at, withdrawn_at, ${ctx.actor.kind === 'staff' ? sql`note` : sql`null as note`}
    from check_ins.excuse where case_id = ${of.id} order by decided_at`.execute(ctx.tx);
  const disputes = await sql<LedgerDispute & { obligation_id: string }>`
    select id, obligation_id, text, made_at as "madeAt", outcome, answer from check_ins.dispute where case_id = ${of.id} order by made_at`.execute(
    ctx.tx,
  );

  const all = reports.rows.map((row) => ({ obligationId: row.obligation_id, report: reportOf(row) }));
  const read = periods.rows.map((row): LedgerPeriod => {
    const own = all.filter((one) => one.obligationId === row.id).map((one) => one.report);
    const excuse = excuses.rows.findLast((one) => one.obligation_id === row.id);
    return {
      id: row.id,
      from: row.period_from,
      through: row.period_until,
      state: row.state,
      missedInARow: row.missed_in_a_row,
      late: own.some((one) => one.id === row.fulfilled_by && one.happenedOn > row.period_until),
      reports: own,
      excuse: excuse
        ? {
            id: excuse.id,
            reason: excuse.reason,
            decidedAt: excuse.decided_at,
            withdrawn: excuse.withdrawn_at !== null,
            note: excuse.note,
          }
        : null,
      disputes: disputes.rows.filter((one) => one.obligation_id === row.id),
    };
  });
  const ledger = read.filter(({ state }) => state !== 'lifted');
  const known = new Set(ledger.map((one) => one.id));
  const channelOf = new Map(reports.rows.map((row) => [row.id, row.channel]));
  const fulfilledBy = new Map(periods.rows.map((row) => [row.id, row.fulfilled_by]));
  return {
    caseId: of.id,
    unitId: of.unitId,
    today: of.today,
    zone: of.zone,
    minimumGrade: of.minimumGrade,
    summary: summarize(
      ledger.map((one) => ({ ...one, fulfilledBy: channelOf.get(fulfilledBy.get(one.id) ?? '') ?? null })),
      of.today,
      of.chosen,
      of.supervision.risk,
    ),
    periods: ledger.reverse(),
    lifted: read.filter(({ state }) => state === 'lifted').reverse(),
    others: all.filter((one) => !one.obligationId || !known.has(one.obligationId)).map((one) => one.report),
  };
}

type RawReport = {
  id: string;
  obligation_id: string | null;
  channel: Channel;
  medium: Medium | null;
  happened_on: PlainDate;
  happened_at: Date;
  recorded_at: Date;
  received_by: string | null;
  grade: Grade;
  counts: boolean;
  standing: Standing;
  review: ReviewOutcome | null;
  flagged: boolean;
  helper_name: string;
  helper_relation: HelperRelation | null;
  receipt: string | null;
  voided: boolean;
  corrects: string | null;
};
const reportOf = (row: RawReport): LedgerReport => ({
  id: row.id,
  channel: row.channel,
  medium: row.medium,
  happenedOn: row.happened_on,
  happenedAt: row.happened_at,
  recordedAt: row.recorded_at,
  receivedBy: row.received_by,
  grade: row.grade,
  counts: row.counts,
  standing: row.standing,
  review: row.review,
  flagged: row.flagged,
  helperName: row.helper_name,
  helperRelation: row.helper_relation,
  receipt: row.receipt,
  voided: row.voided,
  corrects: row.corrects,
});

/** The head of a client's page: who it is, and what the asker may do here. */
export type ClientAtLedger = {
  caseId: string;
  personId: string;
  name: string;
  registerLabel: string | null;
  photoFileId: string | null;
  kind: string;
  ageGroup: string;
  state: string;
  unitId: number;
  today: PlainDate;
  pkName: string | null;
  /** Since when nothing is owed, because guidance is revoked for the time being. */
  revokedSince: PlainDate | null;
  guarded: boolean;
  mayReadCase: boolean;
  mayRecord: boolean;
  mayRecordLate: boolean;
  mayExcuse: boolean;
  mayVoid: boolean;
  mayReview: boolean;
  mayReadContent: boolean;
  mayAnswer: boolean;
};

export async function readClient(ctx: ReadCtx, caseId: string): Promise<ClientAtLedger> {
  const of = await getCase(ctx, caseId);
  mustBeAllowed(ctx.actor, 'ledger:read', of.subject);
  const { rows } = await sql<{ name: string; photo_file_id: string | null; pk_name: string | null }>`
    select p.name, p.photo_file_id, s.name as pk_name
    from people.person p left join units.staff s on s.id = ${of.pkStaffId} where p.id = ${of.personId}`.execute(ctx.tx);
  const person = rows[0];
  if (!person) throw new NotFound('no such person for this asker');
  const allowed = (action: Parameters<typeof may>[1]) => may(ctx.actor, action, of.subject);
  return {
    caseId: of.id,
    personId: of.personId,
    name: person.name,
    registerLabel: of.registerLabel,
    photoFileId: person.photo_file_id,
    kind: of.supervision.kind,
    ageGroup: of.supervision.ageGroup,
    state: of.state,
    unitId: of.unitId,
    today: of.today,
    pkName: person.pk_name,
    revokedSince:
      of.supervision.pauses.find(({ through, revoked }) => through === null && revoked === true)?.from ?? null,
    guarded: of.guarded,
    mayReadCase: allowed('case:read'),
    mayRecord: allowed('check_in:record_remote'),
    mayRecordLate: allowed('check_in:record_late'),
    mayExcuse: allowed('check_in:excuse'),
    mayVoid: allowed('check_in:void'),
    mayReview: allowed('check_in:review'),
    mayReadContent: allowed('check_in:read_content'),
    mayAnswer: allowed('check_in:answer_dispute'),
  };
}

export type CheckInContent = {
  answers: Answers;
  talk: string;
  followUp: string;
  photoFileId: string | null;
  /** When photo or position were erased because their time was over. */
  photoErasedAt: Date | null;
  positionErasedAt: Date | null;
  position: { latitude: number; longitude: number; accuracyM: number | null; at: Date | null } | null;
  deviceZone: string;
};
export type CheckInInFull = LedgerReport & {
  caseId: string;
  unitId: number;
  zone: CaseAtHand['zone'];
  name: string;
  registerLabel: string | null;
  kind: string;
  ageGroup: string;
  /** The photo that the office took, to lay beside the one that was sent. */
  officePhotoId: string | null;
  period: (Days & { state: ObligationState }) | null;
  voidReason: string | null;
  content: CheckInContent | null;
  signs: { kind: SignKind; facts: Record<string, string | number | boolean> }[];
  reviews: { outcome: ReviewOutcome; note: string; by: string | null; at: Date }[];
  /** What the client was asked to hold up in the photo. */
  challengeNumber: string | null;
  mayReview: boolean;
};

/** One report with everything that was said, for whoever works on the case. */
export async function readCheckIn(ctx: ReadCtx, checkInId: string): Promise<CheckInInFull> {
  const { rows } = await sql<
    RawReport & {
      case_id: string;
      void_reason: string | null;
      period_from: PlainDate | null;
      period_until: PlainDate | null;
      state: ObligationState | null;
    }
  >`
    select i.id, i.obligation_id, i.channel, i.medium, i.happened_on, i.happened_at, i.recorded_at, s.name as received_by, i.grade, i.counts,
      i.standing, i.review, i.flagged, i.helper_name, i.helper_relation, i.receipt, i.voided_at is not null as voided, i.corrects_id as corrects,
      i.case_id, i.void_reason, o.period_from, o.period_until, o.state
    from check_ins.check_in i left join units.staff s on s.id = i.received_by left join check_ins.obligation o on o.id = i.obligation_id
    where i.id = ${checkInId}`.execute(ctx.tx);
  const row = rows[0];
  if (!row) throw new NotFound('no such report for this asker');
  const of = await getCase(ctx, row.case_id);
  mustBeAllowed(ctx.actor, 'check_in:read_content', of.subject);
  ctx.accessed({
    what: 'check-in.viewed',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { checkInId },
  });
  const client = await readClient(ctx, of.id);

  const content = await sql<{
    answers: Answers;
    talk: string;
    follow_up: string;
    photo_file_id: string | null;
    latitude: number | null;
    longitude: number | null;
    accuracy_m: number | null;
    position_at: Date | null;
    device_zone: string;
    challenge: string | null;
    photo_erased_at: Date | null;
    position_erased_at: Date | null;
  }>`select o.answers, o.talk, o.follow_up, o.photo_file_id, o.latitude, o.longitude, o.accuracy_m, o.position_at, o.device_zone, o.challenge,
      o.position_erased_at, f.erased_at as photo_erased_at
    from check_ins.content o left join platform.file f on f.id = o.photo_file_id where o.check_in_id = ${checkInId}`.execute(
    ctx.tx,
  );
  const signs = await sql<{ kind: SignKind; facts: Record<string, string | number | boolean> }>`
    select kind, facts from check_ins.flag where check_in_id = ${checkInId} order by made_at, id`.execute(ctx.tx);
  const reviews = await sql<{ outcome: ReviewOutcome; note: string; by: string | null; at: Date }>`
    select r.outcome, r.note, s.name as by, r.reviewed_at as at
    from check_ins.review r left join accounts.account a on a.id = r.reviewed_by left join units.staff s on s.id = a.staff_id
    where r.check_in_id = ${checkInId} order by r.reviewed_at desc, r.id desc`.execute(ctx.tx);
  const said = content.rows[0];
  return {
    ...reportOf(row),
    caseId: of.id,
    unitId: of.unitId,
    zone: of.zone,
    name: client.name,
    registerLabel: client.registerLabel,
    kind: client.kind,
    ageGroup: client.ageGroup,
    officePhotoId: client.photoFileId,
    period:
      row.period_from && row.period_until && row.state
        ? { from: row.period_from, through: row.period_until, state: row.state }
        : null,
    voidReason: row.void_reason,
    content: said
      ? {
          answers: said.answers,
          talk: said.talk,
          followUp: said.follow_up,
          photoFileId: said.photo_erased_at ? null : said.photo_file_id,
          photoErasedAt: said.photo_erased_at,
          positionErasedAt: said.position_erased_at,
          position:
            said.latitude !== null && said.longitude !== null
              ? { latitude: said.latitude, longitude: said.longitude, accuracyM: said.accuracy_m, at: said.position_at }
              : null,
          deviceZone: said.device_zone,
        }
      : null,
    signs: signs.rows,
    reviews: reviews.rows,
    challengeNumber: said?.challenge ?? null,
    mayReview: client.mayReview,
  };
}

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
type Counted<T> = T & { total: number };
function listed<T>(rows: Counted<T>[]): Listed<T> {
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
    and (x.case_id = any ((select cases.ctx_assigned())::uuid[])
      ${listing.mine ? sql`` : sql`or x.unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])`})
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

// The desk.

export type DeskClient = ListedClient & {
  unitId: number;
  kind: string;
  /** The period that a report of today belongs to. */
  due: (Days & { state: ObligationState }) | null;
  missesInARow: number;
  lastReport: PlainDate | null;
  reportedToday: boolean;
};

export type DeskFound = { clients: DeskClient[]; byCard: boolean; tooShort: boolean };

/** The offices whose desk the asker keeps. */
export function desksOf(ctx: { actor: ReadCtx['actor'] }): { unitId: number; name: string }[] {
  return unitsWhere(ctx.actor, 'check_in:record_counter').map((posting) => ({
    unitId: posting.unitId,
    name: posting.unitName,
  }));
}

/**
 * Three letters, a register number or the card's code at the desk: who may stand there. Guarded clients are found only by those who
 * may see them; the desk itself is told nothing. At most eight, because the ninth would not be read.
 */
export async function searchAtDesk(ctx: ReadCtx, typed: string): Promise<DeskFound> {
  if (!holds(ctx.actor, 'check_in:record_counter')) throw new NotAllowed('check_in:record_counter');
  const card = await findCaseOfCard(ctx, typed);
  const text = typed.normalize('NFKC').trim().slice(0, 80);
  const words = nameWords(text).slice(0, 4);
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const label = /\d/.test(text) && text.length >= 2 ? text.toLowerCase() : null;
  if (!card && letters < 3 && !label) return { clients: [], byCard: false, tooShort: text.length > 0 };
  const units = desksOf(ctx).map((desk) => desk.unitId);
  const found = card
    ? sql`c.id = ${card}`
    : sql`(${
        letters >= 3
          ? sql.join(
              words.map(
                (word) => sql`c.person_id in (select w.person_id from people.name_word w
                  where w.unit_id = any (${units}::int[]) and w.word ~>=~ ${word} and w.word ~<~ ${pastAllThatBegin(word)})`,
              ),
              sql` and `,
            )
          : sql`false`
      } ${label ? sql`or lower(c.register_label) = ${label} or lower(c.register_label) like ${label.replace(/[\\%_]/g, '\\$&') + '%'}` : sql``})`;
  const { rows } = await sql<DeskRow>`
    select c.id as case_id, c.unit_id, c.kind, p.name, c.register_label, p.photo_file_id, s.name as pk_name, u.zone, u.demo_today
    from cases.client_case c join people.person p on p.id = c.person_id join units.unit u on u.id = c.unit_id
    left join units.staff s on s.id = c.pk_staff_id
    where c.unit_id = any (${units}::int[]) and c.state in ('received', 'active', 'paused') and ${found}
    order by p.name, c.id limit 8`.execute(ctx.tx);
  const clients: DeskClient[] = [];
  for (const row of rows) clients.push(await atDesk(ctx, row));
  return { clients, byCard: card !== null, tooShort: false };
}

type DeskRow = {
  case_id: string;
  unit_id: number;
  kind: string;
  name: string;
  register_label: string | null;
  photo_file_id: string | null;
  pk_name: string | null;
};

async function atDesk(ctx: ReadCtx, row: DeskRow): Promise<DeskClient> {
  const { today } = await getOffice(ctx, row.unit_id);
  const { rows } = await sql<{
    period_from: PlainDate;
    period_until: PlainDate;
    state: ObligationState;
    missed_in_a_row: number;
  }>`
    select period_from, period_until, state, missed_in_a_row from check_ins.obligation
    where case_id = ${row.case_id} and state <> 'lifted' and period_from <= ${today} order by period_from desc limit 3`.execute(
    ctx.tx,
  );
  const reports = await sql<{ last: PlainDate | null; today: boolean | null }>`
    select max(happened_on) filter (where counts)::text as last, bool_or(happened_on = ${today}::date and channel = 'in_person') as today
    from check_ins.check_in where case_id = ${row.case_id} and voided_at is null`.execute(ctx.tx);
  const current = rows.find((one) => one.period_until >= today);
  return {
    caseId: row.case_id,
    unitId: row.unit_id,
    kind: row.kind,
    name: row.name,
    registerLabel: row.register_label,
    photoFileId: row.photo_file_id,
    pkName: row.pk_name,
    due: current ? { from: current.period_from, through: current.period_until, state: current.state } : null,
    missesInARow:
      rows.find((one) => tellsRow({ state: one.state, through: one.period_until }, today))?.missed_in_a_row ?? 0,
    lastReport: reports.rows[0]?.last ?? null,
    reportedToday: reports.rows[0]?.today ?? false,
  };
}

/** The day that the desk works on. */
export async function deskDay(ctx: ReadCtx): Promise<{ unitId: number; name: string; today: PlainDate } | null> {
  const desk = desksOf(ctx)[0];
  if (!desk) return null;
  const office = await getOffice(ctx, desk.unitId);
  return { unitId: desk.unitId, name: office.name, today: office.today };
}

export type Arrival = {
  checkInId: string;
  caseId: string;
  name: string;
  registerLabel: string | null;
  photoFileId: string | null;
  recordedAt: Date;
  standing: Standing;
  receipt: string | null;
  byMe: boolean;
  voided: boolean;
};

/** Who has come today, the last first. Whoever was taken back stays in sight, but has not come and is not counted. */
export async function listArrivals(ctx: ReadCtx, unitId: number, day: PlainDate, limit = 50): Promise<Listed<Arrival>> {
  if (!unitsWhere(ctx.actor, 'check_in:record_counter').some((posting) => posting.unitId === unitId))
    throw new NotFound('not this desk');
  const { rows } = await sql<Counted<Arrival>>`
    select i.id as "checkInId", c.id as "caseId", p.name, c.register_label as "registerLabel", p.photo_file_id as "photoFileId",
      i.recorded_at as "recordedAt", i.standing, i.receipt, i.recorded_by = (select platform.ctx_account()) as "byMe",
      i.voided_at is not null as voided, (count(*) filter (where i.voided_at is null) over ())::int as total
    from check_ins.check_in i join cases.client_case c on c.id = i.case_id join people.person p on p.id = c.person_id
    where i.unit_id = ${unitId} and i.happened_on = ${day} and i.channel = 'in_person'
    order by i.recorded_at desc, i.id desc limit ${Math.min(limit, 200)}`.execute(ctx.tx);
  return listed(rows);
}

export type Slip = {
  checkInId: string;
  caseId: string;
  receipt: string;
  receiptShown: string;
  name: string;
  registerLabel: string | null;
  photoFileId: string | null;
  unitName: string;
  unitAddress: string;
  unitPhone: string;
  zone: CaseAtHand['zone'];
  channel: Channel;
  happenedOn: PlainDate;
  happenedAt: Date;
  standing: Standing;
  voided: boolean;
  receivedBy: string | null;
  period: Days | null;
  next: Days | null;
  /** The asker recorded it and may still take it back in one step. */
  undoUntil: Date | null;
  answered: boolean;
};

/** What the slip says: by its receipt, for an officer of the office or the client himself. */
export async function readSlip(ctx: ReadCtx, receipt: string): Promise<Slip> {
  const code = parseCode(receipt);
  if (!code) throw new NotFound('not a receipt');
  const { rows } = await sql<{
    id: string;
    case_id: string;
    receipt: string;
    name: string;
    photo_file_id: string | null;
    unit_name: string;
    address: string;
    phone: string;
    channel: Channel;
    happened_on: PlainDate;
    happened_at: Date;
    recorded_at: Date;
    recorded_by: string | null;
    standing: Standing;
    voided: boolean;
    received_by: string | null;
    period_from: PlainDate | null;
    period_until: PlainDate | null;
    answered: boolean;
  }>`
    select i.id, i.case_id, i.receipt, p.name, p.photo_file_id, u.name as unit_name, u.address, u.phone, i.channel, i.happened_on, i.happened_at,
      i.recorded_at, i.recorded_by, i.standing, i.voided_at is not null as voided, s.name as received_by, o.period_from, o.period_until,
      exists (select 1 from check_ins.content x where x.check_in_id = i.id) as answered
    from check_ins.check_in i join cases.client_case c on c.id = i.case_id join people.person p on p.id = c.person_id
    join units.unit u on u.id = i.unit_id left join units.staff s on s.id = i.received_by
    left join check_ins.obligation o on o.id = i.obligation_id
    where i.receipt = ${code}`.execute(ctx.tx);
  const row = rows[0];
  if (!row) throw new NotFound('no such receipt for this asker');
  const of = await getCase(ctx, row.case_id);
  if (ctx.actor.kind === 'staff') {
    mustBeAllowed(ctx.actor, 'ledger:read', of.subject);
    ctx.accessed({ what: 'ledger.viewed', unitId: of.unitId, caseId: of.id, personId: of.personId });
  } else mustBeOwn(ctx.actor, 'own:read', of.id);
  const next = await sql<{ period_from: PlainDate; period_until: PlainDate }>`
    select period_from, period_until from check_ins.obligation
    where case_id = ${of.id} and period_until >= ${of.today}
      and (state = 'scheduled' or (state = 'not_recorded' and period_from <= ${of.today}))
    order by period_from limit 1`.execute(ctx.tx);
  const undoUntil = new Date(row.recorded_at.getTime() + undoMinutes(of.chosen) * 60_000);
  return {
    checkInId: row.id,
    caseId: of.id,
    receipt: row.receipt,
    receiptShown: formatCode(code),
    name: row.name,
    registerLabel: of.registerLabel,
    photoFileId: row.photo_file_id,
    unitName: row.unit_name,
    unitAddress: row.address,
    unitPhone: row.phone,
    zone: of.zone,
    channel: row.channel,
    happenedOn: row.happened_on,
    happenedAt: row.happened_at,
    standing: row.standing,
    voided: row.voided,
    receivedBy: row.received_by,
    period: row.period_from && row.period_until ? { from: row.period_from, through: row.period_until } : null,
    next: next.rows[0] ? { from: next.rows[0].period_from, through: next.rows[0].period_until } : null,
    undoUntil: row.recorded_by === ctx.actor.accountId && !row.voided && undoUntil > ctx.now ? undoUntil : null,
    answered: row.answered,
  };
}

// Paper lists.

export type PaperList = {
  id: string;
  unitId: number;
  day: PlainDate;
  reason: string;
  state: 'typing' | 'proposed' | 'approved' | 'refused' | 'withdrawn';
  typedBy: string | null;
  typedByMe: boolean;
  lines: number;
  madeAt: Date;
  decisionNote: string | null;
};

/** The lists of an office, or of all the asker's, or one of them; what still waits for somebody comes first. */
export async function listPaperLists(
  ctx: ReadCtx,
  { unitId, batchId, limit = 50 }: { unitId?: number; batchId?: string; limit?: number } = {},
): Promise<PaperList[]> {
  if (!holds(ctx.actor, 'paper:type') && !holds(ctx.actor, 'paper:approve')) throw new NotAllowed('paper:type');
  const { rows } = await sql<PaperList>`
    select b.id, b.unit_id as "unitId", b.day, b.reason, b.state, s.name as "typedBy", b.typed_by = (select platform.ctx_account()) as "typedByMe",
      (select count(*)::int from check_ins.paper_lines(b.id)) as lines, b.made_at as "madeAt",
      b.decision_note as "decisionNote"
    from check_ins.paper_batch b left join accounts.account a on a.id = b.typed_by left join units.staff s on s.id = a.staff_id
    where ${unitId === undefined ? sql`true` : sql`b.unit_id = ${unitId}`} and ${batchId === undefined ? sql`true` : sql`b.id = ${batchId}`}
    order by b.state in ('typing', 'proposed') desc, b.made_at desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

export type PaperListInFull = PaperList & {
  entries: {
    lineId: string;
    /** Its place on the paper, counted over all lines. */
    number: number;
    caseId: string;
    name: string;
    registerLabel: string | null;
    note: string;
    receipt: string | null;
    /** What became of it when the list was approved, and why it could not be recorded. */
    outcome: PaperOutcome | null;
    refusal: ReportRefusal | 'not_agreed' | null;
  }[];
  /** Lines about clients whose files are closed to the asker: their number, and whether somebody has decided. */
  closed: { number: number; isDecided: boolean }[];
  mayApprove: boolean;
};

export async function readPaperList(ctx: ReadCtx, batchId: string): Promise<PaperListInFull> {
  const [list] = await listPaperLists(ctx, { batchId });
  if (!list) throw new NotFound('no such list for this asker');
  const office = await getOffice(ctx, list.unitId);
  const { rows } = await sql<PaperListInFull['entries'][number]>`
    select l.id as "lineId", n.number, c.id as "caseId", p.name, c.register_label as "registerLabel", l.note, i.receipt,
      l.outcome, l.refusal
    from check_ins.paper_lines(${batchId}) n join check_ins.paper_line l on l.id = n.line_id
    join cases.client_case c on c.id = l.case_id join people.person p on p.id = c.person_id
    left join check_ins.check_in i on i.id = l.check_in_id
    order by n.number desc`.execute(ctx.tx);
  const seen = new Set(rows.map(({ lineId }) => lineId));
  const closed = (await numberPaperLines(ctx.tx, batchId)).filter(({ lineId }) => !seen.has(lineId));
  const decider = await findDecider(ctx.tx, list.id);
  const asDecider = { ...ctx.actor, postings: ctx.actor.postings.filter(({ role }) => role === decider) };
  return {
    ...list,
    entries: rows,
    closed: closed.map(({ number, outcome }) => ({ number, isDecided: outcome !== null })),
    mayApprove:
      !list.typedByMe &&
      rows.some(({ outcome }) => outcome === null) &&
      may(asDecider, 'paper:approve', { unitId: office.unitId, unitPath: office.path }),
  };
}

export type { Identification };

// Cards at the desk.

export type CardClient = {
  caseId: string;
  unitId: number;
  personId: string;
  name: string;
  registerLabel: string | null;
  /** What the module of accounts judges by. */
  of: CaseAtHand['subject'] & { caseId: string; unitId: number };
};
/**
 * `none`: without a card. `unprinted`: with one that was never put on paper. `printed`: put on paper, and nobody has signed in with it
 * yet, so that it may be printed again. `of`: the clients of one counsellor, or of nobody.
 */
export type CardFilter =
  { caseIds: readonly string[] } | { unitId: number; having: 'none' | 'unprinted' | 'printed'; of?: string | null };

const clientCard = sql`select 1 from accounts.client_access a where a.case_id = c.id and a.kind = 'client' and a.state <> 'closed'`;
const unusedCard = sql`a.state = 'active' and a.pin_hash is null and a.device_since is null`;

/** Clients of an office for whom the asker may issue cards, in the order in which sheets are handed out. */
export async function listCardClients(ctx: ReadCtx, filter: CardFilter, limit = 50): Promise<Listed<CardClient>> {
  if (!holds(ctx.actor, 'card:issue')) throw new NotAllowed('card:issue');
  const wanted = 'caseIds' in filter ? sql`c.id = any (${[...filter.caseIds]}::uuid[])` : havingCard(filter);
  const { rows } = await sql<{ id: string; name: string; total: number }>`
    select c.id, p.name, count(*) over ()::int as total
    from cases.client_case c join people.person p on p.id = c.person_id
    where c.state in ('received', 'active', 'paused') and ${wanted}
    order by p.name, c.id limit ${limit}`.execute(ctx.tx);
  const known = await subjectsOf(
    ctx.tx,
    rows.map(({ id }) => id),
  );
  const clients = rows.flatMap(({ id, name }): CardClient[] => {
    const one = known.get(id);
    if (!one || !may(ctx.actor, 'card:issue', one.subject)) return [];
    const { unitId, personId, registerLabel, subject } = one;
    return [
      {
        caseId: id,
        unitId,
        personId,
        name,
        registerLabel,
        of: { ...subject, caseId: id, unitId },
      },
    ];
  });
  return { rows: clients, total: rows[0]?.total ?? 0 };
}

function havingCard({ unitId, having, of }: Exclude<CardFilter, { caseIds: readonly string[] }>) {
  const card =
    having === 'none'
      ? sql`not exists (${clientCard})`
      : sql`exists (${clientCard} and ${unusedCard} and a.printed_at is ${having === 'printed' ? sql`not null` : sql`null`})`;
  const whose =
    of === undefined ? sql`` : of === null ? sql`and c.pk_staff_id is null` : sql`and c.pk_staff_id = ${of}`;
  return sql`c.unit_id = ${unitId} ${whose} and ${card}`;
}

/** How far the office is with its cards, one line for each counsellor: he hands his sheets out. */
export type CardSheet = {
  pkStaffId: string | null;
  pkName: string | null;
  none: number;
  unprinted: number;
  printed: number;
};

export async function listCardSheets(ctx: ReadCtx, unitId: number): Promise<CardSheet[]> {
  if (!holds(ctx.actor, 'card:issue')) throw new NotAllowed('card:issue');
  const { rows } = await sql<CardSheet>`
    select c.pk_staff_id as "pkStaffId", s.name as "pkName",
      count(*) filter (where a.id is null)::int as none,
      count(*) filter (where ${unusedCard} and a.printed_at is null)::int as unprinted,
      count(*) filter (where a.printed_at is not null or a.pin_hash is not null or a.device_since is not null)::int as printed
    from cases.client_case c
    left join units.staff s on s.id = c.pk_staff_id
    left join accounts.client_access a on a.case_id = c.id and a.kind = 'client' and a.state <> 'closed'
    where c.unit_id = ${unitId} and c.state in ('received', 'active', 'paused')
    group by c.pk_staff_id, s.name
    order by s.name nulls first`.execute(ctx.tx);
  return rows;
}
