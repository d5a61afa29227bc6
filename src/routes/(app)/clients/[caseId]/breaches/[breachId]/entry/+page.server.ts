import { formatNumericDate } from '#kernel/format';
import { EntryForm, entryKinds, entryWords, isRunning } from '#modules/breaches';
import { addEntry } from '#modules/breaches/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../../shown.server.ts';
import { act } from '../../act.server.ts';
import { showBreach } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['breach:handle'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { breach: one, header: _, ...page } = await showBreach(ctx, params, locals.language);
    const asked = url.searchParams.get('kind');
    return {
      ...page,
      isOpen: isRunning(one.state) && one.may.handle,
      submissionId: newSubmissionId(),
      today: formatNumericDate(one.today),
      kind: entryKinds.find((kind) => kind === asked) ?? 'evidence',
      kinds: optionsOf(entryWords, entryKinds),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(event, EntryForm, (ctx, { submissionId: _, file: __, ...entry }, at) => addEntry(ctx, { ...entry, ...at }), {
      file: 'optional',
      to: () => `/clients/${event.params.caseId}/breaches/${event.params.breachId}?saved=1`,
      fieldOf: {
        day_in_future: 'happenedOn',
        day_before_reception: 'happenedOn',
        reason_missing: 'text',
        file_refused: 'file',
      },
    }),
};
