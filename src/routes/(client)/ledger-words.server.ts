import { formatDate, formatDays, formatMoment, formatNumber, type Locale } from '#kernel/format';
import {
  channelWords,
  excuseWords,
  gradeWords,
  outcomeWords,
  standingWords,
  stateWords,
  type ObligationState,
  type Summary,
} from '#modules/check-ins';
import type { LedgerPeriod, LedgerReport } from '#modules/check-ins/server';
import type { Zone } from '#kernel/zone';
import { inSentence } from '#kernel/text';
import { m } from '#messages';
import type { Tone } from '#ui/tone.ts';

const tones: Readonly<Record<ObligationState, Tone>> = {
  scheduled: 'info',
  submitted: 'info',
  fulfilled: 'success',
  missed: 'warning',
  excused: 'neutral',
  not_recorded: 'neutral',
  lifted: 'neutral',
};

/** A period in the words that officers read, too. */
export function sayPeriod(period: LedgerPeriod, language: Locale) {
  const late = period.late ? `, ${inSentence(standingWords.late())}` : '';
  return {
    id: period.id,
    days: formatDays(period.from, period.through, language),
    through: formatDate(period.through, language),
    state: stateWords[period.state]() + late,
    tone: tones[period.state],
    excuse: period.excuse && !period.excuse.withdrawn ? excuseWords[period.excuse.reason]() : null,
    isDisputed: period.disputes.length > 0,
  };
}

/** A report as its client reads it; what was said in it, and what officers noted about it, stays where it is. */
export function sayReport(report: LedgerReport, zone: Zone, language: Locale) {
  const byClient = report.channel === 'app';
  return {
    id: report.id,
    channel: channelWords[report.channel](),
    moment: byClient ? formatMoment(report.happenedAt, zone, language) : formatDate(report.happenedOn, language),
    receivedBy: report.receivedBy,
    standing: standingWords[report.standing](),
    grade: gradeWords[report.grade](),
    review: report.review
      ? outcomeWords[report.review]()
      : report.channel === 'app' || report.channel === 'helper'
        ? m.client_report_review_waiting()
        : null,
    receipt: report.receipt,
    isVoided: report.voided,
  };
}

/** The same reckoning that officers see. */
export function sayFigures(summary: Summary, language: Locale) {
  const figures: [string, number][] = [
    [m.client_sum_on_time(), summary.onTime],
    [m.client_sum_late(), summary.late],
    [m.client_sum_missed(), summary.missed],
    [m.client_sum_in_a_row(), summary.missesInARow],
    [m.client_sum_excused(), summary.excused],
    [m.client_sum_waiting(), summary.waiting],
    [m.client_sum_not_recorded(), summary.notRecorded],
  ];
  return figures.map(([label, value]) => ({ label, value: formatNumber(value, language) }));
}
