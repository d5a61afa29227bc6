import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import { reachCase } from '#modules/cases/server';
import { closeTasks, openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound, Stale } from '#platform/errors';
import { deleteDraft, lockDraft } from './draft.store.server.ts';
import { decideLate, findLate, insertLate } from './late.store.server.ts';
import { judgeContactDay, recordContact, type RecordRefusal } from './record-contact.server.ts';
import { isReasonSaid, lateMoves, lateSteps, nextOf } from './moves.ts';
import { findContact } from './store.server.ts';
import { nextStep } from './steps.ts';

export type LateRefusal = 'not_finished' | 'reason_missing' | 'not_late' | 'own_request' | RecordRefusal;

/** An officer asks the head of the section to record what lies further back than he may record himself. */
export async function askForLate(
  ctx: Ctx,
  asked: { caseId: string; draftId: string; reason: string },
): Promise<{ ok: true; lateId: string } | { ok: false; refusal: LateRefusal }> {
  const of = await reachCase(ctx, asked.caseId, 'contact:record');
  const draft = await lockDraft(ctx, asked.draftId);
  if (draft?.caseId !== of.id) throw new NotFound('no such recording of this asker');
  if (nextStep(draft)) return { ok: false, refusal: 'not_finished' };
  if (asked.reason.trim().length < 5) return { ok: false, refusal: 'reason_missing' };
  const old = draft.correctsId ? await findContact(ctx.tx, draft.correctsId) : undefined;
  const happenedOn = (old?.happenedOn ?? draft.answers.happenedOn) as PlainDate;
  const day = await judgeContactDay(ctx, of, happenedOn);
  if (day.ok || day.refusal !== 'too_long_ago') return day.ok ? { ok: false, refusal: 'not_late' } : day;

  const lateId = ctx.newId();
  await insertLate(ctx, of, {
    id: lateId,
    kind: draft.kind,
    happenedOn,
    answers: draft.answers,
    plannedId: draft.plannedId,
    correctsId: draft.correctsId,
    reason: asked.reason.trim(),
  });
  await deleteDraft(ctx, draft.id);
  await openTask(ctx, {
    unitId: of.unitId,
    caseId: of.id,
    kind: 'contacts.late',
    key: lateId,
    forRole: 'section_head',
    facts: { kind: draft.kind, day: happenedOn },
  });
  ctx.journal({
    what: 'contact.late-asked',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { lateId, kind: draft.kind, happenedOn },
  });
  return { ok: true, lateId };
}

/** The head of the section lets it be recorded, in the name of whoever had the contact, or refuses. Once, and never his own. */
export async function decideLateRequest(
  ctx: Ctx,
  given: { caseId: string; lateId: string; decision: 'approved' | 'refused'; note: string },
): Promise<{ ok: true; contactId: string | null } | { ok: false; refusal: LateRefusal | 'note_missing' }> {
  const of = await reachCase(ctx, given.caseId, 'contact:read');
  const step = given.decision === 'approved' ? 'approve' : 'refuse';
  const row = lateSteps[step];
  mustBeAllowed(ctx.actor, row.by, of.subject);
  const late = await findLate(ctx.tx, given.lateId);
  if (late?.caseId !== of.id) throw new NotFound('no such request of this case');
  if (row.notBy === 'ask' && late.requestedBy === ctx.actor.accountId) return { ok: false, refusal: 'own_request' };
  if (!isReasonSaid(row, given.note)) return { ok: false, refusal: 'note_missing' };
  const decision = nextOf(lateMoves, late.decision ?? 'asked', step);
  if (!decision || !(await decideLate(ctx, late.id, decision, given.note.trim()))) throw new Stale('decided meanwhile');
  let contactId: string | null = null;
  if (decision === 'approved') {
    const recorded = await recordContact(ctx, {
      caseId: of.id,
      kind: late.kind,
      answers: late.answers,
      plannedId: late.plannedId,
      correctsId: late.correctsId,
      staffId: late.staffId,
      lateId: late.id,
    });
    if (!recorded.ok) return recorded;
    contactId = recorded.contactId;
  }
  await closeTasks(ctx, { unitId: of.unitId, kind: 'contacts.late', key: late.id });
  ctx.journal({
    what: 'contact.late-decided',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { lateId: late.id, outcome: decision, ...(contactId ? { contactId } : {}) },
  });
  return { ok: true, contactId };
}
