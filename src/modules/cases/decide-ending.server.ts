import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { Stale } from '#platform/errors';
import { carryOut } from './carry-out-ending.server.ts';
import { lockCase } from './reach.server.ts';
import { judgeDecision, judgeEnding, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';
import { decideEndingRow, findProposedEnding } from './endings.store.server.ts';
import { findRunningTransfer } from './transfers.store.server.ts';

export type EndingDecision = {
  caseId: string;
  version: number;
  endingId: string;
  outcome: 'approved' | 'refused';
  note: string;
};

export async function decideEnding(ctx: Ctx, input: EndingDecision): Promise<{ ok: true; sealed: boolean } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:decide_ending', input.version);
  const proposal = await findProposedEnding(ctx.tx, one.id);
  if (!proposal) return no('nothing_proposed');
  if (proposal.id !== input.endingId) throw new Stale('another ending was proposed meanwhile');
  const verdict = judgeDecision(proposal, ctx.actor.accountId);
  if (!verdict.ok) return verdict;
  if (input.outcome === 'refused' && input.note.length < 5) return no('note_missing');
  if (input.outcome === 'approved') {
    // What was right when it was proposed may be so no longer: a period may have been made longer since.
    const transferRunning = (await findRunningTransfer(ctx.tx, one.id)) !== undefined;
    const still = judgeEnding(one, { proposed: false, transferRunning }, proposal, one.today);
    if (!still.ok) return still;
  }

  await decideEndingRow(ctx, proposal.id, input.outcome, input.note);
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.ending-proposed', key: proposal.id });
  const about = { endingId: proposal.id, reason: proposal.reason, day: proposal.day };
  const line = { unitId: one.unitId, caseId: one.id, personId: one.personId, about };
  if (input.outcome === 'refused') {
    await changeCase(ctx.tx, one, {});
    ctx.journal({ what: 'case.ending-refused', ...line });
    return { ok: true, sealed: false };
  }
  ctx.journal({ what: 'case.ended', ...line });
  return { ok: true, sealed: await carryOut(ctx, one, proposal) };
}
