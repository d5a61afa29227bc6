/**
 * Which language is being spoken. The compiled messages ask here (compile.ts writes src/paraglide/runtime.js as a
 * reference to this file): the compiler's own runtime would add 3 KB to every page and decide again in the browser
 * what the server has already decided.
 */
export const locales = ['id', 'en'] as const;
export type Locale = (typeof locales)[number];

/** The law and the offices speak Indonesian. */
export const baseLocale: Locale = 'id';

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

/** Set by index.server.ts: who is being answered right now, also between two awaits. */
let ofThisRequest: () => Locale | undefined = () => undefined;
export function askServer(question: () => Locale | undefined): void {
  ofThisRequest = question;
}

/** In a browser: the language the page was written in. On the server: that of the request, else Indonesian. */
export function getLocale(): Locale {
  const spoken = typeof document === 'undefined' ? ofThisRequest() : document.documentElement.lang;
  return isLocale(spoken) ? spoken : baseLocale;
}

// What the compiled messages expect to find here beside getLocale.
export const experimentalStaticLocale: Locale | undefined = undefined;
export type LocalizedString = string;
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- the compiler writes three
export type MessageMetadata<Inputs, Options, Markup> = unknown;
