import { formatMonth, formatNumber } from '#kernel/format';
import { yearOf } from '#kernel/plain-date';
import { holds, unitsWhere } from '#modules/access';
import { exportHref } from '#modules/exports/server';
import { channelWords, stateWords, tellFigures } from '#modules/petitions';
import { readPetitionFigures, todayOfDesk, yearsOfPetitions } from '#modules/petitions/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['petition:handle'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const unit = unitsWhere(ctx.actor, 'petition:handle')[0]!;
    const today = await todayOfDesk(ctx, unit.unitId);
    const desk = { unitId: unit.unitId, today };
    const years = await yearsOfPetitions(ctx, desk);
    const year = years.find((one) => String(one) === url.searchParams.get('year')) ?? yearOf(today);
    const figures = await readPetitionFigures(ctx, desk, year);
    const told = tellFigures(figures);
    const count = (value: number) => formatNumber(value, language);
    /** The number for whoever keeps the desk, and as it stands on paper, which others read as well. */
    const shown = (value: number, onPaper: number | null, href: string) => ({
      text: count(value),
      paper: onPaper === null ? m.petitions_figures_few() : count(onPaper),
      href: value > 0 ? href : undefined,
    });
    const days = (value: number | null, ended: number | null) =>
      ended === null ? '–' : value === null ? '' : m.petitions_figures_days({ count: count(value) });
    return {
      desk: unit.unitName,
      year: String(year),
      years: years.map((one) => ({ value: String(one), label: String(one) })),
      exportHref: holds(ctx.actor, 'export:ask')
        ? await exportHref(ctx, 'petition-figures', unit.unitId, { year: String(year) })
        : undefined,
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
  });
