import { formatDate, type Locale } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { isOver, type ProceedingState } from '#modules/revocations';
import { m } from '#messages';

export function toneOf(state: ProceedingState): 'neutral' | 'warning' | 'success' | 'error' {
  if (state === 'revoked' || state === 'cancelled') return 'error';
  if (state === 'not_revoked' || state === 'refused' || state === 'continued') return 'success';
  return isOver(state) ? 'neutral' : 'warning';
}

/** What is left of the whole service, in the working days of the office that began it. */
export function leftWords(daysLeft: number, until: PlainDate, locale: Locale): string {
  const day = formatDate(until, locale);
  return daysLeft >= 0
    ? m.revocations_left({ count: String(daysLeft), day })
    : m.revocations_over_by({ count: String(-daysLeft), day });
}
