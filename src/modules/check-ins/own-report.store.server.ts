import { sql } from 'kysely';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import type { Answers } from './ledger.ts';
import type { Draft } from './own-report.ts';
import type { Position } from './signs.rules.ts';
import type { CaseAtHand } from './store.server.ts';

/** The asker's own report under way, unless it has been lying for more than a day. */
export async function findDraft(ctx: ReadCtx): Promise<Draft | null> {
  const { rows } = await sql<{
    id: string;
    answers: Answers;
    position_choice: Draft['positionChoice'];
    latitude: number | null;
    longitude: number | null;
    accuracy_m: number | null;
    position_at: Date | null;
    photo_choice: Draft['photoChoice'];
    saved_at: Date;
    challenge_id: string | null;
    number: string | null;
    made_at: Date | null;
    used_at: Date | null;
  }>`
    select d.id, d.answers, d.position_choice, d.latitude, d.longitude, d.accuracy_m, d.position_at, d.photo_choice, d.saved_at,
      c.id as challenge_id, c.number, c.made_at, c.used_at
    from check_ins.draft d left join check_ins.challenge c on c.id = d.challenge_id
    where d.account_id = ${ctx.actor.accountId} and d.case_id = ${ctx.actor.own!.caseId}
      and d.saved_at > now() - interval '1 day'`.execute(ctx.tx);
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    answers: row.answers,
    position:
      row.latitude === null || row.longitude === null || row.position_at === null
        ? null
        : { latitude: row.latitude, longitude: row.longitude, accuracyM: row.accuracy_m, at: row.position_at },
    positionChoice: row.position_choice,
    photoChoice: row.photo_choice,
    challenge:
      row.challenge_id && row.number && row.made_at
        ? { id: row.challenge_id, number: row.number, madeAt: row.made_at, isUsed: row.used_at !== null }
        : null,
    savedAt: row.saved_at,
  };
}

/** Locks the report under way, or begins one in the place of what an earlier day left behind. */
export async function lockDraft(ctx: Ctx, of: CaseAtHand): Promise<Draft> {
  await sql`
    insert into check_ins.draft as d (account_id, id, case_id, unit_id, started_at, saved_at)
    values (${ctx.actor.accountId}, ${ctx.newId()}, ${of.id}, ${of.unitId}, now(), now())
    on conflict (account_id) do update set id = excluded.id, case_id = excluded.case_id, unit_id = excluded.unit_id, answers = '{}',
      position_choice = null, latitude = null, longitude = null, accuracy_m = null, position_at = null, photo_choice = null, photo = null,
      photo_sha256 = null, photo_look = null, photo_width = null, photo_height = null, challenge_id = null, started_at = now(), saved_at = now()
    where d.saved_at <= now() - interval '1 day' or d.case_id <> excluded.case_id`.execute(ctx.tx);
  await sql`select 1 from check_ins.draft where account_id = ${ctx.actor.accountId} for update`.execute(ctx.tx);
  return (await findDraft(ctx))!;
}

export async function putAnswers(ctx: Ctx, answers: Answers): Promise<void> {
  await sql`update check_ins.draft set answers = ${JSON.stringify(answers)}::jsonb, saved_at = now()
    where account_id = ${ctx.actor.accountId}`.execute(ctx.tx);
}

export async function putPosition(ctx: Ctx, position: Position | null): Promise<void> {
  await sql`update check_ins.draft set position_choice = ${position ? 'given' : 'declined'}, latitude = ${position?.latitude ?? null},
      longitude = ${position?.longitude ?? null}, accuracy_m = ${position?.accuracyM ?? null}, position_at = ${position?.at ?? null}, saved_at = now()
    where account_id = ${ctx.actor.accountId}`.execute(ctx.tx);
}

/** A new number makes the photo before it worthless, so that one goes. */
export async function putChallenge(ctx: Ctx, challengeId: string): Promise<void> {
  await sql`update check_ins.draft set challenge_id = ${challengeId}, photo_choice = null, photo = null, photo_sha256 = null, photo_look = null,
      photo_width = null, photo_height = null, saved_at = now()
    where account_id = ${ctx.actor.accountId}`.execute(ctx.tx);
}

export async function putPhoto(ctx: Ctx, photo: AcceptedFile | null): Promise<void> {
  await sql`update check_ins.draft set photo_choice = ${photo ? 'taken' : 'declined'}, photo = ${photo?.content ?? null},
      photo_sha256 = ${photo?.sha256 ?? null}, photo_look = ${photo?.look?.toString() ?? null}::bigint, photo_width = ${photo?.width ?? null},
      photo_height = ${photo?.height ?? null}, saved_at = now()
    where account_id = ${ctx.actor.accountId}`.execute(ctx.tx);
}

export async function findPhoto(tx: Tx, accountId: string): Promise<AcceptedFile | undefined> {
  const { rows } = await sql<{
    photo: Buffer;
    sha: Buffer;
    look: string | null;
    width: number | null;
    height: number | null;
  }>`
    select photo, photo_sha256 as sha, photo_look::text as look, photo_width as width, photo_height as height
    from check_ins.draft where account_id = ${accountId} and photo is not null and saved_at > now() - interval '1 day'`.execute(
    tx,
  );
  const row = rows[0];
  return (
    row && {
      mediaType: 'image/jpeg',
      content: row.photo,
      sha256: row.sha,
      sentSha256: row.sha,
      width: row.width,
      height: row.height,
      look: row.look === null ? null : BigInt(row.look),
    }
  );
}

export async function deleteDraft(ctx: Ctx): Promise<void> {
  await sql`delete from check_ins.draft where account_id = ${ctx.actor.accountId}`.execute(ctx.tx);
}

/** Reports that were begun and never sent, after a day; the policy allows no more. */
export async function forgetDrafts(tx: Tx): Promise<number> {
  const { numAffectedRows } = await sql`delete from check_ins.draft where saved_at < now() - interval '1 day'`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0n);
}
