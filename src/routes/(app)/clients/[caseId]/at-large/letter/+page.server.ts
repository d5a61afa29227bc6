import { CoverForm, RequestForm } from '#modules/at-large';
import { draftCover, draftRequest } from '#modules/at-large/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../act.server.ts';
import { showSearch } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:keep'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { search, may, header: _, ...page } = await showSearch(ctx, params.caseId, locals.language);
    return {
      ...page,
      isOpen: search !== undefined && may.draft && search.running,
      decreeKnown: search !== undefined && search.decree.number !== '',
      reason: m.at_large_request_reason({}, { locale: 'id' }),
      requestId: newSubmissionId(),
      coverId: newSubmissionId(),
    };
  });

type Drafted = { ok: true; letterId: string };
const toLetter = ({ letterId }: Drafted) => `/letters/${letterId}`;

export const actions: Actions = {
  request: (event) =>
    act<typeof RequestForm, Drafted>(
      event,
      RequestForm,
      (ctx, { addressee, reason }, { id }) => draftRequest(ctx, { caseId: id, addressee, reason }),
      { to: toLetter },
    ),
  cover: (event) =>
    act<typeof CoverForm, Drafted>(
      event,
      CoverForm,
      (ctx, { addressee }, { id }) => draftCover(ctx, { caseId: id, addressee }),
      { to: toLetter },
    ),
};
