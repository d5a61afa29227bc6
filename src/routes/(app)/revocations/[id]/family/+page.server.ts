import { error } from '@sveltejs/kit';
import { formatDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { callsIn } from '#kernel/presences';
import { FamilyForm, refusalWords, stepWords } from '#modules/revocations';
import { callFamily, readFamily } from '#modules/revocations/server';
import { m } from '#messages';
import { sendForm } from '#web/act.server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { showProceeding } from '../file.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['revocation:handle'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { one, shown } = await showProceeding(ctx, params.id, locals.language);
    const { untold } = await readFamily(ctx, one);
    return {
      shown,
      submissionId: newSubmissionId(),
      untold: untold.map(({ id, step, day }) => ({
        id,
        words: `${formatDate(day, locals.language)}: ${stepWords[step]()}`,
      })),
    };
  });

export const actions: Actions = {
  default: (event) => {
    const { id } = event.params;
    if (!isUuid(id)) error(404, m.errors_not_found());
    return sendForm(event, FamilyForm, (ctx, typed) => callFamily(ctx, { proceedingId: id, calls: callsIn(typed) }), {
      words: refusalWords,
      fieldOf: { call_missing: 'guardianNote' },
      to: `/revocations/${id}?saved=1`,
    });
  },
};
