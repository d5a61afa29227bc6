import type { Ctx } from '#platform/ctx';
import type { Band } from '../rules.ts';
import { questionHits, type FoundAgain } from './ask-again.store.server.ts';
import { tellOfLink } from './followers.server.ts';
import { sidesOf } from './links.store.server.ts';

/**
 * Makes hits questions of the office, and tells whoever follows links of those that are nearly certain. Says whether any has just become one:
 * what is decided is not asked again.
 */
export async function questionFound(
  ctx: Ctx,
  hits: readonly (FoundAgain & { band: Band })[],
  comparisonId?: string,
): Promise<boolean> {
  const links = await questionHits(ctx, hits, comparisonId);
  for (const [at, { band }] of hits.entries()) {
    const linkId = links[at];
    if (linkId && band === 'strong')
      await tellOfLink(ctx, { what: 'likely', linkId, sides: await sidesOf(ctx, linkId) });
  }
  return links.some((linkId) => linkId !== null);
}
