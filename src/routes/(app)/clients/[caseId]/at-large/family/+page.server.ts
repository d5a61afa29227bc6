import { formatDate } from '#kernel/format';
import { callsIn } from '#kernel/presences';
import { FamilyForm, stepWords } from '#modules/at-large';
import { callFamily, readFamily } from '#modules/at-large/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act, toFile } from '../act.server.ts';
import { showSearch } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:keep'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { search, may, header: _, ...page } = await showSearch(ctx, params.caseId, locals.language);
    const untold = search ? (await readFamily(ctx, search)).untold : [];
    return {
      ...page,
      isOpen: search !== undefined && may.keep,
      submissionId: newSubmissionId(),
      untold: untold.map(({ id, step, day }) => ({
        id,
        words: `${formatDate(day, locals.language)}: ${stepWords[step]()}`,
      })),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(event, FamilyForm, (ctx, typed, { id }) => callFamily(ctx, { caseId: id, calls: callsIn(typed) }), {
      to: toFile(event.params.caseId),
      fieldOf: { call_missing: 'guardianNote' },
    }),
};
