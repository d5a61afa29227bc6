import { formatNumber, formatShortDate } from '#kernel/format';
import { unitsWhere } from '#modules/access';
import { listPassings } from '#modules/petitions/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, partAsked } from '../../today/list.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['petition:handle'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const unit = unitsWhere(ctx.actor, 'petition:handle')[0]!;
    const part = partAsked(url);
    const { rows, total } = await listPassings(ctx, unit.unitId, part);
    return {
      desk: unit.unitName,
      done: url.searchParams.has('done'),
      summary: m.petitions_count({ count: formatNumber(total, language) }),
      pages: pagesOf(url, part.offset, total),
      rows: rows.map((one) => ({
        id: one.id,
        reference: one.reference,
        way: one.way === 'out' ? m.petitions_passed_out() : m.petitions_passed_in(),
        office: one.office,
        day: formatShortDate(one.passedOn, language),
        reason: one.reason,
        state:
          one.taken === null
            ? m.petitions_passed_waits()
            : one.taken
              ? m.petitions_passed_taken()
              : m.petitions_passed_back(),
        tone: one.taken === null ? ('warning' as const) : one.taken ? ('success' as const) : ('neutral' as const),
        answered: one.answeredOn ? formatShortDate(one.answeredOn, language) : '',
        answer: one.answer,
      })),
    };
  });
