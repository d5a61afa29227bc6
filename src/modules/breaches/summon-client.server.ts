import type { PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import type { Calls } from '#kernel/presences';
import { isOpen } from '#modules/cases';
import type { Ctx } from '#platform/ctx';
import { judgeCalls } from './children.rules.ts';
import { draftSummons } from './letters.server.ts';
import { calendarOf, lockBreach, summonsOptionsOf } from './reach.server.ts';
import { countUnheeded, judgeSummons, no, type BreachRefused } from './rules.ts';
import { insertSummons, listSummonses, wasVisited } from './store.server.ts';

export type SummonsInput = {
  caseId: string;
  breachId: string;
  appearOn: PlainDate;
  appearAt: ClockTime;
  place: string;
  /** What he is called for; it stands in the letter. */
  reason: string;
  /** Whom of a child's people the summons calls with him. */
  calls?: Calls | undefined;
};

/** Calls the client to be heard: drafts the letter. He has been summoned once it has been sent (letters.server.ts). */
export async function summonClient(
  ctx: Ctx,
  input: SummonsInput,
): Promise<{ ok: true; summonsId: string; letterId: string } | BreachRefused> {
  const { of, breach } = await lockBreach(ctx, input.caseId, input.breachId, 'breach:handle');
  if (!isOpen(of.state)) return no('case_not_open');
  const options = await summonsOptionsOf(ctx, of.unitId, of.today);
  const earlier = await listSummonses(ctx.tx, breach.id);
  const verdict = judgeSummons(breach, earlier, input.appearOn, {
    options,
    office: await calendarOf(ctx, of.unitId, breach.openedOn),
    visited: await wasVisited(ctx.tx, breach),
    today: of.today,
  });
  if (!verdict.ok) return verdict;
  if (input.reason.length < 5) return no('reason_missing');
  const child = of.ageGroup === 'child';
  const called = judgeCalls(child, input.calls);
  if (!called.ok) return called;
  const calls = child ? input.calls : undefined;
  const summonsId = ctx.newId();
  const ordinal = countUnheeded(earlier) + 1;
  const { days, counts } = options;
  await insertSummons(ctx, of, breach.id, { ...input, id: summonsId, ordinal, days, counts, calls });
  const letterId = await draftSummons(ctx, of, {
    ...input,
    id: summonsId,
    ordinal,
    purpose: input.reason,
    calls,
  });
  ctx.journal({
    what: 'breach.summons-drafted',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { breachId: breach.id, summonsId, letterId, day: input.appearOn },
  });
  return { ok: true, summonsId, letterId };
}
