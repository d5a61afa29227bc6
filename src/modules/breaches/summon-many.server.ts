import type { PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import { isOpen } from '#modules/cases';
import { draftRun } from '#modules/letters/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { judgeCalls } from './children.rules.ts';
import { fieldsOfSummons, matterOf } from './letters.server.ts';
import { calendarOf, lockBreach, summonsOptionsOf } from './reach.server.ts';
import { countUnheeded, judgeSummons, no, type BreachRefused } from './rules.ts';
import { findBreach, insertSummons, listGrounds, listSummonses, wasVisited } from './store.server.ts';

export type SummonsOfMany = {
  unitId: number;
  breachIds: readonly string[];
  appearOn: PlainDate;
  appearAt: ClockTime;
  place: string;
};

/**
 * Calls many clients for one day: each by the summons whose turn it is, in one run of letters for each. Whom the rules do not let call
 * is left out and counted; a head numbers the run, and from there each letter goes its own way.
 */
export async function summonMany(
  ctx: Ctx,
  input: SummonsOfMany,
): Promise<{ ok: true; runIds: string[]; called: number; left: number } | BreachRefused> {
  const runs = new Map<string, Parameters<typeof draftRun>[1]['letters'][number][]>();
  let refused: BreachRefused | undefined;
  let left = 0;
  // In one order, whoever chooses: two officers who call the same clients wait for each other instead of for ever.
  for (const breachId of [...new Set(input.breachIds)].sort()) {
    const verdict = await call(ctx, input, breachId, runs);
    if (verdict.ok) continue;
    refused ??= verdict;
    left += 1;
  }
  const runIds: string[] = [];
  let called = 0;
  for (const [kind, letters] of runs) {
    const run = await draftRun(ctx, { unitId: input.unitId, kind, letters });
    if (!run.ok) return no('nobody_chosen');
    runIds.push(run.runId);
    called += run.drafted;
  }
  return called > 0 ? { ok: true, runIds, called, left } : (refused ?? no('nobody_chosen'));
}

async function call(
  ctx: Ctx,
  { unitId, appearOn, appearAt, place }: SummonsOfMany,
  breachId: string,
  runs: Map<string, Parameters<typeof draftRun>[1]['letters'][number][]>,
): Promise<{ ok: true } | BreachRefused> {
  const row = await findBreach(ctx.tx, breachId);
  if (row?.unitId !== unitId) throw new NotFound('breach');
  const { of, breach } = await lockBreach(ctx, row.caseId, breachId, 'breach:handle');
  if (!isOpen(of.state)) return no('case_not_open');
  // With a child others are called as well, and the one form for all does not ask whom.
  if (!judgeCalls(of.ageGroup === 'child', undefined).ok) return no('called_one_by_one');
  const options = await summonsOptionsOf(ctx, unitId, of.today);
  const earlier = await listSummonses(ctx.tx, breach.id);
  const verdict = judgeSummons(breach, earlier, appearOn, {
    options,
    office: await calendarOf(ctx, unitId, breach.openedOn),
    visited: await wasVisited(ctx.tx, breach),
    today: of.today,
  });
  if (!verdict.ok) return verdict;
  const id = ctx.newId();
  const ordinal = countUnheeded(earlier) + 1;
  const { days, counts } = options;
  const purpose = matterOf({ alleged: breach.alleged, grounds: await listGrounds(ctx.tx, breach.id) });
  const call = { id, ordinal, appearOn, appearAt, place };
  await insertSummons(ctx, of, breach.id, { ...call, reason: purpose, days, counts });
  const { kind, fields } = await fieldsOfSummons(ctx, of.zone, { ...call, breachId, purpose });
  runs.set(kind, [...(runs.get(kind) ?? []), { caseId: of.id, fields, concerns: { thing: 'breaches.summons', id } }]);
  ctx.journal({
    what: 'breach.summons-drafted',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { breachId: breach.id, summonsId: id, day: appearOn },
  });
  return { ok: true };
}
