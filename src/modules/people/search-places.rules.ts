/** How well somebody answers a search, the best lowest, and who he is. */
type Place = { rank: number; personId: string };

/** Behind whom a part begins, and how many of the typed words its list asked for: with another number it would be another list. */
export type Behind = Place & { answered: number };

/** Recognised people follow those whose name or number is the typed one. How alike they are moves with everybody who is registered. */
export const recognisedRank = 1000;

export const writePlace = ({ answered, rank, personId }: Behind): string => `${answered}.${rank}.${personId}`;

/** Of what `writePlace` wrote, and of nothing else: whoever hands it out makes sure that it comes back as it was. */
export function readPlace(text: string): Behind {
  const [answered = '', rank = '', personId = ''] = text.split('.');
  return { answered: Number(answered), rank: Number(rank), personId };
}

/**
 * The part of those found that begins behind somebody, whether or not he is still among them. Equals stand in the order in which they
 * were recorded and not by name, so that nobody moves over the place at which a part ended.
 */
export function partBehind<F extends Place>(
  found: readonly F[],
  { behind, most }: { behind: Place | undefined; most: number },
): { part: F[]; from: number; last: F | undefined } {
  const inOrder = found.toSorted(compare);
  const from = behind ? inOrder.filter((one) => compare(one, behind) <= 0).length : 0;
  const part = inOrder.slice(from, from + most);
  return { part, from, last: from + most < inOrder.length ? part.at(-1) : undefined };
}

function compare(a: Place, b: Place): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  return a.personId < b.personId ? -1 : Number(a.personId > b.personId);
}
