import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { lockCase } from './reach.server.ts';
import { judgeReopening, no, type Refused } from './rules.ts';
import { lockOpenKinds } from './reception.store.server.ts';
import { insertEnding } from './endings.store.server.ts';
import { takeUpAgain } from './take-up-again.server.ts';

export type Reopening = { caseId: string; version: number; day: PlainDate; note: string };

/** An end that was a mistake; one by decree is lifted by two people (propose-lifting). A sealed file is opened with a reason first. */
export async function reopenCase(ctx: Ctx, input: Reopening): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:reopen', input.version);
  const verdict = judgeReopening(one, input.note);
  if (!verdict.ok) return verdict;
  if (input.day > one.today) return no('day_in_future');
  if (one.endedOn && input.day < one.endedOn) return no('period_upside_down');
  if ((await lockOpenKinds(ctx.tx, one)).includes(one.kind)) return no('already_a_client');

  await insertEnding(ctx, one, {
    id: ctx.newId(),
    what: 'reopened',
    day: input.day,
    reason: null,
    note: input.note,
    documentNumber: '',
    decided: true,
  });
  await takeUpAgain(ctx, one, { day: input.day, note: input.note, paper: null });
  ctx.journal({
    what: 'case.reopened',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { day: input.day, note: input.note, wasSealed: one.sealed },
  });
  return { ok: true };
}
