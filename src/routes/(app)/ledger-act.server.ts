import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { refusalWords, type CheckInRefusal } from '#modules/check-ins';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { sendForm, type Done, type FormEvent, type FormSchema } from '#web/act.server';

type Answer = { ok: true } | { ok: false; refusal: CheckInRefusal };

/** An action of the desk or the ledger. */
export const act = <S extends FormSchema, A extends Answer>(
  event: FormEvent,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>) => Promise<A>,
  to: string | ((done: Done<A>) => string),
  fieldOf: Partial<Record<CheckInRefusal, string>> = {},
) => sendForm(event, schema, work, { words: refusalWords, fieldOf, to });

/** An id of the address; anything else is as absent as a record that never was. */
export function idOf(text: string | null | undefined): string {
  if (!isUuid(text)) throw new NotFound('not an id');
  return text;
}
