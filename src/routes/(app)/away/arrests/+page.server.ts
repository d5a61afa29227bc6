import { formatNumber, formatShortDate, noFigure } from '#kernel/format';
import { listArrests } from '#modules/at-large/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, partAsked } from '../../today/list.server.ts';
import { unitsToChoose } from '../units.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:know'] };

/** The arrests behind a median: offices and days, nobody's name. */
export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const units = await unitsToChoose(ctx);
    const under = units.find(({ value }) => value === url.searchParams.get('unit'))?.unit;
    const part = partAsked(url);
    const list = await listArrests(ctx, under?.id, part);
    const { medianDays } = list;
    return {
      unit: under?.name ?? m.at_large_all_offices(),
      median: medianDays === null ? noFigure : formatNumber(Math.round(medianDays * 10) / 10, language),
      summary: m.at_large_arrests_count({ count: formatNumber(list.total, language) }),
      pages: pagesOf(url, part.offset, list.total),
      rows: list.rows.map((one) => ({
        id: one.id,
        unit: one.unit,
        since: formatShortDate(one.clockFrom, language),
        arrested: formatShortDate(one.arrestedOn, language),
        days: formatNumber(one.days, language),
      })),
    };
  });
