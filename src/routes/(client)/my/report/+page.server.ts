import { redirect } from '@sveltejs/kit';
import { nextStep } from '#modules/check-ins';
import { dropOwnReport, readOwnReport } from '#modules/check-ins/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { readOwnToReport } from '../../own.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

const closedWords = {
  already_waiting: m.client_report_closed_waiting,
  supervision_ended: m.client_report_closed_ended,
  before_reception: m.client_report_closed_before,
} as const;

export const load: PageServerLoad = (event) =>
  readOwnToReport(event, async (ctx) => {
    const { asked, draft, closed } = await readOwnReport(ctx);
    const hasBegun = draft !== null;
    return {
      closed: closed && closedWords[closed](),
      asked,
      hasBegun,
      next: `/my/report/${nextStep(draft, asked) ?? 'check'}`,
    };
  });

export const actions: Actions = {
  anew: async ({ locals }) => {
    // Throwing away what was not sent may be done twice.
    await locals.runOnce({ id: newSubmissionId(), body: {} }, dropOwnReport);
    redirect(303, '/my/report/address');
  },
};
