import { formatNumericDate } from '#kernel/format';
import {
  channels,
  channelWords,
  correctForm,
  helperRelations,
  helperWords,
  media,
  mediumWords,
  VoidForm,
} from '#modules/check-ins';
import { correct, readCheckIn, readClient, undoCheckIn } from '#modules/check-ins/server';
import { NotFound } from '#platform/errors';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act, idOf } from '../../../../ledger-act.server.ts';
import { reportShown } from '../../../../ledger-shown.server.ts';
import { showLedgerHead } from '../head.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['check_in:void'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const head = await showLedgerHead(ctx, params.caseId, locals.language, 'mayVoid');
    const one = await readCheckIn(ctx, idOf(url.searchParams.get('report')));
    if (one.caseId !== head.caseId) throw new NotFound('no such report of this case');
    return {
      head,
      submissionId: newSubmissionId(),
      voidSubmissionId: newSubmissionId(),
      report: reportShown(one, one.zone, locals.language),
      old: {
        id: one.id,
        channel: one.channel,
        medium: one.medium ?? '',
        happenedOn: formatNumericDate(one.happenedOn),
        helperName: one.helperName,
        helperRelation: one.helperRelation ?? '',
        talk: one.content?.talk ?? '',
      },
      latest: head.today,
      channels: channels.filter((value) => value !== 'app').map((value) => ({ value, label: channelWords[value]() })),
      media: media.map((value) => ({ value, label: mediumWords[value]() })),
      relations: helperRelations.map((value) => ({ value, label: helperWords[value]() })),
    };
  });

export const actions: Actions = {
  correct: async (event) => {
    const caseId = idOf(event.params.caseId);
    const { today } = await event.locals.read((ctx) => readClient(ctx, caseId));
    return act(
      event,
      correctForm(today),
      (ctx, typed) =>
        correct(ctx, {
          checkInId: typed.checkInId,
          reason: typed.reason,
          talk: typed.talk,
          change: {
            channel: typed.channel,
            medium: typed.medium ?? null,
            happenedOn: typed.happenedOn,
            helperName: typed.helperName,
            helperRelation: typed.helperRelation ?? null,
          },
        }),
      `/clients/${caseId}/check-ins?saved=1`,
      { in_the_future: 'happenedOn', too_long_ago: 'happenedOn', reason_missing: 'reason' },
    );
  },
  void: (event) =>
    act(
      event,
      VoidForm,
      (ctx, { checkInId, reason }) => undoCheckIn(ctx, { checkInId, reason }),
      `/clients/${idOf(event.params.caseId)}/check-ins?saved=1`,
      { reason_missing: 'reason' },
    ),
};
