import { formatMonth, formatNumber, type Locale } from '#kernel/format';
import {
  channelWords,
  stateWords,
  tellDesks,
  tellFigures,
  type DeskFigures,
  type PetitionFigures,
} from '#modules/petitions';
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

/** The desks below, told as they are on paper: whoever oversees them opens none of their lists. */
export function showBelow(figures: readonly DeskFigures[], language: Locale) {
  const { desks, all } = tellDesks(figures);
  const row = (key: string, office: string, of: typeof all, days: string) => ({
    key,
    office,
    received: sayTold(of.received, language),
    ended: sayTold(of.ended, language),
    waiting: sayTold(of.waiting, language),
    overdue: sayTold(of.overdue, language),
    days,
  });
  const rows = desks.map((one) =>
    row(String(one.unitId), one.unitName, one, one.ended === null ? '–' : sayDays(one.middleDays, language)),
  );
  return { rows: rows.length > 0 ? [...rows, row('all', m.petitions_figures_below_all(), all, '')] : [] };
}

const sayTold = (value: number | null, language: Locale) =>
  value === null ? m.petitions_figures_few() : formatNumber(value, language);
const sayDays = (value: number | null, language: Locale) =>
  value === null ? '' : m.petitions_figures_days({ count: formatNumber(value, language) });
