import { addMonths, firstOfMonth, lastOfMonth, monthOf, type Month, type PlainDate } from '#kernel/plain-date';

export type MonthRange = { from: Month; until: Month };

/** A list of more months than this is no longer read by anybody. */
export const mostMonths = 60;

/** What was asked for, within reason: the twelve months up to last month unless something else makes sense. */
export function rangeOf(asked: { from?: Month | undefined; until?: Month | undefined }, today: PlainDate): MonthRange {
  const until =
    asked.until && asked.until <= monthOf(today) ? asked.until : monthOf(addMonths(firstOfMonth(today), -1));
  const wanted = asked.from && asked.from <= until ? asked.from : monthOf(addMonths(firstOfMonth(until), -11));
  const earliest = monthOf(addMonths(firstOfMonth(until), 1 - mostMonths));
  return { from: wanted < earliest ? earliest : wanted, until };
}

/** The day of which states are told (clients, officers): the last of a month that was asked for and is over, else today. */
export function asOf(until: Month | undefined, today: PlainDate): PlainDate {
  return until && lastOfMonth(until) < today ? lastOfMonth(until) : today;
}

export function daysOf({ from, until }: MonthRange): { from: PlainDate; until: PlainDate } {
  return { from: firstOfMonth(from), until: lastOfMonth(until) };
}

/** Every month of the range, the first first. */
export function monthsOf({ from, until }: MonthRange): Month[] {
  const months: Month[] = [];
  for (let month = from; month <= until; month = monthOf(addMonths(firstOfMonth(month), 1))) months.push(month);
  return months;
}
