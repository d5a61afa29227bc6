import { formatNumber, noFigure, type Locale } from '#kernel/format';
import { listOfficeSums, type OfficeSums } from '#modules/at-large/server';
import { addCounts, type Count } from '#modules/figures';
import type { ReadCtx } from '#platform/ctx';

/** Sums for whoever works with nothing else: no number leads anywhere, and what is not told is in no sum of all offices. */
export async function showSums(ctx: ReadCtx, under: number | undefined, locale: Locale) {
  const offices = await listOfficeSums(ctx, under);
  const shown = (value: Count) => ({ text: value === null ? noFigure : formatNumber(value, locale), href: undefined });
  const row = (of: (column: keyof Omit<OfficeSums, 'unitId' | 'name'>) => Count) => ({
    running: shown(of('running')),
    over30: shown(of('over30')),
    over60: shown(of('over60')),
    over90: shown(of('over90')),
    elsewhere: shown(of('elsewhere')),
    arrests: shown(of('arrests')),
    median: shown(of('medianDays')),
    ninth: shown(of('ninthDays')),
    detained: shown(of('detained')),
    again: shown(of('clientAgain')),
  });
  return {
    // The median of medians is no median: of all offices together none is told, and so with nine in ten.
    all: row((column) =>
      column === 'medianDays' || column === 'ninthDays' ? null : addCounts(offices.map((one) => one[column])),
    ),
    rows: offices.map((one) => ({ id: one.unitId, name: one.name, ...row((column) => one[column]) })),
  };
}
