import { formatDays, type Locale } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { m } from '#messages';
import { ConditionForm, LiftForm, RiskForm, riskOriginWords, riskWords, sourceWords } from '#modules/cases';
import { addCondition, getCaseFacts, liftCondition, listConditions, setRisk } from '#modules/cases/server';
import { gradeWords } from '#modules/check-ins';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { dayWords, optionsOf, showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { header, ...shown } = await showCase(ctx, params.caseId, 'conditions', locals.language);
    const conditions = (await listConditions(ctx, params.caseId)).map((one) => ({
      id: one.id,
      text: one.text,
      type: one.type,
      source: sourceWords[one.source](),
      days: daysOf(one.startsOn, one.endsOn, locals.language),
      lifted: one.liftedAt !== null,
      liftReason: one.liftReason,
      submissionId: newSubmissionId(),
    }));
    const { riskBand, riskOrigin, minimumGrade } = await getCaseFacts(ctx, params.caseId);
    return {
      shown,
      risk: {
        band: riskBand ?? '',
        bandWords: riskBand
          ? [riskWords[riskBand](), riskOrigin ? `(${riskOriginWords[riskOrigin]()})` : ''].join(' ').trim()
          : undefined,
        isAssessed: riskOrigin === 'assessment',
        byHand: riskBand !== null && riskOrigin !== 'assessment',
        grade: minimumGrade,
        gradeWords: gradeWords[minimumGrade](),
        submissionId: newSubmissionId(),
        bands: optionsOf(riskWords),
        grades: optionsOf(gradeWords),
      },
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      general: conditions.filter((one) => one.type === 'general' && !one.lifted),
      special: conditions.filter((one) => one.type === 'special' && !one.lifted),
      lifted: conditions.filter((one) => one.lifted),
      sources: optionsOf(sourceWords, ['sk', 'verdict', 'pk']),
      mayWrite: header.may['case:write'] && shown.state.open,
    };
  });

function daysOf(from: PlainDate | null, until: PlainDate | null, language: Locale): string {
  if (from && until) return formatDays(from, until, language);
  if (from) return m.cases_condition_since({ day: dayWords(from, language) });
  return until ? m.cases_condition_until({ day: dayWords(until, language) }) : '';
}

export const actions: Actions = {
  add: (event) =>
    act(
      event,
      ConditionForm,
      (ctx, { submissionId: _, ...input }, caseId) =>
        addCondition(ctx, { ...input, caseId, startsOn: input.startsOn ?? null, endsOn: input.endsOn ?? null }),
      { fieldOf: { period_upside_down: 'endsOn' } },
    ),
  risk: (event) =>
    act(event, RiskForm, (ctx, { submissionId: _, ...input }, caseId) =>
      setRisk(ctx, { ...input, riskBand: input.riskBand ?? null, caseId }),
    ),
  lift: (event) =>
    act(event, LiftForm, (ctx, { submissionId: _, ...input }, caseId) => liftCondition(ctx, { ...input, caseId })),
};
