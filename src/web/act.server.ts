import { redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { readForm } from './form.server.ts';
import { sayFailure, sayRefusal, type SaidFailure } from './say-problems.server.ts';
import { readUpload } from './upload.server.ts';

export type SentFile = AcceptedFile;
export type FormEvent = Pick<RequestEvent, 'request' | 'locals'>;
export type FormSchema = v.GenericSchema<unknown, unknown>;
export type FormAnswer = { ok: true } | { ok: false; refusal: string };
export type Done<A extends FormAnswer> = Extract<A, { ok: true }>;
type Options<S extends FormSchema, A extends FormAnswer> = {
  words: Readonly<Record<string, () => string>>;
  /** Beside which field a refusal stands, where it is not about the form as a whole. */
  fieldOf?: Readonly<Record<string, string | undefined>>;
  to: string | ((done: Done<A>, typed: v.InferOutput<S>) => string);
  /** The field that may bring a document, or has to. */
  file?: { field: string; isRequired?: boolean } | undefined;
};

/**
 * The way of a form: it is read, the work is done once, and the page goes on to where that is seen. A refusal keeps everything that was typed.
 * The document that comes along is judged before the transaction begins, because that takes long.
 */
export async function sendForm<S extends FormSchema, A extends FormAnswer>(
  { request, locals }: FormEvent,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>, file: SentFile | null) => Promise<A>,
  { words, fieldOf = {}, to, file }: Options<S, A>,
): Promise<ActionFailure<SaidFailure>> {
  const { language } = locals;
  const form = await readForm(request, schema);
  if (!form.ok) return sayFailure(form.failure, words, language);
  const sent = file && (form.values as Readonly<Record<string, unknown>>)[file.field];
  const upload = file && (file.isRequired || sent !== undefined) ? await readUpload(sent, 'document') : undefined;
  if (upload && !upload.ok) return sayRefusal(422, form.typed, { [file!.field]: [upload.problem] }, words, language);
  const answer = await locals.runOnce(form.submission, (ctx) => work(ctx, form.values, upload?.file ?? null));
  if (!answer.ok)
    return sayRefusal(409, form.typed, { [fieldOf[answer.refusal] ?? '']: [answer.refusal] }, words, language);
  redirect(303, typeof to === 'function' ? to(answer as Done<A>, form.values) : to);
}
