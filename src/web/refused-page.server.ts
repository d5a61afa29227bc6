import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestEvent } from '@sveltejs/kit';
import { formDataOf } from './form.server.ts';

/** What was refused before any page was reached, the address that was asked for, and the form that was sent there. */
type Refused = { why: unknown; at: string; sent?: FormData };

const refused = new AsyncLocalStorage<Refused>();

/** Inside the house: what the page that is being drawn has to say no about. */
export const refusal = (): Refused | undefined => refused.getStore();

/**
 * A refusal in a frame, with the rail for whoever has one. What is thrown before a route is reached would be shown on the bare page of
 * last resort, so it is thrown once more from inside a page of the house.
 */
export async function refusedPage(event: RequestEvent, why: unknown): Promise<Response | undefined> {
  const { accept } = Object.fromEntries(event.request.headers);
  if (!accept?.includes('text/html') || event.isDataRequest || refusal()) return undefined;
  const sent = event.request.method === 'POST' ? { sent: await formDataOf(event.request.clone()) } : {};
  return refused.run({ why, at: event.url.pathname + event.url.search, ...sent }, async () => {
    const page = await event.fetch('/refused', { headers: { accept }, redirect: 'manual' });
    return new Response(page.body, { status: page.status, headers: page.headers });
  });
}
