import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { MilestoneName } from './case.ts';
import { lockCase } from './reach.server.ts';
import { milestoneRule } from './law.rules.ts';
import { isOpen, judgeMilestones, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';
import { listMilestones, replaceMilestones } from './milestones.store.server.ts';

export type MilestoneInput = { caseId: string; version: number; name: MilestoneName; day: PlainDate; reason: string };

/** The registrar's own figure goes before the computed one; who set it and why stays beside it. */
export async function editMilestone(ctx: Ctx, input: MilestoneInput): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  if (!isOpen(one.state)) return no('wrong_state');
  if (input.reason.length < 3) return no('note_missing');
  const before = (await listMilestones(ctx.tx, one.id)).find((line) => line.name === input.name)?.day ?? null;
  await replaceMilestones(ctx, one, [
    { name: input.name, day: input.day, origin: 'edited', reason: input.reason, facts: { before } },
  ]);
  await changeCase(ctx.tx, one, {});
  ctx.journal({
    what: 'case.milestone-edited',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { name: input.name, before, after: input.day, reason: input.reason },
  });
  return { ok: true };
}

/** Back to the figure that follows from detention, sentence and remission; the officer's own one stays in the file's history. */
export async function returnMilestone(ctx: Ctx, input: Omit<MilestoneInput, 'day'>): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  if (!isOpen(one.state)) return no('wrong_state');
  if (input.reason.length < 3) return no('note_missing');
  const before = (await listMilestones(ctx.tx, one.id)).find((line) => line.name === input.name);
  if (!before || before.origin === 'computed') return no('milestone_is_computed');
  const day = judgeMilestones(one.firstDetainedOn, one.sentence, one.remissionDays)?.[input.name];
  if (!day) return no('milestone_not_countable');
  const { firstDetainedOn, sentence, remissionDays } = one;
  const { id: rule, version } = milestoneRule;
  await replaceMilestones(ctx, one, [
    {
      name: input.name,
      day,
      origin: 'computed',
      reason: input.reason,
      facts: { rule, version, firstDetainedOn, sentence, remissionDays, before: before.day },
    },
  ]);
  await changeCase(ctx.tx, one, {});
  ctx.journal({
    what: 'case.milestone-returned',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { name: input.name, before: before.day, after: day, reason: input.reason },
  });
  return { ok: true };
}
