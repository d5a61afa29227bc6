import { newCode } from '#kernel/codes';
import { instantAt, timeAt } from '#kernel/zone';
import { mustBeOwn } from '#modules/access';
import { openTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { Answers, Days, Grade, Standing } from './ledger.ts';
import { openProposals, receiptCodeLength } from './record.server.ts';
import {
  challengeHolds,
  channelCounts,
  challengeMinutes,
  evidenceGrade,
  judgeDay,
  judgePeriod,
  reaches,
  type Report,
  type ReportRefusal,
} from './reports.rules.ts';
import { clockSigns, deviceSigns, photoSigns, positionSigns, type Position, type Sign } from './signs.rules.ts';
import { lockCase, lockObligations, setObligation } from './store.server.ts';
import { insertCheckIn, insertContent, listReports } from './reports.store.server.ts';
import {
  findOwnPhoto,
  insertChallenge,
  insertSigns,
  lastDevice,
  listOwnPositions,
  photosSeen,
  spendChallenge,
} from './signs.store.server.ts';
import { listExcused } from './excuses-and-disputes.store.server.ts';
import { travelOn } from './travel.server.ts';

export type Challenge = { ok: true; challengeId: string; number: string; minutes: number };

/** A number to hold up in the photo: four digits, ten minutes, once. The digits are drawn by whoever starts the work. */
export async function startChallenge(ctx: Ctx, drawn: { number: string }): Promise<Challenge> {
  const own = ctx.actor.own;
  if (!own) throw new NotFound('not a client');
  mustBeOwn(ctx.actor, 'own:report', own.caseId);
  const challengeId = await insertChallenge(ctx, own.caseId, drawn.number);
  return { ok: true, challengeId, number: drawn.number, minutes: challengeMinutes };
}

export type AppReport = {
  answers: Answers;
  /** The JPEG that this session stored for this case with the photo step, and the challenge it answers. */
  photoFileId?: string | null;
  challengeId?: string | null;
  /** What the browser said, as a claim. */
  position?: Position | null;
  /** A mark of the device (hash), '' where script is off. */
  device?: string;
  deviceZone?: string;
};
export type AppReported = {
  ok: true;
  checkInId: string;
  receipt: string;
  grade: Grade;
  standing: Standing;
  /** False: this report alone does not fulfil what is owed (the plan asks for better evidence, or the office takes none by phone). */
  enough: boolean;
  period: Days | null;
  next: Days | null;
};
export type AppRefusal = Extract<
  ReportRefusal,
  'already_waiting' | 'supervision_ended' | 'before_reception' | 'in_the_future' | 'too_long_ago'
>;

/**
 * A client reports from his own phone. It waits for the counsellor's review; sent within its period it is not missed at the end of
 * it. Signs are written down for a person to look at and weigh nothing here.
 */
export async function submitAppCheckIn(
  ctx: Ctx,
  report: AppReport,
): Promise<AppReported | { ok: false; refusal: AppRefusal }> {
  const own = ctx.actor.own;
  if (!own) throw new NotFound('not a client');
  const of = await lockCase(ctx, own.caseId);
  mustBeOwn(ctx.actor, 'own:report', of.id);
  const day = judgeDay({ happenedOn: of.today }, of.supervision, of.today, of.chosen, false);
  if (!day.ok) return { ok: false, refusal: day.refusal as AppRefusal };

  const all = await lockObligations(ctx, of.id);
  const period = all.find((one) => one.from <= of.today && of.today <= one.through);
  const earlier = period ? await listReports(ctx.tx, of.id, period.from, period.through, [period.id]) : [];
  if (earlier.some((one) => one.channel === 'app' && one.review === null && one.counts))
    return { ok: false, refusal: 'already_waiting' };

  const signs: Sign[] = [];
  const photo = report.photoFileId ? await findOwnPhoto(ctx, of, report.photoFileId) : undefined;
  const number = await judgeChallenge(ctx, report, photo !== undefined, signs);
  const challenge = number !== null;
  if (photo) {
    // The photo itself is among what the unit has seen: the same bytes of the same client once are this very upload.
    const seen = await photosSeen(ctx, of, photo);
    const itself = seen.findIndex((one) => one.sameBytes && one.sameClient);
    signs.push(...photoSigns(photo.sentBefore ? seen : seen.filter((_, index) => index !== itself)));
  }
  const travel = await travelOn(ctx, of.id, of.today);
  if (report.position)
    signs.push(...positionSigns(report.position, await listOwnPositions(ctx, of.id), ctx.now, travel));
  // Whoever is away with leave may well be in another zone.
  if (report.deviceZone && !travel) signs.push(...clockSigns(report.deviceZone, of.zone));
  if (report.device) signs.push(...deviceSigns(report.device, await lastDevice(ctx, of.id)));

  const grade = evidenceGrade.decide({ channel: 'app', medium: null, photo: photo !== undefined, challenge }).result;
  const allowed = channelCounts.decide(
    { channel: 'app', medium: null, talked: true, urgentReason: false, travelling: travel !== undefined },
    of.chosen[channelCounts.id],
  ).result;
  const counts = allowed && reaches(grade, of.minimumGrade);

  const id = ctx.newId();
  const receipt = newCode(receiptCodeLength);
  const mine: Report = {
    id,
    channel: 'app',
    happenedOn: of.today,
    recordedAt: ctx.now,
    counts,
    review: null,
    lateFor: null,
  };
  const verdict =
    period &&
    judgePeriod(
      { ...period, excused: (await listExcused(ctx.tx, of.id)).has(period.id), ledgerFrom: of.supervision.ledgerFrom },
      [...earlier, mine],
      of.today,
    );
  const standing = verdict?.standings.get(id) ?? 'extra';
  await insertCheckIn(ctx, of, {
    id,
    channel: 'app',
    happenedOn: of.today,
    happenedAt: instantAt(of.zone, of.today, timeAt(of.zone, ctx.now)),
    grade,
    counts,
    standing,
    obligationId: period?.id ?? null,
    receipt,
    receivedBy: null,
    identifiedBy: photo && challenge ? 'photo' : 'pin',
    flagged: signs.length > 0,
  });
  await insertContent(ctx, of, id, {
    answers: report.answers,
    photoFileId: photo ? (report.photoFileId ?? null) : null,
    position: report.position ?? null,
    device: report.device ?? '',
    deviceZone: report.deviceZone ?? '',
    challenge: number,
  });
  await insertSigns(ctx, of, id, signs);
  if (period && verdict?.state === 'submitted' && period.state === 'scheduled')
    await setObligation(ctx, period.id, { state: 'submitted', fulfilledBy: null }, false);
  await openProposals(ctx, of, id, report.answers);
  if (signs.length > 0)
    await openTasks(ctx, [
      {
        unitId: of.unitId,
        caseId: of.id,
        kind: 'check-ins.flagged',
        key: id,
        forRole: 'pk',
        staffId: of.pkStaffId,
        facts: Object.fromEntries(signs.map((sign) => [sign.kind, true])),
      },
    ]);
  ctx.journal({
    what: 'check-in.submitted',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: {
      checkInId: id,
      grade,
      counts,
      standing,
      obligationId: period?.id ?? null,
      signs: signs.map((sign) => sign.kind),
    },
  });

  const next = all.find((one) => one.through >= of.today && one.id !== period?.id && one.state === 'scheduled');
  return {
    ok: true,
    checkInId: id,
    receipt,
    grade,
    standing,
    enough: counts,
    period: period ? { from: period.from, through: period.through } : null,
    next: next ? { from: next.from, through: next.through } : null,
  };
}

/** The number that the photo should show, where it answers a fresh challenge of this client. A used, foreign or stale one is a sign, and the report is grade D. */
async function judgeChallenge(ctx: Ctx, report: AppReport, hasPhoto: boolean, signs: Sign[]): Promise<string | null> {
  if (!hasPhoto) return null;
  const spent = report.challengeId ? await spendChallenge(ctx, report.challengeId) : undefined;
  if (spent?.spentNow && challengeHolds({ madeAt: spent.madeAt, usedAt: null }, ctx.now)) return spent.number;
  signs.push({
    kind: 'challenge_failed',
    facts: { why: !report.challengeId ? 'none' : !spent ? 'foreign' : spent.spentNow ? 'stale' : 'used' },
  });
  return null;
}
