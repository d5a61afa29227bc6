import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { Identification } from './ledger.ts';
import type { Sign } from './signs.rules.ts';
import type { CaseAtHand } from './store.server.ts';

export async function insertSigns(ctx: Ctx, of: CaseAtHand, checkInId: string, signs: readonly Sign[]): Promise<void> {
  if (signs.length === 0) return;
  await ctx.tx
    .insertInto('check_ins.flag')
    .values(
      signs.map((sign) => ({
        check_in_id: checkInId,
        case_id: of.id,
        unit_id: of.unitId,
        kind: sign.kind,
        facts: JSON.stringify(sign.facts),
        made_at: ctx.now,
      })),
    )
    .execute();
}

export async function insertChallenge(ctx: Ctx, caseId: string, number: string): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('check_ins.challenge')
    .values({ id, account_id: ctx.actor.accountId, case_id: caseId, number, made_at: ctx.now })
    .execute();
  return id;
}

/** Spends the challenge when it is unspent, so that two reports sent at once cannot both rest on it. */
export async function spendChallenge(
  ctx: Ctx,
  id: string,
): Promise<{ number: string; madeAt: Date; spentNow: boolean } | undefined> {
  const spent = await ctx.tx
    .updateTable('check_ins.challenge')
    .set({ used_at: ctx.now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .returning(['number', 'made_at'])
    .executeTakeFirst();
  if (spent) return { number: spent.number, madeAt: spent.made_at, spentNow: true };
  const old = await ctx.tx
    .selectFrom('check_ins.challenge')
    .select(['number', 'made_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  return old && { number: old.number, madeAt: old.made_at, spentNow: false };
}

export type SentPhoto = { sha256: Buffer; look: string | null; sentBefore: boolean };

/** The photo as the client's page stored it; another person's is absent. */
export async function findOwnPhoto(ctx: Ctx, of: CaseAtHand, fileId: string): Promise<SentPhoto | undefined> {
  const { rows } = await sql<{ sha256: Buffer; look: string | null; sent_before: boolean }>`
    select f.sha256, f.look::text as look, exists (select 1 from check_ins.content o where o.photo_file_id = f.id) as sent_before
    from platform.file f
    where f.id = ${fileId} and f.uploaded_by = ${ctx.actor.accountId} and f.case_id = ${of.id} and f.media_type = 'image/jpeg'`.execute(
    ctx.tx,
  );
  return rows[0] && { sha256: rows[0].sha256, look: rows[0].look, sentBefore: rows[0].sent_before };
}

/** This photo and those like it among what the unit was sent in the last year. The photo itself is stored by now and is among them. */
export async function photosSeen(
  ctx: Ctx,
  of: CaseAtHand,
  photo: SentPhoto,
): Promise<{ sameBytes: boolean; sameClient: boolean; bits: number }[]> {
  const { rows } = await sql<{ same_bytes: boolean; same_client: boolean; bits: number | null }>`
    select same_bytes, same_client, bits from check_ins.photo_seen(${photo.sha256}, ${photo.look ?? '0'}::bigint, ${of.unitId})`.execute(
    ctx.tx,
  );
  return rows.map((row) => ({ sameBytes: row.same_bytes, sameClient: row.same_client, bits: row.bits ?? 64 }));
}

export async function listOwnPositions(ctx: Ctx, caseId: string) {
  const { rows } = await sql<{ latitude: number; longitude: number; accuracy_m: number | null; position_at: Date }>`
    select o.latitude, o.longitude, o.accuracy_m, o.position_at
    from check_ins.content o where o.case_id = ${caseId} and o.latitude is not null and o.position_at is not null
    order by o.position_at desc limit 24`.execute(ctx.tx);
  return rows.map((row) => ({
    latitude: row.latitude,
    longitude: row.longitude,
    accuracyM: row.accuracy_m,
    at: row.position_at,
  }));
}

export async function lastDevice(ctx: Ctx, caseId: string): Promise<string | null> {
  const { rows } = await sql<{ device: string }>`
    select o.device from check_ins.content o join check_ins.check_in i on i.id = o.check_in_id
    where o.case_id = ${caseId} and o.device <> '' and i.channel = 'app' order by i.recorded_at desc limit 1`.execute(
    ctx.tx,
  );
  return rows[0]?.device ?? null;
}

export async function listOwnEntriesSince(
  ctx: Ctx,
  unitId: number,
  since: Date,
): Promise<{ at: Date; by: Identification }[]> {
  const rows = await ctx.tx
    .selectFrom('check_ins.check_in')
    .select(['recorded_at', 'identified_by'])
    .where('recorded_by', '=', ctx.actor.accountId)
    .where('recorded_at', '>=', since)
    .where('unit_id', '=', unitId)
    .where('batch_id', 'is', null)
    .orderBy('recorded_at')
    .execute();
  return rows.map((row) => ({ at: row.recorded_at, by: row.identified_by as Identification }));
}

export type OwnTalk = { id: string; caseId: string; talk: string };
export async function listOwnTalks(ctx: Ctx, unitId: number, since: Date): Promise<OwnTalk[]> {
  const { rows } = await sql<OwnTalk>`
    select i.id, o.case_id as "caseId", o.talk from check_ins.check_in i join check_ins.content o on o.check_in_id = i.id
    where i.recorded_by = ${ctx.actor.accountId} and i.unit_id = ${unitId} and i.recorded_at >= ${since} and i.voided_at is null
      and length(o.talk) > 0
    order by i.recorded_at desc limit 80`.execute(ctx.tx);
  return rows;
}
