import { formatDay, formatShortMoment } from '#kernel/format';
import { LateForm } from '#modules/contacts';
import { decideLateRequest, readLateRequests } from '#modules/contacts/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../../../contact-act.server.ts';
import { answersSaid } from '../../../../contact-shown.server.ts';
import { idOf } from '../../../../ledger-act.server.ts';
import { showCase } from '../../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['contact:approve'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header: _, ...shown } = await showCase(ctx, params.caseId, 'contacts', language);
    const { requests, zone } = await readLateRequests(ctx, params.caseId);
    return {
      shown,
      requests: requests.map((one) => ({
        id: one.id,
        submissionId: newSubmissionId(),
        day: formatDay(one.happenedOn, language),
        said: answersSaid(one.kind, one.answers, zone, language),
        by: m.contacts_late_by({
          name: one.staffName ?? '',
          moment: formatShortMoment(one.requestedAt, zone, language),
        }),
        reason: one.reason,
        isOwn: one.isOwn,
        decided: one.decision
          ? {
              label: one.decision === 'approved' ? m.contacts_late_approved() : m.contacts_late_refused(),
              approved: one.decision === 'approved',
              note: one.decisionNote,
            }
          : undefined,
      })),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      LateForm,
      (ctx, { lateId, decision, note }) =>
        decideLateRequest(ctx, { caseId: idOf(event.params.caseId), lateId, decision, note }),
      `/clients/${event.params.caseId}/contacts?saved=1`,
      { note_missing: 'note' },
    ),
};
