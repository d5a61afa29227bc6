import { formatNumericDate } from '#kernel/format';
import { DecreeForm } from '#modules/at-large';
import { recordDecree } from '#modules/at-large/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act, toFile } from '../act.server.ts';
import { showSearch } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:keep'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { search, may, header: _, ...page } = await showSearch(ctx, params.caseId, locals.language);
    return {
      ...page,
      isOpen: search !== undefined && may.keep,
      decree: {
        number: search?.decree.number ?? '',
        dated: search?.decree.dated ? formatNumericDate(search.decree.dated) : '',
        issuer: search?.decree.issuer ?? '',
      },
      submissionId: newSubmissionId(),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      DecreeForm,
      (ctx, { number, dated, issuer }, { id }) => recordDecree(ctx, { caseId: id, number, dated, issuer }),
      { to: toFile(event.params.caseId), fieldOf: { day_in_future: 'dated' } },
    ),
};
