import type { AgeRange } from '#kernel/partial-date';
import { daysBetween, type PlainDate } from '#kernel/plain-date';
import type { Action } from '#modules/access';
import type {
  AgeGroup,
  Basis,
  BasisFacts,
  CustodyType,
  Register,
  ReleaseReason,
  Sentence,
  StayFacts,
  StayState,
} from './stay.ts';

/**
 * How a stay moves. Read it aloud: whoever is held is released, transferred, escapes or dies; whoever escaped is recaptured, or found dead;
 * whoever was transferred and not received comes back. The database holds the same table (custody.next_state).
 */
export const moves = {
  held: { release: 'released', transfer: 'transferred', escape: 'escaped', die: 'deceased' },
  escaped: { recapture: 'held', die: 'deceased' },
  released: {},
  transferred: { take_back: 'held' },
  deceased: {},
} as const satisfies Record<StayState, Partial<Record<StayStep, StayState>>>;

/** Who takes each step, and on which document it stands. Every step has its reason as well. */
export const steps = {
  release: { by: 'custody:move', document: 'release_letter' },
  transfer: { by: 'custody:move', document: 'transfer_order' },
  take_back: { by: 'custody:move', document: 'return_minutes' },
  escape: { by: 'custody:move', document: 'escape_report' },
  recapture: { by: 'custody:move', document: 'recapture_minutes' },
  die: { by: 'custody:move', document: 'death_certificate' },
} as const satisfies Record<string, { by: Action; document: string }>;
export type StayStep = keyof typeof steps;
export const staySteps = Object.keys(steps) as StayStep[];
export type StayDocument = (typeof steps)[StayStep]['document'];

/** Steps that stand on a paper with a number of its own; an escape is written down before its report is. */
export const numbered: readonly StayStep[] = ['release', 'transfer', 'die'];

export function nextState(from: StayState, step: StayStep): StayState | undefined {
  return (moves[from] as Partial<Record<StayStep, StayState>>)[step];
}
export function nextSteps(state: StayState): StayStep[] {
  return Object.keys(moves[state]) as StayStep[];
}

export type CustodyRefusal =
  | 'wrong_state'
  | 'already_held'
  | 'person_deceased'
  | 'day_in_future'
  | 'day_too_early'
  | 'moment_in_future'
  | 'number_missing'
  | 'why_missing'
  | 'term_not_over'
  | 'place_missing'
  | 'same_place'
  | 'not_an_institution'
  | 'received_elsewhere'
  | 'not_arriving'
  | 'age_missing'
  | 'place_reason_missing'
  | 'until_before_from'
  | 'basis_in_future'
  | 'penalty_missing'
  | 'sentence_missing'
  | 'until_missing'
  | 'register_unclear'
  | 'because_missing'
  | 'label_taken'
  | 'number_already_void'
  | 'nothing_to_return'
  | 'prove_again'
  | 'paper_unknown'
  | 'scan_unknown'
  | 'file_missing'
  | 'file_daily_limit';
export type CustodyRefused = { ok: false; refusal: CustodyRefusal };
export type CustodyVerdict = { ok: true } | CustodyRefused;

const yes = { ok: true } as const;
export function no(refusal: CustodyRefusal): CustodyRefused {
  return { ok: false, refusal };
}

export type StepAttempt = {
  step: StayStep;
  day: PlainDate;
  number: string;
  releaseReason: ReleaseReason | null;
  toUnitId: number | null;
  place: string;
};

/** May this be written down as the next step? Nothing is older than the step before it. */
export function judgeStep(stay: StayFacts, attempt: StepAttempt, today: PlainDate): CustodyVerdict {
  if (!nextState(stay.state, attempt.step)) return no('wrong_state');
  if (attempt.day > today) return no('day_in_future');
  if (attempt.day < stay.lastOn) return no('day_too_early');
  if (numbered.includes(attempt.step) && attempt.number === '') return no('number_missing');
  if (attempt.step === 'release') {
    if (!attempt.releaseReason) return no('why_missing');
    // Whoever goes because the term ran out goes when it has run out, and is not told so before.
    if (attempt.releaseReason === 'term_over' && stay.termUntil !== null && attempt.day < stay.termUntil)
      return no('term_not_over');
  }
  if (attempt.step === 'transfer' && attempt.toUnitId === null && attempt.place === '') return no('place_missing');
  return yes;
}

/** A sentence in months of thirty days, as the code counts them, and the days that are left over. */
export function inMonths({ years, months, days }: Sentence): { months: number; days: number } {
  return { months: years * 12 + months + Math.floor(days / 30), days: days % 30 };
}

const ofAuthority = {
  investigator: 'reg_a1',
  prosecutor: 'reg_a2',
  district_court: 'reg_a3',
  high_court: 'reg_a4',
  supreme_court: 'reg_a5',
  other: undefined,
} as const satisfies Record<BasisFacts['authority'], Register | undefined>;

/** The register that follows from the paper; nothing where it does not say enough. */
export function registerFor({ kind, authority, penalty, sentence }: BasisFacts): Register | undefined {
  if (kind === 'hostage_order') return 'reg_c';
  if (kind === 'warrant') return ofAuthority[authority];
  switch (penalty) {
    case 'death':
      return 'reg_b_death';
    case 'life':
      return 'reg_b_life';
    case 'confinement':
      return 'reg_b3';
    case 'in_lieu':
      return 'reg_b3s';
    case 'imprisonment':
      return ofTerm(sentence);
    case null:
      return undefined;
  }
}

function ofTerm(sentence: Sentence): Register | undefined {
  const { months, days } = inMonths(sentence);
  if (months === 0 && days === 0) return undefined;
  if (months > 12 || (months === 12 && days > 0)) return 'reg_b1';
  return months > 3 || (months === 3 && days > 0) ? 'reg_b2a' : 'reg_b2b';
}

/** Is the paper whole? A penalty that has no end needs no term; a warrant lasts until a day. */
export function judgeBasis(basis: Basis, today: PlainDate): CustodyVerdict {
  if (basis.dated > today) return no('basis_in_future');
  if (basis.untilOn !== null && basis.untilOn < basis.fromOn) return no('until_before_from');
  if (basis.kind === 'warrant') return basis.untilOn === null ? no('until_missing') : yes;
  if (basis.kind === 'hostage_order') return yes;
  if (basis.penalty === null) return no('penalty_missing');
  if (basis.penalty === 'life' || basis.penalty === 'death') return yes;
  const { months, days } = inMonths(basis.sentence);
  return months === 0 && days === 0 ? no('sentence_missing') : yes;
}

/** Which register it is: what follows from the paper, or another one that the registrar gives a reason for. */
export function judgeRegister(
  follows: Register | undefined,
  chosen: Register | null,
  because: string,
): { ok: true; register: Register; because: string } | CustodyRefused {
  const register = chosen ?? follows;
  if (!register) return no('register_unclear');
  if (register === follows) return { ok: true, register, because: '' };
  return because.length < 5 ? no('because_missing') : { ok: true, register, because };
}

/** A child or not, by what is known of his birth; where that leaves both open, by what somebody said. */
export function ageGroupOf(age: AgeRange | undefined, said: AgeGroup | null): AgeGroup | undefined {
  if (age && age.oldest < 18) return 'child';
  if (age && age.youngest >= 18) return 'adult';
  return said ?? undefined;
}

export type PlaceVerdict = { fits: true } | { fits: false; right: CustodyType | 'adults' | 'ask' };

/** Whether somebody of this age is where the law wants him: a child in process in an LPAS, a convicted one in an LPKA, others with neither. */
export function placeFor({
  type,
  age,
  convicted,
}: {
  type: CustodyType;
  age: AgeGroup;
  convicted: boolean;
}): PlaceVerdict {
  const forChildren = type === 'lpas' || type === 'lpka';
  if (age === 'unknown') return { fits: false, right: 'ask' };
  if (age === 'adult') return forChildren ? { fits: false, right: 'adults' } : { fits: true };
  const right = convicted ? 'lpka' : 'lpas';
  return type === right ? { fits: true } : { fits: false, right };
}

/** How many days a paper still lasts; below zero it has run out. */
export function daysLeft(until: PlainDate, today: PlainDate): number {
  return daysBetween(today, until);
}

const short: Readonly<Record<Register, string>> = {
  reg_a1: 'A.I',
  reg_a2: 'A.II',
  reg_a3: 'A.III',
  reg_a4: 'A.IV',
  reg_a5: 'A.V',
  reg_b1: 'B.I',
  reg_b2a: 'B.IIa',
  reg_b2b: 'B.IIb',
  reg_b3: 'B.III',
  reg_b3s: 'B.IIIs',
  reg_b_death: 'MATI',
  reg_b_life: 'SH',
  reg_c: 'C',
};
/** A register as boards and numbers write it, the same in every language. */
export function shortRegister(register: Register): string {
  return short[register];
}
export function labelOf(register: Register, number: number, year: number): string {
  return `${short[register]} ${number}/${year}`;
}

/** How full an institution is, in percent; nothing where nobody said how many places there are. */
export function fullness(occupants: number, places: number | null): number | null {
  return places === null ? null : occupants / places;
}
