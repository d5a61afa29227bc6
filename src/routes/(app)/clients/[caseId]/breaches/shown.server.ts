import { error } from '@sveltejs/kit';
import { formatDate, type Locale } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { daysBetween, type PlainDate } from '#kernel/plain-date';
import { countWords, groundWords, isRunning, stateWords, type BreachState, type DayCount } from '#modules/breaches';
import { readBreach, type BreachInFull } from '#modules/breaches/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { showCase } from '../../shown.server.ts';

export function toneOf(state: BreachState): 'neutral' | 'warning' | 'success' | 'error' {
  if (state === 'proposed_for_revocation') return 'error';
  if (state === 'reprimanded') return 'success';
  return isRunning(state) ? 'warning' : 'neutral';
}

/** The last day of the next step, which days were counted to find it, and how many days are left until it. */
export function dueWords(
  one: { dueOn: PlainDate | null; dueCounts: DayCount | null },
  today: PlainDate,
  locale: Locale,
): string | undefined {
  if (!one.dueOn || !one.dueCounts) return undefined;
  const left = daysBetween(today, one.dueOn);
  const rest =
    left > 0
      ? m.breaches_days_left({ count: String(left) })
      : left === 0
        ? m.breaches_days_today()
        : m.breaches_days_over({ count: String(-left) });
  return m.breaches_due({ day: formatDate(one.dueOn, locale), counts: countWords[one.dueCounts](), rest });
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
