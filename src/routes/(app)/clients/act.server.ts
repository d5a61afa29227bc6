import { error, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { refusalWords } from '#modules/cases';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { sendForm, type Done, type FormAnswer, type FormEvent, type FormSchema, type SentFile } from '#web/act.server';

type Event = FormEvent & Pick<RequestEvent, 'url'> & { params: { caseId?: string } };
type Options<A extends FormAnswer> = {
  /** Beside which field a refusal stands, where it is not about the form as a whole. */
  fieldOf?: Partial<Record<Extract<A, { ok: false }>['refusal'], string>>;
  to?: string | ((done: Done<A>) => string);
  /** What the refusals of another module than cases say. */
  words?: Readonly<Record<string, () => string>>;
  /** It may bring a document, in the field `file`. */
  takesFile?: true;
};

/** An action of the pages about clients, which comes back to the page itself where nothing else is said. */
export async function act<S extends FormSchema, A extends FormAnswer>(
  event: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>, caseId: string, file: SentFile | null) => Promise<A>,
  { fieldOf, to = `${event.url.pathname}?saved=1`, words = refusalWords, takesFile }: Options<A> = {},
) {
  const { caseId } = event.params;
  if (caseId !== undefined && !isUuid(caseId)) error(404, m.errors_not_found());
  return sendForm<S, A>(event, schema, (ctx, typed, file) => work(ctx, typed, caseId ?? '', file), {
    words,
    to,
    fieldOf: (fieldOf ?? {}) as Readonly<Record<string, string>>,
    file: takesFile && { field: 'file' },
  });
}
