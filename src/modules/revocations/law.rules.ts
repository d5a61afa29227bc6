import type { WorkingDays } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import { always, gap, rule, type AnyRule, type Gap, type Source } from '#kernel/rule';
import type { EarlyEnd } from '#modules/cases';
import type { Holder, ProceedingKind } from './revocation.ts';
import { judgeNewEnd, type SupervisionPeriod } from './period.rules.ts';
import { kindFor, releaseOf, routeFor, serviceEnds, type ReleaseFacts } from './rules.ts';

const ours = (article: string): Source => ({ law: 'simpul', article, standing: 'ours' });
const ministerial = (article: string): Source => ({ law: 'permenkumham-3-2018', article, standing: 'uncertain' });
const office = (standard: number, max = 20) => ({ standard, min: 1, max, setBy: 'head_of_bapas' }) as const;

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

/** How many working days the whole service may take, from the head's proposal to the decree, whoever has the file meanwhile. */
export const serviceTerm = rule({
  id: 'revocations.service-term',
  says: 'revocations_rule_service_term',
  sources: [{ law: 'sop-bapas', article: 'revocations_source_service', standing: 'uncertain' }],
  valid: always,
  options: { working_days: { standard: 20, min: 5, max: 60, setBy: 'head_of_bapas' } },
  judge: (facts: { proposedOn: PlainDate; office: WorkingDays }, { working_days }) =>
    serviceEnds(facts.proposedOn, working_days, facts.office),
});

/** What of it each has; a report to the Kanwil is owed at once. Passing a last day decides nothing. */
export const stepTerms = rule({
  id: 'revocations.step-terms',
  says: 'revocations_rule_step_terms',
  sources: [ministerial('revocations_source_at_once'), ours('revocations_source_step_terms')],
  valid: always,
  options: {
    counsellor: office(2),
    sitting: office(5),
    head: office(2),
    report: office(1, 5),
    kanwil: office(5),
    ditjenpas: office(7),
    outside: office(10, 60),
  },
  judge: (facts: { holder: Holder; mustReport: boolean; from: PlainDate; office: WorkingDays }, options): PlainDate => {
    const own: Readonly<Partial<Record<Holder, number>>> = options;
    const days = facts.mustReport ? options.report : (own[facts.holder] ?? options.outside);
    return serviceEnds(facts.from, days, facts.office);
  },
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
