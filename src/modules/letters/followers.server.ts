import type { Ctx, ReadCtx } from '#platform/ctx';
import type { Concern, LetterMoved } from './letter.ts';

type OfClient = { caseId: string };
type OfAny = { caseId: string | null };
type Follower<Whose extends OfAny> = (
  ctx: Ctx,
  moved: Omit<LetterMoved, 'caseId'> & Whose & { concerns: Concern },
) => Promise<void>;
/** Where somebody goes on with the thing that a letter concerns, for whoever may see it. */
type Home<Whose extends OfAny> = (
  ctx: ReadCtx,
  of: Whose & { id: string },
) => Promise<{ href: string; name: string } | undefined>;
const followers = new Map<string, { follower: Follower<OfAny>; home: Home<OfAny> | undefined }>();

/**
 * A module learns of its letters when they are numbered, signed, sent, received, withdrawn or void, in the same transaction: so a deadline begins
 * exactly when the letter moved. It names the thing that its letters concern, once, in its index.server.ts.
 */
export function followLetters(thing: Concern['thing'], follower: Follower<OfClient>, home?: Home<OfClient>): void {
  followers.set(thing, {
    follower: async (ctx, { caseId, ...moved }) => {
      if (caseId !== null) await follower(ctx, { ...moved, caseId });
    },
    home: home && (async (ctx, { id, caseId }) => (caseId === null ? undefined : home(ctx, { id, caseId }))),
  });
}

/** The same of a thing that concerns more clients than one. */
export function followLettersOfMany(thing: Concern['thing'], follower: Follower<OfAny>, home: Home<OfAny>): void {
  followers.set(thing, { follower, home });
}

export async function homeOf(ctx: ReadCtx, concerns: Concern | null, caseId: string | null) {
  return concerns ? followers.get(concerns.thing)?.home?.(ctx, { id: concerns.id, caseId }) : undefined;
}

export async function tellFollowers(ctx: Ctx, moved: LetterMoved): Promise<void> {
  if (moved.concerns) await followers.get(moved.concerns.thing)?.follower(ctx, { ...moved, concerns: moved.concerns });
}
