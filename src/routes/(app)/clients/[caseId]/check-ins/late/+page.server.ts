import { formatNumericDate } from '#kernel/format';
import { channelWords, helperRelations, helperWords, lateForm, media, mediumWords } from '#modules/check-ins';
import { readClient, readLedger, recordLate } from '#modules/check-ins/server';
import { NotFound } from '#platform/errors';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act, idOf } from '../../../../ledger-act.server.ts';
import { daysWords } from '../../../../ledger-shown.server.ts';
import { showLedgerHead } from '../head.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['check_in:record_remote'] };
const lateChannels = ['in_person', 'remote_call', 'home_visit', 'helper'] as const;

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const head = await showLedgerHead(ctx, params.caseId, locals.language, 'mayRecord');
    const ledger = await readLedger(ctx, head.caseId);
    const period = ledger.periods.find((one) => one.id === url.searchParams.get('period'));
    if (!period) throw new NotFound('no such period of this case');
    return {
      head,
      submissionId: newSubmissionId(),
      period: { id: period.id, days: daysWords(period, locals.language) },
      today: formatNumericDate(head.today),
      latest: head.today,
      channels: lateChannels.map((value) => ({ value, label: channelWords[value]() })),
      media: media.map((value) => ({ value, label: mediumWords[value]() })),
      relations: helperRelations.map((value) => ({ value, label: helperWords[value]() })),
    };
  });

export const actions: Actions = {
  default: async (event) => {
    const caseId = idOf(event.params.caseId);
    const { today } = await event.locals.read((ctx) => readClient(ctx, caseId));
    return act(
      event,
      lateForm(today),
      (ctx, typed) =>
        recordLate(ctx, {
          caseId,
          obligationId: typed.obligationId,
          channel: typed.channel,
          medium: typed.medium ?? null,
          happenedOn: typed.happenedOn,
          talk: typed.talk,
          helperName: typed.helperName,
          helperRelation: typed.helperRelation ?? null,
        }),
      `/clients/${caseId}/check-ins?saved=1`,
      { in_the_future: 'happenedOn', too_long_ago: 'happenedOn', nothing_missed: 'happenedOn' },
    );
  },
};
