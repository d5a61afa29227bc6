/** `#messages`: every sentence of the screens as a function, in the language of the request or the page. */
export { m } from '#paraglide/messages.js';
export { baseLocale, getLocale, isLocale, locales, type Locale } from './language.ts';
