import type { ReadCtx } from './ctx.ts';

/**
 * Looks something up once for a whole reading: a page is put together from parts that each ask for the same client, and within one
 * transaction a few milliseconds apart nothing is gained by asking again. Where something may change between two looks it is looked
 * up every time. `what` names the look with all that it depends on.
 */
export function lookedUpOnce<T>(
  { lookedUp }: Pick<ReadCtx, 'lookedUp'>,
  what: string,
  look: () => Promise<T>,
): Promise<T> {
  if (!lookedUp) return look();
  const known = lookedUp.get(what) as Promise<T> | undefined;
  if (known) return known;
  const found = look();
  lookedUp.set(what, found);
  return found;
}
