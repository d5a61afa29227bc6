import { formatDate, formatNumericDate } from '#kernel/format';
import { PropertyForm, ReturnForm } from '#modules/custody';
import { addProperty, returnProperty } from '#modules/custody/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { showStay } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:admit'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { full, shown } = await showStay(ctx, params.stayId, url.pathname, language);
    return {
      shown,
      saved: url.searchParams.has('saved'),
      isNew: url.searchParams.has('new'),
      mayAdd: full.stay.state === 'held',
      keeps: full.property.some(({ returnedOn }) => returnedOn === null),
      today: formatNumericDate(full.stay.today),
      things: full.property.map((one) => ({
        id: one.id,
        says: one.amount ? m.custody_thing({ item: one.item, amount: one.amount }) : one.item,
        taken: formatDate(one.takenOn, language),
        returned: one.returnedOn
          ? m.custody_returned_said({ day: formatDate(one.returnedOn, language), to: one.returnedTo })
          : undefined,
      })),
      submissionIds: [newSubmissionId(), newSubmissionId()],
    };
  });

export const actions: Actions = {
  add: (event) =>
    act(event, PropertyForm, (ctx, { item, amount }, stayId) => addProperty(ctx, { stayId, item, amount }), {
      to: `/custody/${event.params.stayId}/property?saved=1${event.url.searchParams.has('new') ? '&new=1' : ''}`,
    }),
  giveBack: (event) =>
    act(
      event,
      ReturnForm,
      (ctx, { returnedOn, returnedTo }, stayId) => returnProperty(ctx, { stayId, on: returnedOn, to: returnedTo }),
      {
        to: `/custody/${event.params.stayId}/property?saved=1`,
        fieldOf: { day_in_future: 'returnedOn', day_too_early: 'returnedOn' },
      },
    ),
};
