import { formatNumber, noFigure } from '#kernel/format';
import { holds } from '#modules/access';
import { listArrests, listMeanwhile, listOfficeStandings, listPointers } from '#modules/at-large/server';
import type { RouteAccess } from '#web/route-access';
import { askersToday, unitsToChoose } from '../units.server.ts';
import { showSums } from './sums.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:know', 'figures:aggregate'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const units = await unitsToChoose(ctx);
    const chosen = units.find(({ value }) => value === url.searchParams.get('unit'));
    const under = chosen?.unit.id;
    const choice = { units: units.map(({ value, label }) => ({ value, label })), unit: chosen?.value ?? '' };
    if (!holds(ctx.actor, 'at_large:know'))
      return { ...choice, onlySums: true, ...(await showSums(ctx, under, language)) };
    const today = askersToday(ctx);
    const rows = await listOfficeStandings(ctx, under, today);
    const one = { offset: 0, limit: 1 };
    const count = async (only: { olderThan?: number; held?: boolean } = {}) =>
      (await listPointers(ctx, { today, under, ...only }, one)).total;
    const detained = await listMeanwhile(ctx, under, 'detained', one);
    const again = await listMeanwhile(ctx, under, 'client_again', one);
    const arrests = await listArrests(ctx, under, one);
    const at = (unitId: number | undefined, more = '') =>
      `/away?${unitId === undefined ? '' : `unit=${unitId}`}${more}`;
    const days = (value: number | null) =>
      value === null ? noFigure : formatNumber(Math.round(value * 10) / 10, language);
    const number = (value: number) => formatNumber(value, language);
    const arrestsAt = (unitId: number | undefined) => `/away/arrests${unitId === undefined ? '' : `?unit=${unitId}`}`;
    const meanwhileAt = (unitId: number | undefined, of: string) =>
      `/away/arrests?of=${of}${unitId === undefined ? '' : `&unit=${unitId}`}`;
    return {
      ...choice,
      onlySums: false,
      all: {
        running: { text: number(await count()), href: at(under) },
        over30: { text: number(await count({ olderThan: 30 })), href: at(under, '&age=30') },
        over60: { text: number(await count({ olderThan: 60 })), href: at(under, '&age=60') },
        over90: { text: number(await count({ olderThan: 90 })), href: at(under, '&age=90') },
        elsewhere: { text: number(await count({ held: true })), href: at(under, '&held=1') },
        arrests: { text: number(arrests.total), href: arrestsAt(under) },
        median: { text: days(arrests.medianDays), href: arrestsAt(under) },
        ninth: { text: days(arrests.ninthDays), href: arrestsAt(under) },
        detained: { text: number(detained.total), href: meanwhileAt(under, 'detained') },
        again: { text: number(again.total), href: meanwhileAt(under, 'client_again') },
      },
      rows: rows.map((office) => ({
        id: office.unitId,
        name: office.name,
        running: { text: number(office.running), href: at(office.unitId) },
        over30: { text: number(office.over30), href: at(office.unitId, '&age=30') },
        over60: { text: number(office.over60), href: at(office.unitId, '&age=60') },
        over90: { text: number(office.over90), href: at(office.unitId, '&age=90') },
        elsewhere: { text: number(office.elsewhere), href: at(office.unitId, '&held=1') },
        arrests: { text: number(office.arrests), href: arrestsAt(office.unitId) },
        median: { text: days(office.medianDays), href: arrestsAt(office.unitId) },
        ninth: { text: days(office.ninthDays), href: arrestsAt(office.unitId) },
        detained: { text: number(office.detained), href: meanwhileAt(office.unitId, 'detained') },
        again: { text: number(office.clientAgain), href: meanwhileAt(office.unitId, 'client_again') },
      })),
    };
  });
