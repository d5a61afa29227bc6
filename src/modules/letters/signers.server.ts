import type { ReadCtx } from '#platform/ctx';
import type { Concern } from './letter.ts';
import type { People } from './sheet.ts';

/** Who signs minutes: whoever was heard where that is not the client, whoever heard him, and who else was there. */
export type Signing = Pick<People, 'heard' | 'examiner' | 'present'>;
type Teller = (ctx: ReadCtx, id: string) => Promise<Signing | undefined>;
const tellers = new Map<Concern['thing'], Teller>();

/** A module whose minutes are signed by those who were there tells who they are, once, in its index.server.ts. */
export function tellSigners(thing: Concern['thing'], teller: Teller): void {
  tellers.set(thing, teller);
}

export async function signersOf(ctx: ReadCtx, concerns: Concern | null): Promise<Signing> {
  return (concerns && (await tellers.get(concerns.thing)?.(ctx, concerns.id))) ?? {};
}
