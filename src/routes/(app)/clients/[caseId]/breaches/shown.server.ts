import { error } from '@sveltejs/kit';
import type { Locale } from '#kernel/format';
import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import { countWords, groundWords, isRunning, stateWords, type BreachState, type DayCount } from '#modules/breaches';
import { readBreach, type BreachInFull } from '#modules/breaches/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { sayDue } from '../../../due.server.ts';
import { showCase } from '../../shown.server.ts';

export function toneOf(state: BreachState): 'neutral' | 'warning' | 'success' | 'error' {
  if (state === 'proposed_for_revocation') return 'error';
  if (state === 'reprimanded') return 'success';
  return isRunning(state) ? 'warning' : 'neutral';
}

export function dueWords(
  one: { dueOn: PlainDate | null; dueCounts: DayCount | null },
  today: PlainDate,
  locale: Locale,
): string | undefined {
  if (!one.dueOn || !one.dueCounts) return undefined;
  return sayDue({ dueOn: one.dueOn, counts: countWords[one.dueCounts]() }, today, locale);
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
