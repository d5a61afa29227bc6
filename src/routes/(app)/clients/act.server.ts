import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { refusalWords, type Refused } from '#modules/cases';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';

type Event = Pick<RequestEvent, 'request' | 'locals' | 'url'> & { params: { caseId?: string } };
type Done = { ok: true };

/** Beside which field a refusal stands, where it is not about the form as a whole. */
export type FieldOf = Partial<Record<Refused['refusal'], string>>;

/**
 * An action of the pages about clients: reads the form, does the work once, and goes on. A refusal keeps everything that was
 * typed. `prepare` is for what takes long and needs no transaction, such as looking at a file.
 */
export async function act<S extends v.GenericSchema<unknown, unknown>, D extends Done>(
  { request, locals, params, url }: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>, caseId: string) => Promise<D | Refused>,
  { fieldOf = {}, to }: { fieldOf?: FieldOf; to?: string | ((done: D) => string) } = {},
) {
  if (params.caseId !== undefined && !isUuid(params.caseId)) error(404, m.errors_not_found());
  const { language } = locals;
  const form = await readForm(request, schema);
  if (!form.ok) return sayFailure(form.failure, refusalWords, language);
  const answer = await locals.runOnce(form.submission, (ctx) => work(ctx, form.values, params.caseId ?? ''));
  if (!answer.ok)
    return sayRefusal(409, form.typed, { [fieldOf[answer.refusal] ?? '']: [answer.refusal] }, refusalWords, language);
  redirect(303, typeof to === 'function' ? to(answer) : (to ?? `${url.pathname}?saved=1`));
}
