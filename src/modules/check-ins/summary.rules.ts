import type { PlainDate } from '#kernel/plain-date';
import type { Channel, Days, ObligationState } from './ledger.ts';
import { inPersonShare, shareSince } from './reports.rules.ts';
import type { ChosenOptions, Supervision } from './obligations.rules.ts';

export type SummedPeriod = Days & {
  state: ObligationState;
  missedInARow: number;
  late: boolean;
  fulfilledBy: Channel | null;
};
export type Summary = {
  /** Periods that have ended, or that were reported in already. */
  periods: number;
  onTime: number;
  late: number;
  missed: number;
  excused: number;
  waiting: number;
  /** Shown beside every share: nobody can say what happened then. */
  notRecorded: number;
  missesInARow: number;
  next: Days | null;
  inPerson: { inPerson: number; of: number; oneIn: number; below: boolean };
};

/** The one reckoning of a ledger: the client, the counsellor and the head are shown what this says. `periods` oldest first. */
export function summarize(
  periods: readonly SummedPeriod[],
  today: PlainDate,
  chosen: ChosenOptions = {},
  risk: Supervision['risk'] = null,
): Summary {
  const standing = periods.filter((one) => one.state !== 'lifted');
  const past = standing.filter((one) => one.through < today || one.state === 'fulfilled' || one.state === 'submitted');
  const count = (state: ObligationState) => past.filter((one) => one.state === state).length;
  const ended = standing.filter((one) => one.through < today || one.state === 'fulfilled' || one.state === 'excused');
  const since = shareSince(today);
  const recent = past
    .filter((one) => one.through >= since && one.state === 'fulfilled' && one.fulfilledBy)
    .map((one) => one.fulfilledBy!);
  const next = standing.find(
    (one) => one.through >= today && (one.state === 'scheduled' || (one.state === 'not_recorded' && one.from <= today)),
  );
  return {
    periods: past.length,
    onTime: past.filter((one) => one.state === 'fulfilled' && !one.late).length,
    late: past.filter((one) => one.state === 'fulfilled' && one.late).length,
    missed: count('missed'),
    excused: count('excused'),
    waiting: count('submitted'),
    notRecorded: count('not_recorded'),
    missesInARow: ended.at(-1)?.missedInARow ?? 0,
    next: next ? { from: next.from, through: next.through } : null,
    inPerson: inPersonShare.decide({ fulfilledBy: recent, risk }, chosen[inPersonShare.id]).result,
  };
}
