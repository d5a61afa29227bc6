import type { PlainDate } from '#kernel/plain-date';
import { tellOfLeaving } from '#modules/notices/server';
import { closeTasks } from '#modules/tasks/server';
import { findUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { lineOf, lockStay } from './reach.server.ts';
import { judgeStep, nextState, no, steps, type CustodyRefused, type StayStep } from './rules.ts';
import { keepScan } from './scans.server.ts';
import { isCustodyType, type ReleaseReason } from './stay.ts';
import { insertMove, isReceivedElsewhere } from './store.server.ts';
import { tellSoon } from './tell-offices.server.ts';

export type StepInput = {
  stayId: string;
  step: StayStep;
  day: PlainDate;
  number: string;
  releaseReason: ReleaseReason | null;
  /** The institution that he goes to, where it works with Simpul; else its name stands in `place`. */
  toUnitId: number | null;
  place: string;
  reason: string;
  /** The pages of its document. */
  scan?: AcceptedFile | undefined;
};

/** Takes a step of a stay: the history gets its row (which carries the state over) and the journal its line. */
export async function takeStep(ctx: Ctx, input: StepInput): Promise<{ ok: true } | CustodyRefused> {
  const stay = await lockStay(ctx, input.stayId, steps[input.step].by);
  const attempt = {
    ...input,
    releaseReason: input.step === 'release' ? input.releaseReason : null,
    toUnitId: input.step === 'transfer' ? input.toUnitId : null,
  };
  const verdict = judgeStep(stay, attempt, stay.today);
  if (!verdict.ok) return verdict;
  if (attempt.toUnitId !== null) {
    if (attempt.toUnitId === stay.unitId) return no('same_place');
    const to = await findUnit(ctx, attempt.toUnitId);
    if (!to || to.closedOn || !isCustodyType(to.type)) return no('not_an_institution');
  }
  if (input.step === 'take_back' && (await isReceivedElsewhere(ctx.tx, stay.id))) return no('received_elsewhere');
  const to = nextState(stay.state, input.step)!;
  const moveId = await insertMove(ctx, stay, { ...attempt, from: stay.state, to });
  const kept = await keepScan(ctx, stay, { kind: 'move', id: moveId }, input.scan);
  if (!kept.ok) return kept;
  if (to !== 'held') await closeTasks(ctx, { unitId: stay.unitId, kind: 'custody.term', key: stay.id });
  // Who knows him elsewhere hears of it: that he left, or that he is in again.
  await tellSoon(ctx, stay);
  if (to !== 'held') await tellOfLeaving(ctx, { stayId: stay.id, day: input.day, how: to });
  ctx.journal({
    what: 'custody.moved',
    ...lineOf(stay),
    about: {
      stayId: stay.id,
      step: input.step,
      before: stay.state,
      after: to,
      day: input.day,
      documentNumber: input.number,
    },
  });
  return { ok: true };
}
