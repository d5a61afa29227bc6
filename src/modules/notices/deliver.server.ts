import { formatMoment } from '#kernel/format';
import { dayAt } from '#kernel/zone';
import { m } from '#messages';
import { inLanguage } from '#messages/server';
import { forgetLeft, lookAgain } from '#modules/at-large/server';
import { callOffAsTold, dismissWithNotice, openFromNotice } from '#modules/breaches/server';
import { getPublicAddress } from '#modules/installation/server';
import { queueMessage } from '#modules/messages/server';
import { closeTasks, openTasks } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { unread } from './law.rules.ts';
import {
  findForJob,
  insertDeliveries,
  listUnread,
  noteBreach,
  noteSent,
  type OpenNotice,
  type UnreadNotice,
} from './store.server.ts';

/** Every kind of task that waits for a notice to be read. */
const waitingKinds = ['notices.held', 'notices.held-head', 'notices.unread'] as const;

/**
 * Right after an office was told, or told more surely: the tasks of its day, before whom it lies, a message to each of them at whatever hour,
 * and the breach that it proposes.
 */
export async function deliverNotice(
  ctx: Ctx,
  unit: JobUnit,
  noticeId: string,
  { news }: { news: unknown },
): Promise<void> {
  const notice = await findForJob(ctx, noticeId);
  if (!notice || notice.withdrawnWhy !== '') return;
  if (news === 'confirmed') await closeWaiting(ctx, notice);
  const facts = { day: dayAt(unit.zone, notice.heldSince), confirmed: notice.standing === 'confirmed' };
  // To be read today: so it stands before everything that is due later.
  const due = { on: todayAt(unit, ctx.now), counts: 'calendar' } as const;
  await openTasks(ctx, [
    { ...forGuide(notice), kind: 'notices.held', due, facts },
    { ...taskOf(notice), kind: 'notices.held-head', forRole: 'head_of_bapas', due, facts },
  ]);
  await putBefore(ctx, unit, notice, { section: false });
  if (notice.about.includes('client')) await followAtOffice(ctx, unit, notice);
}

/** What follows where he is guided: a breach is proposed, and what had called him to come is called off. */
async function followAtOffice(ctx: Ctx, unit: JobUnit, notice: OpenNotice): Promise<void> {
  if (!notice.breachId) await proposeBreach(ctx, unit, notice);
  if (notice.standing === 'confirmed') await callOffAsTold(ctx, ofCase(unit, ctx, notice));
}

const ofCase = (unit: JobUnit, ctx: Ctx, notice: OpenNotice) => ({
  ...notice,
  id: notice.caseId,
  today: todayAt(unit, ctx.now),
});
const taskOf = ({ unitId, caseId, id }: Pick<OpenNotice, 'unitId' | 'caseId' | 'id'>) => ({ unitId, caseId, key: id });
/** Whoever guides him, or who leads the section where nobody does yet. */
const forGuide = (notice: OpenNotice) =>
  notice.pkStaffId
    ? { ...taskOf(notice), forRole: 'pk' as const, staffId: notice.pkStaffId }
    : { ...taskOf(notice), forRole: 'section_head' as const };

async function closeWaiting(ctx: Ctx, { unitId, id }: OpenNotice): Promise<void> {
  for (const kind of waitingKinds) await closeTasks(ctx, { unitId, kind, key: id, as: 'withdrawn' });
}

async function proposeBreach(ctx: Ctx, unit: JobUnit, notice: OpenNotice): Promise<void> {
  const { place, basis } = notice;
  const when = formatMoment(notice.heldSince, unit.zone, 'id');
  const note = inLanguage('id', () => m.notices_breach_note({ place, when, basis }));
  const { breachId } = await openFromNotice(ctx, ofCase(unit, ctx, notice), { note });
  await noteBreach(ctx, notice.id, breachId);
}

async function putBefore(
  ctx: Ctx,
  unit: JobUnit,
  notice: Pick<OpenNotice, 'id' | 'caseId' | 'unitId' | 'pkStaffId'>,
  { section }: { section: boolean },
): Promise<void> {
  // Postings and absences go by the real day, as signing in does.
  const today = dayAt(unit.zone, ctx.now);
  const link = await getPublicAddress(ctx.tx);
  for (const one of await insertDeliveries(ctx, notice, { today, section })) {
    if (!link) continue;
    const answer = await queueMessage(ctx, {
      unitId: unit.id,
      accountId: one.accountId,
      kind: 'notices.held',
      key: one.id,
      facts: { code: notice.id.slice(-6).toUpperCase(), link: `${link}/today` },
    });
    await noteSent(ctx, one.id, answer.queued ? 'queued' : answer.why);
  }
}

/** A notice that was withdrawn takes with it what it alone proposed; where officers went on, whoever leads decides what stays. */
export async function fallWithNotice(ctx: Ctx, unit: JobUnit, noticeId: string): Promise<void> {
  const notice = await findForJob(ctx, noticeId);
  if (!notice || notice.withdrawnWhy === '') return;
  await closeWaiting(ctx, notice);
  // That he is out again was said of the other one as well.
  await closeTasks(ctx, { unitId: unit.id, kind: 'notices.released', key: notice.id, as: 'withdrawn' });
  if (notice.leftOn) await forgetLeft(ctx, notice);
  await openTasks(ctx, [{ ...forGuide(notice), kind: 'notices.withdrawn', facts: {} }]);
  if (!notice.breachId) return;
  const of = ofCase(unit, ctx, notice);
  const reason = inLanguage('id', () => m.notices_breach_unfounded({ why: notice.withdrawnWhy }));
  if ((await dismissWithNotice(ctx, of, notice.breachId, reason)) !== 'taken_up') return;
  const facts = { breach: notice.breachId };
  await openTasks(ctx, [{ ...taskOf(notice), kind: 'notices.ground-gone', forRole: 'section_head', facts }]);
}

/** He is out of there again: whoever guides him goes on with the guidance, and whoever looks for him looks again. */
export async function tellGuideOfLeaving(ctx: Ctx, _: JobUnit, noticeId: string): Promise<void> {
  const notice = await findForJob(ctx, noticeId);
  if (!notice?.leftOn) return;
  const left = { place: notice.place, day: notice.leftOn };
  const looked = notice.leftHow !== 'deceased' && (await lookAgain(ctx, notice, left));
  if (!looked || notice.about.includes('client'))
    await openTasks(ctx, [
      { ...forGuide(notice), kind: 'notices.released', facts: { day: notice.leftOn, how: notice.leftHow } },
    ]);
}

/** What whoever guides the client has not read in time goes to whoever leads the section as well. */
export async function chaseUnread(ctx: Ctx, unit: JobUnit): Promise<void> {
  const waiting = await listUnread(ctx, unit.id);
  if (waiting.length === 0) return;
  const options = await optionsOf(ctx.tx, unit.id, unread, todayAt(unit, ctx.now));
  for (const one of waiting)
    if (unread.decide({ putAt: one.putAt, now: ctx.now }, options).result) await pass(ctx, unit, one);
}

async function pass(ctx: Ctx, unit: JobUnit, one: UnreadNotice): Promise<void> {
  await putBefore(ctx, unit, one, { section: true });
  const facts = { day: dayAt(unit.zone, one.heldSince), confirmed: one.standing === 'confirmed' };
  await openTasks(ctx, [{ ...taskOf(one), kind: 'notices.unread', forRole: 'section_head', facts }]);
}
