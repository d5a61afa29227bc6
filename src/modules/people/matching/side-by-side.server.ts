import type { ReadCtx } from '#platform/ctx';
import { listLikenesses, type KnownLikeness } from '../likeness.queries.server.ts';
import { evidenceOf, doubtsAbout, type Doubt, type Evidence, type Facts } from '../recognition/index.ts';
import { groupsOf, type Groups } from './groups.ts';
import { everybodyNow } from './process.server.ts';

/** Two records within reach, as recognition compares them today. */
export type SideBySide = Groups & { one: KnownLikeness; other: KnownLikeness; evidence: Evidence[]; doubts: Doubt[] };

/** Holds two registered people against each other; nothing where the asker does not see both. Keeps nothing. */
export async function beside(ctx: ReadCtx, oneId: string, otherId: string): Promise<SideBySide | undefined> {
  const seen = await listLikenesses(ctx, [oneId, otherId]);
  const one = seen.find(({ personId }) => personId === oneId);
  const other = seen.find(({ personId }) => personId === otherId);
  if (!one || !other) return undefined;
  const { recognition } = await everybodyNow();
  const facts = factsOf(one);
  const { terms } = recognition.compare(facts, factsOf(other));
  // How rare a name is in the whole country is counted with people whom the asker may not know of.
  const evidence = evidenceOf(terms, recognition.size).filter(({ about }) => about !== 'rarity');
  return { one, other, evidence, doubts: doubtsAbout(terms), ...groupsOf(evidence, facts) };
}

const factsOf = (one: KnownLikeness): Facts => ({ ...one, mother: one.motherName, father: one.fatherName });
