import { presencesIn } from '#kernel/presences';
import { breachOptions, DecideForm, optionWords, routeWords } from '#modules/breaches';
import { decideBreach } from '#modules/breaches/server';
import { evidenceGrades, kindRow, riskWords } from '#modules/cases';
import { getCaseFacts } from '#modules/cases/server';
import { gradeWords } from '#modules/check-ins';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../../shown.server.ts';
import { act } from '../../act.server.ts';
import { showBreach } from '../../shown.server.ts';
import { adviceOf, entriesOf } from '../file.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['breach:decide'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { breach: one, header, ...page } = await showBreach(ctx, params, locals.language);
    const recommendation = one.moves.findLast(({ step }) => step === 'recommend');
    const { riskBand, minimumGrade } = await getCaseFacts(ctx, params.caseId);
    const decisions = one.may.proposeRevocation ? breachOptions : breachOptions.filter((one) => one !== 'revocation');
    return {
      ...page,
      isOpen: one.state === 'recommended' && one.may.decide,
      needsOther: one.recommendedByMe,
      submissionId: newSubmissionId(),
      asksPresence: header.ageGroup === 'child',
      recommendation: recommendation && {
        option: recommendation.option ? optionWords[recommendation.option]() : '',
        reason: recommendation.reason,
        by: recommendation.by ?? '',
      },
      counselling: recommendation?.counselling ?? '',
      alternatives: entriesOf(one, 'alternative', locals.language),
      advice: adviceOf(one, locals.language),
      sittingWaits: one.sittingWaits,
      decisions: [...optionsOf(optionWords, decisions), { value: 'send_back', label: m.breaches_do_send_back() }],
      risk: riskBand ?? '',
      grade: minimumGrade,
      risks: optionsOf(riskWords),
      grades: optionsOf(gradeWords, evidenceGrades),
      route: routeWords[kindRow(header.kind).early](),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      DecideForm,
      (ctx, { submissionId: _, riskBand, minimumGrade, ...input }, at) =>
        decideBreach(ctx, {
          ...input,
          ...at,
          presences: presencesIn(input),
          closer: minimumGrade ? { riskBand: riskBand ?? null, minimumGrade } : null,
        }),
      {
        to: () => `/clients/${event.params.caseId}/breaches/${event.params.breachId}?saved=1`,
        fieldOf: {
          sitting_first: 'decision',
          reason_missing: 'reason',
          told_missing: 'told',
          presence_missing: 'guardianNote',
          counselling_missing: 'counselling',
          evidence_missing: 'decision',
          alternative_missing: 'decision',
          risk_from_assessment: 'riskBand',
          follow_up_in_past: 'followUpOn',
        },
      },
    ),
};
