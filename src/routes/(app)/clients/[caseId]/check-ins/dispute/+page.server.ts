import { formatDate } from '#kernel/format';
import { dayAt } from '#kernel/zone';
import { DisputeAnswerForm } from '#modules/check-ins';
import { answerDispute, readLedger } from '#modules/check-ins/server';
import { NotFound } from '#platform/errors';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act, idOf } from '../../../../ledger-act.server.ts';
import { daysWords, stateShown } from '../../../../ledger-shown.server.ts';
import { showLedgerHead } from '../head.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['check_in:answer_dispute'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const head = await showLedgerHead(ctx, params.caseId, language, 'mayAnswer');
    const ledger = await readLedger(ctx, head.caseId);
    const wanted = url.searchParams.get('id');
    const period = [...ledger.periods, ...ledger.lifted].find((one) =>
      one.disputes.some((dispute) => dispute.id === wanted),
    );
    const dispute = period?.disputes.find((one) => one.id === wanted);
    if (!period || !dispute) throw new NotFound('no such question of this case');
    return {
      head,
      submissionId: newSubmissionId(),
      period: {
        id: period.id,
        days: daysWords(period, language),
        isLifted: period.state === 'lifted',
        ...stateShown(period.state, period.late),
      },
      dispute: {
        id: dispute.id,
        text: dispute.text,
        answer: dispute.answer,
        on: formatDate(dayAt(ledger.zone, dispute.madeAt), language),
      },
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      DisputeAnswerForm,
      (ctx, { disputeId, outcome, answer }) => answerDispute(ctx, { disputeId, outcome, answer }),
      `/clients/${idOf(event.params.caseId)}/check-ins?saved=1`,
      { answer_missing: 'answer', not_put_right: 'outcome' },
    ),
};
