import type { Cookies } from '@sveltejs/kit';
import { baseLocale, isLocale, type Locale } from '#messages';

/** Chosen by hand on any page; an account's own preference is written here at sign-in. No language in any address. */
const COOKIE = 'simpul_language';
const ONE_YEAR = 365 * 24 * 60 * 60;

/** What the person chose, else Indonesian. */
export function languageOf(cookies: Pick<Cookies, 'get'>): Locale {
  const chosen = cookies.get(COOKIE);
  return isLocale(chosen) ? chosen : baseLocale;
}

export function rememberLanguage(event: { cookies: Pick<Cookies, 'set'>; url: URL }, language: Locale): void {
  const secure = event.url.protocol === 'https:';
  event.cookies.set(COOKIE, language, { path: '/', maxAge: ONE_YEAR, httpOnly: true, sameSite: 'lax', secure });
}
