import type { ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import { listLikenesses, listTellable, reachOf, type Reach } from '../likeness.queries.server.ts';
import {
  agreesByNumber,
  settledAt,
  thresholds,
  type Facts,
  type Found,
  type Recognition,
} from '../recognition/index.ts';
import { judgeHits, type Hit } from './hits.server.ts';
import { everybodyNow } from './process.server.ts';

/** One of a list; whoever is registered already is not found as himself. */
export type OneAsked = { facts: Facts; personId?: string | undefined };
export type Lookalikes = {
  /** For each of the list in its order, the strongest first. */
  hits: Hit[][];
  /** Among how many people was looked, and whether these are all. */
  people: number;
  everybody: boolean;
  /** Somebody may be missing. */
  isPartial: boolean;
};

/** So many are looked at for each of a list, and where one is asked about as a single one is. */
const mostFound = 20;
const mostWide = 60;
/** How long nobody else is served. */
const SLICE_MS = 8;

/**
 * Who each of a list may be, asked at once; nothing is kept and nothing decided. For jobs alone: nobody at a desk asks about many.
 * `office`: among its own people only, without those whom a list may not tell of; `everybody`: those of other offices too, as
 * pointers, as one asks about one.
 */
export async function askMany(
  ctx: ReadCtx,
  list: readonly OneAsked[],
  { among }: { among: 'office' | 'everybody' },
): Promise<Lookalikes> {
  if (ctx.actor.kind !== 'system') throw new NotAllowed('many people at once');
  const { recognition, everybody, isPartial } = await everybodyNow();
  const people = recognition.size;
  const reach = among === 'office' ? officeOf : reachOf;

  const found = await findQuickly(recognition, list, people);
  const within = await reach(ctx, idsOf(found));
  // A list stops where the first one settles it. Where that is somebody whom the office may not know of, he settles nothing for it.
  const isSettledInSight = (at: number) => {
    const first = found[at]![0];
    return !first || aloneFor(first, people) < settledAt || isIn(within, first.id);
  };
  // However sure another one is, whoever bears the number or one that is a slip away from it is asked about: a number may stand with the
  // wrong person, and where all else differs a list passes him over.
  const bearers = await inSlices(list, ({ facts: { nik } }) => (nik ? recognition.bearersOf(nik) : []));
  const anew = list.flatMap(({ personId }, at) => {
    const isMissed = (id: string) => id !== personId && !found[at]!.some((one) => one.id === id);
    return isSettledInSight(at) && !bearers[at]!.some(isMissed) ? [] : [at];
  });
  await inSlices(anew, (at) => {
    const { facts, personId } = list[at]!;
    const wide = recognition.findWide(facts, mostWide, thresholds.ask.bits);
    found[at] = wide.filter(({ id }) => id !== personId);
  });
  const more = await reach(
    ctx,
    idsOf(anew.map((at) => found[at]!)).filter((id) => !isIn(within, id)),
  );
  const known = new Map([...within.known, ...more.known]);
  const held = new Map([...within.held, ...more.held]);
  return {
    hits: list.map(({ facts }, at) => judgeHits(facts, found[at]!, { known, held }, people)),
    people,
    everybody,
    isPartial,
  };
}

function findQuickly(recognition: Recognition, list: readonly OneAsked[], people: number): Promise<Found[][]> {
  const answers = recognition.findEach(
    list.map(({ facts }) => facts),
    { limit: mostFound, except: list.map(({ personId }) => personId) },
  );
  return inSlices(list, () => (answers.next().value as Found[]).filter((one) => mayBeTold(one, people)));
}

async function inSlices<T, U>(list: readonly T[], each: (one: T) => U): Promise<U[]> {
  const answers: U[] = [];
  let until = performance.now() + SLICE_MS;
  for (const one of list) {
    answers.push(each(one));
    if (performance.now() < until) continue;
    await new Promise(setImmediate);
    until = performance.now() + SLICE_MS;
  }
  return answers;
}

/** How certain somebody is where nobody else is found: others only make him less so. */
function aloneFor({ bits }: Found, people: number): number {
  return bits - Math.log2(people + 1);
}

function mayBeTold(found: Found, people: number): boolean {
  return aloneFor(found, people) >= thresholds.ask.bits || agreesByNumber(found.terms);
}

/** The office's own people whom a list may tell of. */
async function officeOf(ctx: ReadCtx, ids: readonly string[]): Promise<Reach> {
  const known = await listLikenesses(ctx, await listTellable(ctx, ids));
  return { known: new Map(known.map((one) => [one.personId, one])), held: new Map() };
}

function isIn({ known, held }: Reach, id: string): boolean {
  return known.has(id) || held.has(id);
}

function idsOf(found: readonly (readonly Found[])[]): string[] {
  return [...new Set(found.flatMap((one) => one.map(({ id }) => id)))];
}
