import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import type {
  Answers,
  Channel,
  Grade,
  HelperRelation,
  Identification,
  Medium,
  ReviewOutcome,
  Standing,
} from './ledger.ts';
import type { Report } from './reports.rules.ts';
import type { CaseAtHand } from './store.server.ts';

/** Every report of a case in force between two days, or linked to one of these periods. */
export async function listReports(
  tx: Tx,
  caseId: string,
  from: PlainDate,
  through: PlainDate,
  linkedTo: readonly string[],
): Promise<Report[]> {
  const { rows } = await sql<{
    id: string;
    channel: Channel;
    happened_on: PlainDate;
    recorded_at: Date;
    counts: boolean;
    review: ReviewOutcome | null;
    late_for: string | null;
  }>`
    select i.id, i.channel, i.happened_on, i.recorded_at, i.counts, i.review,
      case when i.happened_on > o.period_until then i.obligation_id end as late_for
    from check_ins.check_in i left join check_ins.obligation o on o.id = i.obligation_id
    where i.case_id = ${caseId} and i.voided_at is null
      and (i.happened_on between ${from} and ${through} or i.obligation_id = any (${linkedTo}::uuid[]))`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    channel: row.channel,
    happenedOn: row.happened_on,
    recordedAt: row.recorded_at,
    counts: row.counts,
    review: row.review,
    lateFor: row.late_for,
  }));
}

export type NewCheckIn = {
  id: string;
  channel: Channel;
  medium?: Medium | null;
  happenedOn: PlainDate;
  happenedAt: Date;
  grade: Grade;
  counts: boolean;
  standing: Standing;
  obligationId: string | null;
  receipt: string | null;
  receivedBy: string | null;
  identifiedBy?: Identification;
  helperName?: string;
  helperRelation?: HelperRelation | null;
  urgentReason?: boolean;
  correctsId?: string | null;
  batchId?: string | null;
  flagged?: boolean;
};

export async function insertCheckIn(ctx: Ctx, of: CaseAtHand, one: NewCheckIn): Promise<void> {
  await ctx.tx
    .insertInto('check_ins.check_in')
    .values({
      id: one.id,
      case_id: of.id,
      unit_id: of.unitId,
      guarded: of.guarded,
      obligation_id: one.obligationId,
      channel: one.channel,
      medium: one.medium ?? null,
      happened_on: one.happenedOn,
      happened_at: one.happenedAt,
      recorded_at: ctx.now,
      recorded_by: ctx.actor.accountId,
      received_by: one.receivedBy,
      grade: one.grade,
      counts: one.counts,
      standing: one.standing,
      flagged: one.flagged ?? false,
      helper_name: one.helperName ?? '',
      helper_relation: one.helperRelation ?? null,
      receipt: one.receipt,
      identified_by: one.identifiedBy ?? 'sight',
      urgent_reason: one.urgentReason ?? false,
      corrects_id: one.correctsId ?? null,
      batch_id: one.batchId ?? null,
    })
    .execute();
}

export type NewContent = {
  answers?: Answers;
  talk?: string;
  followUp?: string;
  photoFileId?: string | null;
  position?: { latitude: number; longitude: number; accuracyM: number | null; at: Date } | null;
  device?: string;
  deviceZone?: string;
  challenge?: string | null;
};

export async function insertContent(ctx: Ctx, of: CaseAtHand, checkInId: string, content: NewContent): Promise<void> {
  await ctx.tx
    .insertInto('check_ins.content')
    .values({
      check_in_id: checkInId,
      case_id: of.id,
      unit_id: of.unitId,
      answers: JSON.stringify(content.answers ?? {}),
      talk: content.talk ?? '',
      follow_up: content.followUp ?? '',
      photo_file_id: content.photoFileId ?? null,
      latitude: content.position?.latitude ?? null,
      longitude: content.position?.longitude ?? null,
      accuracy_m: content.position?.accuracyM ?? null,
      position_at: content.position?.at ?? null,
      device: content.device ?? '',
      device_zone: content.deviceZone ?? '',
      challenge: content.challenge ?? null,
    })
    .execute();
}

export type CheckInRow = {
  id: string;
  caseId: string;
  channel: Channel;
  medium: Medium | null;
  happenedOn: PlainDate;
  happenedAt: Date;
  recordedAt: Date;
  recordedBy: string | null;
  receivedBy: string | null;
  obligationId: string | null;
  counts: boolean;
  grade: Grade;
  standing: Standing;
  review: ReviewOutcome | null;
  receipt: string | null;
  voided: boolean;
  helperName: string;
  helperRelation: HelperRelation | null;
  identifiedBy: Identification;
  urgentReason: boolean;
};

export async function findCheckIn(tx: Tx, by: { id: string } | { receipt: string }): Promise<CheckInRow | undefined> {
  const row = await tx
    .selectFrom('check_ins.check_in')
    .selectAll()
    .where('id' in by ? 'id' : 'receipt', '=', 'id' in by ? by.id : by.receipt)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      caseId: row.case_id,
      channel: row.channel as Channel,
      medium: row.medium as Medium | null,
      happenedOn: row.happened_on as PlainDate,
      happenedAt: row.happened_at,
      recordedAt: row.recorded_at,
      recordedBy: row.recorded_by,
      receivedBy: row.received_by,
      obligationId: row.obligation_id,
      counts: row.counts,
      grade: row.grade as Grade,
      standing: row.standing as Standing,
      review: row.review as ReviewOutcome | null,
      receipt: row.receipt,
      voided: row.voided_at !== null,
      helperName: row.helper_name,
      helperRelation: row.helper_relation as HelperRelation | null,
      identifiedBy: row.identified_by as Identification,
      urgentReason: row.urgent_reason,
    }
  );
}

/** What was said with a report; nothing where nobody asked. */
export async function findWords(
  tx: Tx,
  checkInId: string,
): Promise<{ answers: Answers; talk: string; followUp: string } | undefined> {
  const row = await tx
    .selectFrom('check_ins.content')
    .select(['answers', 'talk', 'follow_up'])
    .where('check_in_id', '=', checkInId)
    .executeTakeFirst();
  return row && { answers: row.answers as Answers, talk: row.talk, followUp: row.follow_up };
}

/** The review that stands: the newest. */
export async function findReview(
  tx: Tx,
  checkInId: string,
): Promise<{ outcome: ReviewOutcome; note: string } | undefined> {
  const row = await tx
    .selectFrom('check_ins.review')
    .select(['outcome', 'note'])
    .where('check_in_id', '=', checkInId)
    .orderBy('reviewed_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row && { outcome: row.outcome as ReviewOutcome, note: row.note };
}

export async function voidCheckIn(ctx: Ctx, id: string, reason: string): Promise<void> {
  await ctx.tx
    .updateTable('check_ins.check_in')
    .set({ voided_at: ctx.now, void_reason: reason, voided_by: ctx.actor.accountId })
    .where('id', '=', id)
    .where('voided_at', 'is', null)
    .execute();
}

export async function reportedOn(tx: Tx, caseId: string, day: PlainDate, channel: Channel): Promise<boolean> {
  const found = await tx
    .selectFrom('check_ins.check_in')
    .select('id')
    .where('case_id', '=', caseId)
    .where('happened_on', '=', day)
    .where('channel', '=', channel)
    .where('voided_at', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}

export async function insertReview(
  ctx: Ctx,
  of: CaseAtHand,
  checkInId: string,
  outcome: ReviewOutcome,
  note: string,
  counts: boolean,
): Promise<void> {
  await ctx.tx
    .insertInto('check_ins.review')
    .values({
      check_in_id: checkInId,
      case_id: of.id,
      unit_id: of.unitId,
      outcome,
      note,
      reviewed_by: ctx.actor.accountId,
      reviewed_at: ctx.now,
    })
    .execute();
  await ctx.tx.updateTable('check_ins.check_in').set({ review: outcome, counts }).where('id', '=', checkInId).execute();
}
