import { redirect } from '@sveltejs/kit';
import { unitsWhere } from '#modules/access';
import { largestFile, NewImportForm, refusalWords } from '#modules/imports';
import { bringImport } from '#modules/imports/server';
import type { RouteAccess } from '#web/route-access';
import { newSubmissionId, readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['import:bring'] };

export const load: PageServerLoad = ({ locals }) => ({
  submissionId: newSubmissionId(),
  largestFile,
  units: unitsWhere(locals.actor!, 'import:bring').map((unit) => ({
    value: String(unit.unitId),
    label: unit.unitName,
  })),
});

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const { language } = locals;
    const form = await readForm(request, NewImportForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, language);
    const { unitId, file } = form.values;
    const refuse = (key: string) => sayRefusal(409, form.typed, { file: [key] }, refusalWords, language);
    if (!(file instanceof File)) return refuse('file_missing');
    if (file.size > largestFile) return refuse('file_too_large');
    const bytes = new Uint8Array(await file.arrayBuffer());
    const answer = await locals.runOnce(form.submission, (ctx) =>
      bringImport(ctx, { unitId, fileName: file.name, bytes }),
    );
    if (!answer.ok) return refuse(answer.refusal);
    redirect(303, `/imports/${answer.importId}`);
  },
};
