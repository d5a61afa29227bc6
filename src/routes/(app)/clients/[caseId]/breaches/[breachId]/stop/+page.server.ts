import { isRunning, StopForm } from '#modules/breaches';
import { stopBreach } from '#modules/breaches/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { showBreach } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['breach:decide'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { breach: one, header: _, ...page } = await showBreach(ctx, params, locals.language);
    return { ...page, isOpen: isRunning(one.state) && one.may.decide, submissionId: newSubmissionId() };
  });

export const actions: Actions = {
  default: (event) =>
    act(event, StopForm, (ctx, { documentNumber, reason }, at) => stopBreach(ctx, { ...at, documentNumber, reason }), {
      to: () => `/clients/${event.params.caseId}/breaches/${event.params.breachId}?saved=1`,
      fieldOf: { reason_missing: 'reason' },
    }),
};
