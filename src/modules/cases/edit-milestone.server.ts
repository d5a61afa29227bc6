import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { MilestoneName } from './case.ts';
import { lockCase } from './reach.server.ts';
import { isOpen, no, type Refused } from './rules.ts';
import { changeCase, listMilestones, replaceMilestones } from './store.server.ts';

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
