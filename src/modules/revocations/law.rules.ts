import { deadline, type WorkingDays } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import { always, gap, rule, type AnyRule, type Gap, type NumberOption } from '#kernel/rule';
import type { EarlyEnd } from '#modules/cases';
import { hearersOf } from '#modules/tasks';
import type { Holder, ProceedingKind, RouteName } from './revocation.ts';
import { judgeNewEnd, type SupervisionPeriod } from './period.rules.ts';
import {
  ladderOfWhole,
  ladders,
  terms,
  urgentTerms,
  wholeTerm,
  type Term,
  type TermName,
  type Wait,
} from './routes.ts';
import { kindFor, releaseOf, routeFor, type ReleaseFacts } from './rules.ts';
import { ministerial, ours } from './sources.ts';

/** What an office may choose instead of the days of the table. */
const choiceOf = ({ days, least, most }: Term): NumberOption => ({
  standard: days,
  min: least,
  max: most,
  setBy: 'head_of_bapas',
});

/** On which way each kind of client's supervision is taken back. */
export const wayOfKind = rule({
  id: 'revocations.way',
  says: 'revocations_rule_way',
  sources: [
    ministerial('revocations_source_tiers'),
    { law: 'uu-1-2023', article: '76', standing: 'confirmed' },
    { law: 'uu-11-2012', article: 'revocations_source_diversion', standing: 'uncertain' },
  ],
  valid: always,
  judge: (facts: { kind: ProceedingKind; early: EarlyEnd }) => routeFor(facts.kind, facts.early),
});

/** The last day of the whole service, whoever has the file meanwhile. */
export const serviceTerm = rule({
  id: 'revocations.service-term',
  says: 'revocations_rule_service_term',
  sources: wholeTerm.sources,
  valid: always,
  options: { working_days: choiceOf(wholeTerm) },
  judge: (facts: { proposedOn: PlainDate; office: WorkingDays }, { working_days }) =>
    deadline(facts.proposedOn, working_days, wholeTerm.counts, facts.office).on,
});

/** The last day of the step that is owed now: the terms of the table, as the office chose them. */
export const stepTerms = rule({
  id: 'revocations.step-terms',
  says: 'revocations_rule_step_terms',
  sources: terms.report.sources,
  valid: always,
  options: {
    counsellor: choiceOf(terms.counsellor),
    sitting: choiceOf(terms.sitting),
    head: choiceOf(terms.head),
    report: choiceOf(terms.report),
    kanwil: choiceOf(terms.kanwil),
    ditjenpas: choiceOf(terms.ditjenpas),
    outside: choiceOf(terms.outside),
  } satisfies Record<TermName, NumberOption>,
  judge: (facts: { term: TermName; from: PlainDate; office: WorkingDays }, days) =>
    deadline(facts.from, days[facts.term], terms[facts.term].counts, facts.office).on,
});

/** The same where there is danger. Other parties are asked for no more by it: it is when the office asks after its file. */
export const urgentStepTerms = rule({
  id: 'revocations.urgent-terms',
  says: 'revocations_rule_urgent_terms',
  sources: urgentTerms.head.sources,
  valid: always,
  options: {
    counsellor: choiceOf(urgentTerms.counsellor),
    sitting: choiceOf(urgentTerms.sitting),
    head: choiceOf(urgentTerms.head),
    report: choiceOf(urgentTerms.report),
    kanwil: choiceOf(urgentTerms.kanwil),
    ditjenpas: choiceOf(urgentTerms.ditjenpas),
    outside: choiceOf(urgentTerms.outside),
  } satisfies Record<TermName, NumberOption>,
  judge: (facts: { term: TermName; from: PlainDate; office: WorkingDays }, days) =>
    deadline(facts.from, days[facts.term], urgentTerms[facts.term].counts, facts.office).on,
});

/** Who hears of a step that is late, or of a whole service. Nobody decides it because of that, and nothing is decided by the clock. */
export const lateGoesOn = rule({
  id: 'revocations.late-goes-on',
  says: 'revocations_rule_late_goes_on',
  sources: [ours('revocations_source_late_goes_on')],
  valid: always,
  options: {
    head_after: { standard: 3, min: 1, max: 20, setBy: 'head_of_bapas' },
    // Whoever is late does not choose when those above him hear of it.
    kanwil_after: { standard: 0, min: 0, max: 10, setBy: 'office_admin' },
    centre_after: { standard: 3, min: 0, max: 20, setBy: 'office_admin' },
  } satisfies Record<Wait, NumberOption>,
  judge: (
    facts: ({ holder: Holder } | { whole: RouteName }) & { dueOn: PlainDate; today: PlainDate; office: WorkingDays },
    options,
  ) => hearersOf<Wait>('whole' in facts ? ladderOfWhole(facts.whole) : ladders[facts.holder], facts, options),
});

/** In danger the head may revoke for the time being before the sitting; the sitting hears the matter afterwards. */
export const urgentWay = rule({
  id: 'revocations.urgent',
  says: 'revocations_rule_urgent',
  sources: [ours('revocations_source_urgent')],
  valid: always,
  options: { urgent: { standard: true as boolean, oneOf: [true, false], setBy: 'head_of_bapas' } },
  judge: (_: Record<string, never>, { urgent }) => urgent,
});

/** Whether guidance rests while it is revoked for the time being. */
export const restsMeanwhile = rule({
  id: 'revocations.rests-meanwhile',
  says: 'revocations_rule_rests',
  sources: [ministerial('revocations_source_temporarily'), ours('revocations_source_rests')],
  valid: always,
  options: { rests: { standard: true as boolean, oneOf: [true, false], setBy: 'head_of_bapas' } },
  judge: (_: Record<string, never>, { rests }) => rests,
});

export const beforeOrAfterRelease = rule({
  id: 'revocations.release',
  says: 'revocations_rule_release',
  sources: [ours('revocations_source_release')],
  valid: always,
  judge: (facts: ReleaseFacts & { today: PlainDate }): ProceedingKind | 'unknown' =>
    kindFor(releaseOf(facts, facts.today)) ?? 'unknown',
});

/**
 * To which last day a judge may move a supervision. The text says how long a prolongation may be; that the imposed period counts once more from
 * its own end is how Simpul reads it, and how much shorter a supervision may become no text says (gap `revocations.new-end`).
 */
export const periodByJudge = rule({
  id: 'revocations.period-by-judge',
  says: 'revocations_rule_period_by_judge',
  sources: [
    { law: 'uu-1-2023', article: '76 ayat 5', standing: 'confirmed' },
    { law: 'uu-1-2023', article: '76 ayat 6', standing: 'confirmed' },
    ours('revocations_source_new_end'),
  ],
  valid: always,
  judge: (facts: { period: SupervisionPeriod | undefined; newEnd: PlainDate | undefined; decidedOn: PlainDate }) =>
    judgeNewEnd(facts.period, facts),
});

export const takesTwo = rule({
  id: 'revocations.two-people',
  says: 'revocations_rule_two_people',
  sources: [ours('revocations_source_two_people')],
  valid: always,
  judge: (facts: { preparedBy: string; decidedBy: string }) => facts.preparedBy !== facts.decidedBy,
});

export const revocationRules: readonly AnyRule[] = [
  wayOfKind,
  serviceTerm,
  stepTerms,
  urgentStepTerms,
  lateGoesOn,
  urgentWay,
  restsMeanwhile,
  beforeOrAfterRelease,
  periodByJudge,
  takesTwo,
];

export const revocationGaps: readonly Gap[] = [
  gap({
    id: 'revocations.other-kinds',
    missing: 'revocations_gap_other_kinds_missing',
    handled: 'revocations_gap_other_kinds_handled',
    decidedBy: 'head_of_bapas',
    sources: [ours('revocations_source_other_kinds')],
  }),
  gap({
    id: 'revocations.urgent-elsewhere',
    missing: 'revocations_gap_urgent_elsewhere_missing',
    handled: 'revocations_gap_urgent_elsewhere_handled',
    decidedBy: 'ditjenpas',
    sources: [
      { law: 'uu-1-2023', article: '76', standing: 'uncertain' },
      { law: 'uu-11-2012', article: 'revocations_source_diversion', standing: 'uncertain' },
      ours('revocations_source_urgent'),
    ],
  }),
  gap({
    id: 'revocations.two-texts',
    missing: 'revocations_gap_two_texts_missing',
    handled: 'revocations_gap_two_texts_handled',
    decidedBy: 'ditjenpas',
    sources: [{ law: 'uu-1-2023', article: '76', standing: 'confirmed' }, ministerial('revocations_source_tiers')],
  }),
  gap({
    id: 'revocations.new-end',
    missing: 'revocations_gap_new_end_missing',
    handled: 'revocations_gap_new_end_handled',
    decidedBy: 'ditjenpas',
    sources: [
      { law: 'uu-1-2023', article: '76 ayat 1', standing: 'uncertain' },
      { law: 'uu-1-2023', article: '76 ayat 5', standing: 'uncertain' },
    ],
  }),
  gap({
    id: 'revocations.reduction',
    missing: 'revocations_gap_reduction_missing',
    handled: 'revocations_gap_reduction_handled',
    decidedBy: 'ditjenpas',
    sources: [{ law: 'uu-1-2023', article: '76 ayat 6', standing: 'confirmed' }],
  }),
  gap({
    id: 'revocations.cancellation',
    missing: 'revocations_gap_cancellation_missing',
    handled: 'revocations_gap_cancellation_handled',
    decidedBy: 'ditjenpas',
    sources: [ministerial('revocations_source_cancellation')],
  }),
  gap({
    id: 'revocations.duties-meanwhile',
    missing: 'revocations_gap_duties_missing',
    handled: 'revocations_gap_duties_handled',
    decidedBy: 'head_of_bapas',
    sources: [ministerial('revocations_source_temporarily')],
  }),
  gap({
    id: 'revocations.time-served',
    missing: 'revocations_gap_time_served_missing',
    handled: 'revocations_gap_time_served_handled',
    decidedBy: 'ditjenpas',
    sources: [ministerial('revocations_source_time_served')],
  }),
];
