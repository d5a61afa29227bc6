import { AsyncLocalStorage } from 'node:async_hooks';
import { askServer, type Locale } from './language.ts';

const spoken = new AsyncLocalStorage<Locale>();
askServer(() => spoken.getStore());

/**
 * Everything that `work` says, it says in `language`, also after an await and beside other work in another language.
 * Without it every sentence is in Indonesian.
 */
export function inLanguage<T>(language: Locale, work: () => T): T {
  return spoken.run(language, work);
}
