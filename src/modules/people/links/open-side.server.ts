import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { isUuid } from '#kernel/id';
import { subjectFor } from '../queries.server.ts';
import { others } from './links.queries.server.ts';
import { findLink, insertOpening } from './links.store.server.ts';

export type Opened = { ok: true } | { ok: false; refusal: 'nobody_to_show' };

/**
 * Lays the record of somebody of one's own office open to the office of the other record of a link, for some days and for comparing alone:
 * what stands beside each other there is whatever recognition compares, and the face. Nothing is decided by it, and nothing else opens.
 */
export async function openSide(
  ctx: Ctx,
  { personId, linkId, reason }: { personId: string; linkId: string; reason: string },
): Promise<Opened> {
  const subject = await subjectFor(ctx, personId, 'person:approve_link');
  if (!isUuid(linkId) || !(await findLink(ctx, linkId, personId))) throw new NotFound('link');
  const { seen, pointers } = await others(ctx, [linkId], [personId]);
  // Both records of one office lie beside each other for whoever may read them there.
  if (seen.has(linkId) || !pointers.has(linkId)) return { ok: false, refusal: 'nobody_to_show' };
  await insertOpening(ctx, { linkId, personId, unitId: subject.unitId, reason });
  ctx.journal({ what: 'person.side_opened', unitId: subject.unitId, personId, about: { link: linkId } });
  return { ok: true };
}
