import { redirect } from '@sveltejs/kit';
import { m } from '#messages';
import { kindsFor, largestFile, NewImportForm, refusalWords } from '#modules/imports';
import { bringImport, listPlaces } from '#modules/imports/server';
import type { RouteAccess } from '#web/route-access';
import { newSubmissionId, readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['import:bring', 'custody:import'] };

export const load: PageServerLoad = async ({ locals }) => {
  const places = await locals.read((ctx) => listPlaces(ctx));
  const offered = kindsFor(locals.actor!).filter(({ id }) => places.some(({ kind }) => kind.id === id));
  return {
    submissionId: newSubmissionId(),
    largestFile,
    units: places.map(({ unitId, unitName }) => ({ value: String(unitId), label: unitName })),
    title: offered.length === 1 ? offered[0]!.says.newTitle() : m.imports_new_any_title(),
    back: (offered[0] ?? kindsFor(locals.actor!)[0]!).says.title(),
    field: offered.length === 1 ? offered[0]!.says.list() : m.imports_field_any_file(),
    templates: offered.map(({ id, says, sheet }) => ({ kind: id, text: says.templateText(), name: sheet() })),
  };
};

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
