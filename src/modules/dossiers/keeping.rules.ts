import type { BreachState, GroundCode } from '#modules/breaches';
import { isRunning } from '#modules/breaches';
import type { ObligationState } from '#modules/check-ins';
import { conditionOf } from './criteria.rules.ts';

/** How a condition was kept, as records tell; `no_record` is not the same as kept. */
export const keepings = ['counted', 'broken', 'examined', 'unfounded', 'no_record'] as const;
export type Keeping = (typeof keepings)[number];

export type Kept = {
  keeping: Keeping;
  /** Breaches of this condition, newest first. */
  breachIds: string[];
  /** What the ledger counts, for the duty to report. */
  reports: { owed: number; reported: number; missed: number; unknown: number } | null;
};
type KnownBreach = { id: string; state: BreachState; grounds: readonly GroundCode[] };

/** A condition is broken where people decided so, and under examination while they have not. */
export function judgeKeeping(
  code: string | null,
  breaches: readonly KnownBreach[],
  ledger: readonly ObligationState[] | null,
): Kept {
  const about = code === null ? [] : breaches.filter(({ grounds }) => grounds.some((one) => conditionOf[one] === code));
  const breachIds = about.map(({ id }) => id);
  const count = (...states: ObligationState[]) => (ledger ?? []).filter((state) => states.includes(state)).length;
  const reports =
    code === 'report_to_bapas' && ledger
      ? {
          owed: count('fulfilled', 'missed', 'excused', 'submitted', 'not_recorded'),
          reported: count('fulfilled'),
          missed: count('missed'),
          unknown: count('submitted', 'not_recorded'),
        }
      : null;
  const of = (keeping: Keeping): Kept => ({ keeping, breachIds, reports });
  if (about.some(({ state }) => state === 'reprimanded' || state === 'proposed_for_revocation')) return of('broken');
  if (about.some(({ state }) => isRunning(state))) return of('examined');
  if (reports && reports.owed > 0) return of('counted');
  return of(about.length > 0 ? 'unfounded' : 'no_record');
}
