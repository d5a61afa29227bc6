import { formatDate, formatNumericDate } from '#kernel/format';
import {
  AdviseForm,
  advices,
  adviceWords,
  BackForm,
  DecideForm,
  ForwardForm,
  LapseForm,
  OutsideForm,
  ProposeForm,
  RevokeForm,
  speakerWords,
  stepWords,
  told,
  type PermitStep,
  warningWords,
  WithdrawForm,
} from '#modules/permits';
import { advisePermit, movePermit, withdrawPermit } from '#modules/permits/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../../shown.server.ts';
import { act, type FieldOf } from '../../act.server.ts';
import { showPermit } from '../../shown.server.ts';
import { stepForms, stepLabel, stepsOpen, type StepForm } from '../steps.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['permit:handle'] };

const byAnother: readonly StepForm[] = ['decide', 'forward', 'outside', 'revoke'];

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { permit: one, header: _, ...page } = await showPermit(ctx, params, language);
    const open = stepsOpen(one).map(({ name }) => name);
    // A form that was refused comes back to the address that it was sent to.
    const sent = [...url.searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1);
    const asked = sent ?? url.searchParams.get('do');
    const wanted = (Object.keys(stepForms) as StepForm[]).find((name) => name === asked);
    const name = wanted ?? open[0];
    const proposal = one.moves.findLast(({ step }) => step === (name === 'revoke' ? 'propose_revocation' : 'advise'));
    const returned = one.moves.at(-1)?.step === 'send_back' ? one.moves.at(-1) : undefined;
    const decisions = {
      advise: [],
      decide: ['grant', 'refuse', 'send_back'],
      forward: ['forward', 'send_back'],
      outside: ['record_grant', 'record_refusal'],
      propose: [],
      revoke: ['revoke', 'keep'],
      lapse: [],
      back: [],
      withdraw: [],
    } as const satisfies Record<StepForm, readonly (keyof typeof stepWords)[]>;
    return {
      ...page,
      name,
      title: name ? stepLabel(name) : m.permits_title(),
      lead: name && leads[name](),
      isOpen: name !== undefined && open.includes(name),
      needsOther: name !== undefined && byAnother.includes(name) && one.proposedByMe,
      warnings: one.warnings.map((warning) => warningWords[warning]()),
      submissionId: newSubmissionId(),
      advices: optionsOf(adviceWords, advices),
      decisions: name ? optionsOf(stepWords, decisions[name]) : [],
      today: formatNumericDate(one.today),
      reasonHint: name && hintFor(decisions[name].length > 0 ? decisions[name] : stepForms[name]),
      proposal: proposal && {
        what: proposal.advice ? adviceWords[proposal.advice]() : stepWords[proposal.step](),
        reason: proposal.reason,
        by: proposal.by ?? '',
        day: formatDate(proposal.day, language),
      },
      returned: name === 'advise' ? returned?.reason : undefined,
      statements: one.statements.map((said) => ({
        id: said.id,
        text: `${speakerWords[said.who]()} (${said.name}): ${said.agrees ? m.permits_agrees() : m.permits_objects()}`,
        note: said.note,
      })),
    };
  });

/** Whether the client reads the reason: of all that the form may do, of some of it, or of none. */
function hintFor(steps: readonly PermitStep[]): string | undefined {
  if (!steps.some((step) => told.includes(step))) return undefined;
  return steps.every((step) => told.includes(step)) ? m.permits_reason_hint() : m.permits_reason_hint_some();
}

const leads: Record<StepForm, () => string> = {
  advise: m.permits_lead_advise,
  decide: m.permits_lead_decide,
  forward: m.permits_lead_forward,
  outside: m.permits_lead_outside,
  propose: m.permits_lead_propose,
  revoke: m.permits_lead_revoke,
  lapse: m.permits_lead_lapse,
  back: m.permits_lead_back,
  withdraw: m.permits_lead_withdraw,
};

const beside: FieldOf = {
  reason_missing: 'reason',
  number_missing: 'documentNumber',
  day_in_future: 'day',
  day_before_asked: 'day',
  day_before_journey: 'day',
};
const after = (event: { params: { caseId: string; permitId: string } }) => ({
  to: () => `/clients/${event.params.caseId}/permits/${event.params.permitId}?saved=1`,
  fieldOf: beside,
});

export const actions: Actions = {
  advise: (event) =>
    act(
      event,
      AdviseForm,
      (ctx, { advice, reason }, { caseId, permitId }) => advisePermit(ctx, { caseId, permitId, advice, reason }),
      after(event),
    ),
  decide: (event) =>
    act(
      event,
      DecideForm,
      (ctx, { decision, reason }, { caseId, permitId }) =>
        movePermit(ctx, { caseId, permitId, step: decision, reason }),
      after(event),
    ),
  forward: (event) =>
    act(
      event,
      ForwardForm,
      (ctx, { decision, reason, documentNumber }, { caseId, permitId }) =>
        movePermit(ctx, { caseId, permitId, step: decision, reason, documentNumber }),
      after(event),
    ),
  outside: (event) =>
    act(
      event,
      OutsideForm,
      (ctx, { decision, reason, documentNumber, day }, { caseId, permitId }) =>
        movePermit(ctx, { caseId, permitId, step: decision, reason, documentNumber, day }),
      after(event),
    ),
  propose: (event) =>
    act(
      event,
      ProposeForm,
      (ctx, { reason }, { caseId, permitId }) =>
        movePermit(ctx, { caseId, permitId, step: 'propose_revocation', reason }),
      after(event),
    ),
  revoke: (event) =>
    act(
      event,
      RevokeForm,
      (ctx, { decision, reason }, { caseId, permitId }) =>
        movePermit(ctx, { caseId, permitId, step: decision, reason }),
      after(event),
    ),
  lapse: (event) =>
    act(
      event,
      LapseForm,
      (ctx, { reason }, { caseId, permitId }) => movePermit(ctx, { caseId, permitId, step: 'lapse', reason }),
      after(event),
    ),
  back: (event) =>
    act(
      event,
      BackForm,
      (ctx, { day, reason }, { caseId, permitId }) =>
        movePermit(ctx, { caseId, permitId, step: 'report_back', day, reason }),
      after(event),
    ),
  withdraw: (event) =>
    act(
      event,
      WithdrawForm,
      (ctx, { reason }, { caseId, permitId }) => withdrawPermit(ctx, { caseId, permitId, reason }),
      after(event),
    ),
};
