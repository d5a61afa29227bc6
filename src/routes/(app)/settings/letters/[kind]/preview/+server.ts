import { error } from '@sveltejs/kit';
import { findLetterKind, TemplateForm } from '#modules/letters';
import { previewTemplate } from '#modules/letters/server';
import { m } from '#messages';
import { readForm } from '#web/form.server';
import { answerWithPage } from '#web/page-answer.server';
import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['letter:administer'] };

/** The wording that stands in the form, with invented data, as its letters would look. Nothing is kept. */
export const POST: RequestHandler = async ({ request, locals, params }) => {
  if (!findLetterKind(params.kind)) error(404, m.errors_not_found());
  const form = await readForm(request, TemplateForm);
  if (!form.ok) error(422, m.errors_bad_request());
  const { unit, subject, recipient, body, copies, classification } = form.values;
  const page = await locals.read((ctx) =>
    previewTemplate(ctx, {
      unitId: unit,
      kind: params.kind,
      wording: { subject, recipient, body, copies, classification },
    }),
  );
  if (!page) error(503, m.letters_refusal_not_typeset());
  return answerWithPage({ page, name: 'contoh-surat.pdf' });
};
