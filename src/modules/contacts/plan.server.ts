import { workingDayOnOrAfter } from '#kernel/holidays';
import { addDays, type PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import { isOpen } from '#modules/cases';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import { travelOn } from '#modules/check-ins/server';
import { workingCalendarOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { isAppointment, type ContactKind } from './contact.ts';
import { tellOfPlan } from './followers.server.ts';
import { isReasonSaid, nextOf, planMoves, planState, planSteps } from './moves.ts';
import { closePlan, findPlan, insertPlan, listOpenPlans, lockContacts, type PlanRow } from './store.server.ts';

export type PlanInput = {
  caseId: string;
  kind: ContactKind;
  on: PlainDate;
  time: ClockTime | '';
  place: string;
  purpose: string;
  isTold: boolean;
};
export type PlanRefusal =
  'day_past' | 'supervision_ended' | 'already_closed' | 'reason_missing' | 'after_guidance' | 'client_travels';
type Planned = { ok: true; plannedId: string } | { ok: false; refusal: PlanRefusal };

async function judgePlan(ctx: Ctx, of: CaseOnFile, kind: ContactKind, on: PlainDate): Promise<PlanRefusal | undefined> {
  if (!isOpen(of.state)) return 'supervision_ended';
  if (on < of.today) return 'day_past';
  if (of.guidanceEnd && on > of.guidanceEnd) return 'after_guidance';
  // Nobody is at home on these days; calls go with him.
  return meetsAtHome(kind) && (await travelOn(ctx, of.id, on)) ? 'client_travels' : undefined;
}
const meetsAtHome = (kind: ContactKind) => kind === 'home_visit';

/** A contact is set for a day. Only what is with the client himself is told to him. */
export async function planContact(ctx: Ctx, input: PlanInput): Promise<Planned> {
  const of = await reachCase(ctx, input.caseId, 'contact:record');
  const refusal = await judgePlan(ctx, of, input.kind, input.on);
  if (refusal) return { ok: false, refusal };
  const plannedId = ctx.newId();
  await insertPlan(ctx, of, { id: plannedId, kind: input.kind, dueOn: input.on, ...asSet(input) });
  say(ctx, of, 'contact.planned', { plannedId, kind: input.kind, plannedOn: input.on });
  const { kind, on, place } = input;
  await tellOfPlan(ctx, { caseId: of.id, plan: { id: plannedId, kind, on, place }, before: undefined });
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
  const { of, plan } = await lockPlan(ctx, input, 'move');
  if (!nextOf(planMoves, planState(plan), 'move')) return { ok: false, refusal: 'already_closed' };
  const refusal = await judgePlan(ctx, of, plan.kind, input.on);
  if (refusal) return { ok: false, refusal };
  if (!isReasonSaid(planSteps.move, input.reason, { dated: plan.plannedOn !== null }))
    return { ok: false, refusal: 'reason_missing' };
  return { ok: true, plannedId: await move(ctx, of, plan, input, input.reason.trim()) };
}

/** The new plan takes the place of the old one, which points to it. */
async function move(
  ctx: Ctx,
  of: Pick<CaseOnFile, 'id' | 'unitId' | 'personId'>,
  plan: PlanRow,
  set: Omit<PlanInput, 'caseId' | 'kind'>,
  reason: string,
): Promise<string> {
  await closePlan(ctx, plan.id, nextOf(planMoves, planState(plan), 'move')!, reason);
  const plannedId = ctx.newId();
  const { kind, origin, from, ruleVersion } = plan;
  await insertPlan(ctx, of, {
    id: plannedId,
    kind,
    origin,
    from,
    ruleVersion,
    dueOn: origin === 'rule' ? plan.dueOn : set.on,
    replacesId: plan.id,
    ...asSet({ ...set, kind }),
  });
  say(ctx, of, 'contact.moved', { plannedId, kind, before: plan.plannedOn, plannedOn: set.on });
  const { on, place } = set;
  await tellOfPlan(ctx, { caseId: of.id, plan: { id: plannedId, kind, on, place }, before: plan.id });
  return plannedId;
}

/**
 * Visits at home that were set for days on which the client is away with leave are put after them, on the next day that the office
 * works. What is due by rule keeps its due day, so that nothing is put off for ever.
 */
export async function movePlansAfter(
  ctx: Ctx,
  of: Pick<CaseOnFile, 'id' | 'unitId' | 'personId'>,
  away: { from: PlainDate; until: PlainDate; reason: string },
): Promise<number> {
  await lockContacts(ctx, of.id);
  const plans = (await listOpenPlans(ctx.tx, of.id, away)).filter(({ kind }) => meetsAtHome(kind));
  if (plans.length === 0) return 0;
  const office = await workingCalendarOf(ctx, of.unitId, { from: away.until });
  const on = workingDayOnOrAfter(addDays(away.until, 1), office);
  for (const plan of plans) {
    const { place, purpose, isTold } = plan;
    await move(ctx, of, plan, { on, time: plan.atTime as ClockTime | '', place, purpose, isTold }, away.reason);
  }
  return plans.length;
}

export async function cancelPlan(
  ctx: Ctx,
  input: { caseId: string; plannedId: string; reason: string },
): Promise<Planned> {
  const { of, plan } = await lockPlan(ctx, input, 'cancel');
  const closed = nextOf(planMoves, planState(plan), 'cancel');
  if (!closed) return { ok: false, refusal: 'already_closed' };
  if (!isReasonSaid(planSteps.cancel, input.reason)) return { ok: false, refusal: 'reason_missing' };
  await closePlan(ctx, plan.id, closed, input.reason.trim());
  say(ctx, of, 'contact.cancelled', { plannedId: plan.id, kind: plan.kind });
  await tellOfPlan(ctx, { caseId: of.id, plan: undefined, before: plan.id });
  return { ok: true, plannedId: plan.id };
}

async function lockPlan(
  ctx: Ctx,
  { caseId, plannedId }: { caseId: string; plannedId: string },
  step: 'move' | 'cancel',
) {
  const of = await reachCase(ctx, caseId, planSteps[step].by);
  await lockContacts(ctx, of.id);
  const plan: PlanRow | undefined = await findPlan(ctx.tx, plannedId);
  if (plan?.caseId !== of.id) throw new NotFound('no such plan of this case');
  return { of, plan };
}

function say(
  ctx: Ctx,
  of: Pick<CaseOnFile, 'id' | 'unitId' | 'personId'>,
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
