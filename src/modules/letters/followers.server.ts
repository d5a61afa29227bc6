import type { Ctx, ReadCtx } from '#platform/ctx';
import type { Concern, LetterMoved } from './letter.ts';

type Follower = (ctx: Ctx, moved: LetterMoved & { concerns: Concern }) => Promise<void>;
/** Where somebody goes on with the thing that a letter concerns, for whoever may see it. */
type Home = (ctx: ReadCtx, of: { id: string; caseId: string }) => Promise<{ href: string; name: string } | undefined>;
const followers = new Map<string, { follower: Follower; home: Home | undefined }>();

/**
 * A module learns of its letters when they are numbered, signed, sent, received, withdrawn or void, in the same transaction: so a deadline begins
 * exactly when the letter moved. It names the thing that its letters concern, once, in its index.server.ts.
 */
export function followLetters(thing: Concern['thing'], follower: Follower, home?: Home): void {
  followers.set(thing, { follower, home });
}

export async function homeOf(ctx: ReadCtx, concerns: Concern | null, caseId: string) {
  return concerns ? followers.get(concerns.thing)?.home?.(ctx, { id: concerns.id, caseId }) : undefined;
}

export async function tellFollowers(ctx: Ctx, moved: LetterMoved): Promise<void> {
  if (moved.concerns) await followers.get(moved.concerns.thing)?.follower(ctx, { ...moved, concerns: moved.concerns });
}
