import { ConfirmForm, DismissForm, groundCodes, groundWords, refusalWords } from '#modules/breaches';
import { confirmBreach, dismissBreach } from '#modules/breaches/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../../shown.server.ts';
import { act } from '../../act.server.ts';
import { showBreach } from '../../shown.server.ts';
import { missesOf } from '../file.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['breach:handle'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { breach: one, header: _, ...page } = await showBreach(ctx, params, locals.language);
    return {
      ...page,
      isOpen: one.state === 'proposed' && one.may.handle,
      confirmId: newSubmissionId(),
      dismissId: newSubmissionId(),
      notDismissed: one.dismissal && refusalWords[one.dismissal](),
      chosen: one.grounds,
      grounds: optionsOf(groundWords, groundCodes),
      misses: await missesOf(ctx, one, locals.language),
    };
  });

const to = (params: { caseId: string; breachId: string }) => () =>
  `/clients/${params.caseId}/breaches/${params.breachId}?saved=1`;

export const actions: Actions = {
  confirm: (event) =>
    act(
      event,
      ConfirmForm,
      (ctx, { grounds, alleged, reason }, at) => confirmBreach(ctx, { ...at, grounds, alleged, reason }),
      {
        to: to(event.params),
        fieldOf: { ground_missing: 'grounds', alleged_missing: 'alleged', reason_missing: 'reason' },
      },
    ),
  dismiss: (event) =>
    act(event, DismissForm, (ctx, { reason }, at) => dismissBreach(ctx, { ...at, reason }), {
      to: to(event.params),
      fieldOf: { reason_missing: 'reason' },
    }),
};
