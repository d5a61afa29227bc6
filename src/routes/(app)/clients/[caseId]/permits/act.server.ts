import { error } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { refusalWords, type PermitRefused } from '#modules/permits';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { sendForm, type FormEvent, type FormSchema, type SentFile } from '#web/act.server';

type Event = FormEvent & { params: { caseId: string; permitId?: string } };
type Asked = { caseId: string; permitId: string; file: SentFile | null };
export type FieldOf = Partial<Record<PermitRefused['refusal'], string>>;

/** An action of the pages about a permit, with the file that it may bring. */
export async function act<S extends FormSchema, D extends { ok: true }>(
  event: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>, asked: Asked) => Promise<D | PermitRefused>,
  { fieldOf = {}, to, file }: { fieldOf?: FieldOf; to: (done: D) => string; file?: 'required' | 'optional' },
) {
  const { caseId, permitId = '' } = event.params;
  if (!isUuid(caseId) || (event.params.permitId !== undefined && !isUuid(permitId))) error(404, m.errors_not_found());
  return sendForm<S, D | PermitRefused>(
    event,
    schema,
    (ctx, typed, sent) => work(ctx, typed, { caseId, permitId, file: sent }),
    {
      words: refusalWords,
      fieldOf,
      to: to as (done: unknown) => string,
      file: file && { field: 'file', isRequired: file === 'required' },
    },
  );
}
