import { addWorkingDays, type WorkingDays } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';

/** Posts that hear of what is late: two within an office, and the tiers above it. */
export const hearers = ['section_head', 'head_of_bapas', 'kanwil', 'ditjenpas'] as const;
export type Hearer = (typeof hearers)[number];
/** Those of them who sit in the office itself. */
export type HearerInOffice = Exclude<Hearer, 'kanwil' | 'ditjenpas'>;

/** One further officer who hears of it: on the first day after the last one, or so many working days later as the office's rule says. */
export type Rung<Wait extends string, To extends Hearer = Hearer> = { to: To; after: 'at_once' | Wait };

/** Who has heard by today of what was owed by a day. Hearing of it decides nothing. */
export function hearersOf<Wait extends string, To extends Hearer = Hearer>(
  ladder: readonly Rung<Wait, To>[],
  { dueOn, today, office }: { dueOn: PlainDate; today: PlainDate; office: WorkingDays },
  waits: Readonly<Record<Wait, number>>,
): To[] {
  if (today <= dueOn) return [];
  return ladder
    .filter(({ after }) => after === 'at_once' || today > addWorkingDays(dueOn, waits[after], office))
    .map(({ to }) => to);
}

/** Those of them who sit above the office: what is put before them lies at their unit and not at its. */
export function isAbove(hearer: Hearer): hearer is 'kanwil' | 'ditjenpas' {
  return hearer === 'kanwil' || hearer === 'ditjenpas';
}
