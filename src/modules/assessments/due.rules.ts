import { phaseBoundaries } from '#kernel/guidance-phase';
import { addDays, addMonths, latest, type PlainDate } from '#kernel/plain-date';
import { always, rule } from '#kernel/rule';
import type { RiskBand } from '#modules/cases';
import type { Due, Group, StandingState } from './assessment.ts';

/** What is looked at to know when the next assessment is due. */
export type DueFacts = {
  receivedOn: PlainDate;
  guidanceStart: PlainDate | null;
  guidanceEnd: PlainDate | null;
  /** First day for which the office keeps assessments here. */
  beganOn: PlainDate;
  last: { heldOn: PlainDate; band: RiskBand | null } | null;
  newOffenceOn: PlainDate | null;
};

const days = (standard: number, min: number, max: number) => ({ standard, min, max, setBy: 'head_of_bapas' });
const months = (standard: number) => ({ standard, min: 1, max: 24, setBy: 'head_of_bapas' });

/**
 * When the next assessment is due, by whatever comes first. Whoever was a client before the office kept assessments here is given months
 * and not days, so that no office opens with a thousand that are overdue.
 */
export const nextDue = rule({
  id: 'assessments.due',
  says: 'assessments_rule_due',
  sources: [
    { law: 'permenkumham-12-2013', article: '-', standing: 'uncertain' },
    { law: 'pp-31-1999', article: '33', standing: 'uncertain' },
    { law: 'simpul', article: 'assessments_source_intervals', standing: 'ours' },
  ],
  valid: always,
  options: {
    first_days: days(30, 7, 90),
    stock_months: { standard: 6, min: 1, max: 12, setBy: 'head_of_bapas' },
    months_low: months(12),
    months_moderate: months(6),
    months_high: months(3),
    months_very_high: months(3),
    window_days: days(30, 0, 90),
    at_phase: { standard: true as boolean, oneOf: [true, false], setBy: 'head_of_bapas' },
    offence_days: days(14, 1, 60),
    provisional_days: days(30, 7, 90),
    lead_days: days(14, 0, 60),
  },
  afterChange: 'assessments.sweep',
  judge: (facts: DueFacts, options): Due => {
    const { last, beganOn, receivedOn, newOffenceOn } = facts;
    if (last === null)
      return receivedOn < beganOn
        ? { on: addMonths(beganOn, options.stock_months), why: 'first' }
        : { on: addDays(receivedOn, options.first_days), why: 'first' };
    const candidates: Due[] = [
      last.band === null
        ? { on: addDays(last.heldOn, options.provisional_days), why: 'provisional' }
        : { on: addMonths(last.heldOn, options[`months_${last.band}`]), why: 'interval' },
    ];
    const phase = options.at_phase ? phaseAfter(facts, addDays(last.heldOn, options.window_days)) : undefined;
    // A phase that had begun before assessments were kept here asks for nothing.
    if (phase) candidates.push({ on: latest(phase, beganOn), why: 'phase' });
    if (newOffenceOn !== null && newOffenceOn > last.heldOn)
      candidates.push({ on: addDays(newOffenceOn, options.offence_days), why: 'new_offence' });
    return candidates.reduce((first, one) => (one.on < first.on ? one : first));
  },
});

/** The first day of the next phase of guidance that begins after a day: what was assessed shortly before one serves for it. */
function phaseAfter({ guidanceStart, guidanceEnd }: DueFacts, day: PlainDate): PlainDate | undefined {
  if (guidanceStart === null || guidanceEnd === null || guidanceEnd < guidanceStart) return undefined;
  const { advancedFrom, finalFrom } = phaseBoundaries(guidanceStart, guidanceEnd);
  return [advancedFrom, finalFrom].find((boundary) => boundary > day);
}

/** How lists and counts call a client on a day. */
export function groupOf(
  standing: { state: StandingState; dueOn: PlainDate | null } | undefined,
  today: PlainDate,
): Group {
  if (!standing) return 'never';
  if (standing.state !== 'assessed') return standing.state;
  return standing.dueOn !== null && standing.dueOn < today ? 'overdue' : 'current';
}
