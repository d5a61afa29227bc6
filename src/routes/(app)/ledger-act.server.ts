import { redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { refusalWords, type CheckInRefusal } from '#modules/check-ins';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';

type Answer = { ok: true } | { ok: false; refusal: CheckInRefusal };
type Event = Pick<RequestEvent, 'request' | 'locals'>;

/** An action of the desk or the ledger: reads the form, does the work once, and goes on; a refusal keeps what was typed. */
export async function act<S extends v.GenericSchema<unknown, unknown>, A extends Answer>(
  { request, locals }: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>) => Promise<A>,
  to: string | ((done: Extract<A, { ok: true }>) => string),
  fieldOf: Partial<Record<CheckInRefusal, string>> = {},
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

/** An id of the address; anything else is as absent as a record that never was. */
export function idOf(text: string | null | undefined): string {
  if (!isUuid(text)) throw new NotFound('not an id');
  return text;
}
