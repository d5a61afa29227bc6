import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { accountProblemWords, CodeForm, EnrolForm } from '#modules/accounts';
import {
  enrolSecondFactor,
  passkeysWork,
  sameTotpForPage,
  secondStep,
  showCode,
  stateOf,
} from '#modules/accounts/server';
import { drawQr } from '#ui/qr.ts';
import { readForm } from '#web/form.server';
import { arrives } from '#web/kept-form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, type SaidFailure } from '#web/say-problems.server';
import { visitorOf } from '#web/visitor.server';
import { wayBack } from '#web/way-back';
import { goOn, nothingSaid, sayNo } from '../steps.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const _access: RouteAccess = { who: 'public', why: 'the second step of signing in, before the session is full' };

export const load: PageServerLoad = async (event) => {
  const step = await secondStep(visitorOf(event));
  if (step.todo === 'nothing') {
    if (step.stage) goOn(step.stage, event.url);
    redirect(303, '/sign-in');
  }
  if (step.todo === 'show')
    return {
      step: { ...step, passkeyHere: step.hasPasskey && passkeysWork(event.url) },
    };
  return { step: { ...step, qr: drawQr(step.address) } };
};

export const actions: Actions = {
  show: async (event) => {
    const form = await readForm(event.request, CodeForm);
    if (arrives(event.request, 'factorCode')) return nothingSaid();
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, event.locals.language);
    const answer = await showCode(visitorOf(event), form.values.factorCode);
    if (!answer.ok) return sayNo(answer, 'factorCode', form.typed, event.locals.language);
    goOn(answer.stage, event.url);
  },
  enrol: async (event) => {
    const form = await readForm(event.request, EnrolForm);
    if (!form.ok) return withSameCode(event, sayFailure(form.failure, accountProblemWords, event.locals.language));
    const answer = await enrolSecondFactor(visitorOf(event), {
      pending: form.values.pending,
      code: form.values.factorCode,
    });
    if (!answer.ok) return withSameCode(event, sayNo(answer, 'factorCode', form.typed, event.locals.language));
    // The first thing after a new factor is a way in without it.
    if (answer.stage === 'full') {
      const back = wayBack(event.url.searchParams.get('back'));
      redirect(303, `/account/spare-codes?${new URLSearchParams({ first: '1', ...(back === '/' ? {} : { back }) })}`);
    }
    goOn(answer.stage, event.url);
  },
};

async function withSameCode(event: RequestEvent, failure: ActionFailure<SaidFailure>) {
  const state = await stateOf(visitorOf(event));
  const same =
    state && sameTotpForPage({ id: state.accountId, username: state.username }, failure.data.typed.pending, new Date());
  return fail(failure.status, { ...failure.data, again: same && { ...same, qr: drawQr(same.address) } });
}
