import { deadline, type WorkingDays } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import { always, gap, rule, type AnyRule, type Gap, type NumberOption, type Source } from '#kernel/rule';
import type { ClientKind } from '#modules/cases';
import { hearersOf } from '#modules/tasks';
import type { DayCount, PermitState } from './permit.ts';
import { isValid, ladders, type Holder, type Wait } from './rules.ts';

const ours = (article: string): Source => ({ law: 'simpul', article, standing: 'ours' });
const practice: Source = { law: 'permenkumham-3-2018', article: 'permits_source_practice', standing: 'uncertain' };
const parole: Source = { law: 'uu-22-2022', article: '15', standing: 'confirmed' };
const working = { standard: 'working' as DayCount, oneOf: ['calendar', 'working'], setBy: 'head_of_bapas' } as const;

/** Whose permission a journey takes. */
export const whosePermit = rule({
  id: 'permits.whose',
  says: 'permits_rule_whose',
  sources: [practice, { ...parole, standing: 'uncertain' }],
  valid: always,
  judge: ({ scope }: { scope: 'within' | 'abroad' }) => (scope === 'within' ? 'head_of_bapas' : 'minister'),
});

/** Who may go abroad at all. */
export const abroad = rule({
  id: 'permits.abroad',
  says: 'permits_rule_abroad',
  sources: [parole],
  valid: always,
  judge: ({ kind }: { kind: ClientKind }) => kind === 'parole_pb',
});

/** No text says how long; which reasons lead abroad was read second-hand only. */
export const journeys = rule({
  id: 'permits.journeys',
  says: 'permits_rule_journeys',
  sources: [
    ours('permits_source_length'),
    { law: 'uu-22-2022', article: 'permits_source_reasons', standing: 'uncertain' },
  ],
  valid: always,
  options: {
    days: { standard: 30, min: 1, max: 180, setBy: 'head_of_bapas' },
    abroad_named_only: { standard: true as boolean, oneOf: [true, false], setBy: 'head_of_bapas' },
  },
  judge: (_: null, { days, abroad_named_only }) => ({ days, abroadNamedOnly: abroad_named_only }),
});

/** Whose word is heard before the counsellor advises. A child's guardian always is. */
export const statements = rule({
  id: 'permits.statements',
  says: 'permits_rule_statements',
  sources: [practice, { law: 'uu-11-2012', article: '-', standing: 'uncertain' }],
  valid: always,
  options: { guarantor: { standard: true as boolean, oneOf: [true, false], setBy: 'head_of_bapas' } },
  judge: (facts: { isChild: boolean }, { guarantor }) => ({ guardian: facts.isChild, guarantor }),
});

/** By whose step a last day is counted. */
export const termOf = { pk: 'advise', head_of_bapas: 'decide', minister: 'answer' } as const satisfies Record<
  Holder,
  string
>;
/** What the officers themselves owe, and how long the Minister's answer is waited for. Passing a last day decides nothing: it goes to the next officer. */
export const terms = rule({
  id: 'permits.terms',
  says: 'permits_rule_terms',
  sources: [ours('permits_source_terms')],
  valid: always,
  options: {
    advise: { standard: 3, min: 1, max: 14, setBy: 'head_of_bapas' },
    decide: { standard: 2, min: 1, max: 14, setBy: 'head_of_bapas' },
    answer: { standard: 10, min: 1, max: 60, setBy: 'head_of_bapas' },
    term_counts: working,
  },
  judge: (facts: { what: (typeof termOf)[Holder]; from: PlainDate; office: WorkingDays }, options) =>
    deadline(facts.from, options[facts.what], options.term_counts, facts.office),
});

/** Who hears of a step that is late; it decides nothing. Whoever is late does not choose when those above him hear of it. */
export const lateGoesOn = rule({
  id: 'permits.late-goes-on',
  says: 'permits_rule_late_goes_on',
  sources: [ours('permits_source_late_goes_on')],
  valid: always,
  options: {
    head_after: { standard: 3, min: 1, max: 20, setBy: 'head_of_bapas' },
    kanwil_after: { standard: 0, min: 0, max: 10, setBy: 'office_admin' },
  } satisfies Record<Wait, NumberOption>,
  judge: (facts: { holder: Holder; dueOn: PlainDate; today: PlainDate; office: WorkingDays }, options) =>
    hearersOf<Wait>(ladders[facts.holder], facts, options),
});

/** Whoever was to be back and has not said so: a task for his counsellor so many days after the last day, and nothing else. */
export const notBack = rule({
  id: 'permits.not-back',
  says: 'permits_rule_not_back',
  sources: [ours('permits_source_not_back')],
  valid: always,
  options: { days: { standard: 1, min: 0, max: 14, setBy: 'head_of_bapas' } },
  judge: (facts: { state: PermitState; lateBy: number }, { days }) => isValid(facts.state) && facts.lateBy > days,
});

export const twoPeople = rule({
  id: 'permits.two-people',
  says: 'permits_rule_two_people',
  sources: [ours('permits_source_two_people')],
  valid: always,
  judge: (facts: { advisedBy: string; deciderId: string }) => facts.advisedBy !== facts.deciderId,
});

export const permitRules: readonly AnyRule[] = [
  whosePermit,
  abroad,
  journeys,
  statements,
  terms,
  lateGoesOn,
  notBack,
  twoPeople,
];

export const permitGaps: readonly Gap[] = [
  gap({
    id: 'permits.area',
    missing: 'permits_gap_area_missing',
    handled: 'permits_gap_area_handled',
    decidedBy: 'head_of_bapas',
    sources: [practice],
  }),
  gap({
    id: 'permits.forwarding',
    missing: 'permits_gap_forwarding_missing',
    handled: 'permits_gap_forwarding_handled',
    decidedBy: 'ditjenpas',
    sources: [{ ...parole, standing: 'uncertain' }],
  }),
];
