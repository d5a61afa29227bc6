import process from 'node:process';

/** `npm run simpul -- verify` walks everything; `npm test` takes the part that fits into its minutes. */
export const everything = process.env.SIMPUL_VERIFY === 'all';

/** How many of something: the first number in `npm test`, the second where everything is walked. */
export function asMany(usually: number, all: number): number {
  return everything ? all : usually;
}
