import { env } from '#platform/env.server';
import type { Recognition } from '../recognition/index.ts';
import { Matcher } from './matcher.server.ts';

/** The built application and the worker beside it are two copies of this file in one process, and share one copy of the people. */
type Ours = { matcher: Matcher | undefined; url: string | undefined; patienceMs: number };
const own = Symbol.for('simpul.matching');
const holder = globalThis as { [own]?: Ours };
/** Longer nobody waits at a counter: he is told that somebody may be missing. A small office is read sooner. */
const ours = (holder[own] ??= { matcher: undefined, url: undefined, patienceMs: 5000 });

/** The people in memory of this process; read from the first question on, or from when the pages begin to be served. */
function matcher(): Matcher {
  if (ours.matcher) return ours.matcher;
  const url = ours.url ?? env().DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not settled');
  return (ours.matcher = new Matcher(url));
}

/** The people as they are now; `isPartial` where somebody may be missing from them. */
export async function everybodyNow(): Promise<{ recognition: Recognition; everybody: boolean; isPartial: boolean }> {
  const us = matcher();
  const isCurrent = await us.catchUp(ours.patienceMs);
  const { everybody } = us.inStep;
  return { recognition: us.recognition, everybody, isPartial: !everybody || !isCurrent };
}

/**
 * The same with what is looked for among them. The look begins while the database is still asked what has changed, and is taken again only
 * where something has.
 */
export async function lookedForNow<T>(
  look: (recognition: Recognition) => T,
): Promise<{ found: T; recognition: Recognition; everybody: boolean; isPartial: boolean }> {
  const { recognition, inStep } = matcher();
  const asked = everybodyNow();
  // First everything that is asked of the database goes out; it works on that meanwhile.
  await new Promise(setImmediate);
  const early = inStep.everybody ? { at: recognition.changes, found: look(recognition) } : undefined;
  const now = await asked;
  return { ...now, found: early?.at === now.recognition.changes ? early.found : look(now.recognition) };
}

/** Begins to read everybody, where a database is settled: so that the first question of the morning finds them. */
export function startMatching(): void {
  if (ours.url ?? env().DATABASE_URL) matcher();
}

/** For tests: whoever asks from now on asks about the people of this database. */
export async function useMatchingDatabase(url: string | undefined): Promise<void> {
  const before = ours.matcher;
  ours.url = url;
  ours.matcher = undefined;
  ours.patienceMs = 120_000; // a busy machine is no reason to miss anybody
  await before?.stop();
}
