import type { Month, PlainDate } from '#kernel/plain-date';
import type { BreachState, GroundCode } from '#modules/breaches';
import type { RiskBand } from '#modules/cases';

/** Whether a criterion is met, as far as records tell. `closed`: the asker may not read what would tell. */
export const criterionStandings = ['met', 'not_met', 'unknown', 'closed'] as const;
export type CriterionStanding = (typeof criterionStandings)[number];

/** What speaks for a finding; each is a row that the page links to. */
export const evidenceKinds = [
  'period',
  'contact',
  'entry',
  'summons',
  'examination',
  'move',
  'condition',
  'occasion',
  'assessment',
  'sitting_item',
  'minutes',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];
export type Evidence = { kind: EvidenceKind; id: string; on: PlainDate | null };

/** The grounds that the law itself names for ending a supervision early; the others appear where a breach alleges them. */
export const groundCriteria = ['missed_in_a_row', 'new_offence', 'unrest', 'address_change', 'programme'] as const;
/** How a breach must be dealt with before anybody decides. */
export const courseCriteria = [
  'under_guidance',
  'condition_in_force',
  'told',
  'called',
  'heard',
  'accompanied',
  'evidence_there',
  'alternatives_tried',
  'risk_assessed',
  'sitting_advised',
  'two_people',
] as const;
export type CourseCriterion = (typeof courseCriteria)[number];
export type CriterionName = GroundCode | CourseCriterion;

/** Why a criterion stands as it does; words.ts says each as a sentence. */
export type Why =
  | 'row_stands'
  | 'row_too_short'
  | 'periods_unknown'
  | 'no_periods'
  | 'offence_recorded'
  | 'offence_noted'
  | 'searched_nothing'
  | 'nobody_searched'
  | 'not_alleged'
  | 'people_found_it'
  | 'people_found_none'
  | 'awaits_people'
  | 'stopped_undecided'
  | 'within_guidance'
  | 'outside_guidance'
  | 'guidance_unknown'
  | 'conditions_stood'
  | 'condition_missing'
  | 'conditions_to_read'
  | 'no_conditions'
  | 'was_told'
  | 'was_not_told'
  | 'in_custody'
  | 'came'
  | 'called_enough'
  | 'called_too_few'
  | 'call_running'
  | 'was_heard'
  | 'heard_in_absence'
  | 'was_not_heard'
  | 'minutes_to_read'
  | 'there_is'
  | 'there_is_none'
  | 'assessed'
  | 'assessed_provisionally'
  | 'assessment_due'
  | 'never_assessed'
  | 'advised'
  | 'on_agenda'
  | 'no_sitting'
  | 'decided_by_another'
  | 'decided_by_one'
  | 'not_decided'
  | 'part_closed';

export type Finding = {
  standing: CriterionStanding;
  why: Why;
  /** Numbers that the sentence names. */
  numbers: Readonly<Record<string, number>>;
  evidence: readonly Evidence[];
};
export type Criterion = Finding & { name: CriterionName; rule: string };

/** A part that the asker may not read says so instead of being left out. */
export type Part<T> = { open: true; value: T } | { open: false };

/** Where a breach stands that ended with somebody's decision about the client. */
export const decidedStates = [
  'reprimanded',
  'proposed_for_revocation',
  'closed_unfounded',
] as const satisfies readonly BreachState[];
export function wasDecided(state: BreachState): boolean {
  return (decidedStates as readonly BreachState[]).includes(state);
}

/** One thing on a day of the timeline. */
export type TimelineEvent = {
  kind:
    | 'guidance_began'
    | 'guidance_ends'
    | 'phase'
    | 'condition'
    | 'condition_lifted'
    | 'assessment'
    | 'breach_opened'
    | 'breach_ended'
    | 'sitting';
  id: string;
  on: PlainDate;
  /** What it came to, in the word of its kind: a phase, a band, a state. */
  word: string | null;
};

export type MonthOf<P, C, L> = {
  /** None: everything before the first month that is shown by itself. */
  month: Month | null;
  periods: P[];
  contacts: C[];
  letters: L[];
  events: TimelineEvent[];
};

/** How many clients whose case is alike came to which end; null where the number is hidden. */
export type SimilarOutcomes = {
  /** Endings up to this day are counted: the last one of a whole month. */
  through: PlainDate;
  clients: number | null;
  outcomes: Readonly<Record<SimilarOutcome, number | null>>;
};
/** What similar cases led to, to their end: of a proposal for revocation, what became of it. */
export const similarOutcomes = [
  'reprimanded',
  'revoked',
  'not_revoked',
  'still_open',
  'closed_unfounded',
  'stopped',
] as const;
export type SimilarOutcome = (typeof similarOutcomes)[number];

/** What two cases are alike in. */
export type Likeness = { grounds: readonly GroundCode[]; reprimands: 0 | 1 | 2; band: Part<RiskBand | null> };
