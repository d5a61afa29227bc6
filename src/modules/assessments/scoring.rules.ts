import type { RiskBand } from '#modules/cases';
import type { Answers, Finding, NeedsRoute, Outcome, PartResult, RouteReason, Sex } from './assessment.ts';
import { unknown, type BandLine, type Instrument, type Part } from './instrument.ts';

/** The most and the least that a part can come to. */
export function rangeOf(part: Part): { least: number; most: number } {
  const points = part.items.map((one) => one.answers.map((answer) => answer.points));
  return {
    least: points.reduce((sum, all) => sum + Math.min(...all), 0),
    most: points.reduce((sum, all) => sum + Math.max(...all), 0),
  };
}

/** The band whose line a score has reached last. */
export function bandOf(bands: readonly BandLine[], score: number): RiskBand {
  return bands.findLast((line) => line.from <= score)!.band;
}

/** Items without any answer, not even that it is unknown. */
export function unansweredIn(part: Part, answers: Answers): string[] {
  return part.items.filter((one) => !answers[one.id]).map((one) => one.id);
}

/** Adds up a part twice: with the least and with the most that its unknown answers may be worth. */
export function scorePart(part: Part & { bands: readonly BandLine[] }, answers: Answers): PartResult {
  const told = { low: 0, high: 0, unknown: 0 };
  for (const one of part.items) {
    const known = one.answers.find((answer) => answer.code === answers[one.id]);
    const points = one.answers.map((answer) => answer.points);
    told.low += known?.points ?? Math.min(...points);
    told.high += known?.points ?? Math.max(...points);
    if (!known) told.unknown += 1;
  }
  return { part: part.id, ...told, bandLow: bandOf(part.bands, told.low), bandHigh: bandOf(part.bands, told.high) };
}

/** What is ticked in a list: something, nothing, or nobody knows. */
export type Ticks = 'some' | 'none' | 'unknown';
export function ticksIn(part: Part, answers: Answers): Ticks {
  const given = part.items.map((one) => answers[one.id]);
  if (given.includes('yes')) return 'some';
  return given.every((answer) => answer === 'no') ? 'none' : 'unknown';
}

/** From this score on the second instrument is filled in whatever else is found. */
export const needsThreshold = 7;
/** What part B and C tell; none where they are not asked. */
export type RouteFacts = { low: number; high: number; drugCase: boolean; b: Ticks | null; c: Ticks | null };

/**
 * Whether the needs instrument follows. An answer that nobody knows leaves it undecided where it could have led there; then it is
 * filled in as well, because what is not known must not spare anybody the help that a need asks for.
 */
export function routeOf({ low, high, drugCase, b, c }: RouteFacts): { route: NeedsRoute; because: RouteReason[] } {
  const sure: RouteReason[] = [
    ...(low >= needsThreshold ? (['score'] as const) : []),
    ...(drugCase ? (['drug_case'] as const) : []),
    ...(b === 'some' ? (['tick_b'] as const) : []),
    ...(c === 'some' ? (['tick_c'] as const) : []),
  ];
  if (sure.length > 0) return { route: 'required', because: sure };
  const open: RouteReason[] = [
    ...(high >= needsThreshold ? (['score_unknown'] as const) : []),
    ...(b === 'unknown' ? (['tick_b_unknown'] as const) : []),
    ...(c === 'unknown' ? (['tick_c_unknown'] as const) : []),
  ];
  return open.length > 0 ? { route: 'undecided', because: open } : { route: 'not_required', because: [] };
}

export type Sheet = { risk: Instrument; needs: Instrument; sex: Sex | null; drugCase: boolean };
export function partOf({ risk, needs }: Pick<Sheet, 'risk' | 'needs'>, id: string): Part | undefined {
  return [...risk.parts, ...needs.parts].find((part) => part.id === id);
}
function scored(part: Part): part is Part & { bands: readonly BandLine[] } {
  return part.bands !== undefined;
}
function mustHave(sheet: Sheet, id: string): Part {
  const found = partOf(sheet, id);
  if (!found) throw new RangeError(`${sheet.risk.version} has no part ${id}`);
  return found;
}

/**
 * The parts that are asked, in their order, as far as the answers say by now. Part B is for whoever may be below the threshold, part C
 * for women and for those whose sex is not on record, part D for drug cases; the needs follow once the first instrument is answered.
 */
export function partsAsked(sheet: Sheet, answers: Answers): { parts: Part[]; isOpen: boolean } {
  const a = mustHave(sheet, 'risk-a');
  const first = [a];
  if (unansweredIn(a, answers).length > 0) return { parts: first, isOpen: true };
  const score = scored(a) ? scorePart(a, answers) : undefined;
  const b = score && score.low < needsThreshold ? mustHave(sheet, 'risk-b') : undefined;
  const c = sheet.sex === 'male' ? undefined : mustHave(sheet, 'risk-c');
  if (b) first.push(b);
  if (c) first.push(c);
  if (sheet.drugCase) first.push(mustHave(sheet, 'risk-d'));
  if (first.some((part) => unansweredIn(part, answers).length > 0)) return { parts: first, isOpen: true };
  const { route } = judgeRoute(sheet, answers);
  return { parts: route === 'not_required' ? first : [...first, ...sheet.needs.parts], isOpen: false };
}

function judgeRoute(sheet: Sheet, answers: Answers) {
  const a = mustHave(sheet, 'risk-a');
  if (!scored(a)) throw new RangeError('part A has points');
  const risk = scorePart(a, answers);
  const ticks = (id: string) => ticksIn(mustHave(sheet, id), answers);
  return {
    risk,
    ...routeOf({
      low: risk.low,
      high: risk.high,
      drugCase: sheet.drugCase,
      b: risk.low < needsThreshold ? ticks('risk-b') : null,
      c: sheet.sex === 'male' ? null : ticks('risk-c'),
    }),
  };
}

/** What all answers come to. Asked of an unfinished sheet it counts what is missing as unknown. */
export function outcomeOf(sheet: Sheet, answers: Answers): Outcome {
  const { risk, route, because } = judgeRoute(sheet, answers);
  return {
    risk,
    band: risk.bandLow === risk.bandHigh ? risk.bandLow : null,
    route,
    because,
    needs: route === 'not_required' ? null : sheet.needs.parts.filter(scored).map((part) => scorePart(part, answers)),
  };
}

/** A domain is a need from the moderate band on, whatever its unknown answers may be; below it for certain it is none. */
export function findNeed({ bandLow, bandHigh }: Pick<PartResult, 'bandLow' | 'bandHigh'>): Finding {
  if (bandLow !== 'low') return 'identified';
  return bandHigh === 'low' ? 'not_identified' : 'not_enough';
}

export function findTick(answer: string | null | undefined): Finding {
  if (answer === 'yes') return 'identified';
  return answer === 'no' ? 'not_identified' : 'not_enough';
}

export function isKnown(answer: string | null | undefined): answer is string {
  return Boolean(answer) && answer !== unknown;
}
