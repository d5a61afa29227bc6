import { redirect } from '@sveltejs/kit';
import { formatNumber } from '#kernel/format';
import { answersByItem, FinishForm, lacking, outcomeOf, partsAsked, refusalWords, sheetOf } from '#modules/assessments';
import { finishAssessment, readAssessment } from '#modules/assessments/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../../../act.server.ts';
import { showCase } from '../../../../shown.server.ts';
import { say, sayBand, sayScore } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['assessment:write'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header: _, ...shown } = await showCase(ctx, params.caseId, 'assessments', language);
    const ids = { caseId: params.caseId, id: params.assessmentId };
    const { assessment, answers, isMine } = await readAssessment(ctx, ids, 'check');
    const here = `${shown.base}/assessments/${assessment.id}`;
    if (assessment.state !== 'draft' || !isMine) redirect(303, here);
    const sheet = sheetOf(assessment);
    const byItem = answersByItem(answers);
    const { parts, isOpen } = partsAsked(sheet, byItem);
    const lacks = lacking(sheet, answers);
    const { risk, band } = outcomeOf(sheet, byItem);
    return {
      shown,
      submissionId: newSubmissionId(),
      parts: parts.map((part, at) => {
        const open = lacks.filter((lack) => lack.part === part.id);
        return {
          label: say(part.says, language),
          href: `${here}/${part.id}`,
          hint: [
            ...open.map(
              ({ item, what }) =>
                `${say(part.items.find(({ id }) => id === item)!.says, language)}: ${what === 'answer' ? m.assessments_lacks_answer() : m.assessments_lacks_source()}`,
            ),
            ...(isOpen && at === parts.length - 1 ? [m.assessments_part_open_hint()] : []),
          ].join(' · '),
          status:
            open.length === 0
              ? { label: m.assessments_part_done(), tone: 'success' as const }
              : {
                  label: m.assessments_part_lacks({ count: formatNumber(open.length, language) }),
                  tone: 'warning' as const,
                },
        };
      }),
      complete: lacks.length === 0,
      preview: {
        score: sayScore(risk, language),
        band: sayBand(risk.bandLow, risk.bandHigh),
        provisional: band === null,
      },
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      FinishForm,
      (ctx, _typed, caseId) => finishAssessment(ctx, { caseId, assessmentId: event.params.assessmentId }),
      {
        words: refusalWords,
        to: () => `/clients/${event.params.caseId}/assessments/${event.params.assessmentId}?finished=1`,
      },
    ),
};
