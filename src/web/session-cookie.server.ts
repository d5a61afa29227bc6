import type { Cookies } from '@sveltejs/kit';

/** An officer's browser and a client's page have a cookie each, so that both can be open beside one another at a desk. */
const names = { staff: 'simpul_session', own: 'simpul_own' } as const;
export type SessionCookie = keyof typeof names;

type WithCookies = { cookies: Pick<Cookies, 'get' | 'set' | 'delete'>; url: URL };

/** The raw token that a request carries: in its cookie, or as a bearer token for the API. Never both, so a browser cannot be led into the API. */
export function findToken(
  event: WithCookies & { request: Request },
  kind: SessionCookie | 'bearer',
): string | undefined {
  if (kind !== 'bearer') return plausible(event.cookies.get(names[kind]));
  const [, token] = /^Bearer ([\w-]{20,200})$/.exec(event.request.headers.get('authorization') ?? '') ?? [];
  return plausible(token);
}

/** Ends with the browser; the session behind it ends earlier by its own limits. */
export function giveToken(event: WithCookies, kind: SessionCookie, token: string): void {
  event.cookies.set(names[kind], token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: event.url.protocol === 'https:',
  });
}

export function takeToken(event: WithCookies, kind: SessionCookie): void {
  event.cookies.delete(names[kind], {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: event.url.protocol === 'https:',
  });
}

function plausible(token: string | undefined): string | undefined {
  return token !== undefined && /^[\w-]{20,200}$/.test(token) ? token : undefined;
}
