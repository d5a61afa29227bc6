import { may, mustBeAllowed } from '#modules/access';
import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { record, type RecordAnswer, type Recording } from './record.server.ts';
import { undoWindow } from './reports.rules.ts';
import { settle } from './settle.server.ts';
import { findCheckIn, lockCase, voidCheckIn, type CaseAtHand, type CheckInRow } from './store.server.ts';

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
  return { ok: true, caseId: of.id };
}

async function takeBack(ctx: Ctx, of: CaseAtHand, checkIn: CheckInRow, reason: string): Promise<void> {
  await voidCheckIn(ctx, checkIn.id, reason);
  for (const kind of ofReport) await closeTasks(ctx, { unitId: of.unitId, kind, key: checkIn.id, as: 'withdrawn' });
  ctx.journal({
    what: 'check-in.voided',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { checkInId: checkIn.id, reason: reason === 'slip' ? 'slip' : 'given' },
  });
  await settle(ctx, of, {
    days: [checkIn.happenedOn],
    obligationIds: checkIn.obligationId ? [checkIn.obligationId] : [],
  });
}

/** Puts something right: the wrong report is voided and a new one points to it. What the new one leaves out is as in the old. */
export async function correct(
  ctx: Ctx,
  wanted: {
    checkInId: string;
    reason: string;
    change: Partial<Pick<Recording, 'channel' | 'medium' | 'happenedOn' | 'helperName' | 'helperRelation'>>;
    talk?: string;
  },
): Promise<RecordAnswer | { ok: false; refusal: 'already_voided' | 'reason_missing' | 'not_by_officers' }> {
  const seen = await findCheckIn(ctx.tx, { id: wanted.checkInId });
  if (!seen) throw new NotFound('no such report for this asker');
  const of = await lockCase(ctx, seen.caseId);
  mustBeAllowed(ctx.actor, 'check_in:void', of.subject);
  mustBeAllowed(ctx.actor, 'check_in:record_remote', of.subject);
  const old = (await findCheckIn(ctx.tx, { id: wanted.checkInId }))!;
  if (old.voided) return { ok: false, refusal: 'already_voided' };
  if (old.channel === 'app') return { ok: false, refusal: 'not_by_officers' }; // what a client sent is reviewed, never rewritten
  const reason = wanted.reason.trim();
  if (reason.length < 5) return { ok: false, refusal: 'reason_missing' };
  await takeBack(ctx, of, old, reason);
  const happenedOn = wanted.change.happenedOn ?? old.happenedOn;
  return record(ctx, of, {
    channel: wanted.change.channel ?? old.channel,
    medium: wanted.change.medium === undefined ? old.medium : wanted.change.medium,
    happenedOn,
    helperName: wanted.change.helperName ?? old.helperName,
    helperRelation: wanted.change.helperRelation === undefined ? old.helperRelation : wanted.change.helperRelation,
    identifiedBy: old.identifiedBy,
    receivedBy: old.receivedBy,
    correctsId: old.id,
    // The day itself was allowed when it was first recorded; only another day is judged anew.
    approvedDay: happenedOn === old.happenedOn,
    content: { talk: wanted.talk ?? '' },
  });
}
