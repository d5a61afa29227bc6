import { isEnded, isWaiting, type PetitionState } from '#modules/petitions';

export const optionsOf = <T extends string>(words: Readonly<Record<T, () => string>>, values: readonly T[]) =>
  values.map((value) => ({ value, label: words[value]() }));

export function toneOf(state: PetitionState): 'neutral' | 'warning' | 'success' {
  if (isWaiting(state)) return 'warning';
  return isEnded(state) ? 'neutral' : 'success';
}
