import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import { closeTasks, openTask } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { TransferState } from './case.ts';
import { tellOfBeginning } from './followers.server.ts';
import { isHindered } from './hindrances.server.ts';
import { layOutAnew } from './reach.server.ts';
import { giveNumber } from './register-case.server.ts';
import { transferSteps } from './moves.ts';
import { judgeTransferStep, ledgerStart, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';
import { insertCase } from './reception.store.server.ts';
import { findCounsellor, insertAssignment, listCasesBarredFor } from './assignments.store.server.ts';
import {
  callOffLeft,
  changeTransfer,
  lockTransfer,
  settleTransfer,
  takeOver,
  type TransferOnFile,
} from './transfers.store.server.ts';

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
  // What becomes of a client elsewhere is for the office that sent him to record (answerOutside).
  if (transfer.toUnitId === null) throw new NotFound('transfer');
  const unit = await getUnit(ctx, transfer.toUnitId);
  mustBeAllowed(ctx.actor, transferSteps[input.step].by, { unitId: unit.id, unitPath: unit.path });
  const today = todayAt(unit, ctx.now);
  if (input.day > today) return no('day_in_future');
  if (input.day < transfer.requestedOn) return no('period_upside_down');
  const attempt = { actorId: ctx.actor.accountId, reason: input.note };
  const hindered = input.step === 'arrive' && (await isHindered(ctx, transfer.caseId));
  const verdict = judgeTransferStep(transfer, input.step, attempt, { hindered });
  if (!verdict.ok) return verdict;
  const reached = { ...input, unit, transfer, today, state: verdict.state };
  return input.step === 'arrive' ? arrive(ctx, reached) : decline(ctx, reached);
}

type Reached = Acceptance & {
  unit: Awaited<ReturnType<typeof getUnit>>;
  transfer: TransferOnFile;
  today: PlainDate;
  state: TransferState;
};

async function decline(ctx: Ctx, { transfer, unit, note, day, state }: Reached): Promise<{ ok: true; caseId: null }> {
  await changeTransfer(ctx.tx, transfer.id, {
    state,
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
  { transfer, unit, day, today, counsellorId, state }: Reached,
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
    releasedOn: taken.released_on,
    releaseExpectedOn: taken.release_expected_on,
    releaseDocument: taken.release_document,
    firstDetainedOn: taken.first_detained_on,
    sentence: {
      years: taken.sentence_years ?? undefined,
      months: taken.sentence_months ?? undefined,
      days: taken.sentence_days ?? undefined,
    },
    remissionDays: taken.remission_days,
    riskBand: taken.risk_band,
    minimumGrade: taken.minimum_grade,
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
    state,
    arrived_on: day,
    arrived_by: ctx.actor.accountId,
    new_case_id: one.id,
  });
  await callOffLeft(ctx.tx, transfer.id);
  await closeTasks(ctx, { unitId: unit.id, kind: 'cases.transfer-arriving', key: transfer.id });
  await layOutAnew(ctx, one);
  await layOutAnew(ctx, { id: transfer.caseId, unitId: transfer.fromUnitId });
  await tellOfBeginning(ctx, { unitId: unit.id, personId: taken.person_id });
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
