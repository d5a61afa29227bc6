import { sql } from 'kysely';
import type { Ctx, ReadCtx } from '../ctx.ts';
import { NotFound } from '../errors.ts';
import type { AcceptedFile, MediaType } from './accept.server.ts';
import { dailyBytes } from './file-kind.ts';

/** Whose file it is: the same people see it who see the case, or the stay, or else the person. */
export type FilePlace = { unitId: number; caseId?: string | null; personId?: string | null; stayId?: string | null };
export type Stored = { ok: true; fileId: string } | { ok: false; refusal: 'file_daily_limit' };

/** Keeps an accepted file in the transaction of the use case that needs it. */
export async function storeFile(ctx: Ctx, file: AcceptedFile, place: FilePlace): Promise<Stored> {
  const { sent } = await ctx.tx
    .selectFrom('platform.file')
    .select(sql<number>`coalesce(sum(bytes), 0)::float8`.as('sent'))
    .where('uploaded_by', '=', ctx.actor.accountId)
    .where('uploaded_at', '>', sql<Date>`now() - interval '24 hours'`)
    .executeTakeFirstOrThrow();
  if (sent + file.content.length > dailyBytes) return { ok: false, refusal: 'file_daily_limit' };
  const fileId = ctx.newId();
  await ctx.tx
    .insertInto('platform.file')
    .values({
      id: fileId,
      sha256: file.sha256,
      media_type: file.mediaType,
      bytes: file.content.length,
      width: file.width,
      height: file.height,
      look: file.look,
      content: file.content,
      unit_id: place.unitId,
      case_id: place.caseId ?? null,
      person_id: place.personId ?? null,
      stay_id: place.stayId ?? null,
      uploaded_by: ctx.actor.accountId,
    })
    .execute();
  return { ok: true, fileId };
}

/** Keeps what Simpul has made itself, many in one statement; nobody's daily amount counts it. Answers the ids in the same order. */
export async function storeMade(
  ctx: Ctx,
  files: readonly { file: AcceptedFile; place: FilePlace }[],
): Promise<string[]> {
  const rows = files.map(({ file, place }) => ({
    id: ctx.newId(),
    sha256: file.sha256,
    media_type: file.mediaType,
    bytes: file.content.length,
    content: file.content,
    unit_id: place.unitId,
    case_id: place.caseId ?? null,
    person_id: place.personId ?? null,
    uploaded_by: ctx.actor.accountId,
  }));
  if (rows.length > 0) await ctx.tx.insertInto('platform.file').values(rows).execute();
  return rows.map(({ id }) => id);
}

export type FileHead = { id: string; mediaType: MediaType; sha256: string; bytes: number };

/**
 * What may be told of a file before its bytes are sent. Row-level security decides whether it is there at all. Papers leave a line
 * in the access log; faces, which stand in every list, leave theirs with the record that shows them.
 */
export async function openFile(ctx: ReadCtx, fileId: string): Promise<FileHead> {
  const file = await ctx.tx
    .selectFrom('platform.file')
    .select(['id', 'media_type', 'sha256', 'bytes', 'unit_id', 'case_id', 'person_id', 'stay_id'])
    .where('id', '=', fileId)
    .where('content', 'is not', null)
    .executeTakeFirst();
  if (!file) throw new NotFound('file');
  if (file.case_id !== null || file.stay_id !== null || file.media_type === 'application/pdf')
    ctx.accessed({
      what: 'file.opened',
      unitId: file.unit_id,
      caseId: file.case_id,
      personId: file.person_id,
      about: { fileId, ...(file.stay_id === null ? {} : { stayId: file.stay_id }) },
    });
  return {
    id: file.id,
    mediaType: file.media_type as MediaType,
    sha256: file.sha256.toString('hex'),
    bytes: file.bytes,
  };
}

export async function readContent(ctx: ReadCtx, fileId: string): Promise<Buffer> {
  const file = await ctx.tx.selectFrom('platform.file').select('content').where('id', '=', fileId).executeTakeFirst();
  if (!file?.content) throw new NotFound('file');
  return file.content;
}
