import { formatDay, formatTime, type Locale } from '#kernel/format';
import { addDays, type PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import { lineWords } from '#modules/cases';
import type { Timeline } from '#modules/cases/server';
import { whatWords } from '#modules/journal/server';
import { m } from '#messages';

/** A line of the journal in words: ours, else those of the module that wrote it. */
function sayLine(what: string): string {
  const own = lineWords[what];
  if (own) return own();
  const says = whatWords(what);
  return says === what ? m.cases_line_other() : says;
}

/** A client's days with today and yesterday by name. */
export function showDays(timeline: Timeline, { today, zone }: { today: PlainDate; zone: Zone }, language: Locale) {
  return timeline.days.map(({ day, lines }) => ({
    day,
    heading:
      day === today ? m.cases_today() : day === addDays(today, -1) ? m.cases_yesterday() : formatDay(day, language),
    entries: lines.map((line) => ({
      id: line.id,
      time: formatTime(line.at, zone, language),
      what: sayLine(line.what),
      by: line.bySystem ? m.cases_by_system() : (line.by ?? undefined),
      note: line.note ?? undefined,
    })),
  }));
}
