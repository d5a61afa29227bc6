import { error } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { custodyProblemWords, type CustodyRefused } from '#modules/custody';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { sendForm, type FormEvent, type FormSchema, type SentFile } from '#web/act.server';

type Event = FormEvent & { params: { stayId?: string; personId?: string } };
export type FieldOf = Partial<Record<CustodyRefused['refusal'], string>>;

/** An action of the pages about custody, with the pages of a paper that it may bring as `scan`. */
export async function act<S extends FormSchema, D extends { ok: true }>(
  event: Event,
  schema: S,
  work: (
    ctx: Ctx,
    typed: Omit<v.InferOutput<S>, 'scan'>,
    id: string,
    scan: SentFile | undefined,
  ) => Promise<D | CustodyRefused>,
  { fieldOf = {}, to }: { fieldOf?: FieldOf; to: string | ((done: D) => string) },
) {
  const id = event.params.stayId ?? event.params.personId;
  if (id !== undefined && !isUuid(id)) error(404, m.errors_not_found());
  return sendForm<S, D | CustodyRefused>(
    event,
    schema,
    (ctx, form, scan) => {
      const { scan: _, ...typed } = form as { scan?: unknown } & v.InferOutput<S>;
      return work(ctx, typed, id ?? '', scan ?? undefined);
    },
    {
      words: custodyProblemWords,
      fieldOf: { file_missing: 'scan', file_daily_limit: 'scan', ...fieldOf },
      to: to as string | ((done: unknown) => string),
      file: { field: 'scan' },
    },
  );
}
