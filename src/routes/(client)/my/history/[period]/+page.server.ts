import { error, redirect } from '@sveltejs/kit';
import { formatMoment } from '#kernel/format';
import { DisputeForm } from '#modules/check-ins';
import { raiseDispute, readLedger } from '#modules/check-ins/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { sayPeriod, sayReport } from '../../../ledger-words.server.ts';
import { readOwn } from '../../../own.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:dispute' };

export const load: PageServerLoad = (event) => {
  const { language, actor } = event.locals;
  return readOwn(event, async (ctx) => {
    const ledger = await readLedger(ctx, actor!.own!.caseId);
    const period = [...ledger.periods, ...ledger.lifted].find(({ id }) => id === event.params.period);
    if (!period) error(404, m.errors_not_found());
    const isAnswered = period.disputes.every(({ outcome }) => outcome !== null);
    return {
      submissionId: newSubmissionId(),
      done: event.url.searchParams.has('done'),
      period: sayPeriod(period, language),
      isLifted: period.state === 'lifted',
      reports: period.reports.map((one) => sayReport(one, ledger.zone, language)),
      disputes: period.disputes.map((one) => ({
        id: one.id,
        text: one.text,
        on: m.client_dispute_on({ moment: formatMoment(one.madeAt, ledger.zone, language) }),
        outcome:
          one.outcome === 'upheld'
            ? m.client_dispute_upheld()
            : one.outcome === 'rejected'
              ? m.client_dispute_rejected()
              : m.client_dispute_waiting(),
        answer: one.answer,
      })),
      mayDispute: isAnswered && period.state !== 'lifted' && period.from <= ledger.today,
    };
  });
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await readForm(request, DisputeForm);
    if (!form.ok) return sayFailure(form.failure, {}, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) =>
      raiseDispute(ctx, { obligationId: params.period, text: form.values.text }),
    );
    if (!answer.ok) {
      const words = { already_disputed: m.check_ins_refusal_already_disputed };
      return sayRefusal(409, form.typed, { text: [answer.refusal] }, words, locals.language);
    }
    redirect(303, `/my/history/${params.period}?done`);
  },
};
