/** Only a place in this house: an address of another site, however it is dressed up, becomes the fallback. */
export function wayBack(asked: unknown, fallback = '/'): string {
  if (typeof asked !== 'string' || asked.length > 2000) return fallback;
  // A browser reads a backslash as a slash and drops tabs and line breaks, so "/\t/evil" would leave the house.
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(asked)) return fallback;
  return asked;
}
