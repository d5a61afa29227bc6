import { addWorkingDays, type WorkingDays } from '#kernel/holidays';
import type { AgeRange } from '#kernel/partial-date';
import { addMonths, plainDate, type PlainDate } from '#kernel/plain-date';
import { always, gap, rule, type AnyRule, type Gap } from '#kernel/rule';
import { phaseDue } from '#kernel/guidance-phase';
import type { AgeGroup, BasisKind, CaseFacts, ClientKind, EndReason, SentenceParts } from './case.ts';
import { kindRow, mayRestOn } from './kinds.ts';
import { papersOf } from './papers.ts';
import {
  judgeMilestones,
  needsProceeding,
  needsSecondPerson,
  openingReviewDays,
  phaseOf,
  registerLabel,
  sealsAtEnd,
} from './rules.ts';

const ours = (article: string) => [{ law: 'simpul', article, standing: 'ours' }] as const;

export const labelTemplates = [
  '{number}/{kind}/{year}',
  '{number:4}/{kind}/{year}',
  '{number}/{year}',
  '{number:4}/{year}',
  '{kind}.{number}/{year}',
  '{unit}/{number}/{year}',
] as const;

/** Numbers run from 1 in each office and year, over all kinds; how they are written is for the office. */
export const registerNumber = rule({
  id: 'cases.register-number',
  says: 'cases_rule_register_number',
  sources: [
    { law: 'sk-pas-09-2016', article: 'cases_source_stage_two', standing: 'uncertain' },
    ...ours('cases_source_series'),
  ],
  valid: always,
  options: {
    label: {
      standard: '{number}/{kind}/{year}',
      oneOf: labelTemplates,
      setBy: 'head_of_bapas',
      example: (label: string, { code, year }: { code: string; year: number }) =>
        registerLabel(label, { number: 12, kind: kindRow('parole_pb').short, year, unit: code.toUpperCase() }),
    },
  },
  judge: (facts: { number: number; kind: ClientKind; year: number; unit: string }, { label }) =>
    registerLabel(label, { ...facts, kind: kindRow(facts.kind).short }),
});

export const basisOfKind = rule({
  id: 'cases.basis-of-kind',
  says: 'cases_rule_basis_of_kind',
  sources: [
    { law: 'uu-22-2022', article: '56', standing: 'uncertain' },
    { law: 'pp-31-1999', article: '35', standing: 'uncertain' },
  ],
  valid: always,
  judge: (facts: { kind: ClientKind; basis: BasisKind }) => mayRestOn(facts.kind, facts.basis),
});

export const phaseRule = rule({
  id: 'cases.guidance-phase',
  says: 'cases_rule_guidance_phase',
  sources: [{ law: 'pp-31-1999', article: '33', standing: 'uncertain' }, ...ours('cases_source_day_of_limit')],
  valid: always,
  judge: (facts: { start: PlainDate; end: PlainDate; day: PlainDate }) => phaseDue(facts.start, facts.end, facts.day),
});

/** What is decided holds; the calendar only where nothing ever was, so that an office that begins here owes no thousand sittings. */
export const phaseInForceRule = rule({
  id: 'cases.phase-in-force',
  says: 'cases_rule_phase_in_force',
  sources: [{ law: 'pp-31-1999', article: '33 ayat 2', standing: 'uncertain' }, ...ours('cases_source_never_decided')],
  valid: always,
  judge: (facts: Pick<CaseFacts, 'guidanceStart' | 'guidanceEnd' | 'phaseDecided'> & { day: PlainDate }) =>
    phaseOf(facts, facts.day),
});

export const milestoneRule = rule({
  id: 'cases.milestones',
  says: 'cases_rule_milestones',
  sources: ours('cases_source_telraam'),
  valid: always,
  judge: (facts: { firstDetainedOn: PlainDate; sentence: SentenceParts; remissionDays: number }) =>
    judgeMilestones(facts.firstDetainedOn, facts.sentence, facts.remissionDays),
});

/** The longest guidance that a text names, in months. A decree or a verdict may still say otherwise: Simpul asks, it does not refuse. */
const longestMonths: Partial<Record<ClientKind, number>> = {
  supervision_sentence: 36,
  community_service_sentence: 6,
  conditional_leave_cb: 6,
  prerelease_leave_cmb: 6,
};
export const longestPeriod = rule({
  id: 'cases.longest-period',
  says: 'cases_rule_longest_period',
  sources: [
    { law: 'uu-1-2023', article: '76 ayat 1', standing: 'confirmed' },
    { law: 'uu-1-2023', article: '85', standing: 'confirmed' },
    { law: 'permenkumham-3-2018', article: '-', standing: 'uncertain' },
  ],
  valid: always,
  judge: (facts: { kind: ClientKind; start: PlainDate; end: PlainDate }) => {
    const months = longestMonths[facts.kind];
    return months === undefined || facts.end <= addMonths(facts.start, months) ? 'usual' : 'longer_than_usual';
  },
});

/** The two new sentences exist since the code of 2023 came into force; the old suspended sentence is for verdicts before that day. */
const newCodeFrom = plainDate('2026-01-02');
export const kindInForce = rule({
  id: 'cases.kind-in-force',
  says: 'cases_rule_kind_in_force',
  sources: [{ law: 'uu-1-2023', article: '75-77, 85, 624', standing: 'confirmed' }],
  valid: always,
  judge: (facts: { kind: ClientKind; ageGroup: AgeGroup; dated: PlainDate }) => {
    if (facts.ageGroup === 'child') return 'in_force';
    if (facts.kind === 'supervision_sentence' || facts.kind === 'community_service_sentence')
      return facts.dated < newCodeFrom ? 'not_yet' : 'in_force';
    return facts.kind === 'suspended_sentence' && facts.dated >= newCodeFrom ? 'no_longer' : 'in_force';
  },
});

/** Kinds that follow a sentence: of a child under fourteen the texts know measures only. */
const afterSentence: ReadonlySet<ClientKind> = new Set([
  'parole_pb',
  'conditional_leave_cb',
  'prerelease_leave_cmb',
  'assimilation',
  'child_warning',
  'child_noncustodial_training',
  'child_community_service',
  'child_vocational_training',
]);

/**
 * What the age on the day of reception says about a kind. Nobody was older at the act than he is now: who is not yet eighteen was a
 * child, who is not yet twelve can only have a decision. Everything else may be so and is asked about, because years have passed
 * between act and reception. An age of which the year is unknown says nothing.
 */
export const ageForKind = rule({
  id: 'cases.age-for-kind',
  says: 'cases_rule_age_for_kind',
  sources: [{ law: 'uu-11-2012', article: '1 angka 3, 20, 21, 69', standing: 'uncertain' }],
  valid: always,
  judge: ({ kind, ageGroup, age }: { kind: ClientKind; ageGroup: AgeGroup; age: AgeRange | undefined }) => {
    if (!age) return 'fits';
    if (age.oldest < 12 && kind !== 'under_twelve_decision' && kind !== 'aftercare') return 'child_under_twelve';
    if (ageGroup === 'adult') return age.oldest < 18 ? 'adult_under_eighteen' : 'fits';
    if (kind === 'under_twelve_decision') return age.youngest >= 12 ? 'age_unusual' : 'fits';
    return age.youngest >= 21 || (age.oldest < 14 && afterSentence.has(kind)) ? 'age_unusual' : 'fits';
  },
});

export const backDating = rule({
  id: 'cases.back-dating',
  says: 'cases_rule_back_dating',
  sources: ours('cases_source_late_writing'),
  valid: always,
  options: { days: { standard: 3, min: 0, max: 7, setBy: 'head_of_bapas' } },
  judge: (_facts: object, { days }) => days,
});

export const transferTerm = rule({
  id: 'cases.transfer-term',
  says: 'cases_rule_transfer_term',
  sources: [{ law: 'sop-bapas', article: 'cases_source_transfer', standing: 'uncertain' }],
  valid: always,
  options: { workingDays: { standard: 10, min: 5, max: 10, setBy: 'head_of_bapas' } },
  judge: (facts: { requestedOn: PlainDate; office: WorkingDays }, { workingDays }) =>
    addWorkingDays(facts.requestedOn, workingDays, facts.office),
});

/** By when somebody else has looked at an opening. No option: who is reviewed does not choose how long it may wait. */
export const openingReview = rule({
  id: 'cases.opening-review',
  says: 'cases_rule_opening_review',
  sources: ours('cases_source_opening_review'),
  valid: always,
  judge: (facts: { openedOn: PlainDate; office: WorkingDays }) =>
    addWorkingDays(facts.openedOn, openingReviewDays, facts.office),
});

export const endingTakesTwo = rule({
  id: 'cases.ending-takes-two',
  says: 'cases_rule_ending_takes_two',
  sources: ours('cases_source_final_decision'),
  valid: always,
  judge: (facts: { reason: EndReason }) => needsSecondPerson(facts.reason),
});

/** That there is one way only to end a supervision by a decree. */
export const endingByDecree = rule({
  id: 'cases.ending-by-decree',
  says: 'cases_rule_ending_by_decree',
  sources: [
    { law: 'permenkumham-3-2018', article: 'cases_source_only_by_decree', standing: 'uncertain' },
    ...ours('cases_source_final_decision'),
  ],
  valid: always,
  judge: (facts: { reason: EndReason; day: PlainDate; ledgerFrom: PlainDate | null }) =>
    needsProceeding(facts.reason, facts.day, facts),
});

export const sealedAtEnd = rule({
  id: 'cases.sealed-at-end',
  says: 'cases_rule_sealed_at_end',
  sources: [{ law: 'uu-11-2012', article: '19', standing: 'uncertain' }, ...ours('cases_source_when_it_ends')],
  valid: always,
  judge: (facts: Pick<CaseFacts, 'ageGroup'> & { stillNeeded: boolean }) => sealsAtEnd(facts),
});

/** For the page "Dasar hukum". */

/** What is looked for when somebody is handed over. Which papers a file holds is practice of the prisons; no article lists them. */
export const papersAtReception = rule({
  id: 'cases.papers-at-reception',
  says: 'cases_rule_papers',
  sources: [
    { law: 'sk-pas-09-2016', article: 'cases_source_stage_one', standing: 'uncertain' },
    ...ours('cases_source_file_of_release'),
  ],
  valid: always,
  judge: (facts: { kind: ClientKind; ageGroup: AgeGroup }) => papersOf(facts),
});

export const caseRules: readonly AnyRule[] = [
  basisOfKind,
  papersAtReception,
  registerNumber,
  phaseRule,
  phaseInForceRule,
  milestoneRule,
  longestPeriod,
  kindInForce,
  ageForKind,
  backDating,
  transferTerm,
  openingReview,
  endingTakesTwo,
  endingByDecree,
  sealedAtEnd,
];

/** What the texts leave open, how Simpul treats it, who may decide otherwise. */
export const caseGaps: readonly Gap[] = [
  gap({
    id: 'cases.child-fractions',
    missing: 'cases_gap_child_fractions_missing',
    handled: 'cases_gap_child_fractions_handled',
    decidedBy: 'ditjenpas',
    sources: [{ law: 'permenkumham-3-2018', article: '-', standing: 'uncertain' }],
  }),
  gap({
    id: 'cases.leave-length',
    missing: 'cases_gap_leave_length_missing',
    handled: 'cases_gap_leave_length_handled',
    decidedBy: 'ditjenpas',
    sources: [{ law: 'permenkumham-3-2018', article: '-', standing: 'uncertain' }],
  }),
  gap({
    id: 'cases.sentence-arithmetic',
    missing: 'cases_gap_sentence_arithmetic_missing',
    handled: 'cases_gap_sentence_arithmetic_handled',
    decidedBy: 'pk',
    sources: [{ law: 'simpul', article: '-', standing: 'ours' }],
  }),
  gap({
    id: 'cases.probation-after-parole',
    missing: 'cases_gap_probation_missing',
    handled: 'cases_gap_probation_handled',
    decidedBy: 'ditjenpas',
    sources: [{ law: 'kuhp-lama', article: '15', standing: 'uncertain' }],
  }),
  gap({
    id: 'cases.phase-boundary',
    missing: 'cases_gap_phase_boundary_missing',
    handled: 'cases_gap_phase_boundary_handled',
    decidedBy: 'ditjenpas',
    sources: [{ law: 'pp-31-1999', article: '33', standing: 'uncertain' }],
  }),
  gap({
    id: 'cases.decision-before-transfer',
    missing: 'cases_gap_transfer_missing',
    handled: 'cases_gap_transfer_handled',
    decidedBy: 'head_of_bapas',
    sources: [{ law: 'sop-bapas', article: 'cases_source_transfer', standing: 'uncertain' }],
  }),
];
