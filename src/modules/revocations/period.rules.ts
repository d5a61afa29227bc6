import { addDays, addMonths, daysBetween, type PlainDate } from '#kernel/plain-date';
import { no, type RevocationVerdict } from './rules.ts';

/** A supervision as its verdict imposed it, and its last day as it stands now. */
export type SupervisionPeriod = { from: PlainDate; imposedUntil: PlainDate; until: PlainDate };

/**
 * The last day to which a judge may prolong: the imposed period once more after its own end, in whole months and the days over them, so that
 * a year stays a year whatever February it crosses. The database allows some days more, because it counts days (revocations.move_on).
 */
export function longestEnd({ from, imposedUntil }: Pick<SupervisionPeriod, 'from' | 'imposedUntil'>): PlainDate {
  const after = addDays(imposedUntil, 1);
  let months = 0;
  while (addMonths(from, months + 1) <= after) months += 1;
  return addDays(addMonths(after, months), daysBetween(addMonths(from, months), after) - 1);
}

/** May a judge's decision of this day set this last day? Nothing is refused because it is shorter: how much shorter no text says. */
export function judgeNewEnd(
  period: SupervisionPeriod | undefined,
  { newEnd, decidedOn }: { newEnd: PlainDate | undefined; decidedOn: PlainDate },
): RevocationVerdict {
  if (!period) return no('period_unknown');
  if (!newEnd) return no('new_end_missing');
  if (newEnd === period.until) return no('new_end_same');
  if (newEnd < decidedOn) return no('new_end_before_decision');
  return newEnd > longestEnd(period) ? no('new_end_too_late') : { ok: true };
}
