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

/**
 * Whether a period tells how many were missed in a row: it has ended and was closed, or it is settled before its end. The database
 * says the same in `check_ins.tells_row`; a test compares the two.
 */
export function tellsRow(of: { state: ObligationState; through: PlainDate }, today: PlainDate): boolean {
  switch (of.state) {
    case 'fulfilled':
    case 'excused':
      return true;
    case 'missed':
    case 'not_recorded':
    case 'submitted':
      return of.through < today;
    case 'scheduled':
    case 'lifted':
      return false;
  }
}

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
    missesInARow: standing.findLast((one) => tellsRow(one, today))?.missedInARow ?? 0,
    next: next ? { from: next.from, through: next.through } : null,
    inPerson: inPersonShare.decide({ fulfilledBy: recent, risk }, chosen[inPersonShare.id]).result,
  };
}
