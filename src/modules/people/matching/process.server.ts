import { env } from '#platform/env.server';
import { Matcher } from './matcher.server.ts';

/** The built application and the worker beside it are two copies of this file in one process, and share one copy of the people. */
const holder = globalThis as { [own]?: { matcher: Matcher | undefined; url: string | undefined } };
const own = Symbol.for('simpul.matching');
const ours = (holder[own] ??= { matcher: undefined, url: undefined });

/** The people in memory of this process; read from the first question on, or from when the pages begin to be served. */
export function matcher(): Matcher {
  if (ours.matcher) return ours.matcher;
  const url = ours.url ?? env().DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not settled');
  return (ours.matcher = new Matcher(url));
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
  await before?.stop();
}
