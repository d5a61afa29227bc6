import { formatNumericDate } from '#kernel/format';
import {
  chosenPurposes,
  consentWords,
  meetings,
  meetingWords,
  purposeWords,
  refusalWords,
  StartForm,
} from '#modules/assessments';
import { readCaseAssessments, startAssessment } from '#modules/assessments/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../../act.server.ts';
import { optionsOf, showCase } from '../../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['assessment:write'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { header, ...shown } = await showCase(ctx, params.caseId, 'assessments', locals.language);
    const { may, lines, due, state } = await readCaseAssessments(ctx, params.caseId);
    const isFirst = !lines.some((line) => line.state === 'finished');
    const suggested = isFirst ? 'initial' : due?.why === 'phase' || due?.why === 'new_offence' ? due.why : 'periodic';
    return {
      shown,
      /** Why nothing can be begun. */
      refused: may.begin
        ? undefined
        : state === 'child'
          ? m.assessments_child_text()
          : lines.some((line) => line.state === 'draft')
            ? refusalWords.draft_open()
            : refusalWords.case_closed(),
      submissionId: newSubmissionId(),
      today: formatNumericDate(header.today),
      suggested,
      purposes: optionsOf(purposeWords, chosenPurposes),
      meetings: optionsOf(meetingWords, meetings),
      consents: [
        { value: 'given', label: consentWords.given() },
        { value: 'refused', label: consentWords.refused(), hint: m.assessments_consent_refused_hint() },
      ],
      yesNo: [
        { value: 'yes', label: m.assessments_yes() },
        { value: 'no', label: m.assessments_no() },
      ],
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      StartForm,
      (ctx, { submissionId: _, drugCase, ...typed }, caseId) =>
        startAssessment(ctx, { ...typed, caseId, drugCase: drugCase === 'yes' }),
      {
        words: refusalWords,
        fieldOf: {
          day_in_future: 'heldOn',
          adult_instrument: 'heldOn',
          must_meet: 'meeting',
          papers_only: 'meeting',
          no_meeting_on_record: 'meeting',
        },
        to: ({ assessmentId }) => `/clients/${event.params.caseId}/assessments/${assessmentId}/risk-a`,
      },
    ),
};
