import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import type { Action } from '#modules/access';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import { closeTasks, closeTasksAbove, openTasks } from '#modules/tasks/server';
import { optionsOf, workingCalendarOf } from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { termOf, terms } from './law.rules.ts';
import type { Deadline, PermitState } from './permit.ts';
import { holderOf, ownerOf, type Holder } from './rules.ts';
import {
  findPermit,
  insertMove,
  lockJourneys,
  lockPermitRow,
  setDue,
  type NewMove,
  type Of,
  type PermitRow,
} from './store.server.ts';

export type AtHand = { of: CaseOnFile; permit: PermitRow };

/** A permit of this case that the asker may do this with; out of reach it is as absent as one that never was. */
export async function reachPermit(ctx: ReadCtx, caseId: string, permitId: string, action: Action): Promise<AtHand> {
  const of = await reachCase(ctx, caseId, action);
  const permit = isUuid(permitId) ? await findPermit(ctx.tx, permitId) : undefined;
  if (permit?.caseId !== of.id) throw new NotFound('permit');
  return { of, permit };
}
/** The same, locked for the rest of the transaction. */
export async function lockPermit(ctx: Ctx, caseId: string, permitId: string, action: Action): Promise<AtHand> {
  const of = await reachCase(ctx, caseId, action);
  await lockJourneys(ctx, of.id);
  const permit = isUuid(permitId) ? await lockPermitRow(ctx, permitId) : undefined;
  if (permit?.caseId !== of.id) throw new NotFound('permit');
  return { of, permit };
}

/** By when the next step is due, counted from this day. */
export async function termFrom(
  ctx: ReadCtx,
  unitId: number,
  what: (typeof termOf)[Holder],
  from: PlainDate,
): Promise<Deadline> {
  const office = await workingCalendarOf(ctx, unitId, { from });
  return terms.decide({ what, from, office }, await optionsOf(ctx.tx, unitId, terms, from)).result;
}

/** Every task that a permit may have open; the step that is taken closes them all, and the next one opens its own. */
const taskKinds = [
  'permits.advise',
  'permits.decide',
  'permits.late',
  'permits.late-head',
  'permits.not-back',
  'permits.fallen',
] as const;

/** Puts the next step before whoever owes it, with its last day. */
export async function putBefore(
  ctx: Ctx,
  of: Of & { pkStaffId: string | null },
  permitId: string,
  state: PermitState,
  due: Deadline | null,
): Promise<void> {
  for (const kind of taskKinds) await closeTasks(ctx, { unitId: of.unitId, kind, key: permitId });
  await closeTasksAbove(ctx, { unitId: of.unitId, kind: 'permits.late-below', key: permitId });
  const owner = ownerOf(state);
  if (!owner || !due) return;
  await openTasks(ctx, [
    {
      unitId: of.unitId,
      caseId: of.id,
      kind: owner === 'pk' ? 'permits.advise' : 'permits.decide',
      key: permitId,
      forRole: owner,
      staffId: owner === 'pk' ? of.pkStaffId : null,
      due,
      facts: { state, day: due.on, counts: due.counts },
    },
  ]);
}

/** Takes a step: the history gets its row (which carries the state over), the journal its line, and the next one its task. */
export async function takeStep(ctx: Ctx, { of, permit }: AtHand, move: Omit<NewMove, 'from'>): Promise<void> {
  const holder = holderOf(move.to);
  const due = holder ? await termFrom(ctx, of.unitId, termOf[holder], of.today) : null;
  if (due) await setDue(ctx, permit.id, due);
  await insertMove(ctx, of, permit.id, { ...move, from: permit.state });
  await putBefore(ctx, of, permit.id, move.to, due);
  ctx.journal({
    what: 'permit.moved',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: {
      permitId: permit.id,
      step: move.step,
      before: permit.state,
      after: move.to,
      documentNumber: move.documentNumber ?? '',
    },
  });
}
