import { formatDate, type Locale } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { isEnded, isWaiting, type PetitionState } from '#modules/petitions';
import { sayDaysLeft } from '../due.server.ts';

export const optionsOf = <T extends string>(words: Readonly<Record<T, () => string>>, values: readonly T[]) =>
  values.map((value) => ({ value, label: words[value]() }));

export function toneOf(state: PetitionState): 'neutral' | 'warning' | 'success' {
  if (isWaiting(state)) return 'warning';
  return isEnded(state) ? 'neutral' : 'success';
}

/** The last day of the desk's next step, and how many days are left until it. */
export function dueWords(dueOn: PlainDate | null, today: PlainDate, locale: Locale): string | undefined {
  if (!dueOn) return undefined;
  return `${formatDate(dueOn, locale)} · ${sayDaysLeft(dueOn, today)}`;
}
