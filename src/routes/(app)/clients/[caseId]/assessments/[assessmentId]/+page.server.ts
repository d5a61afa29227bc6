import { formatDate, formatMoment } from '#kernel/format';
import { riskBands, riskWords } from '#modules/cases';
import {
  consentWords,
  CorrectForm,
  DecideForm,
  meetingWords,
  OverrideForm,
  purposeWords,
  refusalWords,
} from '#modules/assessments';
import { askOverride, decideOverride, readAssessment, startCorrection } from '#modules/assessments/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../../act.server.ts';
import { birthWords, optionsOf, showCase } from '../../../shown.server.ts';
import { bandTone } from '../shown.server.ts';
import { showSheet } from './sheet.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['assessment:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'assessments', language);
    const full = await readAssessment(ctx, { caseId: params.caseId, id: params.assessmentId }, 'result');
    const { assessment, overrides, may } = full;
    const approved = overrides.find(({ outcome }) => outcome === 'approved');
    const asked = overrides.find(({ outcome }) => outcome === null);
    const finished = assessment.state === 'finished';
    const sheet = showSheet(full, language);
    const moment = (at: Date) => formatMoment(at, header.zone, language);
    return {
      shown,
      id: assessment.id,
      saved: url.searchParams.has('saved'),
      justFinished: url.searchParams.has('finished'),
      notice: !finished
        ? assessment.state === 'draft'
          ? m.assessments_draft_notice()
          : m.assessments_set_aside_notice({ reason: full.setAsideWhy ?? '' })
        : full.isCorrected
          ? m.assessments_corrected_notice()
          : full.isLast
            ? undefined
            : m.assessments_see_latest(),
      head: [
        { label: m.assessments_head_name(), value: header.name },
        { label: m.assessments_head_register(), value: header.label ?? undefined },
        { label: m.assessments_head_birth(), value: birthWords(header, language) },
        {
          label: m.assessments_head_sex(),
          value:
            full.sex === null ? undefined : full.sex === 'male' ? m.assessments_sex_male() : m.assessments_sex_female(),
        },
        { label: m.assessments_head_offence(), value: full.offence || undefined },
        { label: m.assessments_head_place(), value: full.place },
        { label: m.assessments_purpose(), value: purposeWords[assessment.purpose]() },
        { label: m.assessments_held_on(), value: formatDate(assessment.heldOn, language) },
        { label: m.assessments_meeting(), value: meetingWords[assessment.meeting]() },
        {
          label: m.assessments_consent(),
          value: [consentWords[assessment.consent](), assessment.consentNote].filter(Boolean).join('. '),
        },
        { label: m.assessments_col_assessor(), value: full.assessor ?? undefined },
        { label: m.assessments_head_instrument(), value: sheet.instruments },
      ],
      sheet,
      approved: approved && { label: riskWords[approved.band](), tone: bandTone[approved.band] },
      overrides: overrides.map((one) => ({
        id: one.id,
        band: riskWords[one.band](),
        reason: one.reason,
        state:
          one.outcome === null
            ? full.isLast
              ? m.assessments_override_waits()
              : m.assessments_override_moot()
            : one.outcome === 'approved'
              ? m.assessments_override_approved()
              : m.assessments_override_refused(),
        asked: m.assessments_override_asked_by({ who: one.proposer ?? '–', when: moment(one.proposedAt) }),
        decided: one.decidedAt
          ? m.assessments_override_decided_by({ who: one.decider ?? '–', when: moment(one.decidedAt) })
          : '',
        note: one.note ?? '',
      })),
      mayOverride: finished && full.isLast && may.write && !asked,
      decidesAtOnce: may.override && !full.isMine,
      decide:
        asked && full.isLast && may.override && !asked.mine && !full.isMine
          ? { id: asked.id, submissionId: newSubmissionId() }
          : null,
      mayCorrect: finished && may.write && !full.isCorrected,
      bands: optionsOf(riskWords, riskBands),
      outcomes: [
        { value: 'approved', label: m.assessments_override_outcome_approved() },
        { value: 'refused', label: m.assessments_override_outcome_refused() },
      ],
      submissionId: newSubmissionId(),
      correctSubmissionId: newSubmissionId(),
    };
  });

export const actions: Actions = {
  override: (event) =>
    act(
      event,
      OverrideForm,
      (ctx, { band, overrideReason }, caseId) =>
        askOverride(ctx, { caseId, assessmentId: event.params.assessmentId, band, reason: overrideReason }),
      { words: refusalWords, fieldOf: { same_band: 'band' } },
    ),
  decide: (event) =>
    act(
      event,
      DecideForm,
      (ctx, { overrideId, outcome, decisionNote }, caseId) =>
        decideOverride(ctx, { caseId, overrideId, outcome, note: decisionNote }),
      { words: refusalWords, fieldOf: { note_missing: 'decisionNote' } },
    ),
  correct: (event) =>
    act(
      event,
      CorrectForm,
      (ctx, { reason }, caseId) => startCorrection(ctx, { caseId, assessmentId: event.params.assessmentId, reason }),
      {
        words: refusalWords,
        to: ({ assessmentId }) => `/clients/${event.params.caseId}/assessments/${assessmentId}/check`,
      },
    ),
};
