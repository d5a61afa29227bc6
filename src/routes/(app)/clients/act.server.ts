import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { refusalWords } from '#modules/cases';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';

type Event = Pick<RequestEvent, 'request' | 'locals' | 'url'> & { params: { caseId?: string } };
type Answer = { ok: true } | { ok: false; refusal: string };
type Done<A extends Answer> = Extract<A, { ok: true }>;
type RefusalOf<A extends Answer> = Extract<A, { ok: false }>['refusal'];
type Options<A extends Answer> = {
  /** Beside which field a refusal stands, where it is not about the form as a whole. */
  fieldOf?: Partial<Record<RefusalOf<A>, string>>;
  to?: string | ((done: Done<A>) => string);
  /** What the refusals of another module than cases say. */
  words?: Readonly<Record<string, () => string>>;
};

/**
 * An action of the pages about clients: reads the form, does the work once, and goes on. A refusal keeps everything that was
 * typed. `prepare` is for what takes long and needs no transaction, such as looking at a file.
 */
export async function act<S extends v.GenericSchema<unknown, unknown>, A extends Answer>(
  { request, locals, params, url }: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>, caseId: string) => Promise<A>,
  { fieldOf = {}, to, words = refusalWords }: Options<A> = {},
) {
  if (params.caseId !== undefined && !isUuid(params.caseId)) error(404, m.errors_not_found());
  const { language } = locals;
  const form = await readForm(request, schema);
  if (!form.ok) return sayFailure(form.failure, words, language);
  const answer = await locals.runOnce(form.submission, (ctx) => work(ctx, form.values, params.caseId ?? ''));
  if (!answer.ok) {
    const field = (fieldOf as Readonly<Record<string, string>>)[answer.refusal] ?? '';
    return sayRefusal(409, form.typed, { [field]: [answer.refusal] }, words, language);
  }
  redirect(303, typeof to === 'function' ? to(answer as Done<A>) : (to ?? `${url.pathname}?saved=1`));
}
