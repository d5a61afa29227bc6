import type { Source } from '#kernel/rule';

/** Where the law of revocation was read; the article is the message key of the passage in words. */
export const ours = (article: string): Source => ({ law: 'simpul', article, standing: 'ours' });
export const ministerial = (article: string): Source => ({
  law: 'permenkumham-3-2018',
  article,
  standing: 'uncertain',
});
