import { OwnPositionForm } from '#modules/check-ins';
import { keepOwnPosition } from '#modules/check-ins/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayRefusal } from '#web/say-problems.server';
import { readOwnToReport, reporting } from '../../../own.server.ts';
import { goOn, readStep } from '../step.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

export const load: PageServerLoad = (event) =>
  readOwnToReport(event, async (ctx) => ({ place: (await readStep(ctx, 'position')).place }));

export const actions: Actions = {
  give: async ({ request, locals }) => {
    const form = await readForm(request, OwnPositionForm);
    if (!form.ok)
      return sayRefusal(422, {}, { '': ['not_read'] }, { not_read: m.client_position_failed }, locals.language);
    const { latitude, longitude, accuracy, at } = form.values;
    await locals.runOnce(
      { id: newSubmissionId(), body: {} },
      reporting((ctx) => keepOwnPosition(ctx, { latitude, longitude, accuracyM: accuracy ?? null, at: new Date(at) })),
    );
    return goOn((query) => locals.read(query));
  },
  skip: async ({ locals }) => {
    await locals.runOnce(
      { id: newSubmissionId(), body: {} },
      reporting((ctx) => keepOwnPosition(ctx, null)),
    );
    return goOn((query) => locals.read(query));
  },
};
