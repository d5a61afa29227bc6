import type { PlainDate } from '#kernel/plain-date';
import { may } from '#modules/access';
import { openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { carryOut } from './carry-out-ending.server.ts';
import type { EndReason } from './case.ts';
import { lockCase } from './reach.server.ts';
import { judgeEnding, needsSecondPerson, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';
import { findProposedEnding, insertEnding } from './endings.store.server.ts';
import { findRunningTransfer } from './transfers.store.server.ts';

export type EndingInput = {
  caseId: string;
  version: number;
  reason: EndReason;
  day: PlainDate;
  note: string;
  documentNumber: string;
  /** A head records the end of a period or a death in one step; a breach always waits for a second person. */
  decideNow: boolean;
};

export async function proposeEnding(
  ctx: Ctx,
  input: EndingInput,
): Promise<{ ok: true; ended: boolean; sealed: boolean } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:propose_ending', input.version);
  const running = await findRunningTransfer(ctx.tx, one.id);
  const proposed = await findProposedEnding(ctx.tx, one.id);
  const verdict = judgeEnding(
    one,
    { proposed: proposed !== undefined, transferRunning: running !== undefined },
    input,
    one.today,
  );
  if (!verdict.ok) return verdict;

  const decided =
    input.decideNow && !needsSecondPerson(input.reason) && may(ctx.actor, 'case:decide_ending', one.subject);
  const endingId = ctx.newId();
  await insertEnding(ctx, one, { ...input, id: endingId, what: 'ended', decided });
  const about = { endingId, reason: input.reason, day: input.day, documentNumber: input.documentNumber };
  const line = { unitId: one.unitId, caseId: one.id, personId: one.personId, about };
  if (decided) {
    ctx.journal({ what: 'case.ended', ...line });
    return { ok: true, ended: true, sealed: await carryOut(ctx, one, input) };
  }
  await changeCase(ctx.tx, one, {});
  await openTask(ctx, {
    unitId: one.unitId,
    caseId: one.id,
    kind: 'cases.ending-proposed',
    key: endingId,
    forRole: 'head_of_bapas',
    facts: { reason: input.reason, day: input.day },
  });
  ctx.journal({ what: 'case.ending-proposed', ...line });
  return { ok: true, ended: false, sealed: false };
}
