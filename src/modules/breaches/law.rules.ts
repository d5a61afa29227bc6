import { deadline, type WorkingDays } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import { always, gap, rule, type AnyRule, type Gap, type NumberOption, type Source } from '#kernel/rule';
import type { RiskBand } from '#modules/cases';
import { hearersOf, type HearerInOffice } from '#modules/tasks';
import type { DayCount, GroundCode } from './breach.ts';
import { countUnheeded, ladders, type SummonsOptions, type Wait } from './rules.ts';

const ours = (article: string): Source => ({ law: 'simpul', article, standing: 'ours' });
const ministerial = (article: string): Source => ({ law: 'permenkumham-3-2018', article, standing: 'uncertain' });
const counts = { standard: 'calendar' as DayCount, oneOf: ['calendar', 'working'], setBy: 'head_of_bapas' } as const;
const working = { standard: 'working' as DayCount, oneOf: ['calendar', 'working'], setBy: 'head_of_bapas' } as const;

/** Which duty a ground is about, and where it stands. General: holds for everybody without being written down for him. */
export const groundTable = {
  new_offence: { type: 'general', sources: [ministerial('breaches_source_new_offence')] },
  bad_conduct: { type: 'general', sources: [{ law: 'uu-22-2022', article: '16', standing: 'uncertain' }] },
  unrest: { type: 'special', sources: [ministerial('breaches_source_unrest')] },
  missed_in_a_row: { type: 'special', sources: [ministerial('breaches_source_missed')] },
  address_change: { type: 'special', sources: [ministerial('breaches_source_address')] },
  programme: {
    type: 'special',
    sources: [ministerial('breaches_source_programme'), { law: 'uu-22-2022', article: '16', standing: 'uncertain' }],
  },
  drug_use: { type: 'special', sources: [ours('breaches_source_practice')] },
  criminal_contact: { type: 'special', sources: [ours('breaches_source_practice')] },
  refuses_work: { type: 'special', sources: [ours('breaches_source_practice')] },
  other_condition: { type: 'special', sources: [ours('breaches_source_condition')] },
} as const satisfies Record<GroundCode, { type: 'general' | 'special'; sources: readonly Source[] }>;

const sourcesOfGrounds: readonly Source[] = Object.values(groundTable)
  .flatMap(({ sources }): readonly Source[] => sources)
  .filter((one, at, all) => all.findIndex((other) => other.law === one.law && other.article === one.article) === at);

export const grounds = rule({
  id: 'breaches.grounds',
  says: 'breaches_rule_grounds',
  sources: sourcesOfGrounds,
  valid: always,
  judge: ({ code }: { code: GroundCode }) => groundTable[code],
});

/** How often the client is called, how much time each summons leaves him, and that somebody goes to his home before the last. */
export const summonses = rule({
  id: 'breaches.summonses',
  says: 'breaches_rule_summonses',
  sources: [ours('breaches_source_summonses')],
  valid: always,
  options: {
    summonses: { standard: 3, min: 1, max: 3, setBy: 'head_of_bapas' },
    days: { standard: 7, min: 3, max: 30, setBy: 'head_of_bapas' },
    counts,
    visit_before_last: { standard: true as boolean, oneOf: [true, false], setBy: 'head_of_bapas' },
  },
  judge: (facts: { unheeded: number }, options): { left: number; options: SummonsOptions } => ({
    left: Math.max(0, options.summonses - facts.unheeded),
    options,
  }),
});
export { countUnheeded };

export type Term = 'confirm' | 'act' | 'recommend' | 'decide' | 'begin';
/** What the officers themselves owe, and which days it counts. Passing a last day decides nothing: it goes to the next officer. */
export const terms = rule({
  id: 'breaches.terms',
  says: 'breaches_rule_terms',
  sources: [ours('breaches_source_terms')],
  valid: always,
  options: {
    confirm: { standard: 3, min: 1, max: 14, setBy: 'head_of_bapas' },
    act: { standard: 3, min: 1, max: 14, setBy: 'head_of_bapas' },
    recommend: { standard: 5, min: 1, max: 20, setBy: 'head_of_bapas' },
    decide: { standard: 5, min: 1, max: 20, setBy: 'head_of_bapas' },
    begin: { standard: 3, min: 1, max: 14, setBy: 'head_of_bapas' },
    term_counts: working,
  },
  judge: (facts: { what: Term; from: PlainDate; office: WorkingDays }, options) =>
    deadline(facts.from, options[facts.what], options.term_counts, facts.office),
});

/** Who hears of a step that is late; it decides nothing. What offices chose about it stands under this id. */
export const lateGoesOn = rule({
  id: 'breaches.escalation',
  says: 'breaches_rule_escalation',
  sources: [ours('breaches_source_escalation')],
  valid: always,
  options: { head_after: { standard: 3, min: 1, max: 20, setBy: 'head_of_bapas' } } satisfies Record<
    Wait,
    NumberOption
  >,
  judge: (facts: { owner: keyof typeof ladders; dueOn: PlainDate; today: PlainDate; office: WorkingDays }, options) =>
    hearersOf<Wait, HearerInOffice>(ladders[facts.owner], facts, options),
});

export const twoPeople = rule({
  id: 'breaches.two-people',
  says: 'breaches_rule_two_people',
  sources: [ours('breaches_source_two_people')],
  valid: always,
  judge: (facts: { recommendedBy: string; deciderId: string }) => facts.recommendedBy !== facts.deciderId,
});

/** The bands of risk whose reprimand a sitting hears first; '' is a client who has none. */
export const heardBands = {
  never: [],
  high: ['high', 'very_high'],
  always: ['', 'low', 'moderate', 'high', 'very_high'],
} as const satisfies Record<string, readonly (RiskBand | '')[]>;

/** No text read asks for a sitting before a reprimand: the office may. */
export const heardFirst = rule({
  id: 'breaches.heard-first',
  says: 'breaches_rule_heard_first',
  sources: [ours('breaches_source_heard_first')],
  valid: always,
  options: {
    heard_first: {
      standard: 'never' as keyof typeof heardBands,
      oneOf: ['never', 'high', 'always'],
      setBy: 'head_of_bapas',
    },
  },
  judge: (facts: { band: RiskBand | null }, { heard_first }): boolean =>
    (heardBands[heard_first] as readonly string[]).includes(facts.band ?? ''),
});

export const breachRules: readonly AnyRule[] = [grounds, summonses, terms, lateGoesOn, twoPeople, heardFirst];

export const breachGaps: readonly Gap[] = [
  gap({
    id: 'breaches.summons-sequence',
    missing: 'breaches_gap_sequence_missing',
    handled: 'breaches_gap_sequence_handled',
    decidedBy: 'head_of_bapas',
    sources: [ministerial('breaches_source_missed'), ours('breaches_source_summonses')],
  }),
  gap({
    id: 'breaches.route',
    missing: 'breaches_gap_route_missing',
    handled: 'breaches_gap_route_handled',
    decidedBy: 'ditjenpas',
    sources: [{ law: 'uu-1-2023', article: '76', standing: 'confirmed' }, ministerial('breaches_source_route')],
  }),
];
