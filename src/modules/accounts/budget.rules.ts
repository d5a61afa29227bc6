/** How many different people an officer opens before he is asked why, and before his head must unlock more (security T10). */
export const PEOPLE_AN_HOUR = 150;
export const PEOPLE_A_DAY = 400;
/** What a reason for the hour adds. */
export const HOUR_EXTRA = 50;
export const DAY_EXTRA = 100;

/** How many lists an officer has before him whole within an hour, where a page of a list has 50 rows (security T10). */
export const WHOLE_LISTS_AN_HOUR = 20;

export type OpenedSoFar = { thisHour: number; today: number; hourExtra: number; dayExtra: number };
export type BudgetVerdict = { ok: true } | { ok: false; limit: 'hour' | 'day'; opened: number; allowed: number };

/** Judged after the person about to be opened has been counted. */
export function judgeBudget({ thisHour, today, hourExtra, dayExtra }: OpenedSoFar): BudgetVerdict {
  const day = PEOPLE_A_DAY + dayExtra;
  if (today > day) return { ok: false, limit: 'day', opened: today - 1, allowed: day };
  const hour = PEOPLE_AN_HOUR + hourExtra;
  return thisHour > hour ? { ok: false, limit: 'hour', opened: thisHour - 1, allowed: hour } : { ok: true };
}
