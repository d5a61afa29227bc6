import { formatNumericDate } from '#kernel/format';
import { addDays } from '#kernel/plain-date';
import { answersOf, helperForm, helperRelations, helperWords } from '#modules/check-ins';
import { readClient, recordHelperCheckIn } from '#modules/check-ins/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act, idOf } from '../../../../ledger-act.server.ts';
import { questionsShown } from '../../../../ledger-shown.server.ts';
import { showLedgerHead } from '../head.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['check_in:record_remote'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const head = await showLedgerHead(ctx, params.caseId, locals.language, 'mayRecord');
    return {
      head,
      submissionId: newSubmissionId(),
      today: formatNumericDate(head.today),
      yesterday: formatNumericDate(addDays(head.today, -1)),
      latest: head.today,
      questions: questionsShown(),
      relations: helperRelations.map((value) => ({ value, label: helperWords[value]() })),
    };
  });

export const actions: Actions = {
  default: async (event) => {
    const caseId = idOf(event.params.caseId);
    const { today } = await event.locals.read((ctx) => readClient(ctx, caseId));
    return act(
      event,
      helperForm(today),
      (ctx, typed) =>
        recordHelperCheckIn(ctx, {
          caseId,
          happenedOn: typed.happenedOn,
          helperName: typed.helperName,
          helperRelation: typed.helperRelation,
          talk: typed.talk,
          followUp: typed.followUp,
          answers: answersOf(typed),
        }),
      `/clients/${caseId}/check-ins?saved=1`,
      {
        in_the_future: 'happenedOn',
        too_long_ago: 'happenedOn',
        before_reception: 'happenedOn',
        supervision_ended: 'happenedOn',
      },
    );
  },
};
