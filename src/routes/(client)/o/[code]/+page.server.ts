import { redirect } from '@sveltejs/kit';
import {
  observationAnswers,
  observationAnswerWords,
  ObservationForm,
  observationQuestions,
  observationQuestionWords,
  refusalWords,
} from '#modules/contacts';
import { openObserverDoor, sendObservation } from '#modules/contacts/server';
import { findUnit } from '#modules/units/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { visitorOf } from '#web/visitor.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = {
  who: 'public',
  why: 'somebody near a client who was given a link of his own: he sees nothing of the client',
};

/** Wrong, withdrawn and expired links read alike. */
export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' });
  const visitor = visitorOf(event);
  const door = await openObserverDoor(visitor, event.params.code);
  if (door.state === 'wait') return { at: 'wait' as const };
  if (door.state === 'unknown') return { at: 'unknown' as const };
  const office = (await visitor.enter((ctx) => findUnit(ctx, door.unitId)))?.name ?? '';
  const here = `/o/${encodeURIComponent(event.params.code)}`;
  if (event.url.searchParams.has('sent')) return { at: 'sent' as const, here };
  if (door.isFull) return { at: 'full' as const, office };
  return {
    at: 'open' as const,
    here,
    office,
    name: door.name,
    mark: door.mark,
    answerId: newSubmissionId(),
    questions: observationQuestions.map((name) => ({
      name,
      label: observationQuestionWords[name](),
      options: observationAnswers[name].map((value) => ({
        value: value as string,
        label: (observationAnswerWords[name] as Record<string, () => string>)[value]!(),
      })),
    })),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await readForm(event.request, ObservationForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, event.locals.language);
    const { answerId, ...answers } = form.values;
    const answer = await sendObservation(visitorOf(event), event.params.code, answerId, answers);
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, refusalWords, event.locals.language);
    redirect(303, `/o/${encodeURIComponent(event.params.code)}?sent=1`);
  },
};
