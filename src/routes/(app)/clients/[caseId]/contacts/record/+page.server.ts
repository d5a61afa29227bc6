import { redirect } from '@sveltejs/kit';
import {
  AskLateForm,
  BeginForm,
  consequencesOf,
  consequenceWords,
  contactKinds,
  DropForm,
  isContactStep,
  kindHints,
  kindWords,
  mustWrite,
  nextStep,
  refusalWords,
  SendForm,
  stepForm,
  stepsOf,
} from '#modules/contacts';
import {
  answerContact,
  askForLate,
  beginContact,
  dropDraft,
  limitsOf,
  readDraft,
  sendContact,
  situationOf,
} from '#modules/contacts/server';
import { NotFound } from '#platform/errors';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure } from '#web/say-problems.server';
import { act } from '../../../../contact-act.server.ts';
import { answersSaid } from '../../../../contact-shown.server.ts';
import { idOf } from '../../../../ledger-act.server.ts';
import { showCase } from '../../../shown.server.ts';
import { questionOf } from './question.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['contact:record'] };

/** One page for each question: the draft and the question stand in the address, the answers on the server (decision 021). */
export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header: _, ...shown } = await showCase(ctx, params.caseId, 'contacts', language);
    const draftId = url.searchParams.get('draft');
    if (draftId === null) {
      const kinds = contactKinds.map((value) => ({ value, label: kindWords[value](), hint: kindHints[value]() }));
      // Whoever comes for one kind, from a breach for instance, finds it chosen.
      const chosen = contactKinds.find((one) => one === url.searchParams.get('kind')) ?? '';
      return { shown, at: 'start' as const, submissionId: newSubmissionId(), kinds, chosen };
    }
    const hand = await readDraft(ctx, params.caseId, idOf(draftId));
    const { draft, of } = hand;
    const asked = url.searchParams.get('step');
    const step = isContactStep(asked) && stepsOf(draft).includes(asked) ? asked : nextStep(draft);
    if (step)
      return {
        shown,
        at: 'question' as const,
        draftId: draft.id,
        question: await questionOf(ctx, hand, step, language),
      };
    const situation = await situationOf(ctx, of, draft);
    return {
      shown,
      at: 'check' as const,
      draftId: draft.id,
      dropId: newSubmissionId(),
      askId: newSubmissionId(),
      needsHead: situation.tooFarBack,
      said: answersSaid(draft.kind, draft.answers, of.zone, language),
      then: consequencesOf(draft, situation).map((one) => consequenceWords[one]()),
    };
  });

const contactsOf = (caseId: string) => `/clients/${caseId}/contacts`;
const draftOf = (url: URL) => idOf(url.searchParams.get('draft'));

export const actions: Actions = {
  begin: (event) =>
    act(
      event,
      BeginForm,
      (ctx, { kind, planned, corrects }) =>
        beginContact(ctx, { caseId: idOf(event.params.caseId), kind, plannedId: planned, correctsId: corrects }),
      ({ draftId }) => `${contactsOf(event.params.caseId)}/record?draft=${draftId}`,
      { kind_missing: 'kind' },
    ),
  answer: async ({ request, locals, params, url }) => {
    const caseId = idOf(params.caseId);
    const draftId = draftOf(url);
    const step = url.searchParams.get('step');
    if (!isContactStep(step)) throw new NotFound('no such question');
    const { draft, of, limits } = await locals.read(async (ctx) => {
      const hand = await readDraft(ctx, caseId, draftId);
      return { ...hand, limits: await limitsOf(ctx, hand.of) };
    });
    const forms = stepForm(draft.kind, { today: of.today, evidenceUntil: limits.evidenceUntil });
    const form = await readForm(request, step === 'talk' && !mustWrite(draft) ? forms.talkOptional : forms[step]);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    // An answer may be given again and the last one counts, so going back and pressing twice do no harm.
    const done = await locals.runOnce({ id: newSubmissionId(), body: {} }, (ctx) =>
      answerContact(ctx, { caseId, draftId, step, answers: form.values }),
    );
    redirect(303, `${contactsOf(caseId)}/record?draft=${draftId}${done.next === 'check' ? '' : `&step=${done.next}`}`);
  },
  send: (event) =>
    act(
      event,
      SendForm,
      (ctx) => sendContact(ctx, { caseId: idOf(event.params.caseId), draftId: draftOf(event.url) }),
      `${contactsOf(event.params.caseId)}?saved=1`,
    ),
  ask: (event) =>
    act(
      event,
      AskLateForm,
      (ctx, { reason }) => askForLate(ctx, { caseId: idOf(event.params.caseId), draftId: draftOf(event.url), reason }),
      `${contactsOf(event.params.caseId)}?late=1`,
      { reason_missing: 'reason' },
    ),
  drop: (event) =>
    act(
      event,
      DropForm,
      (ctx) => dropDraft(ctx, { caseId: idOf(event.params.caseId), draftId: draftOf(event.url) }),
      contactsOf(event.params.caseId),
    ),
};
