import { CareForm, refusalWords } from '#modules/custody';
import { addCareNote } from '#modules/custody/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { showStay } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:admit'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { full, shown } = await showStay(ctx, params.stayId, url.pathname, locals.language);
    return {
      shown,
      isNew: url.searchParams.has('new'),
      closed: full.stay.state === 'held' ? undefined : refusalWords.wrong_state(),
      submissionId: newSubmissionId(),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(event, CareForm, (ctx, { note }, stayId) => addCareNote(ctx, { stayId, note }), {
      to: `/custody/${event.params.stayId}?saved=1`,
    }),
};
