import { isOpen } from '#modules/cases';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { Answers, ContactKind, Draft } from './contact.ts';
import { deleteDraft, findDraft, insertDraft, lockDraft, putAnswers } from './draft.store.server.ts';
import { recordContact, type Recorded } from './record-contact.server.ts';
import { nextOf, planMoves, planState, recordMoves, recordState } from './moves.ts';
import { nextStep, stepsOf, type ContactStep } from './steps.ts';
import { findContact, findPlan } from './store.server.ts';

export type Beginning = {
  caseId: string;
  kind?: ContactKind | undefined;
  plannedId?: string | undefined;
  correctsId?: string | undefined;
};
export type BeginRefusal = 'kind_missing' | 'already_changed' | 'already_closed' | 'supervision_ended';

/** Begins to record a contact: a new one, one that was planned, or the changed outcome of one on record. */
export async function beginContact(
  ctx: Ctx,
  { caseId, kind, plannedId, correctsId }: Beginning,
): Promise<{ ok: true; draftId: string } | { ok: false; refusal: BeginRefusal }> {
  const of = await reachCase(ctx, caseId, 'contact:record');
  const old = correctsId ? await findContact(ctx.tx, correctsId) : undefined;
  const plan = plannedId ? await findPlan(ctx.tx, plannedId) : undefined;
  if ((correctsId && old?.caseId !== of.id) || (plannedId && plan?.caseId !== of.id))
    throw new NotFound('nothing of this case');
  if (old && !nextOf(recordMoves, recordState(old), 'change')) return { ok: false, refusal: 'already_changed' };
  if (plan && !nextOf(planMoves, planState(plan), 'meet')) return { ok: false, refusal: 'already_closed' };
  const wanted = old?.kind ?? plan?.kind ?? kind;
  if (!wanted) return { ok: false, refusal: 'kind_missing' };
  if (!old && !isOpen(of.state)) return { ok: false, refusal: 'supervision_ended' };

  const draftId = ctx.newId();
  const answers: Answers = old?.observedBy ? { observedBy: old.observedBy, toldBy: old.toldBy } : {};
  await insertDraft(ctx, of, {
    id: draftId,
    kind: wanted,
    answers,
    plannedId: plan?.id ?? null,
    correctsId: old?.id ?? null,
  });
  ctx.journal({
    what: 'contact.begun',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { draftId, kind: wanted },
  });
  return { ok: true, draftId };
}

export type DraftAtHand = { draft: Draft; of: CaseOnFile };

/** A recording of the asker's own about this case; somebody else's is as absent as one that never was. */
export async function readDraft(ctx: ReadCtx, caseId: string, draftId: string): Promise<DraftAtHand> {
  const of = await reachCase(ctx, caseId, 'contact:record');
  const draft = await findDraft(ctx, draftId);
  if (draft?.caseId !== of.id) throw new NotFound('no such recording of this asker');
  return { draft, of };
}

async function lockOwn(ctx: Ctx, caseId: string, draftId: string): Promise<DraftAtHand> {
  const of = await reachCase(ctx, caseId, 'contact:record');
  const draft = await lockDraft(ctx, draftId);
  if (draft?.caseId !== of.id) throw new NotFound('no such recording of this asker');
  return { draft, of };
}

/** Keeps one answer. It may be given again, and the last one counts; what a changed answer no longer asks is let go. */
export async function answerContact(
  ctx: Ctx,
  given: { caseId: string; draftId: string; step: ContactStep; answers: Answers },
): Promise<{ ok: true; next: ContactStep | 'check' }> {
  const { draft } = await lockOwn(ctx, given.caseId, given.draftId);
  if (!stepsOf(draft).includes(given.step)) throw new NotFound('this is not asked');
  const changed = { ...draft, answers: { ...draft.answers, ...given.answers } };
  const answers = withoutUnasked(changed);
  await putAnswers(ctx, draft.id, answers);
  return { ok: true, next: nextStep({ ...draft, answers }) ?? 'check' };
}

function withoutUnasked(draft: Draft): Answers {
  const asked = stepsOf(draft);
  const answers = { ...draft.answers };
  if (!asked.includes('absence')) delete answers.absence;
  if (!asked.includes('evidence')) delete answers.evidenceUntil;
  if (!asked.includes('told')) delete answers.told;
  if (!asked.includes('talk')) delete answers.note;
  return answers;
}

export async function dropDraft(ctx: Ctx, of: { caseId: string; draftId: string }): Promise<{ ok: true }> {
  const { draft } = await lockOwn(ctx, of.caseId, of.draftId);
  await deleteDraft(ctx, draft.id);
  return { ok: true };
}

/** Records what was told. The draft's id is the submission's, so a second press gets the first answer. */
export async function sendContact(ctx: Ctx, of: { caseId: string; draftId: string }): Promise<Recorded> {
  const { draft } = await lockOwn(ctx, of.caseId, of.draftId);
  const recorded = await recordContact(ctx, draft);
  if (recorded.ok) await deleteDraft(ctx, draft.id);
  return recorded;
}
