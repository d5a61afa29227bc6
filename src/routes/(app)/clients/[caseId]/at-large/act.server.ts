import { error } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { refusalWords, type SearchRefused } from '#modules/at-large';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { sendForm, type FormEvent, type FormSchema, type SentFile } from '#web/act.server';

type Event = FormEvent & { params: { caseId?: string; searchId?: string } };
type Asked = { id: string; file: SentFile | null };
export type FieldOf = Partial<Record<SearchRefused['refusal'], string>>;

/** An action of the pages about a search, with the file that it may bring. */
export async function act<S extends FormSchema, D extends { ok: true }>(
  event: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>, asked: Asked) => Promise<D | SearchRefused>,
  { fieldOf = {}, to, takesFile }: { fieldOf?: FieldOf; to: (done: D) => string; takesFile?: true },
) {
  const id = event.params.caseId ?? event.params.searchId ?? '';
  if (!isUuid(id)) error(404, m.errors_not_found());
  return sendForm<S, D | SearchRefused>(event, schema, (ctx, typed, file) => work(ctx, typed, { id, file }), {
    words: refusalWords,
    fieldOf,
    to: to as (done: unknown) => string,
    file: takesFile && { field: 'file' },
  });
}

/** Back to the file of the search. */
export const toFile = (caseId: string) => () => `/clients/${caseId}/at-large?saved=1`;
