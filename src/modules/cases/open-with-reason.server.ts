import { isUuid } from '#kernel/id';
import { hasProvedRecently, holds } from '#modules/access';
import type { NewTask } from '#modules/tasks';
import { openTask } from '#modules/tasks/server';
import { workingCalendarOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import type { OpeningKind, OpeningReason } from './case.ts';
import { openingReview } from './law.rules.ts';
import { judgeBreakGlass, no, reviewerOfOpening, type Refused } from './rules.ts';
import { findCase, lockOwnBreakGlass, openWithReasonRow, type CaseOnFile } from './store.server.ts';

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
  await openTask(ctx, await reviewTask(ctx, one, { id: openingId, kind, code: input.code }));
  ctx.journal({
    what: 'case.opened-with-reason',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { openingId, kind, code: input.code, reason: input.reason },
  });
  return { ok: true, openingId };
}

/** An auditor has no client's file before him, so what waits for him names the opening and no case. */
async function reviewTask(
  ctx: Ctx,
  one: CaseOnFile,
  opening: { id: string; kind: OpeningKind; code: OpeningReason },
): Promise<NewTask> {
  const office = await workingCalendarOf(ctx, one.unitId, { from: one.today });
  const byHead = ctx.actor.postings.some(({ unitId, role }) => unitId === one.unitId && role === 'head_of_bapas');
  const task = {
    unitId: one.unitId,
    key: opening.id,
    dueOn: openingReview.judge({ openedOn: one.today, office }, {}),
    facts: { accountId: ctx.actor.accountId, kind: opening.kind, code: opening.code },
  };
  return reviewerOfOpening({ byHead, sealed: one.sealed }) === 'auditor'
    ? { ...task, kind: 'cases.opening-for-auditor', forRole: 'auditor' }
    : { ...task, kind: 'cases.opened-with-reason', forRole: 'head_of_bapas', caseId: one.id };
}
