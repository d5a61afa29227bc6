import { error, redirect } from '@sveltejs/kit';
import { formatShortMoment } from '#kernel/format';
import {
  askedFields,
  desksAt,
  fieldsOf,
  listLetterKinds,
  getLetterKind,
  nameOfField,
  nameOfLetterKind,
  readWording,
  refusalWords,
  RestoreForm,
  sampleValues,
  TemplateForm,
  type LetterText,
} from '#modules/letters';
import { changeTemplate, filledText, previewTemplate, restoreTemplate, wordingOf } from '#modules/letters/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure } from '#web/say-problems.server';
import { sayWrong } from '../../../letters/say-wording.server.ts';
import { officeAsked } from '../office.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['letter:administer'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { unit } = await officeAsked(ctx, url);
    if (!listLetterKinds(desksAt(unit.type)).includes(params.kind)) error(404, m.errors_not_found());
    const kind = getLetterKind(params.kind);
    const { wording, isOwn, setAt } = await wordingOf(ctx, unit.id, params.kind);
    const sample = filledText({ kind: params.kind, wording }, sampleValues([...fieldsOf(kind)]));
    return {
      submissionId: newSubmissionId(),
      restoreId: newSubmissionId(),
      saved: url.searchParams.has('saved'),
      kind: params.kind,
      title: nameOfLetterKind(params.kind),
      unit: { id: String(unit.id), name: unit.name },
      wording,
      isOwn,
      version:
        isOwn && setAt
          ? m.letters_template_own({ when: formatShortMoment(setAt, unit.zone, locals.language) })
          : m.letters_template_standard(),
      fields: [...fieldsOf(kind)].map((field) => ({
        field: `{${field}}`,
        name: nameOfField(field),
        from: field in askedFields ? m.letters_from_asked() : m.letters_from_record(),
        needed: (kind.needs as readonly string[]).includes(field) ? m.letters_field_needed() : '',
      })),
      sample: shown(sample),
    };
  });

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');
const shown = ({ recipient, body, copies }: LetterText) => ({
  recipient: linesOf(recipient),
  blocks: readWording(body),
  copies: linesOf(copies),
});

export const actions: Actions = {
  /** What stands in the form, with invented data; nothing is kept. */
  preview: async ({ request, locals, params }) => {
    const form = await readForm(request, TemplateForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const { unit, subject, recipient, body, copies, classification } = form.values;
    const answer = await locals.read((ctx) =>
      previewTemplate(ctx, {
        unitId: unit,
        kind: params.kind,
        wording: { subject, recipient, body, copies, classification },
      }),
    );
    if (!answer.ok) return sayWrong(answer, form.typed, locals.language);
    return {
      typed: form.typed,
      problems: {} as Record<string, string[]>,
      summary: [],
      preview: shown(answer.text),
      page: answer.page ? `data:application/pdf;base64,${answer.page.toString('base64')}` : undefined,
    };
  },
  change: async ({ request, locals, params }) => {
    const form = await readForm(request, TemplateForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const { unit, subject, recipient, body, copies, classification } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      changeTemplate(ctx, {
        unitId: unit,
        kind: params.kind,
        wording: { subject, recipient, body, copies, classification },
      }),
    );
    if (!answer.ok) return sayWrong(answer, form.typed, locals.language);
    redirect(303, `/settings/letters/${params.kind}?unit=${unit}&saved=1`);
  },
  restore: async ({ request, locals, params }) => {
    const form = await readForm(request, RestoreForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    await locals.runOnce(form.submission, (ctx) =>
      restoreTemplate(ctx, { unitId: form.values.unit, kind: params.kind }),
    );
    redirect(303, `/settings/letters/${params.kind}?unit=${form.values.unit}&saved=1`);
  },
};
