import { randomInt } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { formatTime } from '#kernel/format';
import { challengeMinutes, OwnPhotoForm } from '#modules/check-ins';
import { keepOwnPhoto, startOwnPhoto } from '#modules/check-ins/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';
import { readOwnToReport, reporting } from '../../../own.server.ts';
import { goOn, readStep } from '../step.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

export const load: PageServerLoad = (event) =>
  readOwnToReport(event, async (ctx) => {
    const { draft, place, minimumGrade } = await readStep(ctx, 'photo');
    const challenge = draft?.challenge;
    const until = challenge && new Date(challenge.madeAt.getTime() + challengeMinutes * 60_000);
    const isOpen = challenge && until && !challenge.isUsed && until > ctx.now;
    return {
      place,
      minimumGrade: minimumGrade === 'D' ? null : minimumGrade,
      challenge: isOpen
        ? {
            id: challenge.id,
            number: challenge.number,
            until: formatTime(until, ctx.actor.own!.zone, event.locals.language),
          }
        : null,
    };
  });

export const actions: Actions = {
  number: async ({ locals }) => {
    const number = String(randomInt(10_000)).padStart(4, '0');
    await locals.runOnce(
      { id: newSubmissionId(), body: {} },
      reporting((ctx) => startOwnPhoto(ctx, { number })),
    );
    redirect(303, '/my/report/photo');
  },
  keep: async ({ request, locals }) => {
    const form = await readForm(request, OwnPhotoForm);
    if (!form.ok) return sayFailure(form.failure, {}, locals.language);
    const upload = await readUpload(form.values.photo, 'face');
    if (!upload.ok)
      return sayRefusal(
        422,
        {},
        { '': [upload.problem] },
        { file_missing: m.client_problem_photo_missing, file_type: m.files_face_type },
        locals.language,
      );
    const { challengeId } = form.values;
    const answer = await locals.runOnce(
      { id: newSubmissionId(), body: {} },
      reporting((ctx) => keepOwnPhoto(ctx, { photo: upload.file, challengeId })),
    );
    if (!answer.ok)
      return sayRefusal(409, {}, { '': [answer.refusal] }, { number_too_old: m.client_photo_too_old }, locals.language);
    return goOn((query) => locals.read(query));
  },
  skip: async ({ locals }) => {
    await locals.runOnce(
      { id: newSubmissionId(), body: {} },
      reporting((ctx) => keepOwnPhoto(ctx, null)),
    );
    return goOn((query) => locals.read(query));
  },
};
