import { mustBeAllowed } from '#modules/access';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { ExcuseReason } from './ledger.ts';
import { settle } from './settle.server.ts';
import { findObligation, lockCase } from './store.server.ts';
import {
  documentBelongs,
  findExcuse,
  insertExcuse,
  listExcused,
  withdrawExcuseRow,
} from './excuses-and-disputes.store.server.ts';

export type ExcuseAnswer =
  | { ok: true; excuseId: string }
  | { ok: false; refusal: 'nothing_to_excuse' | 'already_excused' | 'no_such_document' | 'proof_missing' };

/** Excuses a period without a report, or one that will have none, with a reason and its proof (a document, or what was seen, in words). */
export async function excuseObligation(
  ctx: Ctx,
  excuse: { obligationId: string; reason: ExcuseReason; note: string; documentId?: string | null | undefined },
): Promise<ExcuseAnswer> {
  const period = await findObligation(ctx.tx, excuse.obligationId);
  if (!period) throw new NotFound('no such period for this asker');
  const of = await lockCase(ctx, period.caseId);
  mustBeAllowed(ctx.actor, 'check_in:excuse', of.subject);
  const now = (await findObligation(ctx.tx, excuse.obligationId))!;
  if ((await listExcused(ctx.tx, of.id)).has(now.id)) return { ok: false, refusal: 'already_excused' };
  if (now.state !== 'missed' && now.state !== 'scheduled') return { ok: false, refusal: 'nothing_to_excuse' };
  if (excuse.documentId && !(await documentBelongs(ctx.tx, excuse.documentId, of.id)))
    return { ok: false, refusal: 'no_such_document' };
  if (!excuse.documentId && excuse.note.trim().length < 10) return { ok: false, refusal: 'proof_missing' };

  const id = ctx.newId();
  await insertExcuse(ctx, of, {
    id,
    obligationId: now.id,
    reason: excuse.reason,
    note: excuse.note.trim(),
    documentId: excuse.documentId ?? null,
  });
  await settle(ctx, of, { obligationIds: [now.id] });
  ctx.journal({
    what: 'check-in.excused',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { excuseId: id, obligationId: now.id, reason: excuse.reason, withDocument: Boolean(excuse.documentId) },
  });
  return { ok: true, excuseId: id };
}

export async function withdrawExcuse(
  ctx: Ctx,
  wanted: { excuseId: string; why: string },
): Promise<{ ok: true } | { ok: false; refusal: 'already_withdrawn' | 'reason_missing' }> {
  const excuse = await findExcuse(ctx.tx, wanted.excuseId);
  if (!excuse) throw new NotFound('no such excuse for this asker');
  const of = await lockCase(ctx, excuse.caseId);
  mustBeAllowed(ctx.actor, 'check_in:excuse', of.subject);
  if ((await findExcuse(ctx.tx, wanted.excuseId))!.withdrawn) return { ok: false, refusal: 'already_withdrawn' };
  const why = wanted.why.trim();
  if (why.length < 5) return { ok: false, refusal: 'reason_missing' };
  await withdrawExcuseRow(ctx, wanted.excuseId, why);
  await settle(ctx, of, { obligationIds: [excuse.obligationId] });
  ctx.journal({
    what: 'check-in.excuse-withdrawn',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { excuseId: wanted.excuseId, obligationId: excuse.obligationId },
  });
  return { ok: true };
}
