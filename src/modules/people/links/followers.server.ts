import type { Ctx } from '#platform/ctx';
import type { LinkSide } from './links.store.server.ts';

/**
 * What others hear of: `likely` when the evidence alone says so and nobody has decided yet, `linked` when people have, `unlinked` when it
 * was undone and whatever followed from it is to be taken back. Sides may lie outside the reach of whoever decided: what follows there
 * is for a job of that office.
 */
export type LinkMoved = { what: 'likely' | 'linked' | 'unlinked'; linkId: string; sides: readonly LinkSide[] };
type Follower = (ctx: Ctx, moved: LinkMoved) => Promise<void>;
const followers = new Map<string, Follower>();

/** A module learns of links in the transaction that makes or undoes them. Called once, in the module's index.server.ts. */
export function followLinks(module: string, follower: Follower): void {
  followers.set(module, follower);
}

export async function tellOfLink(ctx: Ctx, moved: LinkMoved): Promise<void> {
  for (const follower of followers.values()) await follower(ctx, moved);
}
