import { formatDate, type Locale } from '#kernel/format';
import { daysBetween, type PlainDate } from '#kernel/plain-date';
import { m } from '#messages';

/** How many days are left until the last one, or how many it is over. */
export function sayDaysLeft(dueOn: PlainDate, today: PlainDate): string {
  const left = daysBetween(today, dueOn);
  if (left === 0) return m.frame_days_today();
  return left > 0 ? m.frame_days_left({ count: String(left) }) : m.frame_days_over({ count: String(-left) });
}

/** The last day of the next step, which days were counted to find it, and how many are left until it. */
export function sayDue(
  { dueOn, counts }: { dueOn: PlainDate; counts: string },
  today: PlainDate,
  locale: Locale,
): string {
  return m.frame_due({ day: formatDate(dueOn, locale), counts, rest: sayDaysLeft(dueOn, today) });
}
