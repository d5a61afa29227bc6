import type { PlainDate } from '#kernel/plain-date';
import { m } from '#messages';
import { inLanguage } from '#messages/server';
import { movePlansAfter } from '#modules/contacts/server';
import type { Ctx } from '#platform/ctx';
import {
  draftCoverLetter,
  draftMinistersRefusal,
  draftPermitLetter,
  draftRefusalLetter,
  draftRevocationLetter,
} from './letters.server.ts';
import { lockPermit, takeStep, type AtHand } from './reach.server.ts';
import { judgeStep, nextState, steps, type PermitRefused, type PermitStep } from './rules.ts';
import { isSupervised, lastMaker } from './store.server.ts';

type Step = Exclude<PermitStep, 'advise' | 'withdraw'>;
export type StepInput = {
  caseId: string;
  permitId: string;
  step: Step;
  reason: string;
  documentNumber?: string;
  /** When it happened, where it is not today: the Minister's decision, or the return. */
  day?: PlainDate;
};

/**
 * One step of whoever leads, or of the counsellor after the decision. Granting drafts the letter in the same transaction, and visits
 * at home that were set for these days are put after the journey. What goes to the Minister, a refusal and a revocation are drafted as letters too.
 */
export async function movePermit(ctx: Ctx, input: StepInput): Promise<{ ok: true } | PermitRefused> {
  const at = await lockPermit(ctx, input.caseId, input.permitId, steps[input.step].by);
  const { of, permit } = at;
  const step = { ...input, documentNumber: input.documentNumber ?? '', day: input.day ?? of.today };
  const proposal = step.step === 'revoke' || step.step === 'keep' ? 'propose_revocation' : 'advise';
  const verdict = judgeStep(
    permit,
    step,
    {
      proposedBy: await lastMaker(ctx.tx, permit.id, proposal),
      deciderId: ctx.actor.accountId,
      caseState: of.state,
      supervised: await isSupervised(ctx.tx, of.id),
    },
    of.today,
  );
  if (!verdict.ok) return verdict;
  await takeStep(ctx, at, { ...step, to: nextState(permit, step.step)! });
  await follow(ctx, at, step);
  return { ok: true };
}

async function follow(
  ctx: Ctx,
  { of, permit }: AtHand,
  step: { step: Step; reason: string; documentNumber: string; day: PlainDate },
): Promise<void> {
  if (step.step === 'grant' || step.step === 'record_grant') {
    await draftPermitLetter(ctx, permit, { number: step.documentNumber, dated: step.day });
    await movePlansAfter(ctx, of, {
      from: permit.fromOn,
      until: permit.untilOn,
      reason: inLanguage('id', () => m.permits_visit_moved()),
    });
    return;
  }
  switch (step.step) {
    case 'refuse':
      return draftRefusalLetter(ctx, of, permit, step.reason);
    case 'forward':
      return draftCoverLetter(ctx, permit, step.reason);
    case 'record_refusal':
      return draftMinistersRefusal(ctx, permit, {
        number: step.documentNumber,
        dated: step.day,
        reason: step.reason,
      });
    case 'revoke':
      return draftRevocationLetter(ctx, permit, step.reason);
    default:
      // The others stay within the office.
      return;
  }
}
