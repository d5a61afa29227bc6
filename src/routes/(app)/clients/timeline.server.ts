import { formatDay, formatTime, type Locale } from '#kernel/format';
import { addDays, type PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import { lineWords } from '#modules/cases';
import type { Timeline } from '#modules/cases/server';
import { m } from '#messages';

/** The words of lines that other modules leave on a client's timeline; what nobody has words for shows as a record that changed. */
const otherWords: Readonly<Record<string, () => string>> = {};

/** A client's days with today and yesterday by name. */
export function showDays(timeline: Timeline, { today, zone }: { today: PlainDate; zone: Zone }, language: Locale) {
  return timeline.days.map(({ day, lines }) => ({
    day,
    heading:
      day === today ? m.cases_today() : day === addDays(today, -1) ? m.cases_yesterday() : formatDay(day, language),
    entries: lines.map((line) => ({
      id: line.id,
      time: formatTime(line.at, zone, language),
      what: (lineWords[line.what] ?? otherWords[line.what] ?? m.cases_line_other)(),
      by: line.bySystem ? m.cases_by_system() : (line.by ?? undefined),
      note: line.note ?? undefined,
    })),
  }));
}
