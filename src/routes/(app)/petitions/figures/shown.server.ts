import { formatMonth, formatNumber, type Locale } from '#kernel/format';
import {
  channelWords,
  stateWords,
  sumsBelow,
  tellDesks,
  tellFigures,
  type DeskFigures,
  type PetitionFigures,
  type SumBelow,
} from '#modules/petitions';
import type { PetitionPointer } from '#modules/petitions/server';
import { m } from '#messages';

/** What lies with a desk, each number with the list that it opens, and as it stands on paper, which others read as well. */
export function showDesk(figures: PetitionFigures, language: Locale) {
  const { year } = figures;
  const told = tellFigures(figures);
  const count = (value: number) => formatNumber(value, language);
  const shown = (value: number, onPaper: number | null, href: string) => ({
    text: count(value),
    paper: sayTold(onPaper, language),
    href: value > 0 ? href : undefined,
  });
  const days = (value: number | null, ended: number | null) => (ended === null ? '–' : sayDays(value, language));
  return {
    received: shown(figures.received, told.received, `/petitions?received=${year}`),
    ended: shown(figures.ended, told.ended, `/petitions?ended=${year}`),
    answered:
      figures.middleDays === null || figures.mostDays === null
        ? m.petitions_figures_no_days()
        : m.petitions_figures_answered({ middle: count(figures.middleDays), most: count(figures.mostDays) }),
    answeredOnPaper: told.middleDays !== null,
    months: figures.months.map((one, index) => ({
      key: one.month,
      month: formatMonth(one.month, language),
      received: shown(one.received, told.months[index]!.received, `/petitions?received=${one.month}`),
      ended: shown(one.ended, told.months[index]!.ended, `/petitions?ended=${one.month}`),
      days: days(one.middleDays, one.ended),
      daysOnPaper: days(told.months[index]!.middleDays, told.months[index]!.ended),
      most: days(one.mostDays, one.ended),
      mostOnPaper: days(told.months[index]!.mostDays, told.months[index]!.ended),
    })),
    channels: figures.channels.map(({ channel, count: many }, index) => ({
      key: channel as string,
      label: channelWords[channel](),
      count: shown(many, told.channels[index]!.count, `/petitions?received=${year}&channel=${channel}`),
    })),
    states: figures.states.map(({ state, count: many }, index) => ({
      key: state as string,
      label: stateWords[state](),
      count: shown(many, told.states[index]!.count, `/petitions?received=${year}&state=${state}`),
    })),
  };
}

/** The desks below: each number with the pointers that it opens, and as it stands on paper. */
export function showBelow(figures: readonly DeskFigures[], year: number, language: Locale) {
  const { desks, all } = tellDesks(figures);
  const sums = (of: Record<SumBelow, number>, told: Record<SumBelow, number | null>, desk: string) =>
    Object.fromEntries(
      sumsBelow.map((sum) => [
        sum,
        {
          text: formatNumber(of[sum], language),
          paper: sayTold(told[sum], language),
          href: of[sum] > 0 ? `/petitions/figures?year=${year}&list=${sum}${desk}#list` : undefined,
        },
      ]),
    ) as Record<SumBelow, { text: string; paper: string; href: string | undefined }>;
  const rows = figures.map((one, index) => ({
    key: String(one.unitId),
    office: one.unitName,
    ...sums(one, desks[index]!, `&desk=${one.unitId}`),
    days: sayDays(one.middleDays, language),
    daysOnPaper: desks[index]!.middleDays === null ? '–' : sayDays(one.middleDays, language),
    most: sayDays(one.mostDays, language),
    mostOnPaper: desks[index]!.mostDays === null ? '–' : sayDays(one.mostDays, language),
  }));
  const total = Object.fromEntries(
    sumsBelow.map((sum) => [sum, figures.reduce((count, one) => count + one[sum], 0)]),
  ) as Record<SumBelow, number>;
  const whole = {
    key: 'all',
    office: m.petitions_figures_below_all(),
    ...sums(total, all, ''),
    days: '',
    daysOnPaper: '',
    most: '',
    mostOnPaper: '',
  };
  return { rows: rows.length > 0 ? [...rows, whole] : [] };
}

export const sumWords: Readonly<Record<SumBelow, () => string>> = {
  received: m.petitions_figures_received,
  ended: m.petitions_figures_ended,
  waiting: m.petitions_figures_below_waiting,
  overdue: m.petitions_figures_below_overdue,
};

/** A pointer in words: with its number the desk knows which petition it is. */
export function showPointer(one: PetitionPointer, language: Locale) {
  return {
    reference: one.reference,
    office: one.unitName,
    state: stateWords[one.state](),
    days: sayDays(one.days, language),
    late: one.overdue,
  };
}

const sayTold = (value: number | null, language: Locale) =>
  value === null ? m.petitions_figures_few() : formatNumber(value, language);
const sayDays = (value: number | null, language: Locale) =>
  value === null ? '' : m.petitions_figures_days({ count: formatNumber(value, language) });
