import type { RiskBand } from '#modules/cases';
import type { PlainDate } from '#kernel/plain-date';

/** What an assessment is for. A correction takes the place of an earlier one, of which it keeps the day. */
export const purposes = ['initial', 'periodic', 'phase', 'new_offence', 'litmas', 'correction'] as const;
export type Purpose = (typeof purposes)[number];
/** What an assessor may choose; a correction begins at the assessment that it corrects. */
export const chosenPurposes = [
  'initial',
  'periodic',
  'phase',
  'new_offence',
  'litmas',
] as const satisfies readonly Purpose[];

/** Where assessor and client met; documents: not at all. */
export const meetings = ['office', 'home_visit', 'institution', 'documents'] as const;
export type Meeting = (typeof meetings)[number];

export const consents = ['given', 'refused'] as const;
export type Consent = (typeof consents)[number];

/** What an answer rests on: papers first, then people. */
export const paperSources = [
  'verdict',
  'police_file',
  'birth_certificate',
  'school',
  'unit_record',
  'other_paper',
] as const;
export const toldSources = ['client', 'family', 'unit_staff'] as const;
export const sources = [...paperSources, ...toldSources] as const;
export type Source = (typeof sources)[number];

/** Without consent only papers speak. */
export function sourcesFor(consent: Consent): readonly Source[] {
  return consent === 'given' ? sources : paperSources;
}

export const assessmentStates = ['draft', 'finished', 'set_aside'] as const;
export type AssessmentState = (typeof assessmentStates)[number];

export type Sex = 'male' | 'female';

/** One answer with what it rests on; the code is one of the item's or `unknown`. */
export type Answer = {
  item: string;
  answer: string | null;
  source: Source | null;
  note: string;
  documentId: string | null;
};
export type Answers = Readonly<Record<string, string | null | undefined>>;

/** What a part comes to when what is not known is taken for the best, and for the worst. */
export type PartResult = {
  part: string;
  low: number;
  high: number;
  bandLow: RiskBand;
  bandHigh: RiskBand;
  unknown: number;
};

/** Whether the second instrument follows, and why. */
export type NeedsRoute = 'required' | 'undecided' | 'not_required';
export const routeReasons = [
  'score',
  'drug_case',
  'tick_b',
  'tick_c',
  'score_unknown',
  'tick_b_unknown',
  'tick_c_unknown',
] as const;
export type RouteReason = (typeof routeReasons)[number];

export type Outcome = {
  risk: PartResult;
  /** The band where both bounds agree; none while the result is provisional. */
  band: RiskBand | null;
  route: NeedsRoute;
  because: readonly RouteReason[];
  /** The domains, where the second instrument was filled in. */
  needs: readonly PartResult[] | null;
};

/** A need as three ways of knowing it. */
export const findings = ['identified', 'not_identified', 'not_enough'] as const;
export type Finding = (typeof findings)[number];

/** Where a client stands with his assessments. */
export const standings = ['never', 'provisional', 'assessed', 'child'] as const;
export type StandingState = (typeof standings)[number];
/** Why the next assessment is due. */
export const dueReasons = ['first', 'interval', 'phase', 'new_offence', 'provisional'] as const;
export type DueReason = (typeof dueReasons)[number];

/** As lists and counts tell it, on a day. */
export const groups = ['current', 'overdue', 'provisional', 'never', 'child'] as const;
export type Group = (typeof groups)[number];

export type Due = { on: PlainDate; why: DueReason };
