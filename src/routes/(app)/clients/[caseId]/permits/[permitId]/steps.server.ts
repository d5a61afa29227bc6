import { isValid, nextState, type PermitStep } from '#modules/permits';
import type { PermitInFull } from '#modules/permits/server';
import { m } from '#messages';

/** The forms of the page of steps, each for the steps that it can take. */
export const stepForms = {
  advise: ['advise'],
  decide: ['grant', 'refuse'],
  forward: ['forward'],
  outside: ['record_grant', 'record_refusal'],
  propose: ['propose_revocation'],
  revoke: ['revoke', 'keep'],
  lapse: ['lapse'],
  back: ['report_back'],
  withdraw: ['withdraw'],
} as const satisfies Record<string, readonly PermitStep[]>;
export type StepForm = keyof typeof stepForms;

const labels: Record<StepForm, () => string> = {
  advise: m.permits_do_advise,
  decide: m.permits_do_decide,
  forward: m.permits_do_forward,
  outside: m.permits_do_outside,
  propose: m.permits_do_propose,
  revoke: m.permits_do_revoke,
  lapse: m.permits_do_lapse,
  back: m.permits_do_back,
  withdraw: m.permits_do_withdraw,
};
export const stepLabel = (name: StepForm) => labels[name]();

const ofHead: readonly StepForm[] = ['decide', 'forward', 'outside', 'revoke', 'lapse'];
/** What the asker may do with a permit as it stands. What cannot be done yet has no link. */
export function stepsOpen(one: PermitInFull): { name: StepForm; label: string }[] {
  return (
    (Object.keys(stepForms) as StepForm[])
      .filter((name) => stepForms[name].some((step) => nextState(one, step)))
      // It falls with the supervision, and with nothing else.
      .filter((name) => name !== 'lapse' || !one.supervised)
      // Whoever has set out does not withdraw; he reports back.
      .filter((name) => name !== 'withdraw' || !isValid(one.state) || one.today < one.fromOn)
      .filter((name) => (ofHead.includes(name) ? one.may.decide : one.may.handle))
      .map((name) => ({ name, label: stepLabel(name) }))
  );
}
