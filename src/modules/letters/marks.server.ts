import { encode } from 'uqr';
import type { Ctx } from '#platform/ctx';
import type { Concern } from './letter.ts';

/** What stands beside the signature so that whoever holds the paper can check it: an address as a QR code, and its code in letters. */
export type LetterMark = { address: string; code: string; says: string };
/** The same as the page draws it. */
export type DrawnMark = { picture: string; code: string; says: string };

type Marker = (ctx: Ctx, letter: { letterId: string; kind: string; origin: string }) => Promise<LetterMark | undefined>;
const markers = new Map<string, Marker>();

/**
 * A module whose letters can be checked by whoever holds them says how, once, in its index.server.ts: it names the thing that its
 * letters concern. `origin` is where this request reached the office, for an office that has set no address of its own.
 */
export function markLetters(thing: Concern['thing'], marker: Marker): void {
  markers.set(thing, marker);
}

export async function markOf(
  ctx: Ctx,
  letter: { id: string; kind: string; concerns: Concern | null },
  origin: string,
): Promise<DrawnMark | undefined> {
  const marker = letter.concerns && markers.get(letter.concerns.thing);
  const mark = marker && (await marker(ctx, { letterId: letter.id, kind: letter.kind, origin }));
  if (!mark) return undefined;
  return { picture: pictureOf(mark.address), code: mark.code, says: mark.says };
}

/** A QR code as a drawing, with the white edge that a scanner needs. */
export function pictureOf(text: string): string {
  // M: a paper that was folded or got wet is still read.
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path d="${dark.join('')}"/></svg>`;
}
