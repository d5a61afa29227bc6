import process from 'node:process';

/** `npm run simpul -- verify` walks everything; `npm test` takes the part that fits into its minutes. */
export const everything = process.env.SIMPUL_VERIFY === 'all';

/** How many of something: the first number in `npm test`, the second where everything is walked. */
export function asMany(usually: number, all: number): number {
  return everything ? all : usually;
}

const [part = 1, parts = 1] = (process.env.SIMPUL_PART ?? '1/1').split('/').map(Number);

/** How many of something that all parts of a suite do together this one does, at the least: they are only about alike. */
export function inThisPart(all: number): number {
  return parts === 1 ? all : Math.floor(all / parts / 2);
}

/**
 * What this part of a suite takes of a long list; the parts together take all of it, each once, and without a part it is all. A file that asks
 * this is in every part of its suite (src/cli/verify-suites.ts). Of a table that is walked row by row each part has every row and every column.
 */
export function ofThisPart<T>(all: readonly T[]): T[] {
  return dealt(all, part, parts);
}
/** Round after round, each begun with somebody else, by no rhythm that a table of any width could share. */
export function dealt<T>(all: readonly T[], to: number, among: number): T[] {
  const turned = (round: number) => Math.imul(round + 1, 0x9e3779b1) >>> 16;
  return all.filter((_, index) => (index + turned(Math.floor(index / among))) % among === to - 1);
}
