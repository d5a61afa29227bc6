import { isUuid } from '#kernel/id';
import type { WorkingDays } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import type { Action } from '#modules/access';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import { closeTasks, openTasks } from '#modules/tasks/server';
import { optionsOf, workingCalendarOf } from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { BreachState, Deadline } from './breach.ts';
import { summonses, terms, type Term } from './law.rules.ts';
import { ownerOf, type SummonsOptions } from './rules.ts';
import { findBreach, insertMove, lockBreachRow, type BreachRow, type NewMove } from './store.server.ts';

export type AtHand = { of: CaseOnFile; breach: BreachRow };

/** A breach of this case that the asker may do this with; out of reach it is as absent as one that never was. */
export async function reachBreach(ctx: ReadCtx, caseId: string, breachId: string, action: Action): Promise<AtHand> {
  const of = await reachCase(ctx, caseId, action);
  const breach = isUuid(breachId) ? await findBreach(ctx.tx, breachId) : undefined;
  if (breach?.caseId !== of.id) throw new NotFound('breach');
  return { of, breach };
}

/** The same, locked for the rest of the transaction. */
export async function lockBreach(ctx: Ctx, caseId: string, breachId: string, action: Action): Promise<AtHand> {
  const of = await reachCase(ctx, caseId, action);
  const breach = isUuid(breachId) ? await lockBreachRow(ctx, breachId) : undefined;
  if (breach?.caseId !== of.id) throw new NotFound('breach');
  return { of, breach };
}

/** When an office works, and what it chose about summonses. */
export async function calendarOf(ctx: ReadCtx, unitId: number, from: PlainDate): Promise<WorkingDays> {
  return workingCalendarOf(ctx, unitId, { from });
}
export async function summonsOptionsOf(ctx: ReadCtx, unitId: number, day: PlainDate): Promise<SummonsOptions> {
  return optionsOf(ctx.tx, unitId, summonses, day);
}

/** By when the next step of the officers is due, counted from this day. */
export async function termFrom(ctx: ReadCtx, unitId: number, what: Term, from: PlainDate): Promise<Deadline> {
  const office = await calendarOf(ctx, unitId, from);
  return terms.decide({ what, from, office }, await optionsOf(ctx.tx, unitId, terms, from)).result;
}

/** Every task that a breach may have open; the step that is taken closes them all, and the next one opens its own. */
const taskKinds = ['breaches.next', 'breaches.decide', 'breaches.overdue', 'breaches.overdue-head'] as const;

/** Puts the next step before whoever owes it, with its last day. */
export async function putBefore(
  ctx: Ctx,
  of: Pick<CaseOnFile, 'id' | 'unitId' | 'pkStaffId'>,
  breachId: string,
  state: BreachState,
  due: Deadline | null,
): Promise<void> {
  for (const kind of taskKinds) await closeTasks(ctx, { unitId: of.unitId, kind, key: breachId });
  const owner = ownerOf(state);
  if (!owner || !due) return;
  await openTasks(ctx, [
    {
      unitId: of.unitId,
      caseId: of.id,
      kind: owner === 'pk' ? 'breaches.next' : 'breaches.decide',
      key: breachId,
      forRole: owner,
      staffId: owner === 'pk' ? of.pkStaffId : null,
      due,
      facts: { state, day: due.on, counts: due.counts },
    },
  ]);
}

/** Takes a step: the history gets its row (which carries the state over), the journal its line, and the next one its task. */
export async function takeStep(
  ctx: Ctx,
  { of, breach }: AtHand,
  move: Omit<NewMove, 'from'>,
  next: Deadline | null,
): Promise<void> {
  await insertMove(ctx, of, breach.id, { ...move, from: breach.state });
  await putBefore(ctx, of, breach.id, move.to, next);
  ctx.journal({
    what: 'breach.moved',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: {
      breachId: breach.id,
      step: move.step,
      before: breach.state,
      after: move.to,
      documentNumber: move.documentNumber ?? '',
    },
  });
}
