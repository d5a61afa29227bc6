import type { AgeRange } from '#kernel/partial-date';
import { plainDate } from '#kernel/plain-date';
import { always, gap, rule, type AnyRule, type Gap } from '#kernel/rule';
import type { AgeGroup, RiskBand } from '#modules/cases';
import { toldSources, type Consent, type Meeting, type Purpose, type Source } from './assessment.ts';
import { nextDue } from './due.rules.ts';
import { rri202102 } from './rri-2021-02.ts';
import { bandOf, findNeed, routeOf, type RouteFacts } from './scoring.rules.ts';

const decree = (article = '-') => ({ law: 'kepdirjen-pas-31-2021', article, standing: 'uncertain' }) as const;
const ours = (article: string) => ({ law: 'simpul', article, standing: 'ours' }) as const;
const since2021 = { from: plainDate('2021-01-01') };

export const riskBandRule = rule({
  id: 'assessments.risk-band',
  says: 'assessments_rule_risk_band',
  sources: [{ law: 'permenkumham-12-2013', article: '-', standing: 'uncertain' }, decree()],
  valid: since2021,
  judge: (score: number): RiskBand => bandOf(rri202102.parts[0]!.bands!, score),
});

export const routingRule = rule({
  id: 'assessments.routing',
  says: 'assessments_rule_routing',
  sources: [decree(), ours('assessments_source_route_open')],
  valid: since2021,
  judge: (facts: RouteFacts) => routeOf(facts),
});

/** A result of which the bounds lie in two bands is told as provisional, and changes nothing by itself. */
export const provisionalRule = rule({
  id: 'assessments.provisional',
  says: 'assessments_rule_provisional',
  sources: [ours('assessments_source_unknown')],
  valid: always,
  judge: ({ bandLow, bandHigh }: { bandLow: RiskBand; bandHigh: RiskBand }) => bandLow !== bandHigh,
});

export const needsRule = rule({
  id: 'assessments.needs',
  says: 'assessments_rule_needs',
  sources: [decree(), ours('assessments_source_three_ways')],
  valid: since2021,
  judge: (domain: { bandLow: RiskBand; bandHigh: RiskBand }) => findNeed(domain),
});

/** Both instruments are for adults. An age of which too little is known follows the group of the case. */
export const adultsOnly = rule({
  id: 'assessments.adults-only',
  says: 'assessments_rule_adults_only',
  sources: [{ law: 'uu-11-2012', article: '1 angka 3', standing: 'confirmed' }, decree()],
  valid: always,
  judge: ({ age, ageGroup }: { age: AgeRange | undefined; ageGroup: AgeGroup }): 'adult' | 'child' => {
    if (age && age.youngest >= 18) return 'adult';
    if (age && age.oldest < 18) return 'child';
    return ageGroup;
  },
});

/** What a client tells is asked of him face to face: a first assessment says where, a later one stands beside a report that is on record. */
export const faceToFace = rule({
  id: 'assessments.face-to-face',
  says: 'assessments_rule_face_to_face',
  sources: [ours('assessments_source_face_to_face')],
  valid: always,
  judge: (facts: { purpose: Purpose; consent: Consent; meeting: Meeting; isFirst: boolean; metOnRecord: boolean }) => {
    if (facts.consent === 'refused') return facts.meeting === 'documents' ? 'may' : 'papers_only';
    if (facts.meeting === 'documents') return 'must_meet';
    if (facts.isFirst || facts.purpose === 'correction' || facts.meeting === 'institution') return 'may';
    return facts.metOnRecord ? 'may' : 'no_meeting_on_record';
  },
});

/** Whoever does not agree is not asked: what papers say may still be put together, and nothing that anybody tells. */
export const consentFirst = rule({
  id: 'assessments.consent',
  says: 'assessments_rule_consent',
  sources: [decree('assessments_source_consent'), ours('assessments_source_refused')],
  valid: always,
  judge: ({ consent, source }: { consent: Consent; source: Source }) =>
    consent === 'given' || !(toldSources as readonly Source[]).includes(source),
});

export const overrideTakesTwo = rule({
  id: 'assessments.override',
  says: 'assessments_rule_override',
  sources: [ours('assessments_source_override')],
  valid: always,
  judge: ({ assessor, proposer, decider }: { assessor: string | null; proposer: string; decider: string }) =>
    decider !== assessor && (decider !== proposer || proposer !== assessor),
});

export const assessmentRules: readonly AnyRule[] = [
  riskBandRule,
  routingRule,
  provisionalRule,
  needsRule,
  adultsOnly,
  consentFirst,
  faceToFace,
  overrideTakesTwo,
  nextDue,
];

export const assessmentGaps: readonly Gap[] = [
  gap({
    id: 'assessments.children',
    missing: 'assessments_gap_children_missing',
    handled: 'assessments_gap_children_handled',
    decidedBy: 'ditjenpas',
    sources: [{ law: 'uu-11-2012', article: '1 angka 3', standing: 'confirmed' }],
  }),
  gap({
    id: 'assessments.item-scores',
    missing: 'assessments_gap_scores_missing',
    handled: 'assessments_gap_scores_handled',
    decidedBy: 'ditjenpas',
    sources: [decree()],
  }),
  gap({
    id: 'assessments.unknown-answers',
    missing: 'assessments_gap_unknown_missing',
    handled: 'assessments_gap_unknown_handled',
    decidedBy: 'ditjenpas',
    sources: [decree()],
  }),
];
