import { redirect } from '@sveltejs/kit';
import { LetterheadForm, refusalWords } from '#modules/letters';
import { officeOf, setLetterhead } from '#modules/letters/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';
import { officeAsked } from '../office.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['letter:administer'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { unit } = await officeAsked(ctx, url);
    const { head } = await officeOf(ctx, unit.id);
    return {
      submissionId: newSubmissionId(),
      unit: { id: String(unit.id), name: unit.name },
      lines: head.lines.join('\n'),
      address: head.address.join('\n'),
      place: head.place,
      headTitle: head.headTitle,
      // Where nobody holds the post of a head here, his name stands in the letterhead.
      isTier: unit.type === 'kanwil' || unit.type === 'ditjenpas',
      headName: head.headName,
      headNip: head.headNip,
      logo: head.logo ? `data:image/jpeg;base64,${head.logo.toString('base64')}` : undefined,
    };
  });

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await readForm(request, LetterheadForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const { unit, lines, address, place, headTitle, headName, headNip, noLogo, file } = form.values;
    const upload = await readUpload(file, 'document');
    const none = !upload.ok && upload.problem === 'file_missing';
    if (!upload.ok && !none)
      return sayRefusal(422, form.typed, { file: [upload.problem] }, refusalWords, locals.language);
    const logo = upload.ok ? upload.file : noLogo ? 'none' : 'same';
    const answer = await locals.runOnce(form.submission, (ctx) =>
      setLetterhead(ctx, { unitId: unit, lines, address, place, headTitle, headName, headNip, logo }),
    );
    if (!answer.ok) return sayRefusal(409, form.typed, { file: [answer.refusal] }, refusalWords, locals.language);
    redirect(303, `/settings/letters?unit=${unit}&saved=1`);
  },
};
