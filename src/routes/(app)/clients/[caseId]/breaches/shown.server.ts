import { error } from '@sveltejs/kit';
import type { Locale } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { groundWords, isRunning, stateWords, type BreachState } from '#modules/breaches';
import { readBreach, type BreachInFull } from '#modules/breaches/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { showCase } from '../../shown.server.ts';

export function toneOf(state: BreachState): 'neutral' | 'warning' | 'success' | 'error' {
  if (state === 'proposed_for_revocation') return 'error';
  if (state === 'reprimanded') return 'success';
  return isRunning(state) ? 'warning' : 'neutral';
}

/** What every page about one breach begins with: whose it is, what it is about and where it stands. */
export async function showBreach(ctx: ReadCtx, params: { caseId: string; breachId: string }, locale: Locale) {
  if (!isUuid(params.breachId)) error(404, m.errors_not_found());
  const { header, ...shown } = await showCase(ctx, params.caseId, 'breaches', locale);
  const breach = await readBreach(ctx, params.caseId, params.breachId);
  return {
    header,
    breach,
    shown,
    base: `${shown.base}/breaches/${breach.id}`,
    what: breach.grounds.map((code) => groundWords[code]()).join('; '),
    state: { label: stateWords[breach.state](), tone: toneOf(breach.state) },
  };
}
export type ShownBreach = { shown: Awaited<ReturnType<typeof showBreach>>['shown']; breach: BreachInFull };
