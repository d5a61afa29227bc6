import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { lockSearch } from './reach.server.ts';
import { no, type SearchRefused } from './rules.ts';
import { changeDecree } from './store.server.ts';

/** Number, day and issuer of the decree, as they become known; the days of the search count from its day. */
export async function recordDecree(
  ctx: Ctx,
  input: { caseId: string; number: string; dated: PlainDate; issuer: string },
): Promise<{ ok: true } | SearchRefused> {
  const { of, search } = await lockSearch(ctx, input.caseId, 'at_large:keep');
  if (input.dated > of.today) return no('day_in_future');
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
