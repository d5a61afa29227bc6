import type { PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import { isOpen } from '#modules/cases';
import type { Ctx } from '#platform/ctx';
import { calendarOf, lockBreach, summonsOptionsOf, takeStep } from './reach.server.ts';
import { countUnheeded, judgeSummons, nextState, no, type BreachRefused } from './rules.ts';
import { changeBreach, insertSummons, listSummonses, wasVisited } from './store.server.ts';

export type SummonsInput = {
  caseId: string;
  breachId: string;
  letterNumber: string;
  sentOn: PlainDate;
  appearOn: PlainDate;
  appearAt: ClockTime;
  place: string;
  reason: string;
};

/** Calls the client to be heard. His own day is the next last day of the breach, in the days that the office counts. */
export async function summonClient(
  ctx: Ctx,
  input: SummonsInput,
): Promise<{ ok: true; summonsId: string } | BreachRefused> {
  const at = await lockBreach(ctx, input.caseId, input.breachId, 'breach:handle');
  const { of, breach } = at;
  if (!isOpen(of.state)) return no('case_not_open');
  const options = await summonsOptionsOf(ctx, of.unitId, of.today);
  const earlier = await listSummonses(ctx.tx, breach.id);
  const verdict = judgeSummons(breach, earlier, input, {
    options,
    office: await calendarOf(ctx, of.unitId, breach.openedOn),
    visited: await wasVisited(ctx.tx, breach),
    today: of.today,
  });
  if (!verdict.ok) return verdict;
  if (input.reason.length < 5) return no('reason_missing');
  const summonsId = ctx.newId();
  const due = { on: input.appearOn, counts: options.counts };
  await insertSummons(ctx, of, breach.id, {
    ...input,
    id: summonsId,
    ordinal: countUnheeded(earlier) + 1,
    days: options.days,
    counts: options.counts,
  });
  await changeBreach(ctx, breach.id, { due });
  await takeStep(
    ctx,
    at,
    {
      step: 'summon',
      to: nextState(breach.state, 'summon')!,
      day: input.sentOn,
      reason: input.reason,
      documentNumber: input.letterNumber,
      documentId: summonsId,
    },
    due,
  );
  return { ok: true, summonsId };
}
