import type { ReadCtx } from '#platform/ctx';

/** Why a client stays with his office for now, and the page of the matter; whoever has no part in that office reads it without the page. */
export type Hindrance = { says: () => string; href: string };
type Asker = (ctx: ReadCtx, caseId: string) => Promise<Hindrance | undefined>;
const askers = new Map<string, Asker>();

/**
 * A module that has a matter about a client which only this office can bring to its end says so here, once, in its index.server.ts. This
 * module has never heard of these matters: it only asks whether one holds a client. The database holds the same (0700).
 */
export function hinderTransfers(module: string, asker: Asker): void {
  askers.set(module, asker);
}

export async function listHindrances(ctx: ReadCtx, caseId: string): Promise<Hindrance[]> {
  const found: Hindrance[] = [];
  for (const asker of askers.values()) {
    const one = await asker(ctx, caseId);
    if (one) found.push(one);
  }
  return found;
}

export async function isHindered(ctx: ReadCtx, caseId: string): Promise<boolean> {
  return (await listHindrances(ctx, caseId)).length > 0;
}
