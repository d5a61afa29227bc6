import type { PlainDate } from '#kernel/plain-date';
import { formatDate, formatDays, formatShortMoment, type Locale } from '#kernel/format';
import {
  answerWords,
  channelWords,
  gradeWords,
  helperWords,
  mediumWords,
  outcomeWords,
  questionWords,
  questions,
  answersTo,
  standingWords,
  sayState,
  type Answers,
  type Days,
  type ObligationState,
} from '#modules/check-ins';
import type { LedgerReport } from '#modules/check-ins/server';
import type { Zone } from '#kernel/zone';
import type { Tone } from '#ui/tone.ts';

/** Sentences of the ledger, made on the server so that a page carries only those it shows. */
export function daysWords(days: Days, locale: Locale): string {
  return formatDays(days.from, days.through, locale);
}

export const stateTone: Record<ObligationState, Tone> = {
  scheduled: 'neutral',
  submitted: 'info',
  fulfilled: 'success',
  missed: 'error',
  excused: 'warning',
  not_recorded: 'neutral',
  lifted: 'neutral',
};

export function stateShown(state: ObligationState, late = false, period?: { from: PlainDate; today: PlainDate }) {
  const words = state === 'fulfilled' && late ? standingWords.late() : sayState(state, period);
  return { label: words, tone: state === 'fulfilled' && late ? ('warning' as const) : stateTone[state] };
}

export function reportShown(one: LedgerReport, zone: Zone, locale: Locale) {
  return {
    id: one.id,
    day: formatDate(one.happenedOn, locale),
    recorded: formatShortMoment(one.recordedAt, zone, locale),
    channel: channelWords[one.channel]() + (one.medium ? ` (${mediumWords[one.medium]()})` : ''),
    helper: one.helperName
      ? `${one.helperName}${one.helperRelation ? `, ${helperWords[one.helperRelation]()}` : ''}`
      : '',
    by: one.receivedBy ?? '',
    grade: one.grade,
    gradeWords: gradeWords[one.grade](),
    standing: standingWords[one.standing](),
    review: one.review ? outcomeWords[one.review]() : '',
    waits: one.review === null && (one.channel === 'app' || one.channel === 'helper') && !one.voided,
    flagged: one.flagged,
    voided: one.voided,
    byOfficer: one.channel !== 'app',
    corrects: one.corrects !== null,
    receipt: one.receipt,
  };
}

/** The structured questions with their answers, for radios. */
export function questionsShown() {
  return questions.map((question) => ({
    name: question,
    label: questionWords[question](),
    options: answersTo[question].map((value: string) => ({ value, label: answerWords[question][value]!() })),
  }));
}

export function answersShown(answers: Answers) {
  return questions.flatMap((question) => {
    const value = answers[question];
    if (value === undefined) return [];
    const needsAttention = !['same', 'fine', 'none'].includes(value) || (question === 'work' && value === 'none');
    return [
      {
        question: questionWords[question](),
        answer: answerWords[question][value]?.() ?? value,
        note: answers.notes?.[question] ?? '',
        needsAttention,
      },
    ];
  });
}
