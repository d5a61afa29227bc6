import type { PlainDate } from '#kernel/plain-date';

/** A number, or nothing where it is below five and the asker may only see aggregates. */
export type Count = number | null;

export type MonthOfCheckIns = { month: PlainDate; channel: string; checkIns: Count; clients: Count };

/** What is known of the clients under supervision in a month. The seven parts add up to `clients`. */
export type MonthOfReporting = {
  month: PlainDate;
  clients: Count;
  reported: Count;
  missed: Count;
  excused: Count;
  open: Count;
  notRecorded: Count;
  nothingOwed: Count;
};

export type ClientGroup = { unitId: number; kind: string; ageGroup: 'adult' | 'child'; clients: Count };
export type MissGroup = { misses: 0 | 1 | 2 | 3; clients: Count };
export type OfficerGroup = {
  unitId: number;
  grade: string;
  officers: number;
  lent: number;
  rotating: number;
  absent: number;
};

/** How many clients one officer carries: by all who are posted here, and by those who are here. Nothing where there are none. */
export type Ratio = {
  clients: Count;
  officers: number;
  active: number;
  perOfficer: number | null;
  perActive: number | null;
};

/** Officers at work: posted here, not lent out, not rotating elsewhere, not absent (S002:154). */
export function ratioOf(clients: Count, groups: readonly OfficerGroup[]): Ratio {
  const officers = sum(groups, (group) => group.officers);
  const active = officers - sum(groups, (group) => group.lent + group.rotating + group.absent);
  return {
    clients,
    officers,
    active,
    perOfficer: clients !== null && officers > 0 ? clients / officers : null,
    perActive: clients !== null && active > 0 ? clients / active : null,
  };
}

/** The share of clients seen to report, with the share of whom nothing is known beside it; both of all clients. */
export function sharesOf(month: MonthOfReporting): { reported: number | null; unknown: number | null } {
  if (!month.clients) return { reported: null, unknown: null };
  return {
    reported: month.reported === null ? null : month.reported / month.clients,
    unknown: month.notRecorded === null ? null : month.notRecorded / month.clients,
  };
}

/**
 * Adds counts that are told; what is hidden is in no sum, so that no sum and no difference of sums tells it. Nothing is told where all
 * that there is is hidden.
 */
export function addCounts(counts: readonly Count[]): Count {
  const total = counts.reduce<number>((all, count) => all + (count ?? 0), 0);
  return total === 0 && counts.includes(null) ? null : total;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
