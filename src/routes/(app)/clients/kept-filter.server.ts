import { createHash } from 'node:crypto';
import type { Cookies } from '@sveltejs/kit';

/**
 * How an officer last filtered his caseload, so that it stands again when he comes back to it. It holds choices and ids of offices and
 * officers, never a name or a client; the mark of the account in front keeps two officers at one desk apart.
 */
const COOKIE = 'simpul_caseload';
const HALF_A_YEAR = 182 * 24 * 60 * 60;

type At = { cookies: Pick<Cookies, 'get' | 'set' | 'delete'>; url: URL };
const optionsAt = ({ url }: At) =>
  ({ path: '/clients', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const;

/** What is said in `/clients?...`; nothing where he never filtered or cleared it. */
export function keptFilter(at: At, accountId: string): string | undefined {
  const [mark, query] = (at.cookies.get(COOKIE) ?? '').split('|');
  return mark === markOf(accountId) && query ? query : undefined;
}

export function keepFilter(at: At, accountId: string, query: string): void {
  at.cookies.set(COOKIE, `${markOf(accountId)}|${query}`, { ...optionsAt(at), maxAge: HALF_A_YEAR });
}

export function forgetFilter(at: At): void {
  at.cookies.delete(COOKIE, optionsAt(at));
}

function markOf(accountId: string): string {
  return createHash('sha256').update(`caseload ${accountId}`).digest('base64url').slice(0, 12);
}
