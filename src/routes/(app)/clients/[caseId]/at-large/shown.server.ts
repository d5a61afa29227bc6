import { error } from '@sveltejs/kit';
import { formatDate, type Locale } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { isRunning, standingWords, type SearchState } from '#modules/at-large';
import { readSearch, type SearchInFull } from '#modules/at-large/server';
import { findCustodyNote } from '#modules/breaches/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { showCase } from '../../shown.server.ts';

export function toneOf(state: SearchState): 'neutral' | 'warning' | 'success' | 'error' {
  if (state === 'wanted' || state === 'decree_received') return 'error';
  if (state === 'handed_over') return 'success';
  return isRunning(state) ? 'warning' : 'neutral';
}

/** What every page about a search begins with: whose it is, and where it stands. */
export async function showSearchOf(ctx: ReadCtx, caseId: string, locale: Locale) {
  if (!isUuid(caseId)) error(404, m.errors_not_found());
  const { header, ...shown } = await showCase(ctx, caseId, 'at-large', locale);
  const of = await readSearch(ctx, caseId);
  return { header, shown, of, base: `${shown.base}/at-large` };
}

/** That he is held already, as the breach says that led to the decree; nothing where that is settled. */
export async function heldAlready(ctx: ReadCtx, caseId: string, search: SearchInFull | undefined) {
  if (!search?.running || search.state === 'arrested' || search.heldOn || search.waiting) return undefined;
  return findCustodyNote(ctx, caseId);
}

/** The same for the pages of its steps, which there are only where there is a search. */
export async function showSearch(ctx: ReadCtx, caseId: string, locale: Locale) {
  const { of, ...page } = await showSearchOf(ctx, caseId, locale);
  return {
    ...page,
    search: of.search,
    may: of.may,
    state: of.search ? { label: standingWords(of.search), tone: toneOf(of.search.state) } : undefined,
    since: of.search ? sinceWords(of.search, locale) : '',
  };
}

export function sinceWords(search: SearchInFull, locale: Locale): string {
  const day = formatDate(search.clockFrom, locale);
  const count = String(search.days);
  const until = search.endedOn ?? search.heldOn;
  if (!until) return m.at_large_away_since({ day, count });
  const ended = formatDate(until, locale);
  if (until < search.clockFrom) return m.at_large_held_before({ day, ended });
  return m.at_large_took({ day, ended, count });
}
