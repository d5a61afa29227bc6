import type { PlainDate } from '#kernel/plain-date';
import { noteBegun, readBreach } from '#modules/breaches/server';
import { isOpen, kindRow } from '#modules/cases';
import { reachCase } from '#modules/cases/server';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { urgentWay } from './law.rules.ts';
import { serviceUntil, stepDue } from './reach.server.ts';
import { judgeBegin, releaseOf, routeFor, type BeginAttempt, type RevocationRefused } from './rules.ts';
import { hasProceeding, insertProceeding } from './store.server.ts';
import { putBefore } from './tasks.server.ts';

export type BeginInput = BeginAttempt & { caseId: string };

/** Begins the proceeding that a breach was proposed for, or one that calls a decree off before it is carried out. */
export async function beginProceeding(
  ctx: Ctx,
  input: BeginInput,
): Promise<{ ok: true; proceedingId: string } | RevocationRefused> {
  const of = await reachCase(ctx, input.caseId, 'revocation:handle');
  const { early } = kindRow(of.kind);
  const breach =
    input.kind === 'revocation' && input.breachId ? await readBreach(ctx, of.id, input.breachId) : undefined;
  const { urgent: urgentAllowed } = await optionsOf(ctx.tx, of.unitId, urgentWay, of.today);
  const verdict = judgeBegin(
    input,
    { open: isOpen(of.state), early, release: releaseOf(of, of.today), child: of.ageGroup === 'child' },
    {
      breachWaits: breach?.state === 'proposed_for_revocation',
      running: await hasProceeding(ctx.tx, of.id, breach?.id),
      urgentAllowed,
    },
  );
  if (!verdict.ok) return verdict;

  const route = routeFor(input.kind, early)!;
  const begunOn: PlainDate = of.today;
  const proceedingId = ctx.newId();
  const due = await stepDue(ctx, of.unitId, { route, state: 'begun', urgent: input.urgent }, begunOn);
  await insertProceeding(ctx, of, {
    id: proceedingId,
    kind: input.kind,
    route,
    breachId: breach?.id ?? null,
    finding: input.kind === 'cancellation' ? (input.finding ?? null) : null,
    findingNumber: input.kind === 'cancellation' ? input.documentNumber : '',
    begunOn,
    reason: input.reason,
    told: input.told,
    urgent: input.urgent,
    danger: input.urgent ? input.danger : '',
    // Somebody who begins late does not give the service more days than it has.
    serviceUntil: await serviceUntil(ctx, of.unitId, breach?.endedOn ?? begunOn),
    dueOn: due!,
    presences: of.ageGroup === 'child' ? input.presences : undefined,
  });
  if (breach) await noteBegun(ctx, of, breach.id);
  await putBefore(ctx, {
    id: proceedingId,
    caseId: of.id,
    unitId: of.unitId,
    pkStaffId: of.pkStaffId,
    route,
    state: 'begun',
    urgent: input.urgent,
    dueOn: due,
  });
  ctx.journal({
    what: 'revocation.begun',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { proceedingId, kind: input.kind, route, urgent: input.urgent },
  });
  return { ok: true, proceedingId };
}
