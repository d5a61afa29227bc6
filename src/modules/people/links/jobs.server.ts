import { closeTasks, openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { Job, JobUnit, JobWork } from '#platform/job';
import { askWho } from '../matching/ask-who.server.ts';
import { mustBeAnswered } from '../rules.ts';
import { takeDue } from './ask-again.store.server.ts';
import { oldestQuestion } from './questions.queries.server.ts';
import { officesAround } from './links.store.server.ts';
import { questionFound } from './question-found.server.ts';

/** So many in one transaction: each takes some milliseconds. */
const MOST = 100;

/** A new record, a changed name or another name opens the question by itself: who of everybody may this be? It decides nothing. */
async function askAgain(ctx: Ctx, unit: JobUnit): Promise<void> {
  const due = await takeDue(ctx, unit.id, MOST);
  for (const { personId, facts } of due) {
    const { candidates, elsewhere, elsewhereHits } = await askWho(ctx, facts, { personId, unitId: unit.id });
    const hits = [
      ...candidates.map(({ hit, band }) => ({ hitId: hit, band })),
      ...elsewhere.map(({ band }, at) => ({ hitId: elsewhereHits[at], band })),
    ].flatMap(({ hitId, band }) => (hitId && mustBeAnswered(band) ? [{ personId, hitId, band }] : []));
    await questionFound(ctx, hits);
  }
  if (due.length === MOST) await askSoon(ctx, unit.id);
  if (due.length > 0) await countQuestions(ctx, unit);
}

/** Asks about everybody of an office of whom something new is known, after this transaction. */
export async function askSoon(ctx: Ctx, unitId: number): Promise<void> {
  await ctx.addJob('people.ask-again', { unitId }, { key: `people.ask-again/${unitId}` });
}

/**
 * Has every office that is tied to somebody count what is open there, after this transaction: his stay somewhere may contradict a link of
 * theirs. For a job of the office of the record.
 */
export async function countAround(ctx: Ctx, personId: string): Promise<void> {
  for (const unitId of await officesAround(ctx, personId))
    await ctx.addJob('people.count-questions', { unitId }, { key: `people.count-questions/${unitId}` });
}

/** Offices that guide clients; the others keep people in custody. */
const guides: readonly string[] = ['bapas', 'pos_bapas'];

/** One open task as long as something is open, whoever opened or closed it. */
async function countQuestions(ctx: Ctx, unit: JobUnit): Promise<void> {
  const task = { unitId: unit.id, kind: 'people.questions', key: String(unit.id) } as const;
  const forRole = guides.includes(unit.type) ? 'section_head' : 'registrar';
  if (await oldestQuestion(ctx, unit.id)) await openTask(ctx, { ...task, forRole });
  else await closeTasks(ctx, task);
}

const inItsUnit = (work: (ctx: Ctx, unit: JobUnit) => Promise<void>) => ({
  run: async (hands: JobWork, { unitId }: Record<string, unknown>) => {
    if (typeof unitId === 'number') await hands.inUnit(unitId, work);
  },
});

export const jobs = {
  'people.ask-again': inItsUnit(askAgain),
  'people.count-questions': inItsUnit(countQuestions),
} as const satisfies Record<string, Job>;
