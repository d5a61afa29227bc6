import type { Ctx } from '#platform/ctx';
import type { Concern, LetterMoved } from './letter.ts';

type Follower = (ctx: Ctx, moved: LetterMoved & { concerns: Concern }) => Promise<void>;
const followers = new Map<string, Follower>();

/**
 * A module learns of its letters when they are numbered, signed, sent, received or void, in the same transaction: so a deadline begins
 * exactly when the letter moved. It names the thing that its letters concern, once, in its index.server.ts.
 */
export function followLetters(thing: Concern['thing'], follower: Follower): void {
  followers.set(thing, follower);
}

export async function tellFollowers(ctx: Ctx, moved: LetterMoved): Promise<void> {
  if (moved.concerns) await followers.get(moved.concerns.thing)?.(ctx, { ...moved, concerns: moved.concerns });
}
