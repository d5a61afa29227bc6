import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { may, mustBeAllowed, mustBeOwn } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
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
import { getCase, type CaseAtHand } from './store.server.ts';
import { summarize, type Summary } from './summary.rules.ts';

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

export type { Identification };
