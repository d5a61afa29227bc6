import { redirect } from '@sveltejs/kit';
import { hasProvedRecently } from '#modules/access';
import type { Actor } from '#platform/actor';

/** Before a page that changes something of weight: whoever sits here shows once more who he is, and comes back. */
export function mustBeFresh(actor: Actor, url: URL): void {
  if (!hasProvedRecently(actor, new Date()))
    redirect(303, `/account/prove?back=${encodeURIComponent(url.pathname + url.search)}`);
}
