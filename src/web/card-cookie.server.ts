import { createHash } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';

/**
 * Two cookies that outlive a session. One is the mark by which the office's record knows this device again; the other the code of
 * the card, so that a client whose page has closed, also while he typed, needs only the PIN. Neither opens anything by itself.
 */
const DEVICE = 'simpul_device';
const CARD = 'simpul_card';
const HALF_A_YEAR = 182 * 24 * 60 * 60;

type At = Pick<RequestEvent, 'cookies' | 'url'>;

export function deviceTokenOf({ cookies }: At): string | null {
  return cookies.get(DEVICE) ?? null;
}

/** What is kept with a report: the mark itself never leaves the cookie. */
export function deviceMarkOf(event: At): string {
  const token = deviceTokenOf(event);
  return token ? createHash('sha256').update(`report ${token}`).digest('hex') : '';
}

export function knownCard({ cookies }: At): string | null {
  const code = cookies.get(CARD);
  return code && /^[0-9A-Z]{20}$/.test(code) ? code : null;
}

export function rememberCard(event: At, { deviceToken, code }: { deviceToken: string; code: string }): void {
  const options = {
    httpOnly: true,
    sameSite: 'lax',
    secure: event.url.protocol === 'https:',
    maxAge: HALF_A_YEAR,
    path: '/',
  } as const;
  event.cookies.set(DEVICE, deviceToken, options);
  event.cookies.set(CARD, code, options);
}

export function forgetCard(event: At): void {
  event.cookies.delete(CARD, { path: '/', httpOnly: true, sameSite: 'lax', secure: event.url.protocol === 'https:' });
}
