import { redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { refusalWords, type ContactRefusal } from '#modules/contacts';
import type { Ctx } from '#platform/ctx';
import { readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';

type Answer = { ok: true } | { ok: false; refusal: ContactRefusal };
type Event = Pick<RequestEvent, 'request' | 'locals'>;

/** An action of the pages about contacts: reads the form, does the work once, and goes on; a refusal keeps what was typed. */
export async function act<S extends v.GenericSchema<unknown, unknown>, A extends Answer>(
  { request, locals }: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>) => Promise<A>,
  to: string | ((done: Extract<A, { ok: true }>) => string),
  fieldOf: Partial<Record<ContactRefusal, string>> = {},
) {
  const form = await readForm(request, schema);
  if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
  const answer = await locals.runOnce(form.submission, (ctx) => work(ctx, form.values));
  if (!answer.ok)
    return sayRefusal(
      409,
      form.typed,
      { [fieldOf[answer.refusal] ?? '']: [answer.refusal] },
      refusalWords,
      locals.language,
    );
  redirect(303, typeof to === 'function' ? to(answer as Extract<A, { ok: true }>) : to);
}
