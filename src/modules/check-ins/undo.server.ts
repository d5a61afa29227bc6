import type { PlainDate } from '#kernel/plain-date';
import { timeAt } from '#kernel/zone';
import { may, mustBeAllowed } from '#modules/access';
import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { openProposals, record, type RecordAnswer, type Recording } from './record.server.ts';
import { needsReview, undoWindow } from './reports.rules.ts';
import { settle, type Touched } from './settle.server.ts';
import { findObligation, lockCase, type CaseAtHand } from './store.server.ts';
import { findCheckIn, findReview, findWords, voidCheckIn, type CheckInRow } from './reports.store.server.ts';

export type UndoAnswer =
  { ok: true; caseId: string } | { ok: false; refusal: 'already_voided' | 'too_late_to_undo' | 'reason_missing' };

/** Kinds of tasks that a report opened and that go with it. */
const ofReport = [
  'check-ins.details-changed',
  'check-ins.problem-told',
  'check-ins.flagged',
  'check-ins.random-call',
] as const;

/**
 * Takes a report back: it stays in the ledger, voided, with the reason. Whoever recorded it needs one step and no reason for a few
 * minutes; later it is the counsellor's or a head's, with a reason.
 */
export async function undoCheckIn(ctx: Ctx, wanted: { checkInId: string; reason?: string }): Promise<UndoAnswer> {
  const seen = await findCheckIn(ctx.tx, { id: wanted.checkInId });
  if (!seen) throw new NotFound('no such report for this asker');
  const of = await lockCase(ctx, seen.caseId);
  const checkIn = (await findCheckIn(ctx.tx, { id: wanted.checkInId }))!;
  if (checkIn.voided) return { ok: false, refusal: 'already_voided' };

  const reason = wanted.reason?.trim() ?? '';
  const window = {
    recordedAt: checkIn.recordedAt,
    now: ctx.now,
    byHimself: checkIn.recordedBy === ctx.actor.accountId,
  };
  const slip =
    undoWindow.decide(window, of.chosen[undoWindow.id]).result && may(ctx.actor, 'check_in:record_counter', of.subject);
  if (!slip) {
    if (!may(ctx.actor, 'check_in:void', of.subject) && window.byHimself)
      return { ok: false, refusal: 'too_late_to_undo' };
    mustBeAllowed(ctx.actor, 'check_in:void', of.subject);
    if (reason.length < 5) return { ok: false, refusal: 'reason_missing' };
  }
  await takeBack(ctx, of, checkIn, reason || 'slip');
  await settle(ctx, of, touchedBy(checkIn));
  return { ok: true, caseId: of.id };
}

const touchedBy = (checkIn: CheckInRow): Touched => ({
  days: [checkIn.happenedOn],
  obligationIds: checkIn.obligationId ? [checkIn.obligationId] : [],
});

/** Voids the report with what it opened; the ledger is for the caller to settle. Answers which kinds of tasks still waited. */
async function takeBack(ctx: Ctx, of: CaseAtHand, checkIn: CheckInRow, reason: string): Promise<string[]> {
  await voidCheckIn(ctx, checkIn.id, reason);
  const waited: string[] = [];
  for (const kind of ofReport)
    if ((await closeTasks(ctx, { unitId: of.unitId, kind, key: checkIn.id, as: 'withdrawn' })) > 0) waited.push(kind);
  ctx.journal({
    what: 'check-in.voided',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { checkInId: checkIn.id, reason: reason === 'slip' ? 'slip' : 'given' },
  });
  return waited;
}

export type CorrectAnswer =
  | RecordAnswer
  | {
      ok: false;
      refusal: 'already_voided' | 'reason_missing' | 'not_by_officers' | 'reviewed_by_counsellor';
    };

/**
 * Puts something right: the wrong report is voided and a new one points to it. What the new one leaves out is as in the old, the
 * period that a late one was for and a review of it among them; the ledger is settled once, when both are written.
 */
export async function correct(
  ctx: Ctx,
  wanted: {
    checkInId: string;
    reason: string;
    change: Partial<Pick<Recording, 'channel' | 'medium' | 'happenedOn' | 'helperName' | 'helperRelation'>>;
    talk?: string;
  },
): Promise<CorrectAnswer> {
  const seen = await findCheckIn(ctx.tx, { id: wanted.checkInId });
  if (!seen) throw new NotFound('no such report for this asker');
  const of = await lockCase(ctx, seen.caseId);
  mustBeAllowed(ctx.actor, 'check_in:void', of.subject);
  mustBeAllowed(ctx.actor, 'check_in:record_remote', of.subject);
  const old = (await findCheckIn(ctx.tx, { id: wanted.checkInId }))!;
  if (old.voided) return { ok: false, refusal: 'already_voided' };
  if (old.channel === 'app') return { ok: false, refusal: 'not_by_officers' }; // what a client sent is reviewed, never rewritten
  const channel = wanted.change.channel ?? old.channel;
  const reviewed = needsReview(channel) && channel === old.channel ? await findReview(ctx.tx, old.id) : undefined;
  if (reviewed && !may(ctx.actor, 'check_in:review', of.subject))
    return { ok: false, refusal: 'reviewed_by_counsellor' };
  const reason = wanted.reason.trim();
  if (reason.length < 5) return { ok: false, refusal: 'reason_missing' };

  const happenedOn = wanted.change.happenedOn ?? old.happenedOn;
  const sameDay = happenedOn === old.happenedOn;
  const said = await findWords(ctx.tx, old.id);
  const talk = wanted.talk ?? said?.talk ?? '';
  const waited = await takeBack(ctx, of, old, reason);
  const made = await record(ctx, of, {
    channel,
    medium: wanted.change.medium === undefined ? old.medium : wanted.change.medium,
    happenedOn,
    // Of a report that is moved to today nobody knows the hour, and the old one may be yet to come.
    happenedAtTime: sameDay || happenedOn !== of.today ? timeAt(of.zone, old.happenedAt) : undefined,
    helperName: wanted.change.helperName ?? old.helperName,
    helperRelation: wanted.change.helperRelation === undefined ? old.helperRelation : wanted.change.helperRelation,
    identifiedBy: old.identifiedBy,
    receivedBy: old.receivedBy,
    // A call that counted was reason enough, whatever the office has chosen since.
    urgentReason: old.urgentReason || (old.channel === 'remote_call' && old.counts),
    lateFor: await lateFor(ctx, old, happenedOn),
    correctsId: old.id,
    before: touchedBy(old),
    review: reviewed ?? null,
    // The day itself was allowed when it was first recorded; only another day is judged anew.
    approvedDay: sameDay,
    ...(said || talk
      ? { content: { talk, followUp: said?.followUp ?? '', ...(said ? { answers: said.answers } : {}) } }
      : {}),
  });
  if (made.ok && said) await openProposals(ctx, of, made.checkInId, said.answers, waited);
  return made;
}

/** The missed period that a late report was for, as long as its day still lies behind it. */
async function lateFor(ctx: Ctx, old: CheckInRow, happenedOn: PlainDate): Promise<string | null> {
  const period = old.obligationId ? await findObligation(ctx.tx, old.obligationId) : undefined;
  return period && old.happenedOn > period.through && happenedOn > period.through ? period.id : null;
}
