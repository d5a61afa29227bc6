import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestEvent } from '@sveltejs/kit';
import type { SubmissionRefused } from '#platform/errors';

/** Beside a refusal: the form comes back after signing in again, as it was typed, was done before, or cannot be shown. */
export type Why = SubmissionRefused['why'] | 'kept' | 'kept_but_done' | 'kept_not_shown';

const sent = new WeakMap<Request, FormData>();
const refused = new AsyncLocalStorage<Why>();

/** The form that a request carried, so that it can be shown again when its submission is refused after it was read. */
export function rememberForm(request: Request, data: FormData): void {
  sent.set(request, data);
}

export function sentForm(request: Request): FormData | undefined {
  return sent.get(request);
}

/** Why the submission of the form that is being read was refused a moment ago, where this is its second reading. */
export function refusedBefore(): Why | undefined {
  return refused.getStore();
}

/**
 * The page of a form whose submission was refused: the same form with what was typed, a sentence that says what became of the first
 * one, and an id of its own. An action cannot show its form from within the work that was refused, so the form is sent round once more
 * inside the house, where readForm refuses it in words before any work begins. Files cannot be shown again and stay behind.
 */
export async function formAgain(event: RequestEvent, why: Why): Promise<Response | undefined> {
  const data = sent.get(event.request);
  if (!data) return undefined;
  const texts = [...data].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return formShown(event, event.url, texts, why);
}

export function formShown(
  event: RequestEvent,
  at: URL | string,
  texts: [string, string][],
  why: Why,
): Promise<Response> {
  const { accept } = Object.fromEntries(event.request.headers);
  return refused.run(why, () =>
    event.fetch(at, {
      method: 'POST',
      headers: accept ? { accept } : {},
      body: new URLSearchParams(texts),
      redirect: 'manual',
    }),
  );
}
