import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed, type Action } from '#modules/access';
import { todayAt } from '#modules/units';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { findStay, lockFor, type StayRow } from './store.server.ts';

export type Stay = StayRow & { today: PlainDate };

/** The stay, after asking whether this may be done with it; out of reach it is as absent as one that never was. */
export async function reachStay(ctx: ReadCtx, stayId: string, action: Action): Promise<Stay> {
  const row = await findStay(ctx.tx, stayId);
  if (!row) throw new NotFound('stay');
  mustBeAllowed(ctx.actor, action, row);
  return { ...row, today: todayAt(row, ctx.now) };
}

/** Locked for the rest of the transaction, so that two officers never move one stay at once; read only afterwards. */
export async function lockStay(ctx: Ctx, stayId: string, action: Action): Promise<Stay> {
  await reachStay(ctx, stayId, action);
  await lockFor(ctx.tx, `stay ${stayId}`);
  return reachStay(ctx, stayId, action);
}

/** What every line of the journal about a stay says. */
export function lineOf(stay: Pick<Stay, 'unitId' | 'personId'>) {
  return { unitId: stay.unitId, personId: stay.personId };
}
