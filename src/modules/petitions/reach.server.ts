import { lastDay, type LastDay } from '#kernel/holidays';
import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import { may, mustBeAllowed, type Action } from '#modules/access';
import { closeTasks, openTasks } from '#modules/tasks/server';
import { todayAt, type Unit } from '#modules/units';
import { getUnit, optionsOf, workingCalendarOf } from '#modules/units/server';
import type { Actor } from '#platform/actor';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { answering, terms } from './law.rules.ts';
import type { PetitionState } from './petition.ts';
import { decisionIn, leaving, ownerOf, type PetitionStep } from './rules.ts';
import { findPetition, insertMove, lockPetitionRow, setDue, type NewMove, type PetitionRow } from './store.server.ts';

export type AtHand = { petition: PetitionRow; today: PlainDate };

/** Who may do this at the desk where the petition lies. Overseeing the desk from above is not sitting at it. */
export function mayAtDesk(actor: Actor, action: Action, unitId: number): boolean {
  const own = actor.postings.filter((posting) => posting.unitId === unitId);
  return may({ ...actor, postings: own }, action, { unitId });
}

/** A petition that the asker may do this with; out of reach it is as absent as one that never was. */
export async function reachPetition(ctx: ReadCtx, id: string, action: Action): Promise<AtHand> {
  return standing(ctx, isUuid(id) ? await findPetition(ctx.tx, id) : undefined, action);
}

/** The same, locked for the rest of the transaction. */
export async function lockPetition(ctx: Ctx, id: string, action: Action): Promise<AtHand> {
  return standing(ctx, isUuid(id) ? await lockPetitionRow(ctx, id) : undefined, action);
}

async function standing(ctx: ReadCtx, petition: PetitionRow | undefined, action: Action): Promise<AtHand> {
  if (!petition) throw new NotFound('petition');
  const unit = await getUnit(ctx, petition.unitId);
  mustBeAllowed(ctx.actor, action, { unitId: unit.id, unitPath: unit.path });
  if (!mayAtDesk(ctx.actor, action, unit.id)) throw new NotFound('petition');
  return { petition, today: todayAt(unit, ctx.now) };
}

/** By when the next step is due, counted from this day; the level above counts for itself. */
export async function dueFrom(ctx: Pick<ReadCtx, 'tx'>, unitId: number, state: PetitionState, from: PlainDate) {
  const what = whatIsDue(state);
  if (!what) return null;
  const office = await workingCalendarOf(ctx, unitId, { from });
  if (what === 'answer')
    return answering.decide({ from, office }, await optionsOf(ctx.tx, unitId, answering, from)).result;
  return terms.decide({ what, from, office }, await optionsOf(ctx.tx, unitId, terms, from)).result;
}
function whatIsDue(state: PetitionState): 'identify' | 'examine' | 'decide' | 'answer' | undefined {
  if (ownerOf(state) === 'level_above') return 'answer';
  if (state === 'received' || state === 'passed_on') return 'identify';
  if (state === 'identified') return 'examine';
  return ownerOf(state) ? 'decide' : undefined;
}

const taskKinds = ['petitions.next', 'petitions.decide', 'petitions.overdue'] as const;

/** Puts the next step before whoever owes it. A task names no client: whoever guides him would see it. */
export async function putBefore(
  ctx: Ctx,
  at: { id: string; unitId: number; reference: string },
  state: PetitionState,
  due: LastDay | null,
): Promise<void> {
  for (const kind of taskKinds) await closeTasks(ctx, { unitId: at.unitId, kind, key: at.id });
  const owner = ownerOf(state);
  if (!owner || !due) return;
  await openTasks(ctx, [
    {
      unitId: at.unitId,
      ...taskOf(state, owner, await getUnit(ctx, at.unitId)),
      key: at.id,
      due,
      facts: { state, day: due.on, reference: at.reference },
    },
  ]);
}

/** Which task waits in a state, and before which post of the unit where the petition lies. */
export function taskOf(
  state: PetitionState,
  owner: NonNullable<ReturnType<typeof ownerOf>>,
  { type }: Pick<Unit, 'type'>,
) {
  const above = type === 'kanwil' || type === 'ditjenpas' ? type : 'head_of_bapas';
  return {
    kind: proposes(state) ? 'petitions.decide' : 'petitions.next',
    forRole: owner === 'level_above' ? above : owner,
  } as const;
}
const proposes = (state: PetitionState) => decisionIn(state) !== undefined;

/** Takes a step: the history gets its row (which carries the state over), the next one its last day and task, the journal its line. */
export async function takeStep(
  ctx: Ctx,
  { petition, today }: AtHand,
  move: Omit<NewMove, 'from' | 'day'> & { step: PetitionStep },
  /** Whose journal the line stands in, where the step takes the petition elsewhere. */
  journalOf = petition.unitId,
): Promise<void> {
  // Another desk counts for itself, from the day on which it came there.
  const leaves = leaving.includes(move.step);
  // The level above answers by one day, whatever is proposed and sent back there.
  const kept = ownerOf(move.to) === 'level_above' ? lastDay(petition.dueOn, petition.dueCounts) : null;
  const fresh = leaves || kept ? null : await dueFrom(ctx, petition.unitId, move.to, today);
  if (fresh) await setDue(ctx.tx, petition.id, fresh);
  const due = leaves ? null : (kept ?? fresh);
  await putBefore(ctx, petition, move.to, due);
  await insertMove(ctx, petition.id, { ...move, from: petition.state, day: today });
  // Neither the client nor who asked stands in the line: whoever guides the client reads his timeline.
  ctx.journal({
    what: 'petition.moved',
    unitId: journalOf,
    about: { petitionId: petition.id, step: move.step, before: petition.state, after: move.to },
  });
}
