import { addMonths, firstOfMonth, monthOf, type Month, type PlainDate } from '#kernel/plain-date';
import type { MonthOf, TimelineEvent } from './dossier.ts';

/** So many months stand one by one; what was before them stands together in a row of its own. */
export const MONTHS_SHOWN = 24;

type Told<P, C, L> = {
  periods: readonly (P & { from: PlainDate })[];
  contacts: readonly (C & { on: PlainDate })[];
  letters: readonly (L & { on: PlainDate })[];
  events: readonly TimelineEvent[];
};

/**
 * What was owed and done, month by month and oldest first. Everything that is handed in stands in exactly one row, also where it is
 * older than the first month or lies ahead; a month in which nothing was owed or done has its row all the same, so that a gap shows.
 */
export function layTimeline<P, C, L>(
  told: Told<P, C, L>,
  today: PlainDate,
  months = MONTHS_SHOWN,
): MonthOf<P & { from: PlainDate }, C & { on: PlainDate }, L & { on: PlainDate }>[] {
  const days = [
    ...told.periods.map(({ from }) => from),
    ...[...told.contacts, ...told.letters, ...told.events].map(({ on }) => on),
  ].sort();
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return [];

  const earliest = addMonths(firstOfMonth(today), 1 - months);
  const rows: MonthOf<P & { from: PlainDate }, C & { on: PlainDate }, L & { on: PlainDate }>[] = [];
  const row = (month: Month | null) => ({ month, periods: [], contacts: [], letters: [], events: [] });
  if (first < earliest) rows.push(row(null));
  const until = firstOfMonth(last > today ? last : today);
  for (let day = firstOfMonth(first < earliest ? earliest : first); day <= until; day = addMonths(day, 1))
    rows.push(row(monthOf(day)));
  const at = new Map(rows.map((one) => [one.month, one]));
  const rowOf = (day: PlainDate) => at.get(day < earliest ? null : monthOf(day))!;

  for (const one of told.periods) rowOf(one.from).periods.push(one);
  for (const one of told.contacts) rowOf(one.on).contacts.push(one);
  for (const one of told.letters) rowOf(one.on).letters.push(one);
  for (const one of told.events) rowOf(one.on).events.push(one);
  for (const one of rows) {
    one.periods.sort((a, b) => (a.from < b.from ? -1 : 1));
    for (const list of [one.contacts, one.letters, one.events] as { on: PlainDate }[][])
      list.sort((a, b) => (a.on === b.on ? 0 : a.on < b.on ? -1 : 1));
  }
  return rows;
}

/** Periods by how they ended, for the row that stands for many months. */
export function countBy<T extends string>(states: readonly T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts];
}
