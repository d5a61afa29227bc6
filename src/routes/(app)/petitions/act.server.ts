import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { refusalWords, type PetitionRefusal, type PetitionRefused } from '#modules/petitions';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';

type Event = Pick<RequestEvent, 'request' | 'locals'> & { params: { petitionId: string } };

/** An action of the page of a petition: reads the form, does the work once, and goes on to where it is seen. */
export async function act<S extends v.GenericSchema<unknown, unknown>, D extends { ok: true }>(
  { request, locals, params }: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>, petitionId: string) => Promise<D | PetitionRefused>,
  {
    fieldOf = {},
    to = `/petitions/${params.petitionId}?saved`,
  }: { fieldOf?: Partial<Record<PetitionRefusal, string>>; to?: string | ((typed: v.InferOutput<S>) => string) } = {},
) {
  const { petitionId } = params;
  if (!isUuid(petitionId)) error(404, m.errors_not_found());
  const form = await readForm(request, schema);
  if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
  const answer = await locals.runOnce(form.submission, (ctx) => work(ctx, form.values, petitionId));
  if (!answer.ok) {
    const problems = { [fieldOf[answer.refusal] ?? '']: [answer.refusal] };
    return sayRefusal(409, form.typed, problems, refusalWords, locals.language);
  }
  redirect(303, typeof to === 'function' ? to(form.values) : to);
}
