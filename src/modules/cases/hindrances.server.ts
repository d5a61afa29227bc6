import type { ReadCtx } from '#platform/ctx';

/** Why something about a client cannot be done for now, and the page of the matter; whoever has no part in that office reads it without the page. */
export type Hindrance = { says: () => string; href: string };
type Asker = (ctx: ReadCtx, caseId: string) => Promise<Hindrance | undefined>;
const ofTransfers = new Map<string, Asker>();
const ofKind = new Map<string, Asker>();

/**
 * A module that has a matter about a client which only this office can bring to its end says so here, once, in its index.server.ts. This
 * module has never heard of these matters: it only asks whether one holds a client. The database holds the same (0700).
 */
export function hinderTransfers(module: string, asker: Asker): void {
  ofTransfers.set(module, asker);
}
/** The same for a matter that was begun under the kind or the age group of a client, and would go on under another one (0960). */
export function holdKind(module: string, asker: Asker): void {
  ofKind.set(module, asker);
}

export function listHindrances(ctx: ReadCtx, caseId: string): Promise<Hindrance[]> {
  return askAll(ofTransfers, ctx, caseId);
}
/** What keeps the kind and the age group of a client as they are. */
export function listHoldingKind(ctx: ReadCtx, caseId: string): Promise<Hindrance[]> {
  return askAll(ofKind, ctx, caseId);
}

async function askAll(askers: ReadonlyMap<string, Asker>, ctx: ReadCtx, caseId: string): Promise<Hindrance[]> {
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
