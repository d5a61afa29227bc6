import type { HeldElsewhere, KnownLikeness, Reach } from '../likeness.queries.server.ts';
import {
  evidenceOf,
  judgeFound,
  thresholds,
  type Doubt,
  type Evidence,
  type Facts,
  type Found,
} from '../recognition/index.ts';
import type { Band } from '../rules.ts';
import { bandOf, certaintiesOf, groupsOf, type Groups } from './groups.ts';

const order: Record<Band, number> = { strong: 0, likely: 1, doubtful: 2 };

/** Somebody found whom the asker may know of: `known` within his reach, `held` by another office. */
export type Hit = Groups & {
  found: Found;
  certainty: number;
  band: Band;
  doubts: Doubt[];
  evidence: Evidence[];
  known: KnownLikeness | undefined;
  held: HeldElsewhere | undefined;
};

/** Holds who was found against what the asker may know, and only those against each other. The strongest come first. */
export function judgeHits(facts: Facts, found: readonly Found[], { known, held }: Reach, people: number): Hit[] {
  const visible = found.filter(({ id }) => known.has(id) || held.has(id));
  const certainties = certaintiesOf(
    visible.map(({ bits }) => bits),
    people,
  );
  return visible
    .flatMap((one, at): Hit[] => {
      const certainty = certainties[at]!;
      // How rare a name is in the whole country is counted with people whom the asker may not know of.
      const evidence = evidenceOf(one.terms, people).filter((piece) => piece.about !== 'rarity');
      const groups = groupsOf(evidence, facts);
      const verdict = judgeFound({ certainty, terms: one.terms }, thresholds);
      const band = bandOf(verdict, groups, evidence);
      if (!band) return [];
      const { doubts } = verdict;
      const within = known.get(one.id);
      return [
        {
          ...groups,
          found: one,
          certainty,
          band,
          doubts,
          evidence,
          known: within,
          held: within ? undefined : held.get(one.id),
        },
      ];
    })
    .sort((a, b) => order[a.band] - order[b.band] || b.certainty - a.certainty);
}
