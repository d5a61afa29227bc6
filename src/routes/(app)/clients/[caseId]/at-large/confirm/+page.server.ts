import { formatDate } from '#kernel/format';
import { closureOutcomes, closureWords, ConfirmForm, outcomeWords } from '#modules/at-large';
import { confirmClosure } from '#modules/at-large/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../shown.server.ts';
import { act, toFile } from '../act.server.ts';
import { showSearch } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:confirm'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { search, may, header: _, ...page } = await showSearch(ctx, params.caseId, locals.language);
    const waiting = search?.waiting;
    return {
      ...page,
      isOpen: waiting !== undefined && may.confirm,
      isMine: waiting?.madeByMe ?? false,
      closureId: waiting?.id ?? '',
      file: waiting?.fileId ? `/files/${waiting.fileId}` : undefined,
      outcomes: optionsOf(outcomeWords, closureOutcomes),
      facts: waiting
        ? [
            { label: m.at_large_closure_step(), value: closureWords[waiting.step]() },
            { label: m.at_large_closure_day(), value: formatDate(waiting.day, locals.language) },
            { label: m.at_large_institution(), value: waiting.institution || '–' },
            { label: m.at_large_closure_number(), value: waiting.number },
            { label: m.at_large_new_register(), value: waiting.registerNumber || m.at_large_not_known() },
            { label: m.at_large_closure_reason(), value: waiting.reason },
            { label: m.at_large_found_by(), value: waiting.by ?? '–' },
          ]
        : [],
      submissionId: newSubmissionId(),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      ConfirmForm,
      (ctx, { closureId, outcome, note }, { id }) => confirmClosure(ctx, { caseId: id, closureId, outcome, note }),
      {
        // A child's file is closed with the search: there is nothing to go back to.
        to: ({ sealed }) => (sealed ? '/at-large' : toFile(event.params.caseId)()),
        fieldOf: { note_missing: 'note', second_person_needed: 'outcome' },
      },
    ),
};
