import { formatDate, formatNumber, formatNumericDate } from '#kernel/format';
import { CapacityForm } from '#modules/custody';
import { listCapacities, setCapacity } from '#modules/custody/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../act.server.ts';
import { unitAsked } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:set_capacity'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { unit, today } = unitAsked(ctx, url, 'custody:set_capacity');
    return {
      saved: url.searchParams.has('saved'),
      unit: unit.unitName,
      unitId: String(unit.unitId),
      today: formatNumericDate(today),
      submissionId: newSubmissionId(),
      kept: (await listCapacities(ctx, unit.unitId)).map((one, at) => ({
        id: at,
        places: formatNumber(one.places, language),
        from: formatDate(one.fromOn, language),
        source: one.source,
      })),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(event, CapacityForm, (ctx, { submissionId: _, ...typed }) => setCapacity(ctx, typed), {
      to: '/custody/capacity?saved=1',
      fieldOf: { day_in_future: 'fromOn' },
    }),
};
