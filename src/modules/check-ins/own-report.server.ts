import { mustBeOwn } from '#modules/access';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import type { Question } from './ledger.ts';
import { asksForWords, nextStep, withAnswer, type Asked, type OwnReport } from './own-report.ts';
import {
  deleteDraft,
  findDraft,
  findPhoto,
  lockDraft,
  putAnswers,
  putChallenge,
  putPhoto,
  putPosition,
} from './own-report.store.server.ts';
import { challengeHolds, judgeDay, photoAsked } from './reports.rules.ts';
import type { Position } from './signs.rules.ts';
import { getCase, lockCase, type CaseAtHand } from './store.server.ts';
import { listReports } from './reports.store.server.ts';
import { startChallenge, submitAppCheckIn, type AppRefusal, type AppReported } from './submit-app.server.ts';

/** What a client's report stands at: what the office asks, what has been answered, and whether one can be sent at all today. */
export async function readOwnReport(ctx: ReadCtx): Promise<OwnReport> {
  const of = await getCase(ctx, ownCaseId(ctx));
  const day = judgeDay({ happenedOn: of.today }, of.supervision, of.today, of.chosen, false);
  // The same day is never in the future nor too long ago.
  const refused = day.ok ? null : (day.refusal as NonNullable<OwnReport['closed']>);
  return {
    today: of.today,
    asked: askedBy(of),
    draft: await findDraft(ctx),
    minimumGrade: of.minimumGrade,
    closed: refused ?? ((await isWaiting(ctx, of)) ? 'already_waiting' : null),
  };
}

/** One answer of the report under way. Given again it replaces the one before; nothing is on record until the report is sent. */
export async function answerOwnReport(
  ctx: Ctx,
  given: { question: Question; answer: string; note: string },
): Promise<{ ok: true; done: boolean } | { ok: false; refusal: 'words_missing' }> {
  const of = await getCase(ctx, ownCaseId(ctx));
  if (asksForWords(given.question, given.answer) && given.note.length < 3)
    return { ok: false, refusal: 'words_missing' };
  const draft = await lockDraft(ctx, of);
  const answers = withAnswer(draft.answers, given.question, given.answer, given.note);
  await putAnswers(ctx, answers);
  return { ok: true, done: nextStep({ ...draft, answers }, askedBy(of)) === undefined };
}

/** Where the client says that he is, or that he rather does not say. */
export async function keepOwnPosition(ctx: Ctx, position: Position | null): Promise<{ ok: true }> {
  const of = await getCase(ctx, ownCaseId(ctx));
  await lockDraft(ctx, of);
  await putPosition(ctx, position);
  return { ok: true };
}

/** A fresh number for the photo; whoever starts the work draws its digits. */
export async function startOwnPhoto(ctx: Ctx, drawn: { number: string }): Promise<{ ok: true }> {
  const of = await getCase(ctx, ownCaseId(ctx));
  await lockDraft(ctx, of);
  const { challengeId } = await startChallenge(ctx, drawn);
  await putChallenge(ctx, challengeId);
  return { ok: true };
}

/** The photo that answers the number in force, or none. */
export async function keepOwnPhoto(
  ctx: Ctx,
  given: { photo: AcceptedFile; challengeId: string } | null,
): Promise<{ ok: true } | { ok: false; refusal: 'number_too_old' }> {
  const of = await getCase(ctx, ownCaseId(ctx));
  const draft = await lockDraft(ctx, of);
  if (given && (draft.challenge?.id !== given.challengeId || !isFresh(draft.challenge, ctx.now)))
    return { ok: false, refusal: 'number_too_old' };
  await putPhoto(ctx, given?.photo ?? null);
  return { ok: true };
}

/** The photo as it was sent, to be looked at once more. */
export async function readOwnPhoto(ctx: ReadCtx): Promise<Buffer> {
  ownCaseId(ctx);
  const photo = await findPhoto(ctx.tx, ctx.actor.accountId);
  if (!photo) throw new NotFound('no photo under way');
  return photo.content;
}

export type OwnReportRefusal = AppRefusal | 'nothing_begun' | 'not_finished' | 'photo_too_old' | 'file_daily_limit';

/**
 * Sends what was answered. The draft goes in the same transaction, and its id is the id of the submission: a second press, or a
 * second try after a lost line, gets the first receipt.
 */
export async function sendOwnReport(
  ctx: Ctx,
  sent: { device: string; deviceZone: string },
): Promise<AppReported | { ok: false; refusal: OwnReportRefusal }> {
  const of = await lockCase(ctx, ownCaseId(ctx));
  const draft = await findDraft(ctx);
  if (!draft) return { ok: false, refusal: 'nothing_begun' };
  if (nextStep(draft, askedBy(of)) !== undefined) return { ok: false, refusal: 'not_finished' };
  const photo = draft.photoChoice === 'taken' ? await findPhoto(ctx.tx, ctx.actor.accountId) : undefined;
  // Said before it is sent, so that the client can take another one or go without: a stale number would raise a sign.
  if (photo && !(draft.challenge && isFresh(draft.challenge, ctx.now))) return { ok: false, refusal: 'photo_too_old' };
  const stored = photo && (await storeFile(ctx, photo, { unitId: of.unitId, caseId: of.id }));
  if (stored && !stored.ok) return { ok: false, refusal: stored.refusal };
  const answer = await submitAppCheckIn(ctx, {
    answers: draft.answers,
    photoFileId: stored?.fileId ?? null,
    challengeId: photo ? (draft.challenge?.id ?? null) : null,
    position: draft.position,
    device: sent.device,
    deviceZone: sent.deviceZone,
  });
  if (answer.ok) await deleteDraft(ctx);
  return answer;
}

/** Throws away what was begun. */
export async function dropOwnReport(ctx: Ctx): Promise<{ ok: true }> {
  ownCaseId(ctx);
  await deleteDraft(ctx);
  return { ok: true };
}

function ownCaseId(ctx: ReadCtx): string {
  const { own } = ctx.actor;
  if (!own) throw new NotFound('not a client');
  mustBeOwn(ctx.actor, 'own:report', own.caseId);
  return own.caseId;
}

function askedBy(of: CaseAtHand): Asked {
  const { photo, position } = photoAsked.decide(null, of.chosen[photoAsked.id]).result;
  return { photo: photo === 'asked', position: position === 'optional' };
}

function isFresh(challenge: { madeAt: Date; isUsed: boolean }, now: Date): boolean {
  return challengeHolds({ madeAt: challenge.madeAt, usedAt: challenge.isUsed ? challenge.madeAt : null }, now);
}

/** A report of this period that nobody has looked at yet: another one would only wait beside it. */
async function isWaiting(ctx: ReadCtx, of: CaseAtHand): Promise<boolean> {
  const reports = await listReports(ctx.tx, of.id, of.today, of.today, await currentPeriods(ctx, of));
  return reports.some((one) => one.channel === 'app' && one.review === null && one.counts);
}

async function currentPeriods(ctx: ReadCtx, of: CaseAtHand): Promise<string[]> {
  const rows = await ctx.tx
    .selectFrom('check_ins.obligation')
    .select('id')
    .where('case_id', '=', of.id)
    .where('state', '<>', 'lifted')
    .where('period_from', '<=', of.today)
    .where('period_until', '>=', of.today)
    .execute();
  return rows.map((row) => row.id);
}
