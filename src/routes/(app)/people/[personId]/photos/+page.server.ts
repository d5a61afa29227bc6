import { error, redirect } from '@sveltejs/kit';
import { formatDate, formatNumericDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { dayAt } from '#kernel/zone';
import { RemoveForm, photoForm, photoWords, problemWords } from '#modules/people';
import { addPhoto, listPhotos, removePhoto } from '#modules/people/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';
import { act } from '../../details.server.ts';
import { dayOf, optionsOf, showPerson } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language, actor } = locals;
    const shown = await showPerson(ctx, params.personId, url.pathname, language);
    const zone = actor?.postings[0]?.zone ?? 'Asia/Jakarta';
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      kinds: optionsOf(photoWords),
      today: formatNumericDate(dayOf(actor)),
      photos: (await listPhotos(ctx, params.personId)).map((photo) => {
        const day = formatDate(photo.takenOn ?? dayAt(zone, photo.madeAt), language);
        return {
          id: photo.id,
          src: `/files/${photo.fileId}`,
          isShown: shown.photo?.src === `/files/${photo.fileId}`,
          says: m.people_photo_one({ kind: photoWords[photo.kind](), day }),
          submissionId: newSubmissionId(),
        };
      }),
    };
  });

export const actions: Actions = {
  add: async ({ request, locals, params, url }) => {
    const { language } = locals;
    if (!isUuid(params.personId)) error(404, m.errors_not_found());
    const form = await readForm(request, photoForm(dayOf(locals.actor)));
    if (!form.ok) return sayFailure(form.failure, problemWords, language);
    const refuse = (problem: string) => sayRefusal(422, form.typed, { photo: [problem] }, problemWords, language);
    const upload = await readUpload(form.values.photo, 'face');
    if (!upload.ok) return refuse(upload.problem);
    const answer = await locals.runOnce(form.submission, (ctx) =>
      addPhoto(ctx, {
        personId: params.personId,
        kind: form.values.kind,
        takenOn: form.values.takenOn ?? null,
        file: upload.file,
      }),
    );
    if (!answer.ok) return refuse(answer.refusal);
    redirect(303, `${url.pathname}?saved=1`);
  },
  remove: (event) =>
    act(event, RemoveForm, (ctx, { id, reason }, personId) => removePhoto(ctx, { personId, id, reason })),
};
