import type { PlainDate } from '#kernel/plain-date';
import type { OptionValues } from '#kernel/rule';
import { groundCodes, type Appearance, type BreachState, type GroundCode } from '#modules/breaches';
import type { AgeGroup } from '#modules/cases';
import {
  accompanied,
  alternativesTried,
  called,
  conditionInForce,
  decidedByTwo,
  evidenceThere,
  heardClient,
  missedRow,
  newOffence,
  riskAssessed,
  sittingAdvised,
  toldClient,
  underGuidance,
  weighedGround,
  type JudgedCondition,
} from './criteria.rules.ts';
import {
  groundCriteria,
  type Criterion,
  type CriterionName,
  type Evidence,
  type EvidenceKind,
  type Finding,
  type Part,
} from './dossier.ts';

/** What all criteria look at together, as it was read; each rule gets its own share. */
export type CriteriaFacts = {
  breach: {
    state: BreachState;
    source: string;
    openedOn: PlainDate;
    grounds: readonly GroundCode[];
    alleged: string;
    custodyPlace: string;
    custodySince: PlainDate | null;
    entries: readonly { id: string; kind: string; happenedOn: PlainDate }[];
    summonses: readonly { id: string; sentOn: PlainDate | null; outcome: Appearance | null }[];
    /** What sittings advised about it. */
    advice: readonly { id: string; heldOn: PlainDate; advice: 'approve' | 'reject' | 'defer' }[];
    examinations: readonly { id: string; about: string; heldOn: PlainDate; inAbsence: boolean }[];
    moves: readonly { id: string; step: string; day: PlainDate }[];
    options: { summonses: number };
    id: string;
  };
  /** The day of the last decision before this breach. */
  since: PlainDate | null;
  ageGroup: AgeGroup;
  guidance: { start: PlainDate | null; end: PlainDate | null };
  ledger: Part<
    readonly {
      id: string;
      from: PlainDate;
      through: PlainDate;
      state: Parameters<typeof missedRow.judge>[0]['periods'][number]['state'];
      late: boolean;
      disputes: readonly { outcome: unknown }[];
    }[]
  >;
  contacts: Part<
    readonly {
      id: string;
      on: PlainDate;
      kind: string;
      outcome: string | null;
      source: string | null;
      finding: 'nothing' | 'unclear' | 'found' | null;
      concern: string | null;
      livesThere: string | null;
    }[]
  >;
  conditions: readonly JudgedCondition[];
  risk: Part<readonly { id: string; heldOn: PlainDate; band: string | null }[]>;
  riskDue: PlainDate | null;
  offences: readonly { id: string; happenedOn: PlainDate }[];
  sittings: Part<readonly { id: string; on: PlainDate; recommendation: 'approve' | 'reject' | 'defer' | null }[]>;
  /** What sittings that were not kept here advised, as two people have it on record. */
  minutes: readonly { id: string; on: PlainDate; advice: 'approve' | 'reject' | 'defer' }[];
  deciders: readonly { step: 'recommend' | 'decide'; id: string; on: PlainDate; by: string | null }[];
  today: PlainDate;
  options: {
    misses: number;
    lateReport: 'breaks' | 'counts_as_missed';
    search: OptionValues<typeof newOffence.options>;
  };
};

const as =
  (kind: EvidenceKind) =>
  (one: { id: string; on: PlainDate }): Evidence => ({ kind, id: one.id, on: one.on });
const closed: Finding = { standing: 'closed', why: 'part_closed', numbers: {}, evidence: [] };

/**
 * Each criterion of a decision about this breach, judged from records and by itself: the grounds that the law names with those that are
 * alleged, then the course that the matter has to take. What would tell, but is closed to the asker, is said to be closed.
 */
export function judgeCriteria(facts: CriteriaFacts): Criterion[] {
  return [...groundsOf(facts), ...courseOf(facts)];
}

function groundsOf(facts: CriteriaFacts): Criterion[] {
  const { breach, since } = facts;
  const names = groundCodes.filter(
    (code) => (groundCriteria as readonly GroundCode[]).includes(code) || breach.grounds.includes(code),
  );
  return names.map((name) => {
    if (name === 'missed_in_a_row') return { name, rule: missedRow.id, ...missedOf(facts) };
    if (name === 'new_offence') return { name, rule: newOffence.id, ...offenceOf(facts) };
    const alleged = breach.grounds.includes(name);
    const pointing = (facts.contacts.open ? facts.contacts.value : [])
      .filter((one) => (since === null || one.on > since) && pointsTo(name, one))
      .map(as('contact'));
    const evidence = alleged ? [...entriesOf(facts, 'evidence'), ...pointing] : pointing;
    return { name, rule: weighedGround.id, ...weighedGround.judge({ alleged, state: breach.state, evidence }, {}) };
  });
}

type KnownContact = { outcome: string | null; concern: string | null; livesThere: string | null };
/** Contacts that somebody has to look at who weighs this ground; none of them proves it. */
function pointsTo(ground: GroundCode, one: KnownContact): boolean {
  if (ground === 'unrest') return one.concern === 'serious';
  if (ground === 'address_change') return one.livesThere === 'no';
  return ground === 'programme' && (one.outcome === 'attended_failed' || one.outcome === 'absent_not_acceptable');
}

function missedOf({ ledger, since, today, options }: CriteriaFacts): Finding {
  if (!ledger.open) return closed;
  const periods = ledger.value.map(({ disputes, ...one }) => ({
    ...one,
    disputed: disputes.some(({ outcome }) => outcome === null),
  }));
  return missedRow.judge({ periods, since, today, limit: options.misses, lateReport: options.lateReport }, {});
}

function offenceOf({ breach, contacts, offences, options }: CriteriaFacts): Finding {
  const searches = (contacts.open ? contacts.value : []).flatMap((one) =>
    one.kind === 'search' && one.finding !== null && one.source !== null
      ? [{ ...as('contact')(one), finding: one.finding, source: one.source }]
      : [],
  );
  const told = breach.source === 'offence_notice' || breach.custodyPlace !== '';
  const opened = breach.moves.find(({ step }) => step === 'confirm');
  const evidence = entriesOf({ breach }, 'evidence');
  const recorded: Evidence[] = told
    ? evidence.length > 0
      ? evidence
      : [{ kind: 'move', id: opened?.id ?? breach.id, on: breach.custodySince ?? breach.openedOn }]
    : [];
  const noted = offences
    .filter(({ happenedOn }) => happenedOn >= breach.openedOn)
    .map((one): Evidence => ({ kind: 'occasion', id: one.id, on: one.happenedOn }));
  return newOffence.judge({ openedOn: breach.openedOn, recorded, searches, noted }, options.search);
}

function entriesOf({ breach }: Pick<CriteriaFacts, 'breach'>, kind: string): Evidence[] {
  return breach.entries
    .filter((one) => one.kind === kind)
    .map(({ id, happenedOn }) => ({ kind: 'entry', id, on: happenedOn }));
}

function courseOf(facts: CriteriaFacts): Criterion[] {
  const { breach, deciders } = facts;
  const minutes = breach.examinations
    .filter(({ about }) => about === 'client')
    .map((one) => ({ kind: 'examination' as const, id: one.id, on: one.heldOn, inAbsence: one.inAbsence }));
  // A draft calls nobody, and what was called off is held against nobody.
  const summonses = breach.summonses.flatMap(({ id, sentOn, outcome }) =>
    sentOn === null || outcome === 'called_off' ? [] : [{ kind: 'summons' as const, id, on: sentOn, outcome }],
  );
  const bare = ({ kind, id, on }: Evidence): Evidence => ({ kind, id, on });
  const decider = (step: 'recommend' | 'decide') => {
    const one = deciders.find((each) => each.step === step);
    return one ? { ...as('move')(one), by: one.by } : null;
  };
  const told = breach.moves
    .filter(({ step }) => step === 'confirm')
    .map(({ id, day }): Evidence => ({ kind: 'move', id, on: day }));
  const criterion = (name: CriterionName, { id }: { id: string }, found: Finding): Criterion => ({
    name,
    rule: id,
    ...found,
  });
  return [
    criterion(
      'under_guidance',
      underGuidance,
      underGuidance.judge({ openedOn: breach.openedOn, ...facts.guidance }, {}),
    ),
    criterion(
      'condition_in_force',
      conditionInForce,
      conditionInForce.judge({ grounds: breach.grounds, conditions: facts.conditions, openedOn: breach.openedOn }, {}),
    ),
    criterion(
      'told',
      toldClient,
      toldClient.judge({ alleged: breach.alleged, by: [...told, ...summonses.map(bare)] }, {}),
    ),
    criterion(
      'called',
      called,
      called.judge({ summonses, owed: breach.options.summonses, inCustody: breach.custodyPlace !== '' }, {}),
    ),
    criterion('heard', heardClient, heardClient.judge({ minutes }, {})),
    ...(facts.ageGroup === 'child'
      ? [criterion('accompanied', accompanied, accompanied.judge({ minutes: minutes.map(bare) }, {}))]
      : []),
    criterion('evidence_there', evidenceThere, evidenceThere.judge({ entries: entriesOf(facts, 'evidence') }, {})),
    criterion(
      'alternatives_tried',
      alternativesTried,
      alternativesTried.judge({ entries: entriesOf(facts, 'alternative') }, {}),
    ),
    // Children have no instrument here, so that nothing is asked of them that nobody can do.
    ...(facts.ageGroup === 'child' ? [] : [criterion('risk_assessed', riskAssessed, riskOf(facts))]),
    criterion('sitting_advised', sittingAdvised, sittingOf(facts)),
    criterion(
      'two_people',
      decidedByTwo,
      decidedByTwo.judge({ recommended: decider('recommend'), decided: decider('decide') }, {}),
    ),
  ];
}

function riskOf({ risk, riskDue, today }: CriteriaFacts): Finding {
  if (!risk.open) return closed;
  const last = risk.value.at(-1);
  return riskAssessed.judge(
    {
      last: last ? { kind: 'assessment', id: last.id, on: last.heldOn, band: last.band } : null,
      overdue: riskDue !== null && riskDue < today,
    },
    {},
  );
}

function sittingOf({ sittings, breach, minutes }: CriteriaFacts): Finding {
  const items = sittings.open
    ? sittings.value
        .filter(({ on }) => on >= breach.openedOn)
        .map((one) => ({ ...as('sitting_item')(one), recommendation: one.recommendation }))
    : [];
  // What a sitting said about the breach stands in its file, also for whoever does not see the agenda.
  const advice = breach.advice.map(({ id, heldOn, advice: said }) => ({
    kind: 'sitting_item' as const,
    id,
    on: heldOn,
    recommendation: said,
  }));
  const outside = minutes.map((one) => ({ ...as('minutes')(one), recommendation: one.advice }));
  const all = [...(items.length > 0 ? items : advice), ...outside];
  return !sittings.open && all.length === 0 ? closed : sittingAdvised.judge({ items: all }, {});
}
