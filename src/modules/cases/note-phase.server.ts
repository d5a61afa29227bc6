import type { PlainDate } from '#kernel/plain-date';
import { isOnAgenda } from '#modules/tpp/server';
import type { Ctx } from '#platform/ctx';
import type { TppAdvice } from './case.ts';
import { changePhaseChange } from './phase-changes.store.server.ts';
import { askTheHead, lockPhaseChange } from './phase-changes.server.ts';
import { phaseSteps } from './moves.ts';
import { judgePhaseStep, no, type Refused } from './rules.ts';

/** What a sitting advised that was held elsewhere, or before the office kept its sittings here: by its document and day. */
export async function notePhase(
  ctx: Ctx,
  input: { changeId: string; heldOn: PlainDate; document: string; advice: TppAdvice; note: string },
): Promise<{ ok: true } | Refused> {
  const { change, one } = await lockPhaseChange(ctx, input.changeId, phaseSteps.note.by);
  const verdict = judgePhaseStep(change, 'note', { actorId: ctx.actor.accountId, reason: input.note });
  if (!verdict.ok) return verdict;
  if (await isOnAgenda(ctx.tx, 'stage_change', change.id)) return no('on_an_agenda');
  if (input.heldOn > one.today) return no('day_in_future');
  await changePhaseChange(ctx.tx, change.id, {
    state: verdict.state,
    tpp_held_on: input.heldOn,
    tpp_document: input.document,
    tpp_advice: input.advice,
    tpp_note: input.note,
    noted_by: ctx.actor.accountId,
  });
  await askTheHead(ctx, { unitId: one.unitId, caseId: one.id, changeId: change.id, toPhase: change.toPhase });
  ctx.journal({
    what: 'case.phase-noted',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { changeId: change.id, heldOn: input.heldOn, document: input.document, advice: input.advice },
  });
  return { ok: true };
}
