import { formatDate, formatNumber, type Locale } from '#kernel/format';
import {
  answersByItem,
  changesBetween,
  partOf,
  resultsSideBySide,
  sheetOf,
  type PartResult,
} from '#modules/assessments';
import { listLastTwo, readAssessment } from '#modules/assessments/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { showCase } from '../../../shown.server.ts';
import { say, sayAnswer, sayBand, sayScore } from '../shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['assessment:read'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { caseId } = params;
    const { header: _, ...shown } = await showCase(ctx, caseId, 'assessments', language);
    const [newer, older] = await listLastTwo(ctx, caseId);
    if (!newer || !older) return { shown, two: null };
    const after = await readAssessment(ctx, { caseId, id: newer }, 'compare');
    const before = await readAssessment(ctx, { caseId, id: older }, 'compare');
    if (!after.assessment.outcome || !before.assessment.outcome) return { shown, two: null };
    const sheet = sheetOf(after.assessment);
    const cell = (one: PartResult | null) =>
      one
        ? { score: sayScore(one, language), band: sayBand(one.bandLow, one.bandHigh) }
        : { score: m.assessments_not_asked(), band: null };
    return {
      shown,
      two: {
        before: { id: older, day: formatDate(before.assessment.heldOn, language), by: before.assessor ?? '–' },
        after: { id: newer, day: formatDate(after.assessment.heldOn, language), by: after.assessor ?? '–' },
        results: resultsSideBySide(before.assessment.outcome, after.assessment.outcome).map((one) => ({
          id: one.part,
          name: say(partOf(sheet, one.part)!.says, language),
          before: cell(one.before),
          after: cell(one.after),
          change: changeOf(one.before, one.after, language),
        })),
        changes: changesBetween(
          [...sheet.risk.parts, ...sheet.needs.parts],
          answersByItem(before.answers),
          answersByItem(after.answers),
        ).map(({ item, before: was, after: is }) => ({
          id: item.id,
          item: say(item.says, language),
          before: sayAnswer(item, was, language),
          after: sayAnswer(item, is, language),
        })),
      },
    };
  });

/** By how much a score went up or down, where both are known for certain. */
function changeOf(before: PartResult | null, after: PartResult | null, language: Locale): string {
  if (!before || !after) return '';
  if (before.low !== before.high || after.low !== after.high) return m.assessments_change_unsure();
  const by = after.low - before.low;
  if (by === 0) return m.assessments_change_same();
  const count = formatNumber(Math.abs(by), language);
  return by > 0 ? m.assessments_change_up({ count }) : m.assessments_change_down({ count });
}
