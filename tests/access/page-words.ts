import type { Answer } from '../corpus/forms/browser.ts';
import { readPage } from '../corpus/forms/page.ts';

/** What somebody reads and where he can go from there; what only the page's own forms carry is new each time. */
export function said(path: string, answer: Answer): string {
  if (path.startsWith('/api/')) return `${answer.status} ${answer.body.toString()}`;
  const page = readPage(path, answer);
  return [answer.status, ...page.words, ...page.links].join('\n');
}

/** Where two texts part. */
export function difference(one: string, other: string): string {
  const at = [...one].findIndex((char, index) => char !== other[index]);
  const piece = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
  return `${piece(one)} became ${piece(other)}`;
}
