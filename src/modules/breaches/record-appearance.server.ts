import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { Appearance } from './breach.ts';
import { calendarOf, lockBreach, putBefore, termFrom } from './reach.server.ts';
import { isRunning, judgeAppearance, no, type BreachRefused } from './rules.ts';
import { changeBreach, findSummonsOf, recordAppearanceRow } from './store.server.ts';

/** What a summons came to. It moves nothing by itself: whoever came is examined next, whoever did not is called again or visited. */
export async function recordAppearance(
  ctx: Ctx,
  input: {
    caseId: string;
    breachId: string;
    summonsId: string;
    outcome: Appearance;
    outcomeOn: PlainDate;
    note: string;
  },
): Promise<{ ok: true } | BreachRefused> {
  const { of, breach } = await lockBreach(ctx, input.caseId, input.breachId, 'breach:handle');
  if (!isRunning(breach.state)) return no('wrong_state');
  const summons = await findSummonsOf(ctx.tx, breach.id, input.summonsId);
  const attempt = { outcome: input.outcome, on: input.outcomeOn, note: input.note };
  const office = await calendarOf(ctx, of.unitId, summons.sentOn ?? of.today);
  const verdict = judgeAppearance(summons, attempt, { office, today: of.today, breach });
  if (!verdict.ok) return verdict;
  await recordAppearanceRow(ctx, summons.id, attempt);
  const due = await termFrom(ctx, of.unitId, 'act', of.today);
  await changeBreach(ctx, breach.id, { due });
  await putBefore(ctx, of, breach.id, breach.state, due);
  ctx.journal({
    what: 'breach.summons-answered',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { breachId: breach.id, summonsId: summons.id, outcome: input.outcome, day: input.outcomeOn },
  });
  return { ok: true };
}
