import { formatNumericDate } from '#kernel/format';
import { documentWords, nextState, reportedSteps, StepForm, steps, stepWords } from '#modules/at-large';
import { recordStep } from '#modules/at-large/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act, toFile } from '../act.server.ts';
import { showSearch } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:keep'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { search, may, header: _, ...page } = await showSearch(ctx, params.caseId, locals.language);
    const asked = url.searchParams.get('take');
    const step = reportedSteps.find((one) => one === asked) ?? 'request_arrest';
    return {
      ...page,
      step,
      title: stepWords[step](),
      document: documentWords[steps[step].document](),
      isOpen: search !== undefined && may.keep && nextState(search.state, step) !== undefined,
      today: search ? formatNumericDate(search.today) : '',
      submissionId: newSubmissionId(),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      StepForm,
      (ctx, { submissionId: _, file: __, ...step }, { id, file }) => recordStep(ctx, { ...step, caseId: id, file }),
      {
        takesFile: true,
        to: toFile(event.params.caseId),
        fieldOf: {
          day_in_future: 'day',
          day_before_decree: 'day',
          day_before_guidance: 'day',
          number_missing: 'number',
          place_missing: 'place',
          file_refused: 'file',
        },
      },
    ),
};
