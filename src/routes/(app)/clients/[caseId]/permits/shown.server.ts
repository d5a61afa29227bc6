import { error } from '@sveltejs/kit';
import { formatDays, type Locale } from '#kernel/format';
import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import { isRunning, scopeWords, stateWords, type PermitState } from '#modules/permits';
import { readPermit } from '#modules/permits/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { showCase } from '../../shown.server.ts';

export function toneOf(state: PermitState): 'neutral' | 'warning' | 'success' | 'error' {
  if (state === 'granted' || state === 'returned') return 'success';
  if (state === 'refused' || state === 'revoked') return 'error';
  return isRunning(state) ? 'warning' : 'neutral';
}

export function journeyWords(
  one: { destination: string; fromOn: PlainDate; untilOn: PlainDate },
  locale: Locale,
): string {
  return m.permits_journey({ destination: one.destination, days: formatDays(one.fromOn, one.untilOn, locale) });
}

/** What every page about one permit begins with: whose it is, where it leads and where it stands. */
export async function showPermit(ctx: ReadCtx, params: { caseId: string; permitId: string }, locale: Locale) {
  if (!isUuid(params.permitId)) error(404, m.errors_not_found());
  const { header, ...shown } = await showCase(ctx, params.caseId, 'permits', locale);
  const permit = await readPermit(ctx, params.caseId, params.permitId);
  return {
    header,
    permit,
    shown,
    base: `${shown.base}/permits/${permit.id}`,
    what: journeyWords(permit, locale),
    scope: scopeWords[permit.scope](),
    state: { label: stateWords[permit.state](), tone: toneOf(permit.state) },
  };
}
