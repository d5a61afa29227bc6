import { isUuid } from '#kernel/id';
import { hasProvedRecently, holds } from '#modules/access';
import type { Ctx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { awaitReview } from './await-review.server.ts';
import type { OpeningKind, OpeningReason } from './case.ts';
import { judgeBreakGlass, no, type Refused } from './rules.ts';
import { findCase, lockOwnBreakGlass, openWithReasonRow } from './store.server.ts';

export type OpeningInput = { caseId: string; code: OpeningReason; reason: string };

/** Which way into a file the asker has, by his posts. */
export function openingKindOf(ctx: Pick<Ctx, 'actor'>): OpeningKind | undefined {
  const roles = new Set(ctx.actor.postings.map((posting) => posting.role));
  if (holds(ctx.actor, 'case:break_glass')) return 'break_glass';
  if (!holds(ctx.actor, 'case:open_with_reason')) return undefined;
  return roles.has('kanwil') ? 'oversight' : 'audit';
}

/**
 * Opens a file outside the asker's ordinary reach, for an hour and with a reason. Whose file it is says the database; the head of
 * that office, or the auditor where the head may not look at it, is told in the same transaction (security b.4).
 */
export async function openWithReason(
  ctx: Ctx,
  input: OpeningInput,
): Promise<{ ok: true; openingId: string } | Refused> {
  const kind = openingKindOf(ctx);
  if (!kind) throw new NotAllowed('no post opens files with a reason');
  if (!isUuid(input.caseId)) throw new NotFound('case');
  if (input.reason.length < 20) return no('note_missing');
  const thirtyDaysAgo = new Date(ctx.now.getTime() - 30 * 86_400_000);
  const lately = kind === 'break_glass' ? await lockOwnBreakGlass(ctx, thirtyDaysAgo) : 0;
  const verdict = judgeBreakGlass({ proved: hasProvedRecently(ctx.actor, ctx.now), openingsLately: lately });
  if (!verdict.ok) return verdict;

  const openingId = await openWithReasonRow(ctx.tx, { ...input, kind });
  const one = openingId === null ? undefined : await findCase(ctx, input.caseId);
  if (!openingId || !one) throw new NotFound('case');
  const { id: caseId, unitId, today, sealed } = one;
  await awaitReview(ctx, {
    id: openingId,
    unitId,
    caseId,
    today,
    kind,
    code: input.code,
    head: 'head_of_bapas',
    sealed,
  });
  ctx.journal({
    what: 'case.opened-with-reason',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { openingId, kind, code: input.code, reason: input.reason },
  });
  return { ok: true, openingId };
}
