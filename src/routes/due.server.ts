import { formatDate, formatShortDate, type Locale } from '#kernel/format';
import { lastDay, type DueCount, type LastDay } from '#kernel/holidays';
import { daysBetween, type PlainDate } from '#kernel/plain-date';
import { countWords } from '#modules/units';
import { m } from '#messages';

/** A row that keeps its last day and the days that were counted beside each other. */
type Row = { dueOn: PlainDate | null; dueCounts: DueCount | null };

/** How many days are left until the last one, or how many it is over. */
function sayDaysLeft(dueOn: PlainDate, today: PlainDate): string {
  const left = daysBetween(today, dueOn);
  if (left === 0) return m.frame_days_today();
  return left > 0 ? m.frame_days_left({ count: String(left) }) : m.frame_days_over({ count: String(-left) });
}

/** The last day of the next step, which days were counted to find it, and how many are left until it. */
export function sayDue({ on, counts }: LastDay, today: PlainDate, locale: Locale): string {
  return m.frame_due({ day: formatDate(on, locale), counts: countWords[counts](), rest: sayDaysLeft(on, today) });
}

/** The same of a row; nothing where nothing is due. */
export function dueWords({ dueOn, dueCounts }: Row, today: PlainDate, locale: Locale): string | undefined {
  const due = lastDay(dueOn, dueCounts);
  return due ? sayDue(due, today, locale) : undefined;
}

/** The last day within a sentence, and which days were counted to find it. */
export function sayLastDay({ on, counts }: LastDay, locale: Locale): string {
  return m.frame_last_day({ day: formatDate(on, locale), counts: countWords[counts]() });
}

/** The same of a row, in a narrow column. */
export function shortDueWords({ dueOn, dueCounts }: Row, locale: Locale): string {
  const due = lastDay(dueOn, dueCounts);
  return due ? m.frame_last_day({ day: formatShortDate(due.on, locale), counts: countWords[due.counts]() }) : '';
}

/** What is left of a whole service in working days, or how many of them it is over. */
export function leftWords(daysLeft: number, until: PlainDate, locale: Locale): string {
  const day = formatDate(until, locale);
  return daysLeft >= 0
    ? m.revocations_left({ count: String(daysLeft), day })
    : m.revocations_over_by({ count: String(-daysLeft), day });
}
