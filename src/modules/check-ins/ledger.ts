import type { PlainDate } from '#kernel/plain-date';

/** Cara wajib lapor. A presence call only asks whether the client is still there; it never counts. */
export const channels = ['in_person', 'remote_call', 'app', 'home_visit', 'helper', 'presence_call'] as const;
export type Channel = (typeof channels)[number];

export const media = ['telephone', 'video', 'chat'] as const;
export type Medium = (typeof media)[number];

/** A in person with an officer, B live video, C photo with a fresh challenge, D what was only said. */
export const grades = ['A', 'B', 'C', 'D'] as const;
export type Grade = (typeof grades)[number];

/** `extra`: a report beyond what the period asks. `presence_only`: no report at all. */
export const standings = ['on_time', 'late', 'extra', 'presence_only'] as const;
export type Standing = (typeof standings)[number];

export const obligationStates = [
  'scheduled',
  'submitted',
  'fulfilled',
  'missed',
  'excused',
  'not_recorded',
  'lifted',
] as const;
/** `submitted`: sent in time, not reviewed. `not_recorded`: before the office kept its ledger here. `lifted`: paused, ended or laid out anew. */
export type ObligationState = (typeof obligationStates)[number];

export const reviewOutcomes = ['accepted', 'accepted_with_concern', 'not_the_person', 'more_needed'] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

export const excuseReasons = [
  'illness',
  'work',
  'family_event',
  'disaster',
  'distance',
  'in_custody',
  'office_closed',
  'other',
] as const;
export type ExcuseReason = (typeof excuseReasons)[number];

export const helperRelations = ['family', 'neighbour', 'rt_rw', 'village_office', 'other'] as const;
export type HelperRelation = (typeof helperRelations)[number];

/** What the officer at the desk went by: the client's own card, PIN or photo, or his eyes alone. */
export const identifications = ['sight', 'card', 'pin', 'photo'] as const;
export type Identification = (typeof identifications)[number];

export type SignKind =
  | 'photo_reused'
  | 'photo_similar'
  | 'position_impossible'
  | 'position_repeated'
  | 'accuracy_constant'
  | 'position_outside'
  | 'device_changed'
  | 'clock_off'
  | 'challenge_failed'
  | 'random_call';

/** The days of an obligation, both included, as the client reads them. */
export type Days = { from: PlainDate; through: PlainDate };

/** The structured questions of the desk and of the client's own page. Nothing answered is not asked. */
export const questions = ['address', 'phone', 'work', 'family', 'problem'] as const;
export type Question = (typeof questions)[number];
/** `same` and `fine` need nothing; the others are proposals for the counsellor, who alone changes the record. */
export const answersTo = {
  address: ['same', 'changed'],
  phone: ['same', 'changed'],
  work: ['same', 'changed', 'none'],
  family: ['fine', 'changed'],
  problem: ['none', 'told'],
} as const satisfies Record<Question, readonly string[]>;
export type Answers = {
  [Q in Question]?: (typeof answersTo)[Q][number];
} & {
  /** In the client's own words, one for each question. */
  notes?: Partial<Record<Question, string>>;
};
