import type { Handle } from '@sveltejs/kit/hooks';
import { inLanguage } from '#messages/server';
import { languageOf } from '#web/language';

export const handle: Handle = ({ event, resolve }) => {
  const language = languageOf(event.cookies);
  event.locals.language = language;
  return inLanguage(language, () =>
    resolve(event, { transformPageChunk: ({ html }) => html.replace('%simpul.lang%', language) }),
  );
};
