/** Number formats that Excel knows without writing them down; the later ranges are East Asian calendars. */
const builtInDates: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 45],
  [47, 47],
  [50, 58],
];

/** Whether a cell in this format shows a day or a time of day. Elapsed hours ([h]:mm) are a number. */
export function isDateFormat(id: number, code?: string): boolean {
  if (code === undefined) return builtInDates.some(([from, to]) => id >= from && id <= to);
  const positive = code.split(';')[0]!;
  if (/\[(h+|m+|s+)\]/i.test(positive)) return false;
  const shown = positive.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '');
  return /[dmyhs]/i.test(shown) && !/^general$/i.test(shown);
}
