import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { lockSearch } from './reach.server.ts';
import { judgeDecree, type SearchRefused } from './rules.ts';
import { changeDecree, isNumberUsed } from './decrees.store.server.ts';

/** What was not known yet of the decree; the days of the search count from its day. What is known is corrected by two people. */
export async function recordDecree(
  ctx: Ctx,
  input: { caseId: string; number: string; dated: PlainDate; issuer: string },
): Promise<{ ok: true } | SearchRefused> {
  const { of, search } = await lockSearch(ctx, input.caseId, 'at_large:keep');
  const verdict = judgeDecree(search, input, await isNumberUsed(ctx.tx, of.id, input), of.today);
  if (!verdict.ok) return verdict;
  await changeDecree(ctx, search.id, { number: input.number, dated: input.dated, issuer: input.issuer });
  ctx.journal({
    what: 'at-large.decree-recorded',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { searchId: search.id, documentNumber: input.number, dated: input.dated },
  });
  return { ok: true };
}
