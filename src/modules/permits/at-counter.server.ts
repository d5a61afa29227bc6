import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import { holds, may, unitsWhere } from '#modules/access';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { destinationOf } from './letters.server.ts';
import type { DayCount, PermitState, Scope } from './permit.ts';
import { listAskable, listAtCounter, lockJourneys, nameOf, type CounterRow } from './store.server.ts';

export type CounterPermit = {
  id: string;
  scope: Scope;
  state: PermitState;
  askedOn: PlainDate;
  fromOn: PlainDate;
  untilOn: PlainDate;
  dueOn: PlainDate | null;
  dueCounts: DayCount | null;
  destination: string;
  words: number;
  papers: number;
};
export type AtCounter = {
  name: string;
  registerLabel: string | null;
  unitId: number;
  isOnParole: boolean;
  isChild: boolean;
  today: PlainDate;
  /** Whoever may also give his advice has the file of the client; the counter has not. */
  mayHandle: boolean;
  permits: CounterPermit[];
};

/** What is said at the counter about the journeys of the client who stands there. Looking leaves a line. */
export async function readAtCounter(ctx: ReadCtx, caseId: string): Promise<AtCounter> {
  const of = await reachCase(ctx, caseId, 'permit:ask');
  ctx.accessed({
    what: 'permit.counter-viewed',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: {},
  });
  const { name, registerLabel } = await nameOf(ctx.tx, of.id);
  return {
    name,
    registerLabel,
    unitId: of.unitId,
    isOnParole: of.kind === 'parole_pb',
    isChild: of.ageGroup === 'child',
    today: of.today,
    mayHandle: may(ctx.actor, 'permit:handle', of.subject),
    permits: await Promise.all(
      (await listAtCounter(ctx.tx, of.id)).map(async ({ areaCode, country, ...row }) => ({
        ...row,
        destination: await destinationOf({ areaCode, country }),
      })),
    ),
  };
}

/** For whom of these clients the asker may take down a request: all of an office at its counter, his own elsewhere. */
export async function askableAmong(ctx: ReadCtx, caseIds: readonly string[]): Promise<ReadonlySet<string>> {
  const own = ctx.actor.postings.filter(({ role }) => role !== 'pk');
  const units = unitsWhere({ ...ctx.actor, postings: own }, 'permit:ask').map(({ unitId }) => unitId);
  return new Set(holds(ctx.actor, 'permit:ask') ? await listAskable(ctx.tx, caseIds, units) : []);
}

/** A permit of this case to which something is added, to oneself for the rest of the transaction. */
export async function lockAsked(
  ctx: Ctx,
  caseId: string,
  permitId: string,
): Promise<{ of: CaseOnFile; permit: CounterRow }> {
  const of = await reachCase(ctx, caseId, 'permit:ask');
  await lockJourneys(ctx, of.id);
  const permit = isUuid(permitId) ? (await listAtCounter(ctx.tx, of.id)).find(({ id }) => id === permitId) : undefined;
  if (!permit) throw new NotFound('permit');
  return { of, permit };
}
