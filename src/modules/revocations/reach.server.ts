import { isUuid } from '#kernel/id';
import type { WorkingDays } from '#kernel/holidays';
import { earliest, type PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import { holds, may, mustBeAllowed, type Action, type Subject } from '#modules/access';
import { isOpen, type AgeGroup, type ClientKind } from '#modules/cases';
import { reachCase } from '#modules/cases/server';
import { todayAt } from '#modules/units';
import { optionsOf, workingCalendarOf } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { serviceTerm, stepTerms, urgentStepTerms } from './law.rules.ts';
import type { ProceedingState, RouteName } from './revocation.ts';
import { termAt } from './routes.ts';
import { findAbove, findProceeding, type ProceedingRow } from './store.server.ts';

/** The client whom a proceeding concerns, as whoever asks may know him. */
export type About = {
  caseId: string;
  personId: string;
  unitId: number;
  pkStaffId: string | null;
  kind: ClientKind;
  ageGroup: AgeGroup;
  open: boolean;
  today: PlainDate;
  zone: Zone;
  subject: Subject;
  /** What a tier is shown of him; the office has his whole file beside it. */
  above?: { name: string; registerLabel: string | null; unitName: string };
};
export type AtHand = { proceeding: ProceedingRow; of: About };

const ofTiers: readonly Action[] = ['revocation:read', 'revocation:forward', 'revocation:decree'];

/** A proceeding that the asker may do this with; out of reach it is as absent as one that never was. */
export async function reachProceeding(ctx: ReadCtx, id: string, action: Action): Promise<AtHand> {
  const proceeding = isUuid(id) ? await findProceeding(ctx.tx, id) : undefined;
  if (!proceeding) throw new NotFound('proceeding');
  if (!ofTiers.includes(action)) return { proceeding, of: await aboutHere(ctx, proceeding, action) };
  const of = await aboutAbove(ctx, proceeding);
  if (!of) throw new NotFound('proceeding');
  mustBeAllowed(ctx.actor, action, of.subject);
  return { proceeding, of };
}

/** To read it: as the tier to which it came, or as whoever may read the client's file. */
export async function reachToRead(ctx: ReadCtx, id: string): Promise<AtHand> {
  if (!holds(ctx.actor, 'revocation:read')) return reachProceeding(ctx, id, 'case:read_specific');
  const proceeding = isUuid(id) ? await findProceeding(ctx.tx, id) : undefined;
  const of = proceeding && (await aboutAbove(ctx, proceeding));
  if (proceeding && of && may(ctx.actor, 'revocation:read', of.subject)) return { proceeding, of };
  return reachProceeding(ctx, id, 'case:read_specific');
}

async function aboutHere(ctx: ReadCtx, { caseId }: ProceedingRow, action: Action): Promise<About> {
  const of = await reachCase(ctx, caseId, action);
  return { ...of, caseId: of.id, open: isOpen(of.state) };
}

/** The client as a tier to which the proceeding came is shown him; nobody elsewhere. */
export async function aboutAbove(ctx: ReadCtx, { id, unitId }: ProceedingRow): Promise<About | undefined> {
  const row = await findAbove(ctx.tx, id, unitId);
  if (!row) return undefined;
  const { caseId, personId, name, registerLabel, kind, ageGroup, state, unitName, pkStaffId, path, zone, demoToday } =
    row;
  const { guarded, sealed, restricted, listed, opened } = row;
  return {
    caseId,
    personId,
    unitId,
    pkStaffId,
    kind,
    ageGroup,
    open: isOpen(state),
    zone,
    today: todayAt({ zone, demoToday }, ctx.now),
    subject: { unitId, unitPath: path, caseId, pkStaffId, guarded, sealed, restricted, listed, opened },
    above: { name, registerLabel, unitName },
  };
}

export async function calendarOf(ctx: ReadCtx, unitId: number, from: PlainDate): Promise<WorkingDays> {
  return workingCalendarOf(ctx, unitId, { from });
}

/** The last day of the whole service for what was proposed on a day. */
export async function serviceUntil(ctx: ReadCtx, unitId: number, proposedOn: PlainDate): Promise<PlainDate> {
  const office = await calendarOf(ctx, unitId, proposedOn);
  return serviceTerm.decide({ proposedOn, office }, await optionsOf(ctx.tx, unitId, serviceTerm, proposedOn)).result;
}

/** By when whoever has the file now owes his step, sooner where there is danger; nobody where it is over. */
export async function stepDue(
  ctx: ReadCtx,
  unitId: number,
  { route, state, urgent }: { route: RouteName; state: ProceedingState; urgent: boolean },
  from: PlainDate,
): Promise<PlainDate | null> {
  const term = termAt(route, state);
  if (!term) return null;
  const facts = { term, from, office: await calendarOf(ctx, unitId, from) };
  const due = stepTerms.decide(facts, await optionsOf(ctx.tx, unitId, stepTerms, from)).result;
  if (!urgent) return due;
  return earliest(due, urgentStepTerms.decide(facts, await optionsOf(ctx.tx, unitId, urgentStepTerms, from)).result);
}
