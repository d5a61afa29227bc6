import type { PlainDate } from '#kernel/plain-date';
import type { RiskBand } from '#modules/cases';

/** Words in both languages, our own: the sheets of the decree are paraphrased, never copied. */
export type Said = { readonly id: string; readonly en: string };

export type AnswerOption = { readonly code: string; readonly points: number; readonly says: Said };

export type Item = {
  readonly id: string;
  readonly says: Said;
  readonly answers: readonly AnswerOption[];
  /** Its points are read differently by those who copied the sheet; what we take, and what is to be checked with the original. */
  readonly uncertain?: Said;
};

/** A band holds from this score up to the next line's. */
export type BandLine = { readonly band: RiskBand; readonly from: number };

/** One page of the form. Parts without bands are ticks: what is found is told, nothing is added up. */
export type Part = {
  readonly id: string;
  readonly says: Said;
  readonly items: readonly Item[];
  readonly bands?: readonly BandLine[];
};

/**
 * An instrument as data. A changed sheet is a new object with a version of its own; what was filled in keeps the version under which it
 * was filled in.
 */
export type Instrument = {
  readonly id: 'rri' | 'needs';
  readonly version: string;
  readonly validFrom: PlainDate;
  readonly says: Said;
  readonly parts: readonly Part[];
};

/** An answer to any item: what is not known is said, and never counted as a no. */
export const unknown = 'unknown';

const option = (code: string, points: number, id: string, en: string): AnswerOption => ({
  code,
  points,
  says: { id, en },
});
export const yesNo = (pointsOfYes: number, pointsOfNo = 0): readonly AnswerOption[] => [
  option('yes', pointsOfYes, 'Ya', 'Yes'),
  option('no', pointsOfNo, 'Tidak', 'No'),
];
export const steps = (
  ...told: readonly (readonly [code: string, points: number, id: string, en: string])[]
): readonly AnswerOption[] => told.map(([code, points, id, en]) => option(code, points, id, en));
export const item = (
  id: string,
  indonesian: string,
  english: string,
  answers: readonly AnswerOption[],
  uncertain?: Said,
): Item => ({ id, says: { id: indonesian, en: english }, answers, ...(uncertain ? { uncertain } : {}) });
/** Something that is there or not, without points. */
export const tick = (id: string, indonesian: string, english: string): Item => item(id, indonesian, english, yesNo(0));
