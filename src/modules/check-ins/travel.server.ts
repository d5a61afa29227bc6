import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';

/** The client is away with leave: between these days, in the country or abroad. */
export type Travel = { fromOn: PlainDate; untilOn: PlainDate; abroad: boolean };
type Asker = (ctx: ReadCtx, caseId: string, day: PlainDate) => Promise<Travel | undefined>;

let asker: Asker | undefined;

/**
 * Whoever knows on which days a client is away with leave says so here, once, in its index.server.ts. The ledger has never heard of
 * permits: it only asks whether a day lies within a journey. Where nobody answers, nobody travels.
 */
export function tellTravel(answer: Asker): void {
  asker = answer;
}

export async function travelOn(ctx: ReadCtx, caseId: string, day: PlainDate): Promise<Travel | undefined> {
  return asker?.(ctx, caseId, day);
}
