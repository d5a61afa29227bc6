import { addDays, type PlainDate } from '#kernel/plain-date';
import { always, gap, rule, type AnyRule, type Gap, type Source } from '#kernel/rule';
import { groundTable, type Appearance, type BreachState, type GroundCode } from '#modules/breaches';
import { generalConditions, specialConditions } from '#modules/cases';
import { missedInARow, type ObligationState } from '#modules/check-ins';
import type { Evidence, Finding, SimilarOutcome, Why } from './dossier.ts';

const ours = (article: string): Source => ({ law: 'simpul', article, standing: 'ours' });
const ministerial = (article: string): Source => ({ law: 'permenkumham-3-2018', article, standing: 'uncertain' });

const finding =
  (standing: 'met' | 'not_met' | 'unknown') =>
  (why: Why, evidence: readonly Evidence[] = [], numbers: Finding['numbers'] = {}): Finding => ({
    standing,
    why,
    numbers,
    evidence,
  });
const met = finding('met');
const notMet = finding('not_met');
const unknown = finding('unknown');

export type JudgedPeriod = {
  id: string;
  from: PlainDate;
  through: PlainDate;
  state: ObligationState;
  late: boolean;
  /** The client says otherwise and nobody has answered him. */
  disputed: boolean;
};

/** Periods that are over or settled, as those who look at a row of misses count them. */
function isTold({ state, through }: JudgedPeriod, today: PlainDate): boolean {
  if (state === 'fulfilled' || state === 'excused') return true;
  return state !== 'scheduled' && state !== 'lifted' && through < today;
}

/** The run that ends at the longest of these numbers; the later one of two that are as long. */
function longestRun(numbers: readonly number[]): { misses: number; first: number; last: number } {
  const misses = Math.max(0, ...numbers);
  const last = misses === 0 ? -1 : numbers.lastIndexOf(misses);
  return { misses, first: last - misses + 1, last };
}

/**
 * A row of misses in the ledger as it stands today, since the last decision about a breach. What is not on record, not yet reviewed or
 * disputed is not a miss; where it would make the row long enough, the answer is not known.
 */
export const missedRow = rule({
  id: 'dossiers.missed-row',
  says: 'dossiers_rule_missed_row',
  sources: [...groundTable.missed_in_a_row.sources, ours('dossiers_source_missed_row')],
  valid: always,
  judge: (facts: {
    periods: readonly JudgedPeriod[];
    since: PlainDate | null;
    today: PlainDate;
    limit: number;
    lateReport: 'breaks' | 'counts_as_missed';
  }): Finding => {
    const { since, today, limit } = facts;
    const periods = facts.periods.filter((one) => isTold(one, today) && (since === null || one.from > since));
    if (periods.length === 0) return unknown('no_periods');
    const options = { late_report: facts.lateReport };
    const asEvidence = (part: readonly JudgedPeriod[]) =>
      part.map(({ id, from }): Evidence => ({ kind: 'period', id, on: from }));
    const isOpen = ({ state, disputed }: JudgedPeriod) => disputed || state === 'not_recorded' || state === 'submitted';

    const sure = longestRun(
      missedInARow.judge(
        periods.map((one) => (one.disputed ? { ...one, state: 'excused' as const } : one)),
        options,
      ),
    );
    const row = periods.slice(Math.max(0, sure.first), sure.last + 1);
    const numbers = { misses: sure.misses, limit };
    if (sure.misses >= limit) return met('row_stands', asEvidence(row), numbers);
    const possible = longestRun(
      missedInARow.judge(
        periods.map((one) => (isOpen(one) ? { ...one, state: 'missed' as const } : one)),
        options,
      ),
    );
    if (possible.misses >= limit) {
      const open = periods.slice(possible.first, possible.last + 1).filter(isOpen);
      return unknown('periods_unknown', asEvidence(open), { count: open.length, limit });
    }
    return notMet('row_too_short', asEvidence(row), numbers);
  },
});

/** Named a suspect or more: a notice of it, that he is held, or a register in which an officer found it. */
export const newOffence = rule({
  id: 'dossiers.new-offence',
  says: 'dossiers_rule_new_offence',
  sources: [...groundTable.new_offence.sources, ours('dossiers_source_new_offence')],
  valid: always,
  // What somebody looked up long before says nothing of today.
  options: { search_days: { standard: 90, min: 7, max: 365, setBy: 'head_of_bapas' } },
  judge: (
    facts: {
      openedOn: PlainDate;
      /** A notice of an offence that opened the breach, or that he is held. */
      recorded: readonly Evidence[];
      searches: readonly (Evidence & { finding: 'nothing' | 'unclear' | 'found'; source: string })[];
      noted: readonly Evidence[];
    },
    { search_days },
  ): Finding => {
    const bare = ({ kind, id, on }: Evidence): Evidence => ({ kind, id, on });
    const since = addDays(facts.openedOn, -search_days);
    const searches = facts.searches.filter(({ on }) => on !== null && on >= since);
    const found = searches.filter((one) => one.finding === 'found').map(bare);
    if (facts.recorded.length > 0 || found.length > 0) return met('offence_recorded', [...facts.recorded, ...found]);
    if (facts.noted.length > 0) return unknown('offence_noted', facts.noted);
    const nothing = searches.filter((one) => one.finding === 'nothing');
    // Both registers, because a case is first in the one and then in the other.
    const both = ['court_register', 'custody_register'].every((source) => nothing.some((one) => one.source === source));
    const unclear = searches.some((one) => one.finding === 'unclear');
    if (both && !unclear) return notMet('searched_nothing', nothing.map(bare));
    return unknown('nobody_searched', searches.map(bare));
  },
});

/** A ground that somebody has to weigh: what is alleged is known only when people have decided. */
export const weighedGround = rule({
  id: 'dossiers.weighed-ground',
  says: 'dossiers_rule_weighed_ground',
  sources: [
    ...groundTable.unrest.sources,
    ...groundTable.address_change.sources,
    ...groundTable.programme.sources,
    ours('dossiers_source_weighed'),
  ],
  valid: always,
  judge: (facts: { alleged: boolean; state: BreachState | null; evidence: readonly Evidence[] }): Finding => {
    if (!facts.alleged) return notMet('not_alleged', facts.evidence);
    switch (facts.state) {
      case 'reprimanded':
      case 'proposed_for_revocation':
        return met('people_found_it', facts.evidence);
      case 'closed_unfounded':
      case 'dismissed':
        return notMet('people_found_none', facts.evidence);
      case 'stopped':
        return unknown('stopped_undecided', facts.evidence);
      default:
        return unknown('awaits_people', facts.evidence, { count: facts.evidence.length });
    }
  },
});

/** Revoked is only what has begun and has not ended; before it begins there is cancellation, afterwards nothing. */
export const underGuidance = rule({
  id: 'dossiers.under-guidance',
  says: 'dossiers_rule_under_guidance',
  sources: [ministerial('dossiers_source_under_guidance')],
  valid: always,
  judge: (facts: { openedOn: PlainDate; start: PlainDate | null; end: PlainDate | null }): Finding => {
    const { openedOn, start, end } = facts;
    if (start === null || end === null) return unknown('guidance_unknown');
    return openedOn >= start && openedOn <= end ? met('within_guidance') : notMet('outside_guidance');
  },
});

/** Which condition a ground breaks; what the law asks of everybody needs none to be written down. */
export const conditionOf: Readonly<Record<GroundCode, string | null>> = {
  new_offence: 'no_offence',
  bad_conduct: 'no_bad_conduct',
  unrest: 'no_unrest',
  missed_in_a_row: 'report_to_bapas',
  address_change: 'report_address_change',
  programme: 'follow_programme',
  drug_use: 'no_drugs_or_alcohol',
  criminal_contact: 'no_criminal_company',
  refuses_work: 'daily_duties',
  // Any that is written down for him.
  other_condition: null,
};

const isKnown = (code: string | null) =>
  code !== null && [...generalConditions, ...specialConditions].some((one) => one === code);

export type JudgedCondition = {
  id: string;
  type: 'general' | 'special';
  code: string | null;
  startsOn: PlainDate | null;
  endsOn: PlainDate | null;
  liftedOn: PlainDate | null;
};
export function stoodOn(one: JudgedCondition, day: PlainDate): boolean {
  return (
    (one.startsOn === null || one.startsOn <= day) &&
    (one.endsOn === null || one.endsOn >= day) &&
    (one.liftedOn === null || one.liftedOn > day)
  );
}

/** Nobody breaks what was not laid upon him: each special ground rests on a condition that stood on the day. */
export const conditionInForce = rule({
  id: 'dossiers.condition-in-force',
  says: 'dossiers_rule_condition_in_force',
  sources: [{ law: 'uu-22-2022', article: '16', standing: 'uncertain' }, ours('dossiers_source_condition')],
  valid: always,
  judge: (facts: {
    grounds: readonly GroundCode[];
    conditions: readonly JudgedCondition[];
    openedOn: PlainDate;
  }): Finding => {
    const special = facts.grounds.filter((code) => groundTable[code].type === 'special');
    if (facts.conditions.length === 0 && special.length > 0) return unknown('no_conditions');
    const standing = facts.conditions.filter((one) => stoodOn(one, facts.openedOn));
    const on = (code: GroundCode) =>
      standing.filter((one) => (conditionOf[code] === null ? one.type === 'special' : one.code === conditionOf[code]));
    const evidence = facts.grounds
      .flatMap(on)
      .filter((one, at, all) => all.indexOf(one) === at)
      .map(({ id, startsOn }): Evidence => ({ kind: 'condition', id, on: startsOn }));
    if (special.every((code) => on(code).length > 0)) return met('conditions_stood', evidence);
    // What somebody wrote down in his own words may be the very condition; only people can read that.
    const free = standing.filter((one) => one.type === 'special' && !isKnown(one.code));
    return free.length > 0
      ? unknown(
          'conditions_to_read',
          free.map(({ id, startsOn }): Evidence => ({ kind: 'condition', id, on: startsOn })),
        )
      : notMet('condition_missing', evidence);
  },
});

/** Whoever is accused is told of what. */
export const toldClient = rule({
  id: 'dossiers.told',
  says: 'dossiers_rule_told',
  sources: [ours('dossiers_source_told')],
  valid: always,
  judge: (facts: { alleged: string; by: readonly Evidence[] }): Finding =>
    facts.alleged.trim() === '' ? notMet('was_not_told') : met('was_told', facts.by),
});

/** Called as often as the office's rule asks, unless he came; who is held is visited and not called. */
export const called = rule({
  id: 'dossiers.called',
  says: 'dossiers_rule_called',
  sources: [ministerial('dossiers_source_called'), ours('dossiers_source_called_ours')],
  valid: always,
  judge: (facts: {
    summonses: readonly (Evidence & { outcome: Appearance | null })[];
    owed: number;
    inCustody: boolean;
  }): Finding => {
    const { summonses, owed } = facts;
    const evidence = summonses.map(({ kind, id, on }): Evidence => ({ kind, id, on }));
    if (summonses.some(({ outcome }) => outcome === 'appeared')) return met('came', evidence);
    if (facts.inCustody) return met('in_custody', evidence);
    if (summonses.some(({ outcome }) => outcome === null)) return unknown('call_running', evidence);
    const calls = summonses.filter(({ outcome }) => outcome === 'not_appeared').length;
    return calls >= owed
      ? met('called_enough', evidence, { calls, owed })
      : notMet('called_too_few', evidence, { calls, owed });
  },
});

/** Everybody is heard before somebody decides about him. */
export const heardClient = rule({
  id: 'dossiers.heard',
  says: 'dossiers_rule_heard',
  sources: [ministerial('dossiers_source_heard')],
  valid: always,
  judge: (facts: { minutes: readonly (Evidence & { inAbsence: boolean })[] }): Finding => {
    const bare = (part: typeof facts.minutes) => part.map(({ kind, id, on }): Evidence => ({ kind, id, on }));
    const present = facts.minutes.filter(({ inAbsence }) => !inAbsence);
    if (present.length > 0) return met('was_heard', bare(present));
    return facts.minutes.length > 0 ? notMet('heard_in_absence', bare(facts.minutes)) : notMet('was_not_heard');
  },
});

/** A child is heard with his guardian or companion. The minutes name those present in words, which only people can judge. */
export const accompanied = rule({
  id: 'dossiers.accompanied',
  says: 'dossiers_rule_accompanied',
  sources: [{ law: 'uu-11-2012', article: '23', standing: 'uncertain' }],
  valid: always,
  judge: (facts: { minutes: readonly Evidence[] }): Finding =>
    facts.minutes.length > 0 ? unknown('minutes_to_read', facts.minutes) : notMet('was_not_heard'),
});

export const evidenceThere = rule({
  id: 'dossiers.evidence',
  says: 'dossiers_rule_evidence',
  sources: [ours('dossiers_source_evidence')],
  valid: always,
  judge: (facts: { entries: readonly Evidence[] }): Finding => thereIs(facts.entries),
});

/** The last resort comes last. */
export const alternativesTried = rule({
  id: 'dossiers.alternatives',
  says: 'dossiers_rule_alternatives',
  sources: [ours('dossiers_source_alternatives')],
  valid: always,
  judge: (facts: { entries: readonly Evidence[] }): Finding => thereIs(facts.entries),
});
function thereIs(entries: readonly Evidence[]): Finding {
  return entries.length > 0 ? met('there_is', entries, { count: entries.length }) : notMet('there_is_none');
}

/** A decision about somebody's freedom rests on an assessment that is not out of date; children have no instrument here. */
export const riskAssessed = rule({
  id: 'dossiers.risk-assessed',
  says: 'dossiers_rule_risk_assessed',
  sources: [
    { law: 'kepdirjen-pas-31-2021', article: '-', standing: 'uncertain' },
    ours('dossiers_source_risk_assessed'),
  ],
  valid: always,
  judge: (facts: { last: (Evidence & { band: string | null }) | null; overdue: boolean }): Finding => {
    if (!facts.last) return notMet('never_assessed');
    const { kind, id, on, band } = facts.last;
    const evidence = [{ kind, id, on }];
    if (band === null) return unknown('assessed_provisionally', evidence);
    return facts.overdue ? notMet('assessment_due', evidence) : met('assessed', evidence);
  },
});

/** A sitting has advised before the head decides on a revocation. */
export const sittingAdvised = rule({
  id: 'dossiers.sitting-advised',
  says: 'dossiers_rule_sitting_advised',
  sources: [ministerial('dossiers_source_sitting')],
  valid: always,
  judge: (facts: {
    items: readonly (Evidence & { recommendation: 'approve' | 'reject' | 'defer' | null })[];
  }): Finding => {
    const evidence = facts.items.map(({ kind, id, on }): Evidence => ({ kind, id, on }));
    if (facts.items.some(({ recommendation }) => recommendation === 'approve' || recommendation === 'reject'))
      return met('advised', evidence);
    return facts.items.length > 0 ? unknown('on_agenda', evidence) : notMet('no_sitting');
  },
});

/** Whoever recommends does not decide. */
export const decidedByTwo = rule({
  id: 'dossiers.two-people',
  says: 'dossiers_rule_two_people',
  sources: [ours('dossiers_source_two_people')],
  valid: always,
  judge: (facts: {
    recommended: (Evidence & { by: string | null }) | null;
    decided: (Evidence & { by: string | null }) | null;
  }): Finding => {
    const { recommended, decided } = facts;
    const evidence = [recommended, decided].flatMap((one) => (one ? [{ kind: one.kind, id: one.id, on: one.on }] : []));
    if (!decided) return unknown('not_decided', evidence);
    return recommended && recommended.by !== decided.by
      ? met('decided_by_another', evidence)
      : notMet('decided_by_one', evidence);
  },
});

/** When two cases are alike enough to be counted together, and how few are too few to be told. */
export const similarCases = rule({
  id: 'dossiers.similar-cases',
  says: 'dossiers_rule_similar_cases',
  sources: [ours('dossiers_source_similar')],
  valid: always,
  judge: (facts: { outcomes: Readonly<Record<SimilarOutcome, number | null>> }): boolean =>
    Object.values(facts.outcomes).some((count) => count !== null && count > 0),
});

/** How often he was reprimanded before, as far as it makes cases alike: never, once, or more often. */
export function reprimandsOf(count: number): 0 | 1 | 2 {
  return count >= 2 ? 2 : count === 1 ? 1 : 0;
}

export const dossierRules: readonly AnyRule[] = [
  missedRow,
  newOffence,
  weighedGround,
  underGuidance,
  conditionInForce,
  toldClient,
  called,
  heardClient,
  accompanied,
  evidenceThere,
  alternativesTried,
  riskAssessed,
  sittingAdvised,
  decidedByTwo,
  similarCases,
];

export const dossierGaps: readonly Gap[] = [
  gap({
    id: 'dossiers.alternatives',
    missing: 'dossiers_gap_alternatives_missing',
    handled: 'dossiers_gap_alternatives_handled',
    decidedBy: 'ditjenpas',
    sources: [ministerial('dossiers_source_called'), ours('dossiers_source_alternatives')],
  }),
  gap({
    id: 'dossiers.similar-cases',
    missing: 'dossiers_gap_similar_missing',
    handled: 'dossiers_gap_similar_handled',
    decidedBy: 'ditjenpas',
    sources: [ours('dossiers_source_similar')],
  }),
];
