import type { PlainDate } from '#kernel/plain-date';
import { optionsInForce, rule } from '#kernel/rule';
import type { ObligationState } from './ledger.ts';

/** A period as the row of misses looks at it: its state, and whether the report that fulfilled it came late. */
export type RowPeriod = { state: ObligationState; late: boolean };

/**
 * The running number of misses in a row after each period, oldest first. Excused and not recorded periods break the row, one sent in
 * time and not yet reviewed does too until the review says otherwise; lifted ones are as if they had never been.
 */
export const missedInARow = rule({
  id: 'check-ins.missed-in-a-row',
  says: 'check_ins_rule_missed_in_a_row',
  sources: [
    { law: 'permenkumham-3-2018', article: 'check_ins_source_three_misses', standing: 'uncertain' },
    { law: 'simpul', article: 'check_ins_source_breaks_row', standing: 'ours' },
  ],
  valid: { from: '1999-05-19' as PlainDate },
  options: {
    late_report: {
      standard: 'breaks' as 'breaks' | 'counts_as_missed',
      oneOf: ['breaks', 'counts_as_missed'],
      setBy: 'head_of_bapas',
    },
  },
  judge: (periods: readonly RowPeriod[], { late_report }): number[] => {
    let row = 0;
    return periods.map(({ state, late }) => {
      if (state === 'lifted') return 0;
      const missed = state === 'missed' || (state === 'fulfilled' && late && late_report === 'counts_as_missed');
      row = missed ? row + 1 : 0;
      return row;
    });
  },
});

export type Consequence = 'none' | 'reminder' | 'warning' | 'breach';

/** What follows from the number of misses in a row. A breach is examined by people; nothing is decided by counting. */
export const consequenceOfMisses = rule({
  id: 'check-ins.consequence-of-misses',
  says: 'check_ins_rule_consequence',
  sources: [
    { law: 'permenkumham-3-2018', article: 'check_ins_source_three_misses', standing: 'uncertain' },
    { law: 'simpul', article: 'check_ins_source_warnings', standing: 'ours' },
  ],
  valid: { from: '1999-05-19' as PlainDate },
  options: {
    warning: { standard: 2, min: 2, max: 5, setBy: 'head_of_bapas' },
    breach: { standard: 3, min: 2, max: 6, setBy: 'head_of_bapas' },
  },
  judge: (inARow: number, { warning, breach }): Consequence => {
    if (inARow <= 0) return 'none';
    if (inARow >= breach) return 'breach';
    return inARow >= warning ? 'warning' : 'reminder';
  },
});

/** One row of misses in a ledger: where it begins and ends among the periods, and how long it is. */
export type MissRow = { first: number; last: number; misses: number };

/** The rows of misses behind the running numbers, oldest first. A row whose beginning is not among them counts from where it is met. */
export function rowsOfMisses(numbers: readonly number[]): MissRow[] {
  const rows: MissRow[] = [];
  for (const [at, number] of numbers.entries()) {
    const row = rows.at(-1);
    if (number <= 0) continue;
    if (row && row.last === at - 1 && number > 1) Object.assign(row, { last: at, misses: number });
    else rows.push({ first: at, last: at, misses: number });
  }
  return rows;
}

/** Limits that the set-based close is given. */
export function missLimits(chosen: Readonly<Record<string, Readonly<Record<string, unknown>>>>): {
  warning: number;
  breach: number;
} {
  return optionsInForce(consequenceOfMisses.options, chosen[consequenceOfMisses.id] ?? {});
}

/** Days before a period's end, and after a miss, on which the client is reminded. */
export const reminders = rule({
  id: 'check-ins.reminders',
  says: 'check_ins_rule_reminders',
  sources: [{ law: 'simpul', article: 'check_ins_source_reminders', standing: 'ours' }],
  valid: { from: '1999-05-19' as PlainDate },
  options: {
    days_before: { standard: 5, min: 1, max: 14, setBy: 'office_admin' },
    days_after: { standard: 1, min: 1, max: 14, setBy: 'office_admin' },
  },
  judge: (facts: { daysLeft: number }, { days_before }): boolean =>
    facts.daysLeft >= 0 && facts.daysLeft <= days_before,
});
