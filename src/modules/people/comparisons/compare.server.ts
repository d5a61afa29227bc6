import { isUuid } from '#kernel/id';
import type { Ctx } from '#platform/ctx';
import type { Job, JobWork } from '#platform/job';
import { comparedTypes, nextComparisonState } from '../comparisons.rules.ts';
import { questionFound } from '../links/question-found.server.ts';
import { askMany } from '../matching/ask-many.server.ts';
import { keepMany } from '../matching/keep-asking.server.ts';
import { mustBeAnswered } from '../rules.ts';
import {
  beginComparison,
  finishComparison,
  listStandingStill,
  listToCompare,
  lockComparison,
  moveComparisonOn,
  noteComparisonWaits,
} from './comparisons.store.server.ts';

/** So many in one transaction: about a second, so that a pause is heard at once and little is done twice. */
const CHUNK = 200;
/** After this long other jobs get the hand; the rest goes to the end of the queue. */
const TURN_MS = 10_000;
/** While this process still reads everybody, nobody is compared: whoever is not read yet would be missed for good. */
const WAIT_MS = 15_000;
/** A turn waits behind other jobs, and a chunk is a second. */
const STANDS_STILL_MS = 10 * 60_000;

type Which = { comparisonId: string; unitId: number };

export async function compareSoon(ctx: Ctx, { comparisonId, unitId }: Which, runAt?: Date): Promise<void> {
  const options = { key: `people.compare/${comparisonId}`, ...(runAt ? { runAt } : {}) };
  await ctx.addJob('people.compare', { comparisonId, unitId }, options);
}

/** Works for one turn and puts itself behind whatever else waits. Killed at any point it goes on where the last whole chunk ended. */
async function compareOnwards(work: JobWork, which: Which): Promise<void> {
  const until = performance.now() + TURN_MS;
  let goesOn = true;
  while (goesOn && performance.now() < until)
    goesOn = await work.inUnit(which.unitId, (ctx) => compareSome(ctx, which));
  if (goesOn) await work.inUnit(which.unitId, (ctx) => compareSoon(ctx, which));
}

/** One chunk with the questions that it opens and where it ended; says whether there is more to do now. */
async function compareSome(ctx: Ctx, which: Which): Promise<boolean> {
  const one = await lockComparison(ctx, which.comparisonId);
  if (!one || !nextComparisonState(one.state, 'finish')) return false;
  const untilId = one.untilId ?? (await beginComparison(ctx, one));
  const people = untilId === null ? [] : await listToCompare(ctx, { ...one, untilId }, CHUNK);
  const last = people.at(-1);
  if (!last) {
    const { compared } = await finishComparison(ctx, one.id);
    ctx.journal({ what: 'comparison.done', unitId: one.unitId, about: { comparisonId: one.id, compared } });
    return false;
  }
  const { hits, isPartial, ...among } = await askMany(ctx, people, { among: 'everybody' });
  if (isPartial) {
    await noteComparisonWaits(ctx, one.id);
    await compareSoon(ctx, which, new Date(Date.now() + WAIT_MS));
    return false;
  }
  const answered = people.map((person, at) => ({
    ...person,
    hits: hits[at]!.filter(({ band }) => mustBeAnswered(band)),
  }));
  const kept = await keepMany(ctx, one.unitId, answered, among);
  const opened = await questionFound(ctx, kept, one.id);
  if (opened)
    await ctx.addJob('people.count-questions', { unitId: one.unitId }, { key: `people.count-questions/${one.unitId}` });
  await moveComparisonOn(ctx, one.id, last.personId, people.length);
  return true;
}

export const jobs = {
  'people.compare': {
    run: async (work, { comparisonId, unitId }) => {
      if (!isUuid(comparisonId) || typeof unitId !== 'number') throw new TypeError('not a job of ours');
      await compareOnwards(work, { comparisonId, unitId });
    },
  },
  /** A process that was killed leaves a comparison where it stood; here it goes on. A run that only was slow shares it, chunk by chunk. */
  'people.compare-resume': {
    when: [{ everyMinutes: 5 }],
    run: (work) =>
      work.perUnits({ types: comparedTypes }, async (ctx, units) => {
        const since = new Date(Date.now() - STANDS_STILL_MS);
        const ids = units.map(({ id }) => id);
        for (const { id, unitId } of await listStandingStill(ctx, ids, since))
          await compareSoon(ctx, { comparisonId: id, unitId });
      }),
  },
} as const satisfies Record<string, Job>;
