import type { PlainDate } from '#kernel/plain-date';
import { isOpen } from '#modules/cases';
import { reachCase } from '#modules/cases/server';
import type { Ctx } from '#platform/ctx';
import { no, type Refused } from './rules.ts';
import { renewStanding } from './standing.server.ts';
import { insertOccasion } from './store.server.ts';

/** A new offence that an officer heard of: nothing is decided by it, an assessment falls due. */
export async function noteOffence(
  ctx: Ctx,
  input: { caseId: string; happenedOn: PlainDate; note: string },
): Promise<{ ok: true } | Refused> {
  const one = await reachCase(ctx, input.caseId, 'assessment:write');
  if (!isOpen(one.state)) return no('case_closed');
  if (input.happenedOn > one.today) return no('day_in_future');
  const id = ctx.newId();
  await insertOccasion(ctx, { caseId: one.id, unitId: one.unitId }, { ...input, id });
  await renewStanding(ctx, { caseId: one.id, unitId: one.unitId, today: one.today });
  ctx.journal({
    what: 'assessment.offence-noted',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { occasionId: id, happenedOn: input.happenedOn },
  });
  return { ok: true };
}
