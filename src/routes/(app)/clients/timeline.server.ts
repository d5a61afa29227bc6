import { formatDay, formatTime, type Locale } from '#kernel/format';
import { addDays, type PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import { lineWords } from '#modules/cases';
import { channelWords, type Channel } from '#modules/check-ins';
import { kindWords, type ContactKind } from '#modules/contacts';
import type { Timeline } from '#modules/cases/server';
import { whatWords } from '#modules/journal/server';
import { m } from '#messages';

type Line = Timeline['days'][number]['lines'][number];

/** A line of the journal in words: ours, else those of the module that wrote it; of a report also how it came. */
function sayLine({ what, about }: Line): string {
  const own = lineWords[what];
  if (own) return own();
  const says = whatWords(what);
  if (says === what) return m.cases_line_other();
  const kind = what.startsWith('contact.')
    ? (kindWords[about['kind'] as ContactKind] as (() => string) | undefined)
    : undefined;
  if (kind) return m.contacts_line_of({ what: says, kind: kind() });
  const channel = channelWords[about['channel'] as Channel] as (() => string) | undefined;
  return channel ? m.check_ins_of_channel({ what: says, channel: channel() }) : says;
}

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
