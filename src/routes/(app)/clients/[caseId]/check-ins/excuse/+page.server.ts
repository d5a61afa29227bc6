import { ExcuseForm, excuseReasons, excuseWords, WithdrawExcuseForm } from '#modules/check-ins';
import { excuseObligation, readLedger, withdrawExcuse } from '#modules/check-ins/server';
import { listDocuments } from '#modules/cases/server';
import { NotFound } from '#platform/errors';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act, idOf } from '../../../../ledger-act.server.ts';
import { daysWords } from '../../../../ledger-shown.server.ts';
import { showLedgerHead } from '../head.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['check_in:excuse'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const head = await showLedgerHead(ctx, params.caseId, locals.language, 'mayExcuse');
    const ledger = await readLedger(ctx, head.caseId);
    const period = ledger.periods.find((one) => one.id === url.searchParams.get('period'));
    if (!period) throw new NotFound('no such period of this case');
    const documents = await listDocuments(ctx, head.caseId);
    const excuse = period.excuse && !period.excuse.withdrawn ? period.excuse : null;
    return {
      head,
      submissionId: newSubmissionId(),
      period: { id: period.id, days: daysWords(period, locals.language) },
      excuse: excuse ? { id: excuse.id, reason: excuseWords[excuse.reason](), note: excuse.note ?? '' } : null,
      reasons: excuseReasons.map((value) => ({ value, label: excuseWords[value]() })),
      documents: documents.map((one) => ({ value: one.id, label: one.title })),
    };
  });

export const actions: Actions = {
  excuse: (event) =>
    act(
      event,
      ExcuseForm,
      (ctx, { obligationId, reason, note, documentId }) =>
        excuseObligation(ctx, { obligationId, reason, note, documentId }),
      `/clients/${idOf(event.params.caseId)}/check-ins?saved=1`,
      { proof_missing: 'note', no_such_document: 'documentId' },
    ),
  withdraw: (event) =>
    act(
      event,
      WithdrawExcuseForm,
      (ctx, { excuseId, why }) => withdrawExcuse(ctx, { excuseId, why }),
      `/clients/${idOf(event.params.caseId)}/check-ins?saved=1`,
      { reason_missing: 'why' },
    ),
};
