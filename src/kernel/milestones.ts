import { addDays, addMonths, daysBetween, type PlainDate } from './plain-date.ts';

/** A sentence as a verdict pronounces it: "1 tahun 6 bulan 10 hari". */
export type SentenceLength = { years: number; months: number; days: number };

export type Milestones = {
  /** The whole sentence in days of the calendar, before remission. */
  sentenceDays: number;
  /** What is left to serve of it after remission; never below zero. */
  daysToServe: number;
  oneThird: PlainDate;
  half: PlainDate;
  twoThirds: PlainDate;
  expiry: PlainDate;
};

/**
 * Milestones counted from the first day of detention: each is that day plus the fraction of (sentence - remission), rounded up to
 * whole days. Years and months run on the calendar from that day; many registrars count every month as 30 days instead. The law
 * has no formula, so an officer's own figure always goes before this one.
 */
export function milestones(firstDetainedOn: PlainDate, sentence: SentenceLength, remissionDays = 0): Milestones {
  for (const part of [sentence.years, sentence.months, sentence.days, remissionDays])
    if (!Number.isInteger(part) || part < 0) throw new RangeError('parts of a sentence are whole and not negative');
  const end = addDays(addMonths(firstDetainedOn, sentence.years * 12 + sentence.months), sentence.days);
  const sentenceDays = daysBetween(firstDetainedOn, end);
  const daysToServe = Math.max(0, sentenceDays - remissionDays);
  const after = (numerator: number, denominator: number) =>
    addDays(firstDetainedOn, Math.ceil((numerator * daysToServe) / denominator));
  return {
    sentenceDays,
    daysToServe,
    oneThird: after(1, 3),
    half: after(1, 2),
    twoThirds: after(2, 3),
    expiry: after(1, 1),
  };
}
