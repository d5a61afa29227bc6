import { formatDate, formatNumericDate } from '#kernel/format';
import { PauseForm, ResumeForm } from '#modules/cases';
import { listPauses, pauseCase, resumeCase } from '#modules/cases/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { dayWords, showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:write'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'pause', language);
    const pauses = await listPauses(ctx, params.caseId);
    const running = pauses.find(({ endsOn }) => endsOn === null);
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      today: formatNumericDate(header.today),
      state: header.state,
      mayWrite: header.may['case:write'],
      revokedSince: running?.because === 'temporary_revocation' ? formatDate(running.startsOn, language) : undefined,
      revocationHref: `${shown.base}/revocations`,
      pauses: pauses.map((one) => ({
        id: one.id,
        from: dayWords(one.startsOn, language),
        until: one.endsOn ? dayWords(one.endsOn, language) : m.cases_now(),
        reason: one.reason,
      })),
    };
  });

export const actions: Actions = {
  pause: (event) =>
    act(event, PauseForm, (ctx, { submissionId: _, ...input }, caseId) => pauseCase(ctx, { ...input, caseId }), {
      fieldOf: { day_in_future: 'startsOn', day_before_reception: 'startsOn', too_far_back: 'startsOn' },
    }),
  resume: (event) =>
    act(event, ResumeForm, (ctx, { submissionId: _, ...input }, caseId) => resumeCase(ctx, { ...input, caseId }), {
      fieldOf: { day_in_future: 'endsOn', period_upside_down: 'endsOn', too_far_back: 'endsOn' },
    }),
};
