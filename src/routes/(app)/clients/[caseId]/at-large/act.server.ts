import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { refusalWords, type SearchRefused } from '#modules/at-large';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';

type Event = Pick<RequestEvent, 'request' | 'locals'> & { params: { caseId?: string; searchId?: string } };
type Accepted = Extract<Awaited<ReturnType<typeof readUpload>>, { ok: true }>['file'];
export type FieldOf = Partial<Record<SearchRefused['refusal'], string>>;

/** An action of the pages about a search: reads the form (and its file), does the work once, and goes on to where it is seen. */
export async function act<S extends v.GenericSchema<unknown, unknown>, D extends { ok: true }>(
  { request, locals, params }: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>, asked: { id: string; file: Accepted | null }) => Promise<D | SearchRefused>,
  { fieldOf = {}, to, takesFile }: { fieldOf?: FieldOf; to: (done: D) => string; takesFile?: true },
) {
  const id = params.caseId ?? params.searchId ?? '';
  if (!isUuid(id)) error(404, m.errors_not_found());
  const { language } = locals;
  const form = await readForm(request, schema);
  if (!form.ok) return sayFailure(form.failure, refusalWords, language);
  const sent = (form.values as { file?: unknown }).file;
  const upload = takesFile && sent !== undefined ? await readUpload(sent, 'document') : undefined;
  if (upload && !upload.ok) return sayRefusal(422, form.typed, { file: [upload.problem] }, refusalWords, language);
  const answer = await locals.runOnce(form.submission, (ctx) =>
    work(ctx, form.values, { id, file: upload?.file ?? null }),
  );
  if (!answer.ok)
    return sayRefusal(409, form.typed, { [fieldOf[answer.refusal] ?? '']: [answer.refusal] }, refusalWords, language);
  redirect(303, to(answer));
}

/** Back to the file of the search. */
export const toFile = (caseId: string) => () => `/clients/${caseId}/at-large?saved=1`;
