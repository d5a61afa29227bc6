import { formatNumericDate, formatNumber, formatShortMoment } from '#kernel/format';
import { exportHref } from '#modules/exports/server';
import { momentsOf, zoneOf } from '#modules/journal';
import { listAffected } from '#modules/journal/server';
import { unitsWhere } from '#modules/access';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { dayOf } from '../period.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['journal:search'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const zone = zoneOf(locals.actor!);
  const officer = url.searchParams.get('officer')?.trim().toLowerCase() ?? '';
  const [from, until] = [dayOf(url.searchParams.get('from')), dayOf(url.searchParams.get('until'))];
  const moments = momentsOf(zone, from, until);
  const typed = { officer, from: from ? formatNumericDate(from) : '', until: until ? formatNumericDate(until) : '' };
  const { from: start, until: end } = moments;
  if (!officer || !start || !end) return { typed, rows: null, exportHref: undefined, says: m.journal_affected_ask() };

  const { found, href } = await locals.read(async (ctx) => {
    const found = await listAffected(ctx, { username: officer, from: start, until: end });
    const { unitId } = unitsWhere(ctx.actor, 'journal:search')[0]!;
    return { found, href: await exportHref(ctx, 'affected', unitId, { officer, from, until }, found?.length) };
  });
  if (!found) return { typed, rows: null, exportHref: undefined, says: m.journal_officer_unknown() };
  return {
    typed,
    exportHref: href,
    says: m.journal_affected_count({ count: formatNumber(found.length, locals.language) }),
    rows: found.map((one) => ({
      key: `${one.caseId}/${one.personId}`,
      code: one.code ?? one.caseId ?? one.personId ?? '',
      unit: one.unitName ?? '',
      times: formatNumber(one.reads + one.writes, locals.language),
      first: formatShortMoment(one.first, zone, locals.language),
      last: formatShortMoment(one.last, zone, locals.language),
    })),
  };
};
