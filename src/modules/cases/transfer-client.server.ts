import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import { closeTasks, openTask } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { findUnit, getUnit, optionsOf, workingCalendarOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { TppAdvice } from './case.ts';
import { transferTerm } from './law.rules.ts';
import { layOutAnew, lockCase } from './reach.server.ts';
import { giveNumber } from './register-case.server.ts';
import {
  judgeTransferDecision,
  judgeTransferRequest,
  ledgerStart,
  nextTransferState,
  no,
  type Refused,
} from './rules.ts';
import {
  changeCase,
  changeTransfer,
  findCounsellor,
  findProposedEnding,
  findRunningTransfer,
  insertAssignment,
  insertCase,
  insertTransfer,
  listCasesBarredFor,
  lockTransfer,
  settleTransfer,
  takeOver,
  type TransferOnFile,
} from './store.server.ts';

export type TransferRequest = {
  caseId: string;
  version: number;
  toUnitId: number;
  reason: string;
  letterNumber: string;
  guarantorStatement: boolean;
  riskNote: string;
};

/** The client asks, through the counsellor, to be guided by another Bapas. */
export async function requestTransfer(
  ctx: Ctx,
  input: TransferRequest,
): Promise<{ ok: true; transferId: string } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:request_transfer', input.version);
  const toUnit = await findUnit(ctx, input.toUnitId);
  if (!toUnit) return no('not_a_bapas');
  const now = {
    transferRunning: (await findRunningTransfer(ctx.tx, one.id)) !== undefined,
    endingProposed: (await findProposedEnding(ctx.tx, one.id)) !== undefined,
  };
  const to = { id: toUnit.id, type: toUnit.type, open: toUnit.closedOn === null };
  const verdict = judgeTransferRequest(one, { toUnit: to, fromUnitId: one.unitId }, now);
  if (!verdict.ok) return verdict;

  const transferId = ctx.newId();
  const dueOn = await dueDay(ctx, one.unitId, one.today);
  await insertTransfer(ctx, {
    ...input,
    id: transferId,
    caseId: one.id,
    fromUnitId: one.unitId,
    requestedOn: one.today,
  });
  await changeCase(ctx.tx, one, {});
  await openTask(ctx, {
    unitId: one.unitId,
    caseId: one.id,
    kind: 'cases.transfer-requested',
    key: transferId,
    forRole: 'head_of_bapas',
    dueOn,
    facts: { toUnit: toUnit.name },
  });
  ctx.journal({
    what: 'case.transfer-requested',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      transferId,
      toUnitId: toUnit.id,
      letterNumber: input.letterNumber,
      guarantorStatement: input.guarantorStatement,
      dueOn,
    },
  });
  return { ok: true, transferId };
}

/** The last day for the head's decision. */
export async function dueDay(
  ctx: Parameters<typeof getUnit>[0],
  unitId: number,
  requestedOn: PlainDate,
): Promise<PlainDate> {
  const office = await workingCalendarOf(ctx, unitId, { from: requestedOn });
  const chosen = await optionsOf(ctx.tx, unitId, transferTerm, requestedOn);
  return transferTerm.decide({ requestedOn, office }, chosen).result;
}

async function lockFrom(ctx: Ctx, transferId: string, action: 'case:request_transfer' | 'case:decide_transfer') {
  const transfer = await lockTransfer(ctx.tx, transferId);
  if (!transfer) throw new NotFound('transfer');
  return { transfer, one: await lockCase(ctx, transfer.caseId, action) };
}

/** What the sitting advised. */
export async function noteTpp(
  ctx: Ctx,
  input: { transferId: string; heldOn: PlainDate; advice: TppAdvice; note: string },
): Promise<{ ok: true } | Refused> {
  const { transfer, one } = await lockFrom(ctx, input.transferId, 'case:request_transfer');
  const state = nextTransferState(transfer.state, 'note');
  if (!state) return no('wrong_state');
  if (input.heldOn > one.today) return no('day_in_future');
  await changeTransfer(ctx.tx, transfer.id, {
    state,
    tpp_held_on: input.heldOn,
    tpp_advice: input.advice,
    tpp_note: input.note,
    noted_by: ctx.actor.accountId,
  });
  ctx.journal({
    what: 'case.transfer-noted',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { transferId: transfer.id, heldOn: input.heldOn, advice: input.advice },
  });
  return { ok: true };
}

/** The head approves or refuses; never the one who asked. */
export async function decideTransfer(
  ctx: Ctx,
  input: { transferId: string; step: 'approve' | 'refuse'; note: string },
): Promise<{ ok: true } | Refused> {
  const { transfer, one } = await lockFrom(ctx, input.transferId, 'case:decide_transfer');
  const verdict = judgeTransferDecision(transfer, input.step, ctx.actor.accountId);
  if (!verdict.ok) return verdict;
  if (input.step === 'refuse' && input.note.length < 5) return no('note_missing');
  await changeTransfer(ctx.tx, transfer.id, {
    state: nextTransferState(transfer.state, input.step)!,
    decided_on: one.today,
    decision_note: input.note,
    decided_by: ctx.actor.accountId,
  });
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.transfer-requested', key: transfer.id });
  if (input.step === 'approve') {
    const from = await getUnit(ctx, transfer.fromUnitId);
    await openTask(ctx, {
      unitId: transfer.toUnitId,
      kind: 'cases.transfer-arriving',
      key: transfer.id,
      forRole: 'section_head',
      facts: { fromUnit: from.name },
    });
  }
  ctx.journal({
    what: input.step === 'approve' ? 'case.transfer-approved' : 'case.transfer-refused',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { transferId: transfer.id, toUnitId: transfer.toUnitId },
  });
  return { ok: true };
}

export async function withdrawTransfer(
  ctx: Ctx,
  input: { transferId: string; note: string },
): Promise<{ ok: true } | Refused> {
  const { transfer, one } = await lockFrom(ctx, input.transferId, 'case:request_transfer');
  const state = nextTransferState(transfer.state, 'withdraw');
  if (!state) return no('wrong_state');
  await changeTransfer(ctx.tx, transfer.id, { state });
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.transfer-requested', key: transfer.id, as: 'withdrawn' });
  ctx.journal({
    what: 'case.transfer-withdrawn',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { transferId: transfer.id, note: input.note },
  });
  return { ok: true };
}

export type Acceptance = {
  transferId: string;
  step: 'arrive' | 'decline';
  day: PlainDate;
  note: string;
  counsellorId?: string | undefined;
};

/** The other office says whether the client came. With the arrival the person and the case move; the old office keeps its ended case. */
export async function acceptTransfer(
  ctx: Ctx,
  input: Acceptance,
): Promise<{ ok: true; caseId: string | null } | Refused> {
  const transfer = await lockTransfer(ctx.tx, input.transferId);
  if (!transfer) throw new NotFound('transfer');
  const unit = await getUnit(ctx, transfer.toUnitId);
  mustBeAllowed(ctx.actor, 'case:accept_transfer', { unitId: unit.id, unitPath: unit.path });
  const state = nextTransferState(transfer.state, input.step);
  if (!state) return no('wrong_state');
  const today = todayAt(unit, ctx.now);
  if (input.day > today) return no('day_in_future');
  if (input.day < transfer.requestedOn) return no('period_upside_down');
  const reached = { ...input, unit, transfer, today };
  return input.step === 'arrive' ? arrive(ctx, reached) : decline(ctx, reached);
}

type Reached = Acceptance & { unit: Awaited<ReturnType<typeof getUnit>>; transfer: TransferOnFile; today: PlainDate };

async function decline(
  ctx: Ctx,
  { transfer, unit, note, day }: Reached,
): Promise<{ ok: true; caseId: null } | Refused> {
  if (note.length < 5) return no('note_missing');
  await changeTransfer(ctx.tx, transfer.id, {
    state: 'declined',
    decision_note: note,
    arrived_on: day,
    arrived_by: ctx.actor.accountId,
  });
  await closeTasks(ctx, { unitId: unit.id, kind: 'cases.transfer-arriving', key: transfer.id });
  await openTask(ctx, {
    unitId: transfer.fromUnitId,
    caseId: transfer.caseId,
    kind: 'cases.transfer-declined',
    key: transfer.id,
    forRole: 'section_head',
    facts: { toUnit: unit.name },
  });
  for (const unitId of [transfer.fromUnitId, unit.id])
    ctx.journal({
      what: 'case.transfer-declined',
      unitId,
      caseId: unitId === transfer.fromUnitId ? transfer.caseId : null,
      about: { transferId: transfer.id, toUnitId: unit.id, note },
    });
  return { ok: true, caseId: null };
}

async function arrive(
  ctx: Ctx,
  { transfer, unit, day, today, counsellorId }: Reached,
): Promise<{ ok: true; caseId: string } | Refused> {
  const counsellor = counsellorId ? await findCounsellor(ctx.tx, counsellorId, unit.id, today) : undefined;
  if (counsellorId && (!counsellor?.postedHere || counsellor.hasLeft)) return no('not_a_counsellor_here');
  const taken = await takeOver(ctx.tx, transfer.id);
  if (!taken) return no('wrong_state');

  const one = { id: ctx.newId(), unitId: unit.id, kind: taken.kind, givenOn: day };
  await insertCase(ctx, {
    ...one,
    personId: taken.person_id,
    ageGroup: taken.age_group,
    state: 'active',
    pkStaffId: counsellor?.staffId ?? null,
    receivedOn: day,
    registeredOn: day,
    handoverNumber: '',
    handoverFrom: (await getUnit(ctx, transfer.fromUnitId)).name,
    offence: taken.offence,
    offenceArticles: taken.offence_articles,
    ledgerFrom: ledgerStart(unit.ledgerStartsOn, day),
    guidanceStart: taken.guidance_start,
    guidanceEnd: taken.guidance_end,
    firstDetainedOn: taken.first_detained_on,
    sentence: {
      years: taken.sentence_years ?? undefined,
      months: taken.sentence_months ?? undefined,
      days: taken.sentence_days ?? undefined,
    },
    remissionDays: taken.remission_days,
    riskBand: taken.risk_band,
    transferredFrom: taken.old_case_id,
  });
  const label = await giveNumber(ctx, one);
  await changeCase(ctx.tx, { id: one.id, version: 1 }, { register_label: label });
  if (!(await settleTransfer(ctx.tx, transfer.id, one.id, day))) return no('wrong_state');
  if (counsellor) {
    if ((await listCasesBarredFor(ctx.tx, counsellor.staffId, [one.id])).size > 0) return no('counsellor_excluded');
    await insertAssignment(ctx, one, { staffId: counsellor.staffId, startsOn: day, orderNumber: '', reason: '' });
  } else {
    await openTask(ctx, {
      unitId: unit.id,
      caseId: one.id,
      kind: 'cases.assign',
      key: one.id,
      forRole: 'section_head',
    });
  }
  await changeTransfer(ctx.tx, transfer.id, {
    state: 'arrived',
    arrived_on: day,
    arrived_by: ctx.actor.accountId,
    new_case_id: one.id,
  });
  await closeTasks(ctx, { unitId: unit.id, kind: 'cases.transfer-arriving', key: transfer.id });
  await layOutAnew(ctx, one);
  await layOutAnew(ctx, { id: transfer.caseId, unitId: transfer.fromUnitId });
  const about = {
    transferId: transfer.id,
    fromUnitId: transfer.fromUnitId,
    toUnitId: unit.id,
    oldCaseId: transfer.caseId,
    newCaseId: one.id,
  };
  ctx.journal({
    what: 'case.arrived',
    unitId: unit.id,
    caseId: one.id,
    personId: taken.person_id,
    about: { ...about, label },
  });
  ctx.journal({
    what: 'case.transferred',
    unitId: transfer.fromUnitId,
    caseId: transfer.caseId,
    personId: taken.person_id,
    about,
  });
  return { ok: true, caseId: one.id };
}
