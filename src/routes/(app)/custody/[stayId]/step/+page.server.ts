import { formatNumericDate } from '#kernel/format';
import {
  documentWords,
  nextSteps,
  numbered,
  refusalWords,
  releaseWords,
  StepForm,
  steps,
  staySteps,
  stepWords,
} from '#modules/custody';
import { listInstitutions, takeStep } from '#modules/custody/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../people/shown.server.ts';
import { act } from '../../act.server.ts';
import { showStay } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:move'] };

const stepAsked = (url: URL) => staySteps.find((one) => one === url.searchParams.get('take')) ?? 'release';

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { full, shown } = await showStay(ctx, params.stayId, url.pathname, locals.language);
    const step = stepAsked(url);
    const isOpen = full.may.move && nextSteps(full.stay.state).includes(step);
    return {
      shown,
      step,
      title: stepWords[step](),
      document: documentWords[steps[step].document](),
      needsNumber: numbered.includes(step),
      closed: isOpen ? undefined : refusalWords.wrong_state(),
      today: formatNumericDate(full.stay.today),
      reasons: optionsOf(releaseWords),
      institutions:
        step === 'transfer'
          ? (await listInstitutions(ctx, full.stay.unitId)).map(({ id, name }) => ({ value: String(id), label: name }))
          : [],
      keeps: step === 'release' && full.property.some(({ returnedOn }) => returnedOn === null),
      submissionId: newSubmissionId(),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      StepForm,
      (ctx, { submissionId: _, ...typed }, stayId, scan) =>
        takeStep(ctx, {
          ...typed,
          stayId,
          step: stepAsked(event.url),
          releaseReason: typed.releaseReason ?? null,
          toUnitId: typed.toUnitId ?? null,
          scan,
        }),
      {
        to: `/custody/${event.params.stayId}?saved=1`,
        fieldOf: {
          day_in_future: 'day',
          day_too_early: 'day',
          term_not_over: 'releaseReason',
          number_missing: 'number',
          why_missing: 'releaseReason',
          place_missing: 'place',
          same_place: 'toUnitId',
          not_an_institution: 'toUnitId',
        },
      },
    ),
};
