import type { PlainDate } from '#kernel/plain-date';
import { followEndings, keepFromSealing, reachCase, type CaseEnded, type CaseReopened } from '#modules/cases/server';
import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { dutyOf, putBefore } from './reach.server.ts';
import { isRunning, no, type SearchRefused } from './rules.ts';
import { findSearch, liftSearchRow, openSearchRow } from './store.server.ts';
import { isNumberUsed } from './decrees.store.server.ts';

keepFromSealing('at-large', async (tx, caseId) => {
  const search = await findSearch(tx, caseId);
  return search !== undefined && isRunning(search.state);
});
followEndings('at-large', (ctx, moved) => (moved.what === 'ended' ? openWithEnding(ctx, moved) : liftWith(ctx, moved)));

/** The decree ends the supervision and begins the search, in one transaction. */
async function openWithEnding(ctx: Ctx, { of, paper }: CaseEnded): Promise<void> {
  if ((await dutyOf(ctx, of)) !== 'itself') return;
  const searchId = await openSearchRow(ctx, of.id, paper);
  if (searchId) await announce(ctx, of, searchId);
}

/** Whoever is searched was revoked by a decree, so that only another decree lifts it. */
async function liftWith(ctx: Ctx, { of, day, note, paper }: CaseReopened): Promise<void> {
  const searchId = paper && (await liftSearchRow(ctx, of.id, { day, reason: note, number: paper.number }));
  if (!searchId) return;
  await putBefore(ctx, of, searchId, 'lifted');
  for (const kind of ['at-large.closure', 'at-large.correction'] as const)
    await closeTasks(ctx, { unitId: of.unitId, kind, key: searchId, as: 'withdrawn' });
  const line = { unitId: of.unitId, caseId: of.id, personId: of.personId };
  ctx.journal({
    what: 'at-large.moved',
    ...line,
    about: { searchId, step: 'lift', after: 'lifted', day, documentNumber: paper.number },
  });
}

/** For a supervision that ended by a decree before searches were kept here. What is known of the decree is added on the file. */
export async function openSearch(ctx: Ctx, input: { caseId: string }): Promise<{ ok: true } | SearchRefused> {
  const of = await reachCase(ctx, input.caseId, 'at_large:keep');
  const known = await findSearch(ctx.tx, of.id);
  if (known && known.state !== 'lifted') return no('search_running');
  const opens = await dutyOf(ctx, of);
  if (opens !== 'itself') return no(opens === 'never' ? 'not_ended_by_decree' : 'not_sent_back');
  const searchId = await openSearchRow(ctx, of.id, { number: '', dated: null, issuer: '' });
  if (!searchId) return no('not_ended_by_decree');
  await announce(ctx, of, searchId);
  return { ok: true };
}

/** Where the kind of a supervision sends nobody back, its head may have a paper that does: a judge's decision, for one. */
export async function openOnDocument(
  ctx: Ctx,
  input: { caseId: string; number: string; dated: PlainDate; issuer: string; reason: string },
): Promise<{ ok: true } | SearchRefused> {
  const of = await reachCase(ctx, input.caseId, 'case:decide_ending');
  const known = await findSearch(ctx.tx, of.id);
  if (known && known.state !== 'lifted') return no('search_running');
  if ((await dutyOf(ctx, of)) !== 'document') return no('not_ended_by_decree');
  if (input.dated > of.today) return no('day_in_future');
  if (await isNumberUsed(ctx.tx, of.id, input)) return no('number_used');
  const searchId = await openSearchRow(ctx, of.id, input, input.reason);
  if (!searchId) return no('not_ended_by_decree');
  await announce(ctx, of, searchId, { documentNumber: input.number });
  return { ok: true };
}

async function announce(
  ctx: Ctx,
  of: CaseEnded['of'],
  searchId: string,
  on: { documentNumber?: string } = {},
): Promise<void> {
  await putBefore(ctx, of, searchId, 'decree_received');
  ctx.journal({
    what: 'at-large.opened',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { searchId, ...on },
  });
}
