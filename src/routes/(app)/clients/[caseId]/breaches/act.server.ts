import { error } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { refusalWords, type BreachRefused } from '#modules/breaches';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { sendForm, type FormEvent, type FormSchema, type SentFile } from '#web/act.server';

type Event = FormEvent & { params: { caseId: string; breachId?: string } };
type Asked = { caseId: string; breachId: string; file: SentFile | null };
export type FieldOf = Partial<Record<BreachRefused['refusal'], string>>;

/** An action of the pages about a breach, with the file that it may bring. */
export async function act<S extends FormSchema, D extends { ok: true }>(
  event: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>, asked: Asked) => Promise<D | BreachRefused>,
  { fieldOf = {}, to, file }: { fieldOf?: FieldOf; to: (done: D) => string; file?: 'required' | 'optional' },
) {
  const { caseId, breachId = '' } = event.params;
  if (!isUuid(caseId) || (event.params.breachId !== undefined && !isUuid(breachId))) error(404, m.errors_not_found());
  return sendForm<S, D | BreachRefused>(
    event,
    schema,
    (ctx, typed, sent) => work(ctx, typed, { caseId, breachId, file: sent }),
    {
      words: refusalWords,
      fieldOf,
      to: to as (done: unknown) => string,
      file: file && { field: 'file', isRequired: file === 'required' },
    },
  );
}
