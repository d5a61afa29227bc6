import type { PlainDate } from '#kernel/plain-date';
import { isOpen } from '#modules/cases';
import { reachCase } from '#modules/cases/server';
import type { Ctx } from '#platform/ctx';
import type { Consent, Meeting, Purpose } from './assessment.ts';
import { instrumentOn } from './instruments.ts';
import { adultsOnly } from './law.rules.ts';
import { holdAssessment } from './reach.server.ts';
import { steps } from './moves.ts';
import { judgeCorrection, judgeStart, type Refused } from './rules.ts';
import {
  findLast,
  hasDraft,
  insertAssessment,
  isCorrected,
  keepAnswers,
  listAnswers,
  lockStart,
  readStartFacts,
} from './store.server.ts';

export type StartInput = {
  caseId: string;
  purpose: Exclude<Purpose, 'correction'>;
  heldOn: PlainDate;
  meeting: Meeting;
  consent: Consent;
  consentNote: string;
  drugCase: boolean;
};
export type Started = { ok: true; assessmentId: string };

/** Begins with what comes first: who is asked, where, and whether he agrees to it. */
export async function startAssessment(ctx: Ctx, input: StartInput): Promise<Started | Refused> {
  const one = await reachCase(ctx, input.caseId, 'assessment:write');
  await lockStart(ctx, one.id);
  const { sex, age, metOnRecord } = await readStartFacts(ctx, one.id, input.heldOn);
  const verdict = judgeStart(input, {
    today: one.today,
    isOpen: isOpen(one.state),
    instrumentFor: adultsOnly.judge({ age, ageGroup: one.ageGroup }, {}),
    hasDraft: await hasDraft(ctx, one.id),
    isFirst: (await findLast(ctx, one.id)) === undefined,
    metOnRecord,
  });
  if (!verdict.ok) return verdict;
  const id = ctx.newId();
  await insertAssessment(ctx, {
    ...input,
    id,
    unitId: one.unitId,
    riskVersion: instrumentOn('rri', input.heldOn).version,
    needsVersion: instrumentOn('needs', input.heldOn).version,
    sex,
    correctsId: null,
    correctionReason: null,
  });
  ctx.journal({
    what: 'assessment.started',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { assessmentId: id, purpose: input.purpose, consent: input.consent === 'given' },
  });
  return { ok: true, assessmentId: id };
}

/** What is finished is never changed: a correction begins with its answers, keeps its day, and takes its place once it is finished. */
export async function startCorrection(
  ctx: Ctx,
  { caseId, assessmentId, reason }: { caseId: string; assessmentId: string; reason: string },
): Promise<Started | Refused> {
  const { assessment: earlier, one } = await holdAssessment(ctx, { caseId, id: assessmentId }, steps.correct.by);
  await lockStart(ctx, one.id);
  const may = judgeCorrection({ state: earlier.state, isCorrected: await isCorrected(ctx, earlier.id) }, reason);
  if (!may.ok) return may;
  const verdict = judgeStart(
    { ...earlier, purpose: 'correction' },
    {
      today: one.today,
      isOpen: isOpen(one.state),
      instrumentFor: 'adult',
      hasDraft: await hasDraft(ctx, one.id),
      isFirst: false,
      metOnRecord: true,
    },
  );
  if (!verdict.ok) return verdict;
  const id = ctx.newId();
  const next = {
    ...earlier,
    id,
    purpose: 'correction' as const,
    consentNote: earlier.consentNote,
    correctsId: earlier.id,
    correctionReason: reason,
  };
  await insertAssessment(ctx, next);
  await keepAnswers(ctx, next, await listAnswers(ctx, earlier.id));
  ctx.journal({
    what: 'assessment.correction-started',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { assessmentId: id, corrects: earlier.id, reason },
  });
  return { ok: true, assessmentId: id };
}
