import { formatMonth, formatNumber, formatShortDate, type Locale } from '#kernel/format';
import { stateWords as periodWords, type ObligationState } from '#modules/check-ins';
import { countBy, type TimelineEvent } from '#modules/dossiers';
import { sayClosedParts, sayContact, sayEvent, sayLetter, sayPeriod, type Dossier } from '#modules/dossiers/server';
import { stateWords as letterWords } from '#modules/letters';
import { m } from '#messages';
import type { At } from './parts.server.ts';

/** Parts that the asker may not read, each by its name. */
export function closedParts({ parts }: Dossier): string[] {
  return sayClosedParts(parts).map((part) => m.dossiers_part_closed({ part }));
}

/** A shape for each state, so that the row of periods reads in grey and as a whole. */
const marks: Readonly<Record<ObligationState, string>> = {
  fulfilled: '●',
  missed: '✕',
  excused: '◐',
  submitted: '◔',
  not_recorded: '?',
  scheduled: '○',
  lifted: '–',
};

/** Every period that is shown month by month as one mark, with what it says for ears. */
export function stripOf(one: Dossier, language: Locale) {
  const periods = one.timeline.flatMap((row) => row.periods);
  return {
    periods: periods.map((period) => ({
      id: period.id,
      mark: marks[period.state],
      state: period.state,
      says: `${formatShortDate(period.from, language)}: ${sayPeriod(period)}`,
    })),
    key: countBy(periods.map(({ state }) => state)).map(([state, count]) => ({
      state,
      mark: marks[state],
      says: m.dossiers_strip_count({ state: periodWords[state](), count: formatNumber(count, language) }),
    })),
  };
}

export function timelineOf(one: Dossier, { base, language }: At) {
  return one.timeline.map((row) => ({
    key: row.month ?? 'before',
    month: row.month ? formatMonth(row.month, language) : m.dossiers_timeline_before(),
    periods: row.month
      ? row.periods.map((period) => ({
          key: period.id,
          says: sayPeriod(period),
          href: `${base}/check-ins#period-${period.id}`,
        }))
      : counted(row.periods.map(sayPeriod), `${base}/check-ins`, language),
    contacts: row.month
      ? row.contacts.map((contact) => ({
          key: contact.id,
          says: sayContact(contact),
          href: `${base}/contacts#contact-${contact.id}`,
        }))
      : counted(row.contacts.map(sayContact), `${base}/contacts`, language),
    letters: row.month
      ? row.letters.map((letter) => ({
          key: letter.id,
          says: sayLetter(letter, language),
          href: `/letters/${letter.id}`,
        }))
      : counted(
          row.letters.map(({ state }) => letterWords[state]()),
          `${base}/letters`,
          language,
        ),
    events: row.events.map((event) => ({
      key: `${event.kind} ${event.id}`,
      says: m.dossiers_event_on({ day: formatShortDate(event.on, language), what: sayEvent(event) }),
      href: eventHref(one, event, base),
    })),
  }));
}

/** Many of a kind in one line each, for the row that stands for all earlier months. */
function counted(says: readonly string[], href: string, language: Locale) {
  return countBy(says).map(([what, count]) => ({
    key: what,
    says: m.dossiers_counted({ what, count: formatNumber(count, language) }),
    href,
  }));
}

function eventHref(one: Dossier, { kind, id }: TimelineEvent, base: string): string {
  switch (kind) {
    case 'guidance_began':
    case 'guidance_ends':
      return `${base}/period`;
    case 'phase':
      return `${base}/phase`;
    case 'condition':
    case 'condition_lifted':
      return `${base}/conditions`;
    case 'assessment':
      return `${base}/assessments/${id}`;
    case 'breach_opened':
    case 'breach_ended':
      return `${base}/breaches/${id}`;
    case 'sitting': {
      const item = one.parts.sittings.open ? one.parts.sittings.value.find((each) => each.id === id) : undefined;
      return item ? `/sittings/${item.sittingId}/items/${id}` : base;
    }
  }
}
