import { formatNumber, formatShortDate } from '#kernel/format';
import { sittingLabel, sittingStates, sittingStateWords } from '#modules/tpp';
import { listSittings, listYears, readQueue } from '#modules/tpp/server';
import { exportHref } from '#modules/exports/server';
import { may } from '#modules/access';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { officeAsked } from './shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['sitting:read'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { unitId, offices, mayKeep } = await officeAsked(ctx, url);
    const asked = url.searchParams;
    const years = await listYears(ctx, unitId);
    const state = sittingStates.find((one) => one === asked.get('state'));
    const year = years.find((one) => String(one) === asked.get('year'));
    const sittings = await listSittings(ctx, { unitId, state, year });
    const waiting = (await readQueue(ctx, unitId)).filter((one) => one.sittingId === null);
    return {
      unitId,
      offices,
      mayKeep,
      maySeeQueue: ctx.actor.postings.some((one) => one.unitId === unitId),
      maySetMembers: may(ctx.actor, 'sitting:set_members', { unitId }),
      waiting: formatNumber(waiting.length, language),
      exportHref: await exportHref(ctx, 'sittings', unitId, { state, year: year?.toString() }),
      values: { unit: String(unitId), state: state ?? '', year: year ? String(year) : '' },
      states: sittingStates.map((value) => ({ value, label: sittingStateWords[value]() })),
      years: years.map((one) => ({ value: String(one), label: String(one) })),
      isFiltered: state !== undefined || year !== undefined,
      rows: sittings.map((one) => ({
        id: one.id,
        number: sittingLabel(one) ?? m.tpp_no_number(),
        day: formatShortDate(one.day, language),
        time: one.startsAt,
        place: one.place,
        state: sittingStateWords[one.state](),
        raw: one.state,
        items:
          one.state === 'held'
            ? m.tpp_items_recorded({
                recorded: formatNumber(one.recorded, language),
                items: formatNumber(one.items, language),
              })
            : formatNumber(one.items, language),
      })),
    };
  });
