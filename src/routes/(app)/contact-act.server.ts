import type * as v from 'valibot';
import { refusalWords, type ContactRefusal } from '#modules/contacts';
import type { Ctx } from '#platform/ctx';
import { sendForm, type Done, type FormEvent, type FormSchema } from '#web/act.server';

type Answer = { ok: true } | { ok: false; refusal: ContactRefusal };

/** An action of the pages about contacts. */
export const act = <S extends FormSchema, A extends Answer>(
  event: FormEvent,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>) => Promise<A>,
  to: string | ((done: Done<A>) => string),
  fieldOf: Partial<Record<ContactRefusal, string>> = {},
) => sendForm(event, schema, work, { words: refusalWords, fieldOf, to });
