import { formatNumericDate } from '#kernel/format';
import { groundCodes, groundWords, openedByOfficer, OpenBreachForm, sourceWords } from '#modules/breaches';
import { openBreach } from '#modules/breaches/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf, showCase } from '../../../shown.server.ts';
import { act } from '../act.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['breach:handle'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { header, ...shown } = await showCase(ctx, params.caseId, 'breaches', locals.language);
    return {
      shown,
      submissionId: newSubmissionId(),
      today: formatNumericDate(header.today),
      sources: optionsOf(sourceWords, openedByOfficer),
      grounds: optionsOf(groundWords, groundCodes),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      OpenBreachForm,
      (ctx, { submissionId: _, ...input }, { caseId }) => openBreach(ctx, { ...input, caseId }),
      {
        to: ({ breachId }) => `/clients/${event.params.caseId}/breaches/${breachId}`,
        fieldOf: {
          ground_missing: 'grounds',
          day_in_future: 'openedOn',
          day_before_reception: 'openedOn',
          custody_place_missing: 'custodyPlace',
        },
      },
    ),
};
