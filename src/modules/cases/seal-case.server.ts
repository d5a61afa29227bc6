import type { Ctx } from '#platform/ctx';
import { layOutAnew, lockCase } from './reach.server.ts';
import { no, type Refused } from './rules.ts';
import { sealCaseRow } from './store.server.ts';

/** Sealing an ended file by order, before or without the rule that seals a child's. */
export async function sealCase(
  ctx: Ctx,
  input: { caseId: string; version: number; reason: string },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:seal', input.version);
  if (one.state !== 'ended' || one.sealed) return no('wrong_state');
  if (!(await sealCaseRow(ctx.tx, one.id))) return no('wrong_state');
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.sealed',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { atEnd: false, reason: input.reason },
  });
  return { ok: true };
}
