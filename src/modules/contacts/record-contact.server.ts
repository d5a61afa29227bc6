import type { PlainDate } from '#kernel/plain-date';
import { instantAt, timeAt, type ClockTime } from '#kernel/zone';
import { may } from '#modules/access';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import { backDating, copiedNarratives, copiedOver, judgeDay, type ReportRefusal } from '#modules/check-ins';
import {
  recordCounterCheckIn,
  recordHomeVisit,
  recordRemoteCheckIn,
  undoCheckIn,
  type RecordAnswer,
} from '#modules/check-ins/server';
import type { NewTask } from '#modules/tasks';
import { closeTasks, openTasks, raiseAlarm } from '#modules/tasks/server';
import { optionsOf } from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { kindTable, outcomeOf, wasMet, type Answers, type ContactKind } from './contact.ts';
import { tellOfPlan } from './followers.server.ts';
import { isReasonSaid, nextOf, planMoves, planState, recordMoves, recordState, recordSteps } from './moves.ts';
import { makesReport } from './rules.ts';
import { mustWrite, nextStep } from './steps.ts';
import {
  closePlan,
  findContact,
  findOpenAfter,
  findPlan,
  findPlanFor,
  insertContact,
  insertPlan,
  listOwnNotes,
  lockContacts,
  type ContactRow,
  type PlanRow,
} from './store.server.ts';

export type ContactToRecord = {
  caseId: string;
  kind: ContactKind;
  answers: Answers;
  plannedId: string | null;
  correctsId: string | null;
  /** Who had the contact, where the head of the section writes it down for him. */
  staffId?: string | null;
  lateId?: string | null;
};
export type RecordRefusal =
  | ReportRefusal
  | 'not_finished'
  | 'already_changed'
  | 'nothing_changed'
  | 'already_closed'
  | 'reason_missing'
  | 'already_voided'
  | 'too_late_to_undo'
  | 'needs_review_first'
  | 'nothing_missed';
export type Recorded = { ok: true; contactId: string; receipt: string | null } | { ok: false; refusal: RecordRefusal };

/** May a contact of this day be recorded by the asker? The office's one limit for dating back holds for reports and contacts alike. */
export async function judgeContactDay(
  ctx: ReadCtx,
  of: CaseOnFile,
  happenedOn: PlainDate,
): Promise<{ ok: true } | { ok: false; refusal: ReportRefusal }> {
  const chosen = { [backDating.id]: await optionsOf(ctx.tx, of.unitId, backDating, of.today) };
  return judgeDay({ happenedOn }, of, of.today, chosen, may(ctx.actor, 'contact:approve', of.subject));
}

/**
 * Writes a contact down. One with guidance content becomes a report by the ledger's own use case, in this transaction, and the ledger
 * alone says what it fulfils; a presence call never fulfils anything. A changed outcome is a new record that points to the old one, and
 * takes the report of the old one back where it was none after all.
 */
export async function recordContact(ctx: Ctx, one: ContactToRecord): Promise<Recorded> {
  const of = await reachCase(ctx, one.caseId, 'contact:record');
  if (nextStep(one) || (mustWrite(one) && !one.correctsId && !one.answers.note))
    return { ok: false, refusal: 'not_finished' };
  await lockContacts(ctx, of.id);
  const old = one.correctsId ? await findContact(ctx.tx, one.correctsId) : undefined;
  if (one.correctsId && old?.caseId !== of.id) throw new NotFound('no such contact of this case');
  if (old && !nextOf(recordMoves, recordState(old), 'change')) return { ok: false, refusal: 'already_changed' };
  if (old && !isReasonSaid(recordSteps.change, one.answers.changeReason ?? ''))
    return { ok: false, refusal: 'reason_missing' };
  const happenedOn = old?.happenedOn ?? one.answers.happenedOn!;
  const plan = old ? undefined : await planOf(ctx, of, one, happenedOn);
  if (plan === 'closed') return { ok: false, refusal: 'already_closed' };
  const outcome = outcomeOf(one.answers);
  if (old && outcome !== null && outcome === old.outcome && outcome !== 'waiting_evidence')
    return { ok: false, refusal: 'nothing_changed' };
  // What became of an old contact may be told anew at any time; a day is judged where a report is dated back to it.
  if (!old || makesReport(one.kind, one.answers)) {
    const day = await judgeContactDay(ctx, of, happenedOn);
    if (!day.ok) return day;
  }
  const made = await settleReport(ctx, of, one, old, happenedOn);
  if (!made.ok) return made;

  const contactId = ctx.newId();
  const { answers } = one;
  await insertContact(ctx, of, {
    id: contactId,
    kind: one.kind,
    happenedOn,
    happenedAt: old?.happenedAt ?? instantAt(of.zone, happenedOn, answers.happenedAt || usualTime(ctx, of, happenedOn)),
    staffId: one.staffId === undefined ? (old?.staffId ?? ctx.actor.staffId) : one.staffId,
    outcome,
    evidenceUntil: outcome === 'waiting_evidence' ? answers.evidenceUntil! : null,
    medium: old?.medium ?? answers.medium ?? null,
    observedBy: answers.observedBy ?? null,
    toldBy: answers.toldBy ?? '',
    source: answers.source ?? null,
    finding: answers.finding ?? null,
    note: answers.note ?? '',
    followUp: answers.followUp ?? '',
    checkInId: made.checkInId,
    plannedId: old?.plannedId ?? plan?.id ?? null,
    lateId: one.lateId ?? null,
    correctsId: old?.id ?? null,
    changeReason: old ? answers.changeReason! : null,
  });
  if (old) await settleChangedPlan(ctx, of, old, wasMet(outcome));
  else if (plan) await settlePlan(ctx, of, plan, wasMet(outcome));
  if (answers.next && answers.next !== 'none') {
    const { kind, on, time, place, isTold } = answers.next;
    const id = ctx.newId();
    await insertPlan(ctx, of, { id, kind, dueOn: on, plannedOn: on, atTime: time, place, isTold });
    await tellOfPlan(ctx, { caseId: of.id, plan: { id, kind, on, place }, before: undefined });
  }
  await openFollowUps(ctx, of, one, contactId);
  if (old) for (const kind of ofContact) await closeTasks(ctx, { unitId: of.unitId, kind, key: old.id });
  ctx.journal({
    what: old ? 'contact.changed' : 'contact.recorded',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: {
      contactId,
      kind: one.kind,
      happenedOn,
      outcome,
      ...(answers.finding ? { finding: answers.finding, source: answers.source } : {}),
      ...(made.checkInId ? { checkInId: made.checkInId } : {}),
      ...(old ? { corrects: old.id } : {}),
    },
  });
  if (!made.checkInId && one.kind !== 'search') await watchNotes(ctx, of, contactId, answers.note ?? '');
  return { ok: true, contactId, receipt: made.receipt };
}

const usualTime = (ctx: Ctx, of: CaseOnFile, day: PlainDate) =>
  day === of.today ? timeAt(of.zone, ctx.now) : ('12:00' as ClockTime);

async function planOf(
  ctx: Ctx,
  of: CaseOnFile,
  one: ContactToRecord,
  day: PlainDate,
): Promise<PlanRow | 'closed' | undefined> {
  if (!one.plannedId) return findPlanFor(ctx.tx, { caseId: of.id, kind: one.kind, day });
  const plan = await findPlan(ctx.tx, one.plannedId);
  if (plan?.caseId !== of.id) throw new NotFound('no such plan of this case');
  return nextOf(planMoves, planState(plan), 'meet') ? plan : 'closed';
}

type Settled = { ok: true; checkInId: string | null; receipt: string | null };

/** Brings the ledger in line: makes the report that this contact is, or takes back the one that it was not. */
async function settleReport(
  ctx: Ctx,
  of: CaseOnFile,
  one: ContactToRecord,
  old: ContactRow | undefined,
  happenedOn: PlainDate,
): Promise<Settled | { ok: false; refusal: RecordRefusal }> {
  if (old?.checkInId) {
    const undone = await undoCheckIn(ctx, { checkInId: old.checkInId, reason: one.answers.changeReason! });
    if (!undone.ok) return undone;
  }
  if (!makesReport(one.kind, one.answers)) return { ok: true, checkInId: null, receipt: null };
  const answer = await report(ctx, of, one, old, happenedOn);
  if (answer.ok) return { ok: true, checkInId: answer.checkInId, receipt: answer.receipt };
  // The desk has recorded that he came; the talk is told here and makes no second report.
  if (answer.refusal === 'same_day') return { ok: true, checkInId: null, receipt: null };
  return answer;
}

function report(
  ctx: Ctx,
  of: CaseOnFile,
  one: ContactToRecord,
  old: ContactRow | undefined,
  happenedOn: PlainDate,
): Promise<RecordAnswer> {
  const { answers } = one;
  const staffId = one.staffId === undefined ? old?.staffId : one.staffId;
  const common = {
    caseId: of.id,
    happenedOn,
    happenedAtTime: old ? timeAt(of.zone, old.happenedAt) : answers.happenedAt || undefined,
    talk: answers.note ?? '',
    followUp: answers.followUp ?? '',
    answers: answers.told && Object.keys(answers.told).length > 0 ? answers.told : undefined,
    ...(staffId === undefined ? {} : { receivedBy: staffId }),
  };
  const medium = old?.medium ?? answers.medium ?? 'telephone';
  const { report: channel } = kindTable[one.kind];
  switch (channel) {
    case 'home_visit':
      return recordHomeVisit(ctx, common);
    case 'in_person':
      return recordCounterCheckIn(ctx, common);
    case 'remote_call':
      return recordRemoteCheckIn(ctx, { ...common, medium, urgentReason: answers.urgentReason ?? false });
    case 'presence_call':
      return recordRemoteCheckIn(ctx, { ...common, medium, presenceOnly: true });
    case null:
      throw new TypeError(`a contact of kind ${one.kind} is no report`);
  }
}

/** What was planned is done where the client was met. Where he was not, what a rule asks for stays due. */
export async function settlePlan(ctx: Ctx, of: CaseOnFile, plan: PlanRow, isMet: boolean): Promise<void> {
  await closePlan(ctx, plan.id, nextOf(planMoves, planState(plan), isMet ? 'meet' : 'miss')!);
  if (!isMet && plan.origin === 'rule') await standAgain(ctx, of, plan);
}

async function settleChangedPlan(ctx: Ctx, of: CaseOnFile, old: ContactRow, isMet: boolean): Promise<void> {
  if (!old.plannedId || wasMet(old.outcome) === isMet) return;
  const next = await findOpenAfter(ctx.tx, old.plannedId);
  if (isMet && next) await closePlan(ctx, next.id, nextOf(planMoves, planState(next), 'meet')!);
  const plan = await findPlan(ctx.tx, old.plannedId);
  if (!isMet && !next && plan?.origin === 'rule') await standAgain(ctx, of, plan);
}

async function standAgain(ctx: Ctx, of: CaseOnFile, { kind, origin, from, dueOn, ruleVersion, id }: PlanRow) {
  await insertPlan(ctx, of, { id: ctx.newId(), kind, origin, from, dueOn, ruleVersion, replacesId: id });
}

/** Kinds of tasks that a contact opens and a changed outcome closes. */
const ofContact = ['contacts.evidence-due', 'contacts.not-complied', 'contacts.search-found'] as const;

async function openFollowUps(ctx: Ctx, of: CaseOnFile, { kind, answers }: ContactToRecord, contactId: string) {
  const base = { unitId: of.unitId, caseId: of.id, key: contactId };
  const outcome = outcomeOf(answers);
  const tasks: NewTask[] = [];
  if (outcome === 'absent_not_acceptable' || outcome === 'attended_failed')
    tasks.push({
      ...base,
      kind: 'contacts.not-complied',
      forRole: 'pk',
      staffId: of.pkStaffId,
      facts: { kind, outcome },
    });
  if (answers.finding && answers.finding !== 'nothing')
    tasks.push({
      ...base,
      kind: 'contacts.search-found',
      forRole: 'section_head',
      facts: { source: answers.source!, finding: answers.finding },
    });
  await openTasks(ctx, tasks);
}

/** The same note about five clients is shown to the head, never to the officer (security T3). With reports the ledger watches. */
async function watchNotes(ctx: Ctx, of: CaseOnFile, id: string, note: string): Promise<void> {
  const since = new Date(ctx.now.getTime() - 31 * 86_400_000);
  const copies = note
    ? copiedNarratives({ id, caseId: of.id, talk: note }, await listOwnNotes(ctx, of.unitId, since))
    : [];
  if (copies.length === 0) return;
  const leads = ctx.actor.postings.some((one) => one.role === 'head_of_bapas' && one.unitId === of.unitId);
  await raiseAlarm(ctx, {
    unitId: of.unitId,
    kind: 'contacts.copied-note',
    forRole: leads ? 'auditor' : 'head_of_bapas',
    day: of.today,
    entries: copies,
    least: copiedOver,
  });
}
