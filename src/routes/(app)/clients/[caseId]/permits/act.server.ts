import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { refusalWords, type PermitRefused } from '#modules/permits';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';

type Event = Pick<RequestEvent, 'request' | 'locals'> & { params: { caseId: string; permitId?: string } };
type Accepted = Extract<Awaited<ReturnType<typeof readUpload>>, { ok: true }>['file'];
type Asked = { caseId: string; permitId: string; file: Accepted | null };
export type FieldOf = Partial<Record<PermitRefused['refusal'], string>>;

/** An action of the pages about a permit: reads the form (and its file), does the work once, and goes on to where it is seen. */
export async function act<S extends v.GenericSchema<unknown, unknown>, D extends { ok: true }>(
  { request, locals, params }: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>, asked: Asked) => Promise<D | PermitRefused>,
  { fieldOf = {}, to, file }: { fieldOf?: FieldOf; to: (done: D) => string; file?: 'required' | 'optional' },
) {
  const { caseId, permitId = '' } = params;
  if (!isUuid(caseId) || (params.permitId !== undefined && !isUuid(permitId))) error(404, m.errors_not_found());
  const { language } = locals;
  const form = await readForm(request, schema);
  if (!form.ok) return sayFailure(form.failure, refusalWords, language);
  const sent = (form.values as { file?: unknown }).file;
  const wanted = file !== undefined && (file === 'required' || sent !== undefined);
  const upload = wanted ? await readUpload(sent, 'document') : undefined;
  if (upload && !upload.ok) return sayRefusal(422, form.typed, { file: [upload.problem] }, refusalWords, language);
  const answer = await locals.runOnce(form.submission, (ctx) =>
    work(ctx, form.values, { caseId, permitId, file: upload?.file ?? null }),
  );
  if (!answer.ok)
    return sayRefusal(409, form.typed, { [fieldOf[answer.refusal] ?? '']: [answer.refusal] }, refusalWords, language);
  redirect(303, to(answer));
}
