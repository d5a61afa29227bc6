import type { PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import { isOpen } from '#modules/cases';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { isAppointment, type ContactKind } from './contact.ts';
import { closePlan, findPlan, insertPlan, lockContacts, type PlanRow } from './store.server.ts';

export type PlanInput = {
  caseId: string;
  kind: ContactKind;
  on: PlainDate;
  time: ClockTime | '';
  place: string;
  purpose: string;
  isTold: boolean;
};
export type PlanRefusal = 'day_past' | 'supervision_ended' | 'already_closed' | 'reason_missing' | 'after_guidance';
type Planned = { ok: true; plannedId: string } | { ok: false; refusal: PlanRefusal };

function judgePlan(of: CaseOnFile, on: PlainDate): PlanRefusal | undefined {
  if (!isOpen(of.state)) return 'supervision_ended';
  if (on < of.today) return 'day_past';
  if (of.guidanceEnd && on > of.guidanceEnd) return 'after_guidance';
  return undefined;
}

/** A contact is set for a day. Only what is with the client himself is told to him. */
export async function planContact(ctx: Ctx, input: PlanInput): Promise<Planned> {
  const of = await reachCase(ctx, input.caseId, 'contact:record');
  const refusal = judgePlan(of, input.on);
  if (refusal) return { ok: false, refusal };
  const plannedId = ctx.newId();
  await insertPlan(ctx, of, { id: plannedId, kind: input.kind, dueOn: input.on, ...asSet(input) });
  say(ctx, of, 'contact.planned', { plannedId, kind: input.kind, plannedOn: input.on });
  return { ok: true, plannedId };
}

const asSet = ({ kind, on, time, place, purpose, isTold }: Omit<PlanInput, 'caseId'>) => ({
  plannedOn: on,
  atTime: time,
  place,
  purpose,
  isTold: isTold && isAppointment(kind),
});

/** Another day, time or place: a new plan takes the place of the old one. What a rule asks for keeps its due day. */
export async function moveContact(
  ctx: Ctx,
  input: Omit<PlanInput, 'kind'> & { plannedId: string; reason: string },
): Promise<Planned> {
  const { of, plan } = await lockPlan(ctx, input);
  if (plan.closedAs) return { ok: false, refusal: 'already_closed' };
  const refusal = judgePlan(of, input.on);
  if (refusal) return { ok: false, refusal };
  // The first day for what a rule laid out needs no reason; a day that was set is moved with one.
  if (plan.plannedOn && input.reason.trim().length < 3) return { ok: false, refusal: 'reason_missing' };
  await closePlan(ctx, plan.id, 'moved', input.reason.trim());
  const plannedId = ctx.newId();
  const { kind, origin, from, ruleVersion } = plan;
  await insertPlan(ctx, of, {
    id: plannedId,
    kind,
    origin,
    from,
    ruleVersion,
    dueOn: origin === 'rule' ? plan.dueOn : input.on,
    replacesId: plan.id,
    ...asSet({ ...input, kind }),
  });
  say(ctx, of, 'contact.moved', { plannedId, kind, before: plan.plannedOn, plannedOn: input.on });
  return { ok: true, plannedId };
}

export async function cancelPlan(
  ctx: Ctx,
  input: { caseId: string; plannedId: string; reason: string },
): Promise<Planned> {
  const { of, plan } = await lockPlan(ctx, input);
  if (plan.closedAs) return { ok: false, refusal: 'already_closed' };
  if (input.reason.trim().length < 3) return { ok: false, refusal: 'reason_missing' };
  await closePlan(ctx, plan.id, 'cancelled', input.reason.trim());
  say(ctx, of, 'contact.cancelled', { plannedId: plan.id, kind: plan.kind });
  return { ok: true, plannedId: plan.id };
}

async function lockPlan(ctx: Ctx, { caseId, plannedId }: { caseId: string; plannedId: string }) {
  const of = await reachCase(ctx, caseId, 'contact:record');
  await lockContacts(ctx, of.id);
  const plan: PlanRow | undefined = await findPlan(ctx.tx, plannedId);
  if (plan?.caseId !== of.id) throw new NotFound('no such plan of this case');
  return { of, plan };
}

function say(
  ctx: Ctx,
  of: CaseOnFile,
  what: `contact.${string}`,
  { plannedId, kind, before, plannedOn }: Record<string, unknown>,
): void {
  ctx.journal({
    what,
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: {
      plannedId,
      kind,
      ...(before ? { before } : {}),
      ...(plannedOn ? { plannedOn } : {}),
    },
  });
}
