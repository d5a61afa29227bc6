import { formatNumericDate } from '#kernel/format';
import { SightingForm } from '#modules/at-large';
import { addSighting } from '#modules/at-large/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { seenChoices } from '../../../../away/seen.server.ts';
import { act, toFile } from '../act.server.ts';
import { showSearch } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:keep'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { search, may, header: _, ...page } = await showSearch(ctx, params.caseId, locals.language);
    return {
      ...page,
      isOpen: search !== undefined && may.keep && search.running,
      today: search ? formatNumericDate(search.today) : '',
      choices: await seenChoices(),
      submissionId: newSubmissionId(),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      SightingForm,
      (ctx, { submissionId: _, file: __, ...seen }, { id, file }) => addSighting(ctx, { ...seen, caseId: id, file }),
      {
        takesFile: true,
        to: toFile(event.params.caseId),
        fieldOf: {
          day_in_future: 'seenOn',
          day_before_decree: 'seenOn',
          area_unknown: 'areaCode',
          file_refused: 'file',
        },
      },
    ),
};
