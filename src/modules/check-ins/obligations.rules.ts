import type { ClosedPeriod } from '#kernel/period';
import {
  addDays,
  addMonths,
  dateFromParts,
  daysBetween,
  earliest,
  firstOfMonth,
  lastOfMonth,
  latest,
  partsOf,
  type PlainDate,
} from '#kernel/plain-date';
import { phaseDecidedBy, phaseDue, phaseInForce, type GuidancePhase, type PhaseDecision } from '#kernel/guidance-phase';
import { optionsInForce, rule } from '#kernel/rule';
import { clientKinds, type ClientKind } from '#modules/cases';
import type { Days, ObligationState } from './ledger.ts';

/** What is read of a case to know what is owed. */
export type Supervision = {
  kind: string;
  ageGroup: 'adult' | 'child';
  risk: 'low' | 'moderate' | 'high' | 'very_high' | null;
  receivedOn: PlainDate;
  guidanceStart: PlainDate | null;
  guidanceEnd: PlainDate | null;
  /** What was decided about his phases, oldest first; a month before the first decision follows the calendar, as it was laid out. */
  phases: readonly PhaseDecision[];
  endedOn: PlainDate | null;
  /** `revoked`: guidance rests because it is revoked for the time being. */
  pauses: readonly { from: PlainDate; through: PlainDate | null; revoked?: boolean }[];
  /** First day for which reports are known: of the office, and of the case where it came by import. */
  ledgerFrom: PlainDate;
};

/** How often something is owed. `by_default`: this line of the table says nothing of its own. */
export type Pace = 'by_default' | 'none' | 'monthly' | 'twice_a_month';
const paces: readonly Pace[] = ['by_default', 'none', 'monthly', 'twice_a_month'];
const paceOf = <const P extends Pace>(standard: P) => ({
  standard: standard as Pace,
  oneOf: paces,
  setBy: 'head_of_bapas',
});

const perKind = Object.fromEntries(
  clientKinds.map((kind) => [`kind_${kind}`, paceOf(kind === 'aftercare' ? 'none' : 'by_default')]),
) as Record<`kind_${ClientKind}`, ReturnType<typeof paceOf>>;

type PaceFacts = Pick<Supervision, 'kind' | 'ageGroup' | 'risk'> & { phase: GuidancePhase | undefined };

/** How many reports a calendar month asks for. */
export const frequency = rule({
  id: 'check-ins.frequency',
  says: 'check_ins_rule_frequency',
  sources: [
    { law: 'pp-31-1999', article: '33', standing: 'uncertain' },
    { law: 'permenkumham-3-2018', article: 'check_ins_source_special_conditions', standing: 'uncertain' },
    { law: 'simpul', article: 'check_ins_source_frequency_table', standing: 'ours' },
  ],
  valid: { from: '1999-05-19' as PlainDate },
  options: {
    default: {
      standard: 'monthly' as Pace,
      oneOf: ['monthly', 'twice_a_month'] as readonly Pace[],
      setBy: 'head_of_bapas',
    },
    ...perKind,
    child: paceOf('by_default'),
    phase_initial: paceOf('by_default'),
    phase_advanced: paceOf('by_default'),
    phase_final: paceOf('by_default'),
    phase_aftercare: paceOf('none'),
    risk_low: paceOf('by_default'),
    risk_moderate: paceOf('by_default'),
    risk_high: paceOf('twice_a_month'),
    risk_very_high: paceOf('twice_a_month'),
  },
  afterChange: 'check-ins.lay-out',
  /** Kind sets the pace; age, phase and risk may only add to it. A kind or a phase that owes nothing owes nothing at any risk. */
  judge: ({ kind, ageGroup, risk, phase }: PaceFacts, options): 0 | 1 | 2 => {
    const table = options as Readonly<Record<string, Pace>>;
    const ofKind = table[`kind_${kind}`] ?? 'by_default';
    const ofPhase = phase ? (table[`phase_${phase}`] ?? 'by_default') : 'by_default';
    if (ofKind === 'none' || ofPhase === 'none') return 0;
    const base = ofKind === 'by_default' ? options.default : ofKind;
    const others = [
      ofPhase,
      ageGroup === 'child' ? options.child : 'by_default',
      risk ? table[`risk_${risk}`] : 'by_default',
    ];
    return base === 'twice_a_month' || others.includes('twice_a_month') ? 2 : 1;
  },
});

/** A period of which pauses and the end of guidance leave fewer days than this is not owed. */
export const leastDays = rule({
  id: 'check-ins.least-days',
  says: 'check_ins_rule_least_days',
  sources: [{ law: 'simpul', article: 'check_ins_source_cut_period', standing: 'ours' }],
  valid: { from: '1999-05-19' as PlainDate },
  options: { days: { standard: 7, min: 1, max: 15, setBy: 'head_of_bapas' } },
  afterChange: 'check-ins.lay-out',
  judge: (available: number, { days }): boolean => available >= days,
});

/**
 * Whoever is revoked for the time being owes nothing, and nothing of that time counts as missed: also not the rest of a period of which
 * enough days had passed before. What was reported, or ended before, stands.
 */
export const revokedMeanwhile = rule({
  id: 'check-ins.revoked-meanwhile',
  says: 'check_ins_rule_revoked_meanwhile',
  sources: [
    { law: 'permenkumham-3-2018', article: 'check_ins_source_revoked_meanwhile', standing: 'uncertain' },
    { law: 'simpul', article: 'check_ins_source_cut_period', standing: 'ours' },
  ],
  valid: { from: '1999-05-19' as PlainDate },
  judge: ({ lastDay, pauses }: { lastDay: PlainDate } & Pick<Supervision, 'pauses'>): boolean =>
    pauses.some(
      ({ from, through, revoked }) => revoked === true && from <= lastDay && (through === null || lastDay <= through),
    ),
});

/** The first month for which a client owes a report is the one after his reception, however early in the month that was. */
export const firstPeriod = rule({
  id: 'check-ins.first-period',
  says: 'check_ins_rule_first_period',
  sources: [{ law: 'simpul', article: 'check_ins_source_month_after', standing: 'ours' }],
  valid: { from: '1999-05-19' as PlainDate },
  judge: (receivedOn: PlainDate): PlainDate => addMonths(firstOfMonth(receivedOn), 1),
});

/** Weekends and holidays move nothing: a period ends on its last calendar day. */
export const holidaysMoveNothing = rule({
  id: 'check-ins.holidays',
  says: 'check_ins_rule_holidays',
  sources: [{ law: 'simpul', article: 'check_ins_source_holidays', standing: 'ours' }],
  valid: { from: '1999-05-19' as PlainDate },
  judge: (period: Days): PlainDate => period.through,
});

export type ChosenOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
/** What an office has chosen as it holds on a day: what is owed in a month follows what holds on its first day. */
export type OptionsInTime = (day: PlainDate) => ChosenOptions;
const nothingChosen: OptionsInTime = () => ({});

/** The periods of a calendar month: whole, or its two halves (1 to 15, 16 to the end). */
export function periodsOfMonth(firstDay: PlainDate, perMonth: 0 | 1 | 2): Days[] {
  const last = lastOfMonth(firstDay);
  if (perMonth === 0) return [];
  if (perMonth === 1) return [{ from: firstDay, through: last }];
  const { year, month } = partsOf(firstDay);
  const sixteenth = dateFromParts(year, month, 16)!;
  return [
    { from: firstDay, through: addDays(sixteenth, -1) },
    { from: sixteenth, through: last },
  ];
}

/** The last day on which something can be owed; none while nobody knows of an end. */
export function lastDayOwed(of: Supervision): PlainDate | undefined {
  const { guidanceEnd, endedOn } = of;
  return guidanceEnd && endedOn ? earliest(guidanceEnd, endedOn) : (guidanceEnd ?? endedOn ?? undefined);
}

/** Days of a period that neither a pause nor the end of guidance takes away. */
export function availableDays(period: Days, of: Supervision): number {
  const end = lastDayOwed(of);
  const through = end ? earliest(end, period.through) : period.through;
  if (through < period.from) return 0;
  let taken = 0;
  // Pauses of one case do not overlap by their use case; days counted twice would still only make less owed.
  for (const pause of of.pauses) {
    const from = latest(pause.from, period.from);
    const last = earliest(pause.through ?? through, through);
    if (from <= last) taken += daysBetween(from, last) + 1;
  }
  return Math.max(0, daysBetween(period.from, through) + 1 - taken);
}

/** What a supervision owes in the months of a span, oldest first, cut at its end. */
export function periodsOwed(of: Supervision, span: ClosedPeriod, chosen: OptionsInTime = nothingChosen): Days[] {
  const owed: Days[] = [];
  const end = lastDayOwed(of);
  const start = latest(firstPeriod.judge(of.receivedOn, {}), firstOfMonth(span.from));
  for (let month = start; month < span.until && (!end || month <= end); month = addMonths(month, 1)) {
    const phase = phaseOn(of, month);
    const options = chosen(month);
    const pace = optionsInForce(frequency.options, options[frequency.id] ?? {});
    const perMonth = frequency.judge({ kind: of.kind, ageGroup: of.ageGroup, risk: of.risk, phase }, pace);
    for (const whole of periodsOfMonth(month, perMonth)) {
      if (end && whole.from > end) continue;
      const cut = end && end < whole.through ? { from: whole.from, through: end } : whole;
      if (isEnough(cut, of, options)) owed.push(cut);
    }
  }
  return owed;
}

/** The phase by which a month is laid out: decided by its first day, else due on it. */
function phaseOn(of: Supervision, month: PlainDate): GuidancePhase | undefined {
  const due = of.guidanceStart && of.guidanceEnd ? phaseDue(of.guidanceStart, of.guidanceEnd, month) : undefined;
  return phaseInForce(phaseDecidedBy(of.phases, month), due);
}

function isEnough(period: Days, of: Supervision, options: ChosenOptions): boolean {
  if (revokedMeanwhile.decide({ lastDay: period.through, pauses: of.pauses }).result) return false;
  return leastDays.decide(availableDays(period, of), options[leastDays.id]).result;
}

/** What already stands in the ledger. Lifted ones are gone and need not be given. */
export type Standing = Days & { id: string; state: ObligationState };
export type Plan = { add: (Days & { state: 'scheduled' | 'not_recorded' })[]; lift: string[] };

/**
 * What has to change so that the ledger says what the supervision owes. What was reported, sent or excused is never touched; a period
 * that has begun keeps its days although the pace changes, unless the end of guidance cuts it; a pause lifts also what was missed in it.
 * A period that is laid out only after it ended, or began before the ledger, is not recorded: nobody can say that it was missed.
 */
export function planObligations(
  of: Supervision,
  standing: readonly Standing[],
  span: ClosedPeriod,
  today: PlainDate,
  chosen: OptionsInTime = nothingChosen,
): Plan {
  const owed = periodsOwed(of, span, chosen);
  const owedFrom = new Map(owed.map((period) => [period.from, period]));
  const plan: Plan = { add: [], lift: [] };
  const kept: Days[] = [];

  for (const one of standing) {
    const wanted = owedFrom.get(one.from);
    const open = one.state === 'scheduled' || (one.state === 'not_recorded' && one.through >= today);
    const inSpan = one.from >= span.from && one.from < span.until;
    const left = isEnough(one, of, chosen(firstOfMonth(one.from)));
    const end = lastDayOwed(of);
    let lift = false;
    if ((one.state === 'scheduled' || one.state === 'missed') && !left) lift = true;
    else if (open && inSpan && end && end < one.through) lift = true;
    else if (open && inSpan && one.from > today && wanted?.through !== one.through) lift = true;
    else if (open && inSpan && wanted && wanted.through > one.through && one.through >= today) {
      // The end moved away again: the cut period grows back to its full length, where nothing else took its days.
      lift = !standing.some((other) => other.id !== one.id && other.from > one.from && other.from <= wanted.through);
    }
    if (lift) plan.lift.push(one.id);
    else kept.push(one);
  }

  // Of the rest of a month in which something stands, once it has passed, nothing is made up: whatever pace or end it was laid out
  // for, it was laid out, and today's pace says nothing about it.
  const isLaidOut = (month: PlainDate): boolean => kept.some((one) => firstOfMonth(one.from) === month);

  for (const period of owed) {
    if (kept.some((one) => one.from <= period.through && one.through >= period.from)) continue;
    if (period.through < today && isLaidOut(firstOfMonth(period.from))) continue;
    const unknown = period.from < of.ledgerFrom || period.through < today;
    plan.add.push({ ...period, state: unknown ? 'not_recorded' : 'scheduled' });
  }
  return plan;
}

/** Two whole months ahead, so that every slip and reminder has a next date to print. */
export const monthsAhead = 2;
/** An imported client brings at most five years of unknown months into the shares. */
export const monthsBack = 60;

export function spanAround(today: PlainDate, back: number): ClosedPeriod {
  const month = firstOfMonth(today);
  return { from: addMonths(month, -back), until: addMonths(month, monthsAhead + 1) };
}
