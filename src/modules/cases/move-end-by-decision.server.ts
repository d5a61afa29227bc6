import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { layOutAnew, lockCase } from './reach.server.ts';
import { judgePeriod, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';

export type NewEnd = {
  caseId: string;
  /** The last day of guidance from now on. */
  end: PlainDate;
  /** The day of the decision, and its paper. */
  day: PlainDate;
  documentNumber: string;
  issuer: string;
  /** Whoever noted the decision: somebody else than the head who confirms it. */
  preparedBy: string;
};

/**
 * A court lets a supervision go on to another last day. Whether that day is within what it may set was asked by whoever keeps the proceeding;
 * what is owed until then is laid out anew, and the two ends stand in the journal with the paper (`listDecidedEnds`).
 */
export async function moveEndByDecision(ctx: Ctx, decided: NewEnd): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, decided.caseId, 'case:write');
  if (one.guidanceStart === null) return no('no_period');
  const verdict = judgePeriod(one, { start: one.guidanceStart, end: decided.end });
  if (!verdict.ok) return verdict;
  if (decided.preparedBy === ctx.actor.accountId) return no('second_person_needed');
  await changeCase(ctx.tx, one, { guidance_end: decided.end });
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.end-decided',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      before: one.guidanceEnd,
      after: decided.end,
      day: decided.day,
      documentNumber: decided.documentNumber,
      issuer: decided.issuer,
    },
  });
  return { ok: true };
}
