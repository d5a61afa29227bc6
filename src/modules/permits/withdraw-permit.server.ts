import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import { mustBeOwn } from '#modules/access';
import type { CaseState } from '#modules/cases';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { lockPermit, putBefore, takeStep } from './reach.server.ts';
import { judgeStep, nextState, type PermitRefused } from './rules.ts';
import { findOwnCase, findPermitOfOwn, insertMove, lockJourneys } from './store.server.ts';

/** The client does not go after all, or the supervision has ended meanwhile: an officer writes down why. */
export async function withdrawPermit(
  ctx: Ctx,
  input: { caseId: string; permitId: string; reason: string },
): Promise<{ ok: true } | PermitRefused> {
  const at = await lockPermit(ctx, input.caseId, input.permitId, 'permit:handle');
  const verdict = judgeStep(at.permit, attempt(input.reason, at.of.today), now(ctx, at.of.state), at.of.today);
  if (!verdict.ok) return verdict;
  await takeStep(ctx, at, {
    step: 'withdraw',
    to: nextState(at.permit, 'withdraw')!,
    day: at.of.today,
    reason: input.reason,
  });
  return { ok: true };
}

/** The client takes his own request back; whoever has set out reports back instead. */
export async function withdrawOwnPermit(
  ctx: Ctx,
  input: { permitId: string; reason: string },
): Promise<{ ok: true } | PermitRefused> {
  const { own } = ctx.actor;
  if (!own) throw new NotFound('not a client');
  mustBeOwn(ctx.actor, 'own:report', own.caseId);
  await lockJourneys(ctx, own.caseId);
  const of = await findOwnCase(ctx, own.caseId);
  const permit = isUuid(input.permitId) ? await findPermitOfOwn(ctx, own.caseId, input.permitId) : undefined;
  if (!of || !permit) throw new NotFound('permit');
  const verdict = judgeStep(permit, attempt(input.reason, of.today), now(ctx, of.state), of.today);
  if (!verdict.ok) return verdict;
  const to = nextState(permit, 'withdraw')!;
  await insertMove(ctx, of, permit.id, {
    step: 'withdraw',
    from: permit.state,
    to,
    day: of.today,
    reason: input.reason,
  });
  await putBefore(ctx, of, permit.id, to, null);
  ctx.journal({
    what: 'permit.moved',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { permitId: permit.id, step: 'withdraw', before: permit.state, after: to },
  });
  return { ok: true };
}

const attempt = (reason: string, day: PlainDate) => ({ step: 'withdraw' as const, reason, documentNumber: '', day });
// Nobody asks a withdrawal whether the client is under guidance.
const now = (ctx: Ctx, caseState: CaseState) => ({
  proposedBy: null,
  deciderId: ctx.actor.accountId,
  caseState,
  supervised: true,
});
