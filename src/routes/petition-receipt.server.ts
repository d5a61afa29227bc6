import type { RequestEvent } from '@sveltejs/kit';
import { formatCode } from '#kernel/codes';
import { formatDate } from '#kernel/format';
import { parseReceipt, readProgress } from '#modules/petitions/server';
import { visitorOf } from '#web/visitor.server';

/** The code of a receipt on its way to the page that shows it once: never in an address, which browsers and proxies keep. */
const RECEIPT = 'simpul_petition';
const options = (url: URL) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const;

export function handReceipt({ cookies, url }: Pick<RequestEvent, 'cookies' | 'url'>, code: string): void {
  cookies.set(RECEIPT, code, { ...options(url), maxAge: 600 });
}

export type ShownReceipt = { code: string; office: string; received: string; host: string };

/** Shown once: the next look finds nothing, also by somebody else at the same screen. */
export async function takeReceipt(event: RequestEvent): Promise<ShownReceipt | null> {
  event.setHeaders({ 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' });
  const code = parseReceipt(event.cookies.get(RECEIPT) ?? '');
  if (!code) return null;
  event.cookies.delete(RECEIPT, options(event.url));
  const door = await readProgress(visitorOf(event), code);
  if (door.state !== 'found') return null;
  const { office, receivedOn } = door.progress;
  return {
    code: formatCode(code),
    office,
    received: formatDate(receivedOn, event.locals.language),
    host: event.url.origin,
  };
}
