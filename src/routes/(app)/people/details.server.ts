import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { problemWords } from '#modules/people';
import type { Address } from '#modules/people/server';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';

export const caseStateWords = {
  received: m.people_case_state_received,
  active: m.people_case_state_active,
  paused: m.people_case_state_paused,
  ended: m.people_case_state_ended,
  transferred: m.people_case_state_transferred,
};

/** Jl. Merdeka 1, RT 01 RW 02, Plaju Ulu, Plaju, Kota Palembang, Sumatera Selatan 30267 */
export function placeWords(address: Address): string {
  const rtRw = [address.rt && `RT ${address.rt}`, address.rw && `RW ${address.rw}`].filter(Boolean).join(' ');
  const place = address.place?.names.join(', ') ?? address.areaCode ?? '';
  return [address.line, rtRw, [place, address.postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ');
}

type Refusal = { ok: false; refusal: string };
type Event = Pick<RequestEvent, 'request' | 'locals' | 'url'> & { params: { personId: string } };

/**
 * An action of the pages about one person: reads the form, does the work once, and comes back to the page. A refusal stands beside
 * the field that it is about.
 */
export async function act<S extends v.GenericSchema<unknown, unknown>>(
  { request, locals, params, url }: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>, personId: string) => Promise<{ ok: true } | Refusal>,
  fieldOf: Record<string, string> = {},
) {
  if (!isUuid(params.personId)) error(404, m.errors_not_found());
  const { language } = locals;
  const form = await readForm(request, schema);
  if (!form.ok) return sayFailure(form.failure, problemWords, language);
  const answer = await locals.runOnce(form.submission, (ctx) => work(ctx, form.values, params.personId));
  if (!answer.ok)
    return sayRefusal(409, form.typed, { [fieldOf[answer.refusal] ?? '']: [answer.refusal] }, problemWords, language);
  redirect(303, `${url.pathname}?saved=1`);
}
