import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { custodyProblemWords, type CustodyRefused } from '#modules/custody';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';

type Event = Pick<RequestEvent, 'request' | 'locals'> & { params: { stayId?: string; personId?: string } };
type Sent = Extract<Awaited<ReturnType<typeof readUpload>>, { ok: true }>['file'];
export type FieldOf = Partial<Record<CustodyRefused['refusal'], string>>;

/**
 * An action of the pages about custody: reads the form, does the work once, and goes on. A refusal keeps everything that was typed. The pages of
 * a paper, sent as `scan`, are judged before the transaction that keeps them.
 */
export async function act<S extends v.GenericSchema<unknown, unknown>, D extends { ok: true }>(
  { request, locals, params }: Event,
  schema: S,
  work: (
    ctx: Ctx,
    typed: Omit<v.InferOutput<S>, 'scan'>,
    id: string,
    scan: Sent | undefined,
  ) => Promise<D | CustodyRefused>,
  { fieldOf = {}, to }: { fieldOf?: FieldOf; to: string | ((done: D) => string) },
) {
  const id = params.stayId ?? params.personId;
  if (id !== undefined && !isUuid(id)) error(404, m.errors_not_found());
  const { language } = locals;
  const form = await readForm(request, schema);
  if (!form.ok) return sayFailure(form.failure, custodyProblemWords, language);
  const { scan: sent, ...typed } = form.values as { scan?: unknown } & v.InferOutput<S>;
  const upload = await readUpload(sent, 'document');
  if (!upload.ok && upload.problem !== 'file_missing')
    return sayRefusal(422, form.typed, { scan: [upload.problem] }, custodyProblemWords, language);
  const answer = await locals.runOnce(form.submission, (ctx) =>
    work(ctx, typed, id ?? '', upload.ok ? upload.file : undefined),
  );
  if (!answer.ok) {
    const fields: FieldOf = { file_missing: 'scan', file_daily_limit: 'scan', ...fieldOf };
    return sayRefusal(
      409,
      form.typed,
      { [fields[answer.refusal] ?? '']: [answer.refusal] },
      custodyProblemWords,
      language,
    );
  }
  redirect(303, typeof to === 'function' ? to(answer) : to);
}
