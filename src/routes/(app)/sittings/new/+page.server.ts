import { formatNumber, formatNumericDate } from '#kernel/format';
import { addDays } from '#kernel/plain-date';
import { DraftForm } from '#modules/tpp';
import { draftSitting, readQueue } from '#modules/tpp/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { NotFound } from '#platform/errors';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../act.server.ts';
import { officeAsked } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['sitting:read'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { unitId, mayKeep } = await officeAsked(ctx, url);
    if (!mayKeep) throw new NotFound('no sittings to keep');
    const office = await getUnit(ctx, unitId);
    const queue = (await readQueue(ctx, unitId)).filter((one) => one.sittingId === null);
    return {
      submissionId: newSubmissionId(),
      unitId,
      office: office.name,
      suggested: formatNumericDate(addDays(todayAt(office, ctx.now), 7)),
      waiting: formatNumber(queue.length, locals.language),
      deferred: formatNumber(queue.filter((one) => one.deferred).length, locals.language),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      DraftForm,
      (ctx, { submissionId: _, ...input }) => draftSitting(ctx, input),
      (done) => `/sittings/${done.sittingId}`,
      { day_passed: 'day' },
    ),
};
