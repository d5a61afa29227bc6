import { error, redirect } from '@sveltejs/kit';
import { isUuid } from '#kernel/id';
import { custodyProblemWords, PhotoForm } from '#modules/custody';
import { takePhoto } from '#modules/custody/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';
import { showStay } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:admit'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { shown } = await showStay(ctx, params.stayId, url.pathname, locals.language);
    return { shown, isNew: url.searchParams.has('new'), submissionId: newSubmissionId() };
  });

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    const { language } = locals;
    if (!isUuid(params.stayId)) error(404, m.errors_not_found());
    const form = await readForm(request, PhotoForm);
    if (!form.ok) return sayFailure(form.failure, custodyProblemWords, language);
    const refuse = (problem: string) =>
      sayRefusal(422, form.typed, { photo: [problem] }, custodyProblemWords, language);
    const upload = await readUpload(form.values.photo, 'face');
    if (!upload.ok) return refuse(upload.problem);
    const answer = await locals.runOnce(form.submission, (ctx) =>
      takePhoto(ctx, { stayId: params.stayId, file: upload.file }),
    );
    if (!answer.ok) return refuse(answer.refusal);
    redirect(
      303,
      url.searchParams.has('new') ? `/custody/${params.stayId}/property?new=1` : `/custody/${params.stayId}?saved=1`,
    );
  },
};
