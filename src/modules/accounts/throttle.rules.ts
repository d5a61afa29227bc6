/** What lately failed, as `accounts.tries` counts it. */
export type Tries = {
  /** This account signed in from this address in the last 30 days. */
  knownHere: boolean;
  byAccount: number;
  accountLast: Date | null;
  byAddress: number;
  addressLast: Date | null;
};

/** Five failures in 15 minutes for an account, a hundred for an address, since a whole office shares one (security T1). */
export const FREE_BY_ACCOUNT = 5;
export const FREE_BY_ADDRESS = 100;
const longestWait = 300;

/**
 * Seconds to wait before the next try; zero to go ahead. It grows with each failure and never becomes a lock: five minutes are the
 * most, and whoever has signed in from here before is not held up by strangers at the same address.
 */
export function waitBeforeTry(tries: Tries, now: Date, free = FREE_BY_ACCOUNT): number {
  const forAccount = waitAfter(tries.byAccount - free, 15, tries.accountLast, now);
  const forAddress = tries.knownHere ? 0 : waitAfter(tries.byAddress - FREE_BY_ADDRESS, 2, tries.addressLast, now);
  return Math.max(forAccount, forAddress);
}

function waitAfter(beyond: number, first: number, last: Date | null, now: Date): number {
  if (beyond < 0 || !last) return 0;
  const wait = Math.min(longestWait, first * 2 ** Math.min(beyond, 12));
  return Math.max(0, Math.ceil(wait - (now.getTime() - last.getTime()) / 1000));
}
