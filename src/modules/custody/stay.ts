import type { PlainDate } from '#kernel/plain-date';

/** Where a stay stands; rules.ts says how it moves. */
export const stayStates = ['held', 'escaped', 'released', 'transferred', 'deceased'] as const;
export type StayState = (typeof stayStates)[number];

/** The registers of an institution, in the order in which they are kept: detainees, convicts, hostages. */
export const registers = [
  'reg_a1',
  'reg_a2',
  'reg_a3',
  'reg_a4',
  'reg_a5',
  'reg_b1',
  'reg_b2a',
  'reg_b2b',
  'reg_b3',
  'reg_b3s',
  'reg_b_death',
  'reg_b_life',
  'reg_c',
] as const;
export type Register = (typeof registers)[number];
export const registerGroups = ['detainees', 'convicts', 'hostages'] as const;
export type RegisterGroup = (typeof registerGroups)[number];

/** Of whom a register is. */
export function groupOf(register: Register): RegisterGroup {
  if (register === 'reg_c') return 'hostages';
  return register.startsWith('reg_a') ? 'detainees' : 'convicts';
}

export const basisKinds = ['warrant', 'verdict', 'hostage_order'] as const;
export type BasisKind = (typeof basisKinds)[number];
/** On whose paper somebody is held. */
export const authorities = [
  'investigator',
  'prosecutor',
  'district_court',
  'high_court',
  'supreme_court',
  'other',
] as const;
export type Authority = (typeof authorities)[number];
/** `confinement` is kurungan as a penalty of its own; `in_lieu` is served because something else was not paid. */
export const penalties = ['imprisonment', 'life', 'death', 'confinement', 'in_lieu'] as const;
export type Penalty = (typeof penalties)[number];

export type Sentence = { years: number; months: number; days: number };
/** What a register is chosen by. */
export type BasisFacts = { kind: BasisKind; authority: Authority; penalty: Penalty | null; sentence: Sentence };
export type Basis = BasisFacts & {
  number: string;
  dated: PlainDate;
  issuer: string;
  offence: string;
  fromOn: PlainDate;
  untilOn: PlainDate | null;
};

export const ageGroups = ['adult', 'child', 'unknown'] as const;
export type AgeGroup = (typeof ageGroups)[number];

export const releaseReasons = [
  'sentence_served',
  'parole_pb',
  'conditional_leave_cb',
  'prerelease_leave_cmb',
  'term_over',
  'bail',
  'acquitted',
  'not_prosecuted',
  'fine_paid',
  'other',
] as const;
export type ReleaseReason = (typeof releaseReasons)[number];

/** The kinds of institutions that hold people. */
export const custodyTypes = ['lapas', 'rutan', 'lpka', 'lpas'] as const;
export type CustodyType = (typeof custodyTypes)[number];
export function isCustodyType(type: string): type is CustodyType {
  return (custodyTypes as readonly string[]).includes(type);
}

/** What the rules look at. */
export type StayFacts = {
  state: StayState;
  admittedOn: PlainDate;
  /** The day of the last step, or of the admission. */
  lastOn: PlainDate;
  termUntil: PlainDate | null;
};
