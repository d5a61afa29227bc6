import { redirect } from '@sveltejs/kit';
import { readOwnCase } from '#modules/cases/server';
import { JourneyForm, refusalWords } from '#modules/permits';
import { askOwnPermit } from '#modules/permits/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { besideJourney, journeyChoices } from '../../../../journey-fields.server.ts';
import { readOwn } from '../../../own.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

export const load: PageServerLoad = (event) =>
  readOwn(event, async (ctx) => ({
    submissionId: newSubmissionId(),
    choices: await journeyChoices((await readOwnCase(ctx)).kind === 'parole_pb'),
  }));

export const actions: Actions = {
  default: async (event) => {
    const { language } = event.locals;
    const form = await readForm(event.request, JourneyForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, language);
    const { submissionId: _, ...journey } = form.values;
    const answer = await event.locals.runOnce(form.submission, (ctx) => askOwnPermit(ctx, journey));
    if (!answer.ok)
      return sayRefusal(
        409,
        form.typed,
        { [besideJourney[answer.refusal] ?? '']: [answer.refusal] },
        refusalWords,
        language,
      );
    redirect(303, '/my/permits?done=1');
  },
};
