import { newCode } from '#kernel/codes';
import type { PlainDate } from '#kernel/plain-date';
import { instantAt, timeAt, type ClockTime } from '#kernel/zone';
import { may, mustBeAllowed, type Action } from '#modules/access';
import type { NewTask } from '#modules/tasks';
import { openTasks, raiseAlarm } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type {
  Answers,
  Channel,
  Days,
  HelperRelation,
  Identification,
  Medium,
  Question,
  ReviewOutcome,
  Standing,
} from './ledger.ts';
import { findCaseOfCard } from './cards.queries.server.ts';
import { questions } from './ledger.ts';
import { copiedNarratives, copiedOver, manyAtOnce, manyMinutes } from './patterns.rules.ts';
import { channelCounts, evidenceGrade, fewestLetters, judgeDay, reaches, type ReportRefusal } from './reports.rules.ts';
import { settle, type Touched } from './settle.server.ts';
import { findNextDue, findObligation, lockCase, type CaseAtHand } from './store.server.ts';
import {
  findCheckIn,
  insertCheckIn,
  insertContent,
  insertReview,
  reportedOn,
  type NewContent,
} from './reports.store.server.ts';
import { listOwnEntriesSince, listOwnTalks, type OwnTalk } from './signs.store.server.ts';
import { travelOn } from './travel.server.ts';

/** Short enough to copy by hand; 9 random characters hold 44 bits, and the last one finds a slip. */
export const receiptCodeLength = 10;

export type Recorded = {
  ok: true;
  checkInId: string;
  caseId: string;
  receipt: string;
  standing: Standing;
  /** The period that it belongs to; none for a report between periods. */
  period: Days | null;
  /** What is owed next. */
  next: Days | null;
  undoUntil: string | null;
};
export type RecordAnswer = Recorded | { ok: false; refusal: ReportRefusal | 'needs_review_first' | 'nothing_missed' };

export type Recording = {
  channel: Channel;
  medium?: Medium | null;
  happenedOn?: PlainDate | undefined;
  happenedAtTime?: ClockTime | undefined;
  identifiedBy?: Identification;
  helperName?: string;
  helperRelation?: HelperRelation | null;
  content?: NewContent;
  /** A call in place of a visit counts in some offices only with a reason. */
  urgentReason?: boolean;
  /** The missed period that a report after its end is for. */
  lateFor?: string | null;
  correctsId?: string | null;
  /** What a corrected report came to before: looked at anew in the same step, so that no period is missed in between. */
  before?: Touched;
  /** A review that goes over from the report that this one corrects. */
  review?: { outcome: ReviewOutcome; note: string } | null;
  batchId?: string | null;
  receivedBy?: string | null;
  /** The head has approved the day, whatever its age. */
  approvedDay?: boolean;
};

/** What every record of an officer has in common: judge the day, write it down, settle the ledger, open what needs attention, say so. */
export async function record(ctx: Ctx, of: CaseAtHand, one: Recording): Promise<RecordAnswer> {
  const happenedOn = one.happenedOn ?? of.today;
  const mayRecordLate = one.approvedDay === true || may(ctx.actor, 'check_in:record_late', of.subject);
  const day = judgeDay({ happenedOn }, of.supervision, of.today, of.chosen, mayRecordLate);
  if (!day.ok) return day;

  const talk = one.content?.talk ?? '';
  const medium = one.medium ?? null;
  const facts = {
    channel: one.channel,
    medium,
    talked: talk.trim().length >= fewestLetters,
    urgentReason: one.urgentReason ?? false,
    travelling: one.channel === 'remote_call' && (await travelOn(ctx, of.id, happenedOn)) !== undefined,
  };
  const grade = evidenceGrade.decide({ channel: one.channel, medium, photo: false, challenge: false }).result;
  const counts = channelCounts.decide(facts, of.chosen[channelCounts.id]).result && reaches(grade, of.minimumGrade);

  const id = ctx.newId();
  const receipt = newCode(receiptCodeLength);
  await insertCheckIn(ctx, of, {
    id,
    channel: one.channel,
    medium,
    happenedOn,
    happenedAt: instantAt(
      of.zone,
      happenedOn,
      one.happenedAtTime ?? (happenedOn === of.today ? timeAt(of.zone, ctx.now) : ('12:00' as ClockTime)),
    ),
    grade,
    counts,
    standing: one.channel === 'presence_call' ? 'presence_only' : 'extra',
    obligationId: one.lateFor ?? null,
    receipt,
    receivedBy: one.receivedBy === undefined ? ctx.actor.staffId : one.receivedBy,
    identifiedBy: one.identifiedBy ?? 'sight',
    helperName: one.helperName ?? '',
    helperRelation: one.helperRelation ?? null,
    urgentReason: facts.urgentReason,
    correctsId: one.correctsId ?? null,
    batchId: one.batchId ?? null,
  });
  if (one.content) await insertContent(ctx, of, id, one.content);
  if (one.review) await insertReview(ctx, of, id, one.review.outcome, one.review.note, counts);

  const settled = await settle(ctx, of, {
    days: [happenedOn, ...(one.before?.days ?? [])],
    obligationIds: [...(one.lateFor ? [one.lateFor] : []), ...(one.before?.obligationIds ?? [])],
  });
  const stands = settled.standings.get(id);
  const period = settled.periods.find((found) => found.id === stands?.obligationId);

  ctx.journal({
    what: 'check-in.recorded',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: {
      checkInId: id,
      channel: one.channel,
      medium,
      happenedOn,
      grade,
      counts,
      standing: stands?.standing ?? 'extra',
      obligationId: stands?.obligationId ?? null,
      identifiedBy: one.identifiedBy ?? 'sight',
      ...(one.correctsId ? { corrects: one.correctsId } : {}),
      ...(one.batchId ? { batch: one.batchId } : {}),
    },
  });
  if (one.review)
    ctx.journal({
      what: 'check-in.reviewed',
      unitId: of.unitId,
      caseId: of.id,
      personId: of.personId,
      about: {
        checkInId: id,
        outcome: one.review.outcome,
        obligationId: period?.id ?? null,
        period: period?.verdict.state ?? null,
      },
    });
  if (one.content?.answers && !one.correctsId) await openProposals(ctx, of, id, one.content.answers);
  if (!one.batchId) await watchEntries(ctx, of);
  if (talk) await watchTalks(ctx, of, { id, caseId: of.id, talk });

  return {
    ok: true,
    checkInId: id,
    caseId: of.id,
    receipt,
    standing: stands?.standing ?? (one.channel === 'presence_call' ? 'presence_only' : 'extra'),
    period: period ? { from: period.from, through: period.through } : null,
    next: await findNextDue(ctx.tx, of.id, of.today),
    undoUntil: null,
  };
}

/**
 * Answers that differ from the record become a task for the counsellor; nothing in the record is changed silently. With `only` none but
 * these: after a correction what the counsellor has dealt with by then stays dealt with.
 */
export async function openProposals(
  ctx: Ctx,
  of: CaseAtHand,
  checkInId: string,
  answers: Answers,
  only?: readonly string[],
): Promise<void> {
  const changed = questions.filter(
    (one: Question) => one !== 'problem' && answers[one] !== undefined && !['same', 'fine'].includes(answers[one]),
  );
  const tasks: NewTask[] = [];
  const base = { unitId: of.unitId, caseId: of.id, key: checkInId, forRole: 'pk', staffId: of.pkStaffId } as const;
  if (changed.length > 0)
    tasks.push({
      ...base,
      kind: 'check-ins.details-changed',
      facts: Object.fromEntries(changed.map((one) => [one, true])),
    });
  if (answers.problem === 'told') tasks.push({ ...base, kind: 'check-ins.problem-told', facts: {} });
  await openTasks(
    ctx,
    tasks.filter(({ kind }) => !only || only.includes(kind)),
  );
}

/** Who looks at an officer's pattern: his head, and where he is the head himself the auditor. The policy hides it from himself. */
function watcherOf(ctx: Ctx, of: CaseAtHand): 'head_of_bapas' | 'auditor' {
  const leads = ctx.actor.postings.some((one) => one.role === 'head_of_bapas' && one.unitId === of.unitId);
  return leads ? 'auditor' : 'head_of_bapas';
}

/** Eight entries by sight within five minutes are shown to the head, once a day for each officer (security T3). */
async function watchEntries(ctx: Ctx, of: CaseAtHand): Promise<void> {
  const since = new Date(ctx.now.getTime() - manyMinutes * 60_000);
  if (!manyAtOnce(await listOwnEntriesSince(ctx, of.unitId, since))) return;
  await openTasks(ctx, [
    {
      unitId: of.unitId,
      kind: 'check-ins.many-at-once',
      key: `${ctx.actor.accountId}:${of.today}`,
      forRole: watcherOf(ctx, of),
      facts: { accountId: ctx.actor.accountId, day: of.today, at: ctx.now.toISOString() },
    },
  ]);
}

async function watchTalks(ctx: Ctx, of: CaseAtHand, newest: OwnTalk): Promise<void> {
  const since = new Date(ctx.now.getTime() - 31 * 86_400_000);
  const copies = copiedNarratives(newest, await listOwnTalks(ctx, of.unitId, since));
  if (copies.length === 0) return;
  await raiseAlarm(ctx, {
    unitId: of.unitId,
    kind: 'check-ins.copied-talk',
    forRole: watcherOf(ctx, of),
    day: of.today,
    entries: copies,
    least: copiedOver,
  });
}

async function begin(ctx: Ctx, caseId: string, action: Action): Promise<CaseAtHand> {
  const of = await lockCase(ctx, caseId);
  mustBeAllowed(ctx.actor, action, of.subject);
  return of;
}

export type CounterArrival = {
  caseId: string;
  /** What was scanned; that it is this client's valid card is found out here, and without it he was known by sight. */
  card?: string | undefined;
  happenedOn?: PlainDate | undefined;
  happenedAtTime?: ClockTime | undefined;
  /** What was talked about, where the client was guided and not only seen. */
  talk?: string;
  followUp?: string;
  answers?: Answers | undefined;
  /** Who received the client, where somebody else writes it down. */
  receivedBy?: string | null;
};

/** The client stands at the desk. A second entry of the same day is refused, so that a double scan does no harm. */
export async function recordCounterCheckIn(ctx: Ctx, arrival: CounterArrival): Promise<RecordAnswer> {
  const of = await begin(ctx, arrival.caseId, 'check_in:record_counter');
  if (await reportedOn(ctx.tx, of.id, arrival.happenedOn ?? of.today, 'in_person'))
    return { ok: false, refusal: 'same_day' };
  const { talk = '', answers } = arrival;
  return record(ctx, of, {
    channel: 'in_person',
    happenedOn: arrival.happenedOn,
    happenedAtTime: arrival.happenedAtTime,
    identifiedBy: arrival.card && (await findCaseOfCard(ctx, arrival.card)) === of.id ? 'card' : 'sight',
    ...(answers || talk ? { content: contentOf({ ...arrival, talk }) } : {}),
    ...receivedBy(arrival),
  });
}

/** What the client answered at the desk, after his arrival was recorded. Given once. */
export async function answerCounterQuestions(
  ctx: Ctx,
  given: { checkInId: string; answers: Answers },
): Promise<{ ok: true } | { ok: false; refusal: 'already_answered' | 'voided' }> {
  const checkIn = await findCheckIn(ctx.tx, { id: given.checkInId });
  if (!checkIn || checkIn.recordedBy !== ctx.actor.accountId) throw new NotFound('no such arrival of this officer');
  const of = await begin(ctx, checkIn.caseId, 'check_in:record_counter');
  if (checkIn.voided) return { ok: false, refusal: 'voided' };
  try {
    await insertContent(ctx, of, checkIn.id, { answers: given.answers });
  } catch (error) {
    if ((error as { code?: string }).code === '23505') return { ok: false, refusal: 'already_answered' };
    throw error;
  }
  await openProposals(ctx, of, checkIn.id, given.answers);
  ctx.journal({
    what: 'check-in.answered',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { checkInId: checkIn.id },
  });
  return { ok: true };
}

export type RemoteReport = {
  caseId: string;
  medium: Medium;
  happenedOn?: PlainDate | undefined;
  happenedAtTime?: ClockTime | undefined;
  talk: string;
  followUp?: string;
  answers?: Answers | undefined;
  urgentReason?: boolean;
  /** The officer only asked whether the client is still there. */
  presenceOnly?: boolean;
  /** Who talked with the client, where somebody else writes it down. */
  receivedBy?: string | null;
};

export async function recordRemoteCheckIn(ctx: Ctx, report: RemoteReport): Promise<RecordAnswer> {
  const of = await begin(ctx, report.caseId, 'check_in:record_remote');
  return record(ctx, of, {
    channel: report.presenceOnly ? 'presence_call' : 'remote_call',
    medium: report.medium,
    happenedOn: report.happenedOn,
    happenedAtTime: report.happenedAtTime,
    urgentReason: report.urgentReason ?? false,
    content: contentOf(report),
    ...receivedBy(report),
  });
}

export type HomeVisit = Omit<RemoteReport, 'medium' | 'urgentReason' | 'presenceOnly'>;

export async function recordHomeVisit(ctx: Ctx, visit: HomeVisit): Promise<RecordAnswer> {
  const of = await begin(ctx, visit.caseId, 'check_in:record_remote');
  return record(ctx, of, {
    channel: 'home_visit',
    happenedOn: visit.happenedOn,
    happenedAtTime: visit.happenedAtTime,
    content: contentOf(visit),
    ...receivedBy(visit),
  });
}

export type HelperReport = HomeVisit & { helperName: string; helperRelation: HelperRelation };

/** Family, neighbours or the village report for someone who cannot; it waits for a review like a client's own report from afar. */
export async function recordHelperCheckIn(ctx: Ctx, report: HelperReport): Promise<RecordAnswer> {
  const of = await begin(ctx, report.caseId, 'check_in:record_remote');
  return record(ctx, of, {
    channel: 'helper',
    happenedOn: report.happenedOn,
    helperName: report.helperName,
    helperRelation: report.helperRelation,
    content: contentOf(report),
  });
}

export type LateReport = {
  caseId: string;
  obligationId: string;
  channel: Exclude<Channel, 'app' | 'presence_call'>;
  medium?: Medium | null;
  happenedOn: PlainDate;
  talk: string;
  helperName?: string;
  helperRelation?: HelperRelation | null;
};

/** A report for a period that has passed: given after its end, or given in time and found again. */
export async function recordLate(ctx: Ctx, report: LateReport): Promise<RecordAnswer> {
  const of = await begin(ctx, report.caseId, 'check_in:record_remote');
  const period = await findObligation(ctx.tx, report.obligationId);
  if (!period || period.caseId !== of.id) throw new NotFound('no such period of this case');
  const passed = period.through < of.today && ['missed', 'not_recorded', 'excused', 'scheduled'].includes(period.state);
  if (!passed || report.happenedOn < period.from) return { ok: false, refusal: 'nothing_missed' };
  return record(ctx, of, {
    channel: report.channel,
    medium: report.medium ?? null,
    happenedOn: report.happenedOn,
    helperName: report.helperName ?? '',
    helperRelation: report.helperRelation ?? null,
    lateFor: report.happenedOn > period.through ? period.id : null,
    content: { talk: report.talk },
  });
}

function contentOf(report: { talk: string; followUp?: string; answers?: Answers | undefined }): NewContent {
  return { talk: report.talk, followUp: report.followUp ?? '', ...(report.answers ? { answers: report.answers } : {}) };
}

function receivedBy({ receivedBy: staffId }: { receivedBy?: string | null }): Pick<Recording, 'receivedBy'> {
  return staffId === undefined ? {} : { receivedBy: staffId };
}
