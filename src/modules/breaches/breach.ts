import type { DayCount } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';

/** Where a breach stands; rules.ts says how it moves. */
export const breachStates = [
  'proposed',
  'open',
  'summoned',
  'examined',
  'recommended',
  'reprimanded',
  'proposed_for_revocation',
  'closed_unfounded',
  'dismissed',
  'stopped',
] as const;
export type BreachState = (typeof breachStates)[number];
/** Somebody still has to do something. */
export const runningStates = [
  'proposed',
  'open',
  'summoned',
  'examined',
  'recommended',
] as const satisfies readonly BreachState[];

/** What lists show together: whatever runs, and what was proposed for revocation and not begun. */
export const listedTogether = ['running', 'to_begin'] as const;
export type ListedState = BreachState | (typeof listedTogether)[number];

/** How it came up. What the system counts and what a petition says is proposed only; an officer confirms or dismisses it. */
export const breachSources = ['system', 'officer', 'petition', 'offence_notice'] as const;
export type BreachSource = (typeof breachSources)[number];
/** What an officer may open himself. */
export const openedByOfficer = ['officer', 'offence_notice'] as const satisfies readonly BreachSource[];

export const groundCodes = [
  'new_offence',
  'bad_conduct',
  'unrest',
  'missed_in_a_row',
  'address_change',
  'programme',
  'drug_use',
  'criminal_contact',
  'refuses_work',
  'other_condition',
] as const;
export type GroundCode = (typeof groundCodes)[number];

/** A visit at home is no entry: it is a contact, and found by itself. */
export const entryKinds = ['evidence', 'alternative'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** `called_off`: the letter was taken back, or came too late for the client to be blamed. */
export const appearances = ['appeared', 'not_appeared', 'not_delivered', 'called_off'] as const;
export type Appearance = (typeof appearances)[number];

/** Who is heard in an examination. */
export const heard = ['client', 'reporter', 'witness'] as const;
export type Heard = (typeof heard)[number];

/** The two options of the practice, and that there was no breach. */
export const breachOptions = ['reprimand', 'revocation', 'unfounded'] as const;
export type BreachOption = (typeof breachOptions)[number];

export type { DayCount, Deadline } from '#kernel/holidays';

/** That the client was held somewhere, as an officer noted it in the breach or the institution told his office. */
export type Custody = {
  place: string;
  /** Not known where it is empty. */
  since: PlainDate | null;
  /** His last day there; it lasts where it is empty. */
  until: PlainDate | null;
  /** Told by the institution and confirmed: it ends when the institution says so, or with the notice. */
  told: boolean;
};

/** What the rules look at. */
export type BreachFacts = {
  state: BreachState;
  openedOn: PlainDate;
  custody: readonly Custody[];
};
export type SummonsFacts = {
  /** Empty until its letter has been sent. */
  sentOn: PlainDate | null;
  appearOn: PlainDate;
  deliveredOn: PlainDate | null;
  outcome: Appearance | null;
  /** How much time it was to leave the client when it was drafted. */
  days: number;
  counts: DayCount;
};
