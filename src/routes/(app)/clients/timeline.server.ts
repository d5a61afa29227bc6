import { formatDay, formatTime, type Locale } from '#kernel/format';
import { addDays, type PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Timeline } from '#modules/cases/server';
import { sayLine } from '#modules/exports/server';
import { m } from '#messages';

type Line = Timeline['days'][number]['lines'][number];

/** What was said in a report stands on its own page. */
function placeOf({ what, about }: Line): string | undefined {
  const id = about['checkInId'];
  return what.startsWith('check-in.') && typeof id === 'string' ? `/reviews/${id}` : undefined;
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
      what: sayLine(line),
      href: placeOf(line),
      by: line.bySystem ? m.cases_by_system() : (line.by ?? undefined),
      note: line.note ?? undefined,
    })),
  }));
}
