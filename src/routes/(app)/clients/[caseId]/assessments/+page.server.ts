import { formatDate, formatShortDate } from '#kernel/format';
import { addDays } from '#kernel/plain-date';
import { riskOriginWords, riskWords } from '#modules/cases';
import { OffenceForm, purposeWords, refusalWords, SetAsideForm } from '#modules/assessments';
import { noteOffence, readCaseAssessments, setDraftAside } from '#modules/assessments/server';
import { newSubmissionId } from '#web/form.server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { showCase } from '../../shown.server.ts';
import { bandTone, sayDue, sayLine, sayScore } from './shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['assessment:read'] };

/** From so many days before it is due on, a page says so loudly. */
const SOON = 14;

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header: _, ...shown } = await showCase(ctx, params.caseId, 'assessments', language);
    const { lines, state, due, band, today, may, offences } = await readCaseAssessments(ctx, params.caseId);
    const draft = lines.find((line) => line.state === 'draft');
    const finished = lines.filter((line) => line.state === 'finished');
    return {
      shown,
      saved: url.searchParams.has('saved'),
      state,
      overdue: due !== null && due.on < today,
      soon: due !== null && due.on >= today && due.on <= addDays(today, SOON),
      due: sayDue(due, today, language),
      band: band.risk && {
        label: riskWords[band.risk](),
        tone: bandTone[band.risk],
        origin: band.origin ? riskOriginWords[band.origin]() : '',
      },
      draft: draft && {
        id: draft.id,
        mine: draft.mine,
        says: m.assessments_draft_of({ assessor: draft.assessor ?? '–', day: formatDate(draft.heldOn, language) }),
        submissionId: newSubmissionId(),
      },
      lines: finished.map((line) => ({
        id: line.id,
        day: formatShortDate(line.heldOn, language),
        purpose: purposeWords[line.purpose](),
        score: sayScore({ low: line.low ?? 0, high: line.high ?? 0 }, language),
        band: sayLine(line),
        assessor: line.assessor ?? '–',
        corrected: line.corrected,
      })),
      comparable: finished.filter((line) => !line.corrected).length > 1,
      offences: offences.map((one) => ({ ...one, day: formatDate(one.happenedOn, language) })),
      breachHref: offences.length > 0 && may.openBreach ? `${shown.base}/breaches/new?about=offence` : undefined,
      offenceSubmissionId: newSubmissionId(),
      may,
      mayWrite: may.noteOffence,
    };
  });

export const actions: Actions = {
  setAside: (event) =>
    act(
      event,
      SetAsideForm,
      (ctx, { assessmentId, reason }, caseId) => setDraftAside(ctx, { caseId, assessmentId, reason }),
      {
        words: refusalWords,
      },
    ),
  offence: (event) =>
    act(
      event,
      OffenceForm,
      (ctx, { happenedOn, offenceNote }, caseId) => noteOffence(ctx, { caseId, happenedOn, note: offenceNote }),
      { words: refusalWords, fieldOf: { day_in_future: 'happenedOn' } },
    ),
};
