import type { ReadCtx } from '#platform/ctx';
import { factsOfLikeness, findOpened, listLikenesses, type KnownLikeness } from '../likeness.queries.server.ts';
import { evidenceOf, doubtsAbout, type Doubt, type Evidence } from '../recognition/index.ts';
import { groupsOf, type Groups } from './groups.ts';
import { everybodyNow } from './process.server.ts';

/** Two records within reach, as recognition compares them today. */
export type SideBySide = Groups & { one: KnownLikeness; other: KnownLikeness; evidence: Evidence[]; doubts: Doubt[] };

export type OpenedBeside = SideBySide & { until: Date };

/** Holds two registered people against each other; nothing where the asker does not see both. Keeps nothing. */
export async function beside(ctx: ReadCtx, oneId: string, otherId: string): Promise<SideBySide | undefined> {
  const seen = await listLikenesses(ctx, [oneId, otherId]);
  const one = seen.find(({ personId }) => personId === oneId);
  const other = seen.find(({ personId }) => personId === otherId);
  if (!one || !other) return undefined;
  return compared(one, other);
}

/** The same with what another office has laid open of its record, for this one link. */
export async function besideOpened(ctx: ReadCtx, linkId: string, ownId: string): Promise<OpenedBeside | undefined> {
  const opened = await findOpened(ctx, linkId, ownId);
  if (!opened) return undefined;
  const [one] = await listLikenesses(ctx, [ownId]);
  return one && { ...(await compared(one, opened.other)), until: opened.until };
}

async function compared(one: KnownLikeness, other: KnownLikeness): Promise<SideBySide> {
  const { recognition } = await everybodyNow();
  const facts = factsOfLikeness(one);
  const { terms } = recognition.compare(facts, factsOfLikeness(other));
  // How rare a name is in the whole country is counted with people whom the asker may not know of.
  const evidence = evidenceOf(terms, recognition.size).filter(({ about }) => about !== 'rarity');
  return { one, other, evidence, doubts: doubtsAbout(terms), ...groupsOf(evidence, facts) };
}
