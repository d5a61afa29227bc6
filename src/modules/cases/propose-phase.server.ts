import type { Ctx } from '#platform/ctx';
import type { DecidedPhase } from './case.ts';
import { findRunningPhaseChange, insertPhaseChange } from './phase-changes.store.server.ts';
import { lockCase } from './reach.server.ts';
import { judgePhaseProposal, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';

/** The counsellor brings a move to another phase before a sitting, with his data on the client (PP 31/1999 pasal 33). */
export async function proposePhase(
  ctx: Ctx,
  input: { caseId: string; version: number; toPhase: DecidedPhase; report: string },
): Promise<{ ok: true; changeId: string } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:propose_phase', input.version);
  const running = (await findRunningPhaseChange(ctx.tx, one.id)) !== undefined;
  const verdict = judgePhaseProposal(one, input.toPhase, { running });
  if (!verdict.ok) return verdict;
  const changeId = ctx.newId();
  await insertPhaseChange(ctx, one, { id: changeId, toPhase: input.toPhase, report: input.report });
  await changeCase(ctx.tx, one, {});
  ctx.journal({
    what: 'case.phase-proposed',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { changeId, toPhase: input.toPhase },
  });
  return { ok: true, changeId };
}
