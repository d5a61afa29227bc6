import { formatNumericDate } from '#kernel/format';
import { ClosureForm, closureSteps, closureWords, nextState } from '#modules/at-large';
import { proposeClosure } from '#modules/at-large/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../shown.server.ts';
import { act, toFile } from '../act.server.ts';
import { heldAlready, showSearch } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:keep'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { search, may, header: _, ...page } = await showSearch(ctx, params.caseId, locals.language);
    const open = closureSteps.filter((step) => search && nextState(search.state, step));
    const held = url.searchParams.has('held') ? await heldAlready(ctx, params.caseId, search) : undefined;
    return {
      ...page,
      isOpen: search !== undefined && may.keep && open.length > 0 && !search.waiting,
      steps: optionsOf(closureWords, open),
      filled: {
        step: held && open.includes('locate') ? 'locate' : '',
        day: held?.since ? formatNumericDate(held.since) : search ? formatNumericDate(search.today) : '',
        institution: held?.place ?? '',
        reason: held ? m.at_large_held_reason() : '',
      },
      submissionId: newSubmissionId(),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      ClosureForm,
      (ctx, { submissionId: _, file: __, ...closure }, { id, file }) =>
        proposeClosure(ctx, { ...closure, caseId: id, file }),
      {
        takesFile: true,
        to: toFile(event.params.caseId),
        fieldOf: {
          wrong_state: 'step',
          day_in_future: 'day',
          day_before_decree: 'day',
          day_before_guidance: 'day',
          institution_missing: 'institution',
          number_missing: 'number',
          file_refused: 'file',
        },
      },
    ),
};
