import type { PlainDate } from '#kernel/plain-date';
import type { AbsenceKind, Grade, PostingKind } from './unit.ts';

/** A posting as PK or APK that holds on the day, wherever it is. */
export type GuidingPosting = {
  staffId: string;
  name: string;
  grade: Grade | null;
  unitId: number;
  kind: PostingKind;
  from: PlainDate;
};

export type OfficerState = 'active' | 'seconded_out' | 'rotating' | 'absent' | 'lent_in';
export type Officer = { staffId: string; name: string; grade: Grade | null; state: OfficerState };
export type Officers = {
  officers: Officer[];
  /** Everybody whose own office this is. */
  all: number;
  /** Those of them who work here on the day. People lent to the office are listed and counted apart. */
  active: number;
  lentIn: number;
};

/**
 * Who carries the clients of an office on a day. The published figures count both ways: 1 : 50 with all 73, 1 : 58 with the 63 who
 * are neither seconded nor rotating (no norm for the ratio was found; domain 19).
 */
export function officersAmong(
  unitId: number,
  postings: readonly GuidingPosting[],
  away: ReadonlyMap<string, AbsenceKind>,
): Officers {
  const byStaff = new Map<string, GuidingPosting[]>();
  for (const posting of postings) byStaff.set(posting.staffId, [...(byStaff.get(posting.staffId) ?? []), posting]);

  const officers: Officer[] = [];
  for (const [staffId, held] of byStaff) {
    const here = held.filter((posting) => posting.unitId === unitId);
    const own = here.some((posting) => posting.kind === 'permanent');
    if (here.length === 0) continue;
    const { name, grade } = here[0]!;
    officers.push({ staffId, name, grade, state: stateOf(unitId, held, own, away.get(staffId)) });
  }
  officers.sort((a, b) => a.name.localeCompare(b.name, 'id') || (a.staffId < b.staffId ? -1 : 1));
  const own = officers.filter((officer) => officer.state !== 'lent_in');
  return {
    officers,
    all: own.length,
    active: own.filter((officer) => officer.state === 'active').length,
    lentIn: officers.length - own.length,
  };
}

function stateOf(
  unitId: number,
  held: readonly GuidingPosting[],
  own: boolean,
  away: AbsenceKind | undefined,
): OfficerState {
  if (!own) return 'lent_in';
  if (held.some((posting) => posting.kind === 'secondment' && posting.unitId !== unitId)) return 'seconded_out';
  if (held.some((posting) => posting.kind === 'rotation')) return 'rotating';
  if (away === 'secondment') return 'seconded_out';
  if (away === 'rotation') return 'rotating';
  return away ? 'absent' : 'active';
}
