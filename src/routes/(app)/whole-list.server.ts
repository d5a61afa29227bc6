/**
 * A list that is printed whole stands on one page, at most so long: about six sheets. What is longer leaves as a file, with its purpose
 * and, above a thousand rows a day, a second person (docs/operations). Each time is counted before the page is made (`rows=all`, hooks).
 */
export const MOST_PRINTED = 250;

/** How many rows to show where somebody asked for the whole list; undefined for the usual page. */
export function rowsAsked(asked: URLSearchParams): number | undefined {
  return asked.get('rows') === 'all' ? MOST_PRINTED : undefined;
}

/** The way to the whole list on one page, from a page that shows only a part of it. */
export function wholeHref(url: URL, shown: number, total: number): string | undefined {
  if (shown >= total || rowsAsked(url.searchParams)) return undefined;
  const there = new URLSearchParams(url.searchParams);
  for (const name of ['after', 'page']) there.delete(name);
  there.set('rows', 'all');
  return `${url.pathname}?${there}`;
}
