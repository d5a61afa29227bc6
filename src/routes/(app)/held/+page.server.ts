import { formatMoment, formatNumber, formatShortDate } from '#kernel/format';
import { may, unitsWhere } from '#modules/access';
import { reasonWords, standingWords } from '#modules/notices';
import { countHeld, heldGroups, listHeld } from '#modules/notices/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, partAsked } from '../today/list.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['breach:handle'] };

const groupWords = {
  held: m.notices_group_held,
  unread: m.notices_group_unread,
  released: m.notices_group_released,
  withdrawn: m.notices_group_withdrawn,
} as const;

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const unit = unitsWhere(ctx.actor, 'breach:handle')[0]!;
    const leads = may(ctx.actor, 'case:assign', { unitId: unit.unitId, unitPath: unit.unitPath });
    const mine = !leads || url.searchParams.get('whose') === 'mine';
    const group = heldGroups.find((one) => one === url.searchParams.get('group')) ?? 'held';
    const part = partAsked(url);
    const list = await listHeld(ctx, { unitId: unit.unitId, mine, group }, part);
    const counts = await countHeld(ctx, { unitId: unit.unitId, mine });
    return {
      group: groupWords[group](),
      counts: heldGroups.map((one) => ({
        label: groupWords[one](),
        href: `/held?group=${one}${mine && leads ? '&whose=mine' : ''}`,
        count: formatNumber(counts[one], language),
        current: one === group,
      })),
      summary: m.notices_count({ count: formatNumber(list.total, language) }),
      pages: pagesOf(url, part.offset, list.total),
      rows: list.rows.map((one) => ({
        id: one.id,
        href: `/clients/${one.caseId}/held`,
        name: one.name,
        register: one.registerLabel ?? '',
        place: one.place,
        since: formatMoment(one.heldSince, unit.zone, language),
        about: one.about.map((why) => reasonWords[why]()).join(' '),
        standing: standingWords[one.standing](),
        sure: one.standing === 'confirmed',
        unread: one.unread,
        released: one.leftOn ? formatShortDate(one.leftOn, language) : undefined,
        pk: one.pkName ?? m.cases_no_counsellor(),
      })),
    };
  });
