import { areCallsSaid, type Calls } from '#kernel/presences';
import { inLanguage } from '#messages/server';
import { reachCase } from '#modules/cases/server';
import { followLetters, listFamilyCalls, tellFamily, type FamilyCall } from '#modules/letters/server';
import { closeTasks } from '#modules/tasks/server';
import { m } from '#messages';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { lockSearch } from './reach.server.ts';
import { no, type SearchRefused } from './rules.ts';
import { familyThing as thing, listUntold, type Untold } from './family.store.server.ts';
import { putFamilyBefore } from './untold.server.ts';
import { stepWords } from './words.ts';

export type FamilyOf = { untold: Untold[]; calls: FamilyCall[] };
export async function readFamily(ctx: ReadCtx, search: { id: string; caseId: string }): Promise<FamilyOf> {
  return { untold: await listUntold(ctx.tx, search.id), calls: await listFamilyCalls(ctx, search.caseId, thing) };
}

/** Tells guardian and companion of every step of the search that they do not know of yet, or writes why they are not told. */
export async function callFamily(
  ctx: Ctx,
  { caseId, calls }: { caseId: string; calls: Calls | undefined },
): Promise<{ ok: true } | SearchRefused> {
  const { of, search } = await lockSearch(ctx, caseId, 'at_large:keep');
  const untold = await listUntold(ctx.tx, search.id);
  if (untold.length === 0) return no('family_told');
  if (!calls || !areCallsSaid(calls)) return no('call_missing');
  await tellFamily(ctx, {
    caseId: of.id,
    thing,
    calls,
    steps: untold.map(({ id, step, day }) => ({ id, day, what: inLanguage('id', () => stepWords[step]()) })),
  });
  await closeTasks(ctx, { unitId: of.unitId, kind: 'at-large.family', key: search.id });
  return { ok: true };
}

/** A notice that was withdrawn or made void told nobody. */
followLetters(
  thing,
  async (ctx, { step, concerns, caseId }) => {
    if (step !== 'withdraw' && step !== 'void') return;
    const move = await ctx.tx
      .selectFrom('at_large.move')
      .select('search_id')
      .where('id', '=', concerns.id)
      .executeTakeFirst();
    if (move) await putFamilyBefore(ctx, await reachCase(ctx, caseId, 'letter:draft'), move.search_id);
  },
  async (_, { caseId }) => ({ href: `/clients/${caseId}/at-large`, name: m.at_large_title() }),
);
