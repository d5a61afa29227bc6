import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { formatShortMoment } from '#kernel/format';
import { changeWords, refusalWords, type Refused } from '#modules/tpp';
import type { ChangedMeanwhile } from '#modules/tpp/server';
import type { Zone } from '#kernel/zone';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';

type Event = Pick<RequestEvent, 'request' | 'locals'>;
type Done = { ok: true };

/** Beside which field a refusal stands, where it is not about the form as a whole. */
export type FieldOf = Partial<Record<Refused['refusal'], string>>;

/**
 * An action of the pages about sittings: reads the form, does the work once, and goes on. Whoever comes second is told who changed what
 * and when; what he typed stays, and sent again it is taken, because he has seen what the other wrote.
 */
export async function act<S extends v.GenericSchema<unknown, unknown>, D extends Done>(
  { request, locals }: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>) => Promise<D | Refused | ChangedMeanwhile>,
  to: string | ((done: D) => string),
  fieldOf: FieldOf = {},
) {
  const { language } = locals;
  const form = await readForm(request, schema);
  if (!form.ok) return sayFailure(form.failure, refusalWords, language);
  const answer = await locals.runOnce(form.submission, (ctx) => work(ctx, form.values));
  if (answer.ok) redirect(303, typeof to === 'function' ? to(answer) : to);
  if ('changed' in answer) {
    const zone: Zone = locals.actor?.postings[0]?.zone ?? 'Asia/Jakarta';
    const message = m.tpp_changed_meanwhile({
      name: answer.changed.by ?? m.tpp_somebody(),
      what: changeWords[answer.changed.what](),
      time: formatShortMoment(new Date(answer.changed.at), zone, language),
    });
    return fail(409, { typed: form.typed, problems: { '': [message] }, summary: [{ message }] });
  }
  return sayRefusal(409, form.typed, { [fieldOf[answer.refusal] ?? '']: [answer.refusal] }, refusalWords, language);
}
