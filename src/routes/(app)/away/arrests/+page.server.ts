import { formatNumber, formatShortDate, noFigure } from '#kernel/format';
import { listArrests, listMeanwhile, meanwhileKinds } from '#modules/at-large/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, partAsked } from '../../today/list.server.ts';
import { unitsToChoose } from '../units.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:know'] };

/** The arrests behind a median, or what was known of people meanwhile: offices and days, nobody's name. */
export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const units = await unitsToChoose(ctx);
    const under = units.find(({ value }) => value === url.searchParams.get('unit'))?.unit;
    const part = partAsked(url);
    const unit = under?.name ?? m.at_large_all_offices();
    const of = meanwhileKinds.find((one) => one === url.searchParams.get('of'));
    if (of) {
      const found = await listMeanwhile(ctx, under?.id, of, part);
      return {
        title: of === 'detained' ? m.at_large_detained() : m.at_large_client_again(),
        lead: of === 'detained' ? m.at_large_detained_lead({ unit }) : m.at_large_client_again_lead({ unit }),
        dayLabel: of === 'detained' ? m.at_large_detained_on() : m.at_large_client_again_on(),
        summary: m.at_large_meanwhile_count({ count: formatNumber(found.total, language) }),
        pages: pagesOf(url, part.offset, found.total),
        rows: found.rows.map((one) => ({
          id: one.id,
          unit: one.unit,
          since: formatShortDate(one.clockFrom, language),
          day: formatShortDate(one.onDay, language),
          days: formatNumber(one.days, language),
        })),
      };
    }
    const list = await listArrests(ctx, under?.id, part);
    const { medianDays, ninthDays } = list;
    return {
      title: m.at_large_arrests(),
      lead: m.at_large_arrests_lead({
        unit,
        median: medianDays === null ? noFigure : formatNumber(Math.round(medianDays * 10) / 10, language),
        ninth: ninthDays === null ? noFigure : formatNumber(ninthDays, language),
      }),
      dayLabel: m.at_large_arrested_on(),
      summary: m.at_large_arrests_count({ count: formatNumber(list.total, language) }),
      pages: pagesOf(url, part.offset, list.total),
      rows: list.rows.map((one) => ({
        id: one.id,
        unit: one.unit,
        since: formatShortDate(one.clockFrom, language),
        day: formatShortDate(one.arrestedOn, language),
        days: formatNumber(one.days, language),
      })),
    };
  });
