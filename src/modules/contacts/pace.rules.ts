import { phaseDue, phaseInForce, type GuidancePhase } from '#kernel/guidance-phase';
import { addDays, addMonths, daysBetween, type PlainDate } from '#kernel/plain-date';
import { rule, type AnyRule } from '#kernel/rule';
import { clientKinds, type ClientKind, type RiskBand } from '#modules/cases';
import type { ContactKind } from './contact.ts';

/** How often something is due. `by_default`: this line of the table says nothing of its own. */
const paces = ['by_default', 'not_by_rule', 'monthly', 'two_monthly', 'quarterly', 'half_yearly'] as const;
export type Pace = (typeof paces)[number];
const monthsOf: Readonly<Record<Pace, number>> = {
  by_default: 0,
  not_by_rule: 0,
  monthly: 1,
  two_monthly: 2,
  quarterly: 3,
  half_yearly: 6,
};

const line = <const P extends Pace>(standard: P) => ({
  standard: standard as Pace,
  oneOf: paces as readonly Pace[],
  setBy: 'head_of_bapas',
});
type Standards = Partial<Record<'child' | 'phase_initial' | 'risk_high' | 'risk_very_high', Pace>> & {
  default: Exclude<Pace, 'by_default'>;
};

/** The table of one kind of contact: by kind of client, age, phase and risk, each line an option of the office. */
function table(standards: Standards) {
  return {
    default: {
      standard: standards.default as Pace,
      oneOf: paces.filter((pace) => pace !== 'by_default') as readonly Pace[],
      setBy: 'head_of_bapas',
    },
    ...(Object.fromEntries(
      clientKinds.map((kind) => [`kind_${kind}`, line(kind === 'aftercare' ? 'not_by_rule' : 'by_default')]),
    ) as Record<`kind_${ClientKind}`, ReturnType<typeof line>>),
    child: line(standards.child ?? 'by_default'),
    phase_initial: line(standards.phase_initial ?? 'by_default'),
    phase_advanced: line('by_default'),
    phase_final: line('by_default'),
    phase_aftercare: line('not_by_rule'),
    risk_low: line('by_default'),
    risk_moderate: line('by_default'),
    risk_high: line(standards.risk_high ?? 'by_default'),
    risk_very_high: line(standards.risk_very_high ?? 'by_default'),
  };
}

type PaceFacts = {
  kind: ClientKind;
  ageGroup: 'adult' | 'child';
  risk: RiskBand | null;
  phase: GuidancePhase | undefined;
};

/** Every how many months; 0: not by rule. The kind sets the pace; age, phase and risk may only quicken it. */
function monthsBetween({ kind, ageGroup, risk, phase }: PaceFacts, options: Readonly<Record<string, Pace>>): number {
  const ofKind = options[`kind_${kind}`] ?? 'by_default';
  const ofPhase = phase ? (options[`phase_${phase}`] ?? 'by_default') : 'by_default';
  if (ofKind === 'not_by_rule' || ofPhase === 'not_by_rule') return 0;
  const lines = [
    ofKind === 'by_default' ? options['default']! : ofKind,
    ofPhase,
    ageGroup === 'child' ? options['child']! : 'by_default',
    risk ? (options[`risk_${risk}`] ?? 'by_default') : 'by_default',
  ];
  const asked = lines.map((pace) => monthsOf[pace]).filter((months) => months > 0);
  return asked.length === 0 ? 0 : Math.min(...asked);
}

const always = { from: '1999-05-19' as PlainDate };
const ours = (article: string) => [{ law: 'simpul', article, standing: 'ours' }] as const;

export const visitFrequency = rule({
  id: 'contacts.visit-frequency',
  says: 'contacts_rule_visits',
  sources: ours('contacts_source_visits'),
  valid: always,
  options: table({
    default: 'quarterly',
    child: 'two_monthly',
    phase_initial: 'two_monthly',
    risk_high: 'monthly',
    risk_very_high: 'monthly',
  }),
  afterChange: 'contacts.lay-out',
  judge: (facts: PaceFacts, options): number => monthsBetween(facts, options),
});

export const searchFrequency = rule({
  id: 'contacts.search-frequency',
  says: 'contacts_rule_searches',
  sources: ours('contacts_source_searches'),
  valid: always,
  options: table({ default: 'quarterly', risk_high: 'monthly', risk_very_high: 'monthly' }),
  afterChange: 'contacts.lay-out',
  judge: (facts: PaceFacts, options): number => monthsBetween(facts, options),
});

export const observationFrequency = rule({
  id: 'contacts.observation-frequency',
  says: 'contacts_rule_observations',
  sources: ours('contacts_source_observations'),
  valid: always,
  options: table({ default: 'not_by_rule', risk_high: 'quarterly', risk_very_high: 'quarterly' }),
  afterChange: 'contacts.lay-out',
  judge: (facts: PaceFacts, options): number => monthsBetween(facts, options),
});

/** What is laid out by rule, and by which. */
export const pacedKinds = [
  ['home_visit', visitFrequency],
  ['search', searchFrequency],
  ['observation', observationFrequency],
] as const satisfies readonly (readonly [ContactKind, AnyRule])[];

/** What an office chose, by rule. */
export type ChosenPaces = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** A client as the layout looks at him. */
export type Paced = {
  kind: ClientKind;
  ageGroup: 'adult' | 'child';
  risk: RiskBand | null;
  isGuided: boolean;
  receivedOn: PlainDate;
  guidanceStart: PlainDate | null;
  guidanceEnd: PlainDate | null;
  /** What the head decided after a sitting; nothing where only the calendar speaks. */
  phaseDecided: GuidancePhase | null;
};
/** What stands: open, or closed in some way that is not lifted. */
export type StandingPlan = {
  id: string;
  kind: ContactKind;
  from: PlainDate | null;
  dueOn: PlainDate;
  isOpen: boolean;
  isDated: boolean;
};
export type PlanToAdd = { kind: ContactKind; from: PlainDate; dueOn: PlainDate };

/** Days before its end at which the next period is laid out as well, so that it can be planned in time. */
const daysAhead = 31;
/** A rest of the guidance that is shorter asks for nothing of its own. */
const leastDays = 14;

/** The periods of so many months, counted from the beginning of the guidance, that are of interest today. */
export function periodsAround(of: Paced, months: number, today: PlainDate): { from: PlainDate; dueOn: PlainDate }[] {
  if (months === 0 || !of.isGuided) return [];
  const start = of.guidanceStart ?? of.receivedOn;
  const end = of.guidanceEnd;
  const period = (index: number) => ({
    from: addMonths(start, index * months),
    dueOn: addDays(addMonths(start, (index + 1) * months), -1),
  });
  let index = 0;
  if (start <= today) {
    index = Math.max(0, Math.floor(daysBetween(start, today) / (months * 31)) - 1);
    while (period(index).dueOn < today) index += 1;
  }
  const current = period(index);
  const wanted = daysBetween(today, current.dueOn) <= daysAhead ? [current, period(index + 1)] : [current];
  return wanted
    .map((one) => (end && end < one.dueOn ? { ...one, dueOn: end } : one))
    .filter((one) => one.dueOn >= today && daysBetween(one.from, one.dueOn) + 1 >= leastDays);
}

/**
 * What is to be laid out for a client and what is lifted. `met` are the days on which he was met, seen or searched for without anything
 * having been planned. What an officer has set for a day stays his, as long as the client is guided.
 */
export function planContacts(
  of: Paced,
  standing: readonly StandingPlan[],
  met: readonly { kind: ContactKind; on: PlainDate }[],
  today: PlainDate,
  chosen: ChosenPaces,
): { add: PlanToAdd[]; lift: string[] } {
  if (!of.isGuided) return { add: [], lift: standing.filter((one) => one.isOpen).map((one) => one.id) };
  const due = of.guidanceStart && of.guidanceEnd ? phaseDue(of.guidanceStart, of.guidanceEnd, today) : undefined;
  const phase = phaseInForce(of.phaseDecided, due);
  const add: PlanToAdd[] = [];
  const lift: string[] = [];
  for (const [kind, pace] of pacedKinds) {
    const months = pace.decide({ kind: of.kind, ageGroup: of.ageGroup, risk: of.risk, phase }, chosen[pace.id]).result;
    const wanted = periodsAround(of, months, today);
    const stands = standing.filter((one) => one.kind === kind && one.from !== null);
    for (const one of stands) {
      const isWanted = wanted.some((period) => period.from === one.from && period.dueOn === one.dueOn);
      if (one.isOpen && !one.isDated && one.dueOn >= today && !isWanted) lift.push(one.id);
    }
    for (const period of wanted) {
      const isThere = stands.some((one) => one.from === period.from && !lift.includes(one.id));
      const isMet = met.some((one) => one.kind === kind && period.from <= one.on && one.on <= period.dueOn);
      if (!isThere && !isMet) add.push({ kind, ...period });
    }
  }
  return { add, lift };
}
