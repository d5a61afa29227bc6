import { formatNumericDate } from '#kernel/format';
import { refusalWords, RegisterForm } from '#modules/custody';
import { changeRegister } from '#modules/custody/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { basisOptions } from '../../basis-options.server.ts';
import { basisFields, basisOf, sayRegister, showStay } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:admit'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { full, shown } = await showStay(ctx, params.stayId, url.pathname, locals.language);
    return {
      shown,
      now: sayRegister(full.stay.register),
      closed: full.stay.endedOn === null ? undefined : refusalWords.wrong_state(),
      today: formatNumericDate(full.stay.today),
      options: basisOptions(),
      submissionId: newSubmissionId(),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      RegisterForm,
      (ctx, { submissionId: _, givenOn, register, because, ...paper }, stayId, scan) =>
        changeRegister(ctx, { stayId, givenOn, basis: basisOf(paper), register: register ?? null, because, scan }),
      {
        to: `/custody/${event.params.stayId}?saved=1`,
        fieldOf: { ...basisFields, day_in_future: 'givenOn', day_too_early: 'givenOn' },
      },
    ),
};
