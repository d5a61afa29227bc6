import { formatDate, formatDay, formatShortMoment, formatTime, type Locale } from '#kernel/format';
import { addDays, type PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import { inSentence } from '#kernel/text';
import { mediumWords } from '#modules/check-ins';
import {
  absenceWords,
  contactCounts,
  findingWords,
  happeningWords,
  kindWords,
  observerWords,
  outcomeWords,
  sayTime,
  sourceWords,
  type Answers,
  type ContactKind,
  type Outcome,
} from '#modules/contacts';
import type { Contact, Scheduled } from '#modules/contacts/server';
import { m } from '#messages';
import type { Tone } from '#ui/tone.ts';
import { sayLastDay } from '../due.server.ts';
import { answersShown } from './ledger-shown.server.ts';

/** Sentences about contacts, made on the server so that a page carries only those it shows. */
export const outcomeTone: Readonly<Record<Outcome, Tone>> = {
  complied: 'success',
  absent_acceptable: 'neutral',
  absent_not_acceptable: 'error',
  waiting_evidence: 'warning',
  attended_failed: 'error',
};

export function sayContactDue(one: Pick<Scheduled, 'dueOn' | 'origin'>, locale: Locale): string {
  return m.contacts_due({ day: sayLastDay({ on: one.dueOn, counts: contactCounts(one) }, locale) });
}

export function scheduledShown(one: Scheduled, zone: Zone, today: PlainDate, locale: Locale) {
  const due = sayContactDue(one, locale);
  return {
    id: one.id,
    kind: kindWords[one.kind](),
    when: one.plannedOn
      ? [formatDay(one.plannedOn, locale), sayTime(one.atTime, zone)].filter(Boolean).join(', ')
      : due,
    due: one.plannedOn && one.origin === 'rule' ? due : '',
    place: one.place,
    purpose: one.purpose,
    byRule: one.origin === 'rule',
    isSet: one.plannedOn !== null,
    isTold: one.isTold,
    isOverdue: one.dueOn < today || (one.plannedOn !== null && one.plannedOn < today),
  };
}

export function contactShown(one: Contact, zone: Zone, locale: Locale) {
  const kind = kindWords[one.kind]() + (one.medium ? ` (${mediumWords[one.medium]()})` : '');
  return {
    id: one.id,
    time: formatTime(one.happenedAt, zone, locale),
    kind,
    by: [one.by, m.contacts_recorded({ moment: formatShortMoment(one.recordedAt, zone, locale) })]
      .filter(Boolean)
      .join(' · '),
    outcome: one.outcome ? { label: outcomeWords[one.outcome](), tone: outcomeTone[one.outcome] } : undefined,
    evidence: one.evidenceUntil ? m.contacts_evidence_until({ day: formatDate(one.evidenceUntil, locale) }) : '',
    toldBy: one.observedBy
      ? m.contacts_told_by_of({ name: one.toldBy, kind: inSentence(observerWords[one.observedBy]()) })
      : '',
    searched:
      one.source && one.finding
        ? m.contacts_searched({ source: sourceWords[one.source](), finding: findingWords[one.finding]() })
        : '',
    note: one.note,
    followUp: one.followUp ? m.contacts_follow_up_of({ text: one.followUp }) : '',
    report: one.checkInId ? `/reviews/${one.checkInId}` : undefined,
    isReportVoided: one.isReportVoided,
    changed: one.changeReason ? m.contacts_change_of({ reason: one.changeReason }) : '',
    isChanged: one.isChanged,
    isLate: one.isLate,
    mayBeBreach:
      !one.isChanged &&
      (one.outcome === 'absent_not_acceptable' ||
        one.outcome === 'attended_failed' ||
        one.finding === 'found' ||
        one.finding === 'unclear'),
  };
}

/** Days as headings, newest first, with today and yesterday by name; inside a day from morning to evening. */
export function daysShown(history: readonly Contact[], of: { zone: Zone; today: PlainDate }, locale: Locale) {
  return [...Map.groupBy(history, ({ happenedOn }) => happenedOn)].map(([day, contacts]) => ({
    day,
    heading:
      day === of.today
        ? m.contacts_today()
        : day === addDays(of.today, -1)
          ? m.contacts_yesterday()
          : formatDay(day, locale),
    contacts: contacts.map((one) => contactShown(one, of.zone, locale)),
  }));
}

/** What was answered, by the page on which it is changed. */
export function answersSaid(kind: ContactKind, answers: Answers, zone: Zone, locale: Locale) {
  const lines: { step: string; label: string; value: string }[] = [];
  const add = (step: string, label: string, value: string | undefined) => {
    if (value) lines.push({ step, label, value });
  };
  add('reason', m.contacts_check_reason(), answers.changeReason);
  if (answers.happenedOn)
    add(
      'when',
      m.contacts_day(),
      [
        formatDay(answers.happenedOn, locale),
        sayTime(answers.happenedAt ?? '', zone),
        answers.medium && mediumWords[answers.medium](),
      ]
        .filter(Boolean)
        .join(', '),
    );
  if (answers.observedBy)
    add('who', m.contacts_col_observer(), `${answers.toldBy ?? ''} (${observerWords[answers.observedBy]()})`);
  if (answers.source && answers.finding)
    add('finding', m.contacts_finding(), `${sourceWords[answers.source]()}: ${findingWords[answers.finding]()}`);
  if (answers.happening) add('outcome', m.contacts_ask_outcome(), happeningWords[answers.happening]());
  if (answers.absence) add('absence', m.contacts_check_absence(), absenceWords[answers.absence]());
  if (answers.evidenceUntil) add('evidence', m.contacts_evidence_day(), formatDay(answers.evidenceUntil, locale));
  if (answers.note !== undefined) add('talk', m.contacts_talk_label(), answers.note || m.contacts_check_nothing());
  add('talk', m.contacts_follow_up(), answers.followUp);
  if (answers.told)
    add(
      'told',
      m.contacts_check_told(),
      answersShown(answers.told)
        .map(({ question, answer, note }) => `${question}: ${answer}${note ? ` (${note})` : ''}`)
        .join('\n') || m.contacts_check_nothing(),
    );
  if (answers.next)
    add(
      'next',
      m.contacts_next_kind(),
      answers.next === 'none'
        ? m.contacts_next_none()
        : [
            kindWords[answers.next.kind](),
            formatDay(answers.next.on, locale),
            sayTime(answers.next.time, zone),
            answers.next.place,
          ]
            .filter(Boolean)
            .join(', '),
    );
  return { kind: kindWords[kind](), lines };
}
