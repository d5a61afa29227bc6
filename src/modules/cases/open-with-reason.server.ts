import { addWorkingDays } from '#kernel/holidays';
import { isUuid } from '#kernel/id';
import { hasProvedRecently, holds } from '#modules/access';
import { openTask } from '#modules/tasks/server';
import { workingCalendarOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
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
 * that office is told in the same transaction and looks at it within three working days (security b.4).
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
  const office = await workingCalendarOf(ctx, one.unitId, { from: one.today });
  await openTask(ctx, {
    unitId: one.unitId,
    caseId: one.id,
    kind: 'cases.opened-with-reason',
    key: openingId,
    forRole: 'head_of_bapas',
    dueOn: addWorkingDays(one.today, 3, office),
    facts: { kind, code: input.code },
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
