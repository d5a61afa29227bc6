import { error, redirect } from '@sveltejs/kit';
import { isUuid } from '#kernel/id';
import { hasProvedRecently } from '#modules/access';
import { openingReasonWords } from '#modules/cases';
import { OpenStayForm } from '#modules/custody';
import { openStayWithReason } from '#modules/custody/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../people/shown.server.ts';
import { act } from '../../act.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['journal:search'] };

/** Says nothing about the stay, not even that there is one: only the reason opens it, or the answer that it is absent. */
export const load: PageServerLoad = ({ locals, params, url }) => {
  if (!isUuid(params.stayId)) error(404, m.errors_not_found());
  if (!hasProvedRecently(locals.actor!, new Date()))
    redirect(303, `/account/prove?back=${encodeURIComponent(url.pathname)}`);
  return { submissionId: newSubmissionId(), reasons: optionsOf(openingReasonWords) };
};

export const actions: Actions = {
  default: (event) =>
    act(event, OpenStayForm, (ctx, { code, reason }, stayId) => openStayWithReason(ctx, { stayId, code, reason }), {
      to: `/custody/${event.params.stayId}`,
    }),
};
