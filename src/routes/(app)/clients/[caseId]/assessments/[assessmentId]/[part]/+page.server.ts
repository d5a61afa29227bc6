import { error, redirect } from '@sveltejs/kit';
import { formatDate } from '#kernel/format';
import {
  answersByItem,
  answersTyped,
  partForm,
  partOf,
  partsAsked,
  refusalWords,
  sheetOf,
  sourcesFor,
  sourceWords,
  unknown,
} from '#modules/assessments';
import { readAssessment, readEarlierAnswers, readSheet, savePart } from '#modules/assessments/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../../../act.server.ts';
import { optionsOf, showCase } from '../../../../shown.server.ts';
import { say, sayAnswer } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['assessment:write'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header: _, ...shown } = await showCase(ctx, params.caseId, 'assessments', language);
    const { assessment, answers, papers, isMine } = await readAssessment(
      ctx,
      { caseId: params.caseId, id: params.assessmentId },
      params.part,
    );
    const here = `${shown.base}/assessments/${assessment.id}`;
    if (assessment.state !== 'draft' || !isMine) redirect(303, here);
    const sheet = sheetOf(assessment);
    const part = partOf(sheet, params.part);
    if (!part) error(404, m.errors_not_found());
    const { parts } = partsAsked(sheet, answersByItem(answers));
    const at = parts.findIndex(({ id }) => id === part.id);
    const known = new Map(answers.map((one) => [one.item, one]));
    const earlier = new Map((await readEarlierAnswers(ctx, assessment)).map((one) => [one.item, one.answer]));
    return {
      shown,
      part: part.id,
      title: say(part.says, language),
      lead: m.assessments_part_lead({ day: formatDate(assessment.heldOn, language) }),
      papersOnly: assessment.consent === 'refused',
      submissionId: newSubmissionId(),
      saved: url.searchParams.has('saved'),
      back: at > 0 ? `${here}/${parts[at - 1]!.id}` : undefined,
      check: `${here}/check`,
      sources: optionsOf(sourceWords, sourcesFor(assessment.consent)),
      papers: papers.filter((one) => !one.removed).map((one) => ({ value: one.id, label: one.title })),
      items: part.items.map((item) => {
        const one = known.get(item.id);
        const last = earlier.get(item.id);
        return {
          id: item.id,
          label: say(item.says, language),
          hint: [
            last ? m.assessments_earlier({ answer: sayAnswer(item, last, language) }) : '',
            item.uncertain ? `${m.assessments_uncertain()}: ${say(item.uncertain, language)}` : '',
          ]
            .filter(Boolean)
            .join(' '),
          options: [
            ...item.answers.map(({ code, says }) => ({ value: code, label: say(says, language) })),
            { value: unknown, label: m.assessments_unknown() },
          ],
          answer: one?.answer ?? '',
          source: one?.source ?? '',
          note: one?.note ?? '',
          paper: one?.documentId ?? '',
        };
      }),
    };
  });

export const actions: Actions = {
  default: async (event) => {
    const { caseId, assessmentId: id, part: partId } = event.params;
    const { sheet } = await event.locals.read((ctx) => readSheet(ctx, { caseId, id }));
    const part = partOf(sheet, partId);
    if (!part) error(404, m.errors_not_found());
    const here = `/clients/${caseId}/assessments/${id}`;
    return act(
      event,
      partForm(part),
      async (ctx, typed) => {
        const answers = answersTyped(part, typed);
        const saved = await savePart(ctx, { caseId, assessmentId: id, part: part.id, answers });
        return saved.ok ? { ...saved, leaves: typed.then === 'leave' } : saved;
      },
      {
        words: refusalWords,
        to: ({ next, leaves }) => (leaves ? `/clients/${caseId}/assessments?saved=1` : `${here}/${next ?? 'check'}`),
      },
    );
  },
};
