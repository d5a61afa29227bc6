import type { PlainDate } from '#kernel/plain-date';
import { may } from '#modules/access';
import { closeTasks, openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { Stale } from '#platform/errors';
import type { EndReason } from './case.ts';
import { layOutAnew, lockCase } from './reach.server.ts';
import {
  judgeDecision,
  judgeEnding,
  judgeReopening,
  needsSecondPerson,
  nextState,
  no,
  sealsAtEnd,
  stateAfterReopening,
  type Refused,
} from './rules.ts';
import {
  changeCase,
  changeTransfer,
  decideEndingRow,
  endAssignments,
  endPause,
  findOpenPause,
  findProposedEnding,
  findRunningTransfer,
  insertAssignment,
  insertEnding,
  sealCaseRow,
  type CaseOnFile,
} from './store.server.ts';

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
  if (input.outcome === 'approved' && !nextState(one.state, 'end')) return no('wrong_state');

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

/** Everything that stops with a supervision. Answers whether the file is sealed now. */
async function carryOut(
  ctx: Ctx,
  one: CaseOnFile,
  { day, reason }: { day: PlainDate; reason: EndReason },
): Promise<boolean> {
  const running = await findRunningTransfer(ctx.tx, one.id);
  if (running) {
    await changeTransfer(ctx.tx, running.id, { state: 'withdrawn' });
    await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.transfer-requested', key: running.id, as: 'withdrawn' });
  }
  const pause = await findOpenPause(ctx.tx, one.id);
  if (pause) await endPause(ctx, pause.id, day < pause.startsOn ? pause.startsOn : day);
  await endAssignments(ctx, [one.id], day);
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.register', key: one.id, as: 'withdrawn' });
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.assign', key: one.id, as: 'withdrawn' });
  await changeCase(ctx.tx, one, { state: nextState(one.state, 'end')!, ended_on: day, end_reason: reason });
  await layOutAnew(ctx, one);
  if (!sealsAtEnd(one)) return false;
  const sealed = await sealCaseRow(ctx.tx, one.id);
  if (sealed)
    ctx.journal({
      what: 'case.sealed',
      unitId: one.unitId,
      caseId: one.id,
      personId: one.personId,
      about: { atEnd: true },
    });
  return sealed;
}

export type Reopening = { caseId: string; version: number; day: PlainDate; note: string };

/** An end that was a mistake, or was lifted. A sealed file is opened with a reason first, and is unsealed by this. */
export async function reopenCase(ctx: Ctx, input: Reopening): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:reopen', input.version);
  const verdict = judgeReopening(one, input.note);
  if (!verdict.ok) return verdict;
  if (input.day > one.today) return no('day_in_future');
  if (one.endedOn && input.day < one.endedOn) return no('period_upside_down');

  await insertEnding(ctx, one, {
    id: ctx.newId(),
    what: 'reopened',
    day: input.day,
    reason: null,
    note: input.note,
    documentNumber: '',
    decided: true,
  });
  const state = stateAfterReopening(one);
  await changeCase(ctx.tx, one, { state, ended_on: null, end_reason: null, sealed: false });
  if (one.pkStaffId)
    await insertAssignment(ctx, one, {
      staffId: one.pkStaffId,
      startsOn: input.day,
      orderNumber: '',
      reason: input.note.slice(0, 500),
    });
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.reopened',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { day: input.day, note: input.note, wasSealed: one.sealed },
  });
  return { ok: true };
}

/** Sealing an ended file by order, before or without the rule that seals a child's. */
export async function sealCase(
  ctx: Ctx,
  input: { caseId: string; version: number; reason: string },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:seal', input.version);
  if (one.state !== 'ended' || one.sealed) return no('wrong_state');
  if (!(await sealCaseRow(ctx.tx, one.id))) return no('wrong_state');
  ctx.journal({
    what: 'case.sealed',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { atEnd: false, reason: input.reason },
  });
  return { ok: true };
}
