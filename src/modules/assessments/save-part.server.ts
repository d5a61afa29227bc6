import type { Ctx } from '#platform/ctx';
import type { Answer } from './assessment.ts';
import { unknown } from './instrument.ts';
import { sheetOf } from './instruments.ts';
import { steps } from './moves.ts';
import { holdAssessment } from './reach.server.ts';
import { judgeDraft, judgeSource, no, type Refused } from './rules.ts';
import { partOf, partsAsked } from './scoring.rules.ts';
import { answersByItem } from './complete.rules.ts';
import { keepAnswers, listAnswers, listForeignPapers } from './store.server.ts';
import { NotFound } from '#platform/errors';

export type PartInput = { caseId: string; assessmentId: string; part: string; answers: readonly Answer[] };

/**
 * Keeps one page of a draft as it stands, also half filled in: what is missing is asked for when it is to be finished. Says which page
 * comes next by the answers so far; none where the rest is to be looked over.
 */
export async function savePart(ctx: Ctx, input: PartInput): Promise<{ ok: true; next: string | null } | Refused> {
  const { assessment, one } = await holdAssessment(
    ctx,
    { caseId: input.caseId, id: input.assessmentId },
    steps.save.by,
  );
  const mine = judgeDraft(assessment, 'save', { accountId: ctx.actor.accountId, reason: '' });
  if (!mine.ok) return mine;
  const sheet = sheetOf(assessment);
  const part = partOf(sheet, input.part);
  if (!part) throw new NotFound('no such part');
  // Codes of another item cannot come from our page.
  const answers = input.answers.filter(({ item, answer }) => {
    const asked = part.items.find(({ id }) => id === item);
    return asked && (answer === null || answer === unknown || asked.answers.some(({ code }) => code === answer));
  });
  for (const { source } of answers) {
    const verdict = judgeSource(assessment.consent, source);
    if (!verdict.ok) return verdict;
  }
  const papers = [...new Set(answers.flatMap(({ documentId }) => documentId ?? []))];
  if ((await listForeignPapers(ctx, one.id, papers)).length > 0) return no('paper_not_of_client');
  await keepAnswers(ctx, assessment, answers);
  // Not a line of the client's timeline: a dozen pages are saved on the way to one assessment.
  ctx.journal({
    what: 'assessment.part-saved',
    unitId: one.unitId,
    personId: one.personId,
    about: { assessmentId: assessment.id, part: part.id, answered: answers.filter(({ answer }) => answer).length },
  });
  const { parts } = partsAsked(sheet, answersByItem(await listAnswers(ctx, assessment.id)));
  const at = parts.findIndex(({ id }) => id === part.id);
  return { ok: true, next: parts[at + 1]?.id ?? null };
}
