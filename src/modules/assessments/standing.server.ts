import { addDays, type PlainDate } from '#kernel/plain-date';
import { closeTasks } from '#modules/tasks/server';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { nextDue } from './due.rules.ts';
import { adultsOnly } from './law.rules.ts';
import {
  beginOnce,
  DUE,
  listKnown,
  listStaleTasks,
  openDueTasks,
  wordStanding,
  writeStandings,
  type Known,
  type Standing,
} from './standing.store.server.ts';

type Options = Awaited<ReturnType<typeof optionsOf<typeof nextDue.options>>>;
/** As many cases as one statement carries comfortably. */
const CHUNK = 2000;

/** Where a client stands by what is known of him. */
export function judgeStanding(
  { caseId, unitId, age, ageGroup, assessmentId, facts }: Known,
  options: Options,
): Standing {
  const one = { caseId, unitId, assessmentId, heldOn: facts.last?.heldOn ?? null, band: facts.last?.band ?? null };
  // Whoever was assessed as an adult stays so; of a child nothing is due that this instrument could give.
  if (!facts.last && adultsOnly.judge({ age, ageGroup }, {}) === 'child') return { ...one, state: 'child', due: null };
  return {
    ...one,
    state: !facts.last ? 'never' : facts.last.band === null ? 'provisional' : 'assessed',
    due: nextDue.judge(facts, options),
  };
}

/** Writes anew where one client stands, and closes what waited for the deed that has just been done. */
export async function renewStanding(ctx: Ctx, of: { caseId: string; unitId: number; today: PlainDate }): Promise<void> {
  const options = await optionsOf(ctx.tx, of.unitId, nextDue, of.today);
  const [known] = await listKnown(ctx, { ...of, limit: 1 });
  if (!known) return;
  const standing = judgeStanding(known, options);
  await writeStandings(ctx, [standing], of.today);
  if (standing.due === null || standing.due.on > addDays(of.today, options.lead_days))
    await closeTasks(ctx, { unitId: of.unitId, kind: DUE, key: of.caseId });
}

/** Every client of an office, night by night: read a page, decide by the rule, write what has changed; then the tasks follow. */
export async function sweepOffice(ctx: Ctx, { unitId, today }: { unitId: number; today: PlainDate }): Promise<void> {
  await beginOnce(ctx, unitId, today);
  const options = await optionsOf(ctx.tx, unitId, nextDue, today);
  let after: string | undefined;
  let changed = 0;
  for (;;) {
    const known = await listKnown(ctx, { unitId, today, limit: CHUNK, ...(after ? { after } : {}) });
    const renewed = known
      .map((one) => ({ one, standing: judgeStanding(one, options) }))
      .filter(({ one, standing }) => one.stands !== wordStanding(standing))
      .map(({ standing }) => standing);
    await writeStandings(ctx, renewed, today);
    changed += renewed.length;
    after = known.at(-1)?.caseId;
    if (known.length < CHUNK || !after) break;
  }
  const until = addDays(today, options.lead_days);
  const stale = await listStaleTasks(ctx, unitId, until);
  await closeTasks(ctx, { unitId, kind: DUE, key: stale, as: 'withdrawn' });
  const opened = await openDueTasks(ctx, unitId, until);
  if (changed + opened + stale.length > 0)
    ctx.journal({
      what: 'assessments.swept',
      unitId,
      about: { day: today, changed, opened, withdrawn: stale.length },
    });
}
