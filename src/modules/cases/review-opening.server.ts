import { mustBeAllowed } from '#modules/access';
import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { no, type Refused } from './rules.ts';
import { findOpening, reviewOpeningRow } from './store.server.ts';

/** Everything that may wait for one opening, before whomever. */
const waitingKinds = [
  'cases.opened-with-reason',
  'cases.opening-for-auditor',
  'cases.opening-for-above',
  'cases.opening-without-reviewer',
] as const;

/** A head, an auditor, or whom it went on to looks at an opening and says what he found; never at his own. */
export async function reviewOpening(
  ctx: Ctx,
  input: { openingId: string; review: string },
): Promise<{ ok: true } | Refused> {
  const opening = await findOpening(ctx.tx, input.openingId);
  if (!opening) throw new NotFound('opening');
  mustBeAllowed(ctx.actor, 'opening:review', { unitId: opening.unit_id, unitPath: opening.path });
  if (opening.account_id === ctx.actor.accountId) return no('own_opening');
  if (opening.reviewed_at !== null) return no('already_reviewed');
  if (!(await reviewOpeningRow(ctx, opening.id, input.review))) return no('already_reviewed');
  for (const kind of waitingKinds) await closeTasks(ctx, { unitId: opening.unit_id, kind, key: opening.id });
  ctx.journal({
    what: opening.case_id ? 'case.opening-reviewed' : 'custody.opening-reviewed',
    unitId: opening.unit_id,
    caseId: opening.case_id,
    personId: opening.person_id,
    about: {
      openingId: opening.id,
      ...(opening.stay_id ? { stayId: opening.stay_id } : {}),
      review: input.review,
    },
  });
  return { ok: true };
}
