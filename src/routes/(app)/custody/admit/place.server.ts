import { placeFor, type AgeGroup, type CustodyType } from '#modules/custody';
import type { Institution } from '#modules/custody/server';
import { m } from '#messages';

const MOST_NAMED = 3;
/** The places for children, those of the same region first. */
export function placesNear(institutions: readonly Institution[], parentId: number | null): string[] {
  return institutions
    .filter(({ type }) => type === 'lpas' || type === 'lpka')
    .sort((a, b) => Number(b.parentId === parentId) - Number(a.parentId === parentId))
    .slice(0, MOST_NAMED)
    .map(({ name }) => name);
}

/** Where the law wants somebody of this age, where that is not here; nothing where this may be the right place. */
export function placeWords(type: CustodyType, age: AgeGroup, near: readonly string[]): string | undefined {
  if (age === 'unknown') return m.custody_place_ask();
  const fits = [false, true].some((convicted) => placeFor({ type, age, convicted }).fits);
  if (fits) return undefined;
  if (age === 'adult') return m.custody_place_adults();
  return near.length > 0 ? m.custody_place_children_at({ units: near.join(', ') }) : m.custody_place_children();
}
