import { error } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { refusalWords, type PetitionRefusal, type PetitionRefused } from '#modules/petitions';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { sendForm, type FormEvent, type FormSchema } from '#web/act.server';

type Event = FormEvent & { params: { petitionId: string } };
type Options<S extends FormSchema> = {
  fieldOf?: Partial<Record<PetitionRefusal, string>>;
  to?: string | ((typed: v.InferOutput<S>) => string);
};

/** An action of the page of a petition, which comes back to it where nothing else is said. */
export async function act<S extends FormSchema, D extends { ok: true }>(
  event: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>, petitionId: string) => Promise<D | PetitionRefused>,
  { fieldOf = {}, to = `/petitions/${event.params.petitionId}?saved` }: Options<S> = {},
) {
  const { petitionId } = event.params;
  if (!isUuid(petitionId)) error(404, m.errors_not_found());
  return sendForm<S, D | PetitionRefused>(event, schema, (ctx, typed) => work(ctx, typed, petitionId), {
    words: refusalWords,
    fieldOf,
    to: typeof to === 'function' ? (_, typed) => to(typed) : to,
  });
}
