import type { Actor } from '#platform/actor';

/** How long a proof of who sits at the keyboard lasts (security b.1: step-up). */
export const PROOF_MINUTES = 10;

/** Whether the asker has shown his second factor (or, where he has none, his password) in the last ten minutes. */
export function hasProvedRecently(actor: Pick<Actor, 'provedAt'>, now: Date): boolean {
  if (!actor.provedAt) return false;
  const age = now.getTime() - actor.provedAt.getTime();
  // The database's clock may run a little ahead of ours.
  return age < PROOF_MINUTES * 60_000 && age > -60_000;
}
