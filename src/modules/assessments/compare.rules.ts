import type { Answers, PartResult } from './assessment.ts';
import type { Item, Part } from './instrument.ts';
import type { Outcome } from './assessment.ts';

/** One answer of two assessments that is not the same any more. */
export type Change = { part: Part; item: Item; before: string | null; after: string | null };

/** What changed between two assessments, in the order of the sheet. An item that one of them did not ask is no change. */
export function changesBetween(parts: readonly Part[], before: Answers, after: Answers): Change[] {
  return parts.flatMap((part) =>
    part.items.flatMap((item) => {
      const [was, is] = [before[item.id], after[item.id]];
      return was && is && was !== is ? [{ part, item, before: was, after: is }] : [];
    }),
  );
}

/** Both results of each scored part, side by side; a part that one of them did not ask stands alone. */
export function resultsSideBySide(
  before: Outcome,
  after: Outcome,
): { part: string; before: PartResult | null; after: PartResult | null }[] {
  const all = (outcome: Outcome) => [outcome.risk, ...(outcome.needs ?? [])];
  const ids = [...new Set([...all(before), ...all(after)].map(({ part }) => part))];
  const of = (outcome: Outcome, id: string) => all(outcome).find(({ part }) => part === id) ?? null;
  return ids
    .toSorted((a, b) => Number(a.startsWith('needs')) - Number(b.startsWith('needs')) || a.localeCompare(b))
    .map((part) => ({
      part,
      before: of(before, part),
      after: of(after, part),
    }));
}
