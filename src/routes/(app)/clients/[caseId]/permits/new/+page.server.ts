import { AskForm, askedOfOfficer, howWords } from '#modules/permits';
import { askPermit } from '#modules/permits/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { besideJourney, journeyChoices } from '../../../../../journey-fields.server.ts';
import { optionsOf, showCase } from '../../../shown.server.ts';
import { act } from '../act.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['permit:handle'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { header, ...shown } = await showCase(ctx, params.caseId, 'permits', locals.language);
    return {
      shown,
      submissionId: newSubmissionId(),
      choices: await journeyChoices(header.kind === 'parole_pb'),
      hows: optionsOf(howWords, askedOfOfficer),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(event, AskForm, (ctx, { submissionId: _, ...journey }, { caseId }) => askPermit(ctx, { ...journey, caseId }), {
      to: ({ permitId }) => `/clients/${event.params.caseId}/permits/${permitId}`,
      fieldOf: besideJourney,
    }),
};
