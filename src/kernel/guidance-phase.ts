import { addDays, daysBetween, type PlainDate } from './plain-date.ts';

/** Bimbingan tahap awal, lanjutan, akhir, and tambahan, which a client may accept after the end. */
export type GuidancePhase = 'initial' | 'advanced' | 'final' | 'aftercare';

/** Quarters of the guidance period at which a phase begins. */
export const phaseQuarters = { initial: 0, advanced: 1, final: 3 } as const;

/** First day of each phase. In a period shorter than four days some phases have no day. */
export type PhaseBoundaries = {
  initialFrom: PlainDate;
  advancedFrom: PlainDate;
  finalFrom: PlainDate;
  aftercareFrom: PlainDate;
};

/**
 * When each phase is due. The law's fractions share their ends (0 to 1/4, 1/4 to 3/4), so the boundary day is ours: it belongs to
 * the later phase. The last day of guidance still belongs to the final one.
 * Due only: the move itself is decided by a TPP sitting (PP 31/1999 pasal 33).
 */
export function phaseBoundaries(start: PlainDate, end: PlainDate): PhaseBoundaries {
  const days = daysBetween(start, end);
  if (days < 0) throw new RangeError('guidance ends before it begins');
  return {
    initialFrom: start,
    advancedFrom: addDays(start, Math.ceil((phaseQuarters.advanced * days) / 4)),
    finalFrom: addDays(start, Math.ceil((phaseQuarters.final * days) / 4)),
    aftercareFrom: addDays(end, 1),
  };
}

/** What was decided about a client's phase, and from which day on it holds. */
export type PhaseDecision = { phase: GuidancePhase; from: PlainDate };

/** The phase that was decided last by a day; none where no sitting had advised by then. */
export function phaseDecidedBy(decisions: readonly PhaseDecision[], day: PlainDate): GuidancePhase | undefined {
  return decisions.filter((one) => one.from <= day).at(-1)?.phase;
}

/**
 * The phase that holds: the one decided, and the one due by the calendar only where none ever was. Behind the end of guidance nothing
 * that was decided holds any longer.
 */
export function phaseInForce(
  decided: GuidancePhase | null | undefined,
  due: GuidancePhase | undefined,
): GuidancePhase | undefined {
  return due === 'aftercare' ? due : (decided ?? due);
}

/** The phase due on a day; none before guidance begins. */
export function phaseDue(start: PlainDate, end: PlainDate, day: PlainDate): GuidancePhase | undefined {
  const { initialFrom, advancedFrom, finalFrom, aftercareFrom } = phaseBoundaries(start, end);
  if (day < initialFrom) return undefined;
  if (day >= aftercareFrom) return 'aftercare';
  if (day >= finalFrom) return 'final';
  return day >= advancedFrom ? 'advanced' : 'initial';
}
