import { sql } from 'kysely';
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
  const { rows } = await sql<{ restricted: boolean; listed: boolean; guarded: boolean; opened: boolean }>`
    select p.restricted, p.guarded, p.id = any ((select people.ctx_listed())::uuid[]) as listed, p.id = any ((select people.ctx_opened())::uuid[]) as opened
    from people.person p where p.id = ${row.personId}`.execute(ctx.tx);
  const person = rows[0];
  if (!person) throw new NotFound('person of the stay');
  mustBeAllowed(ctx.actor, action, { unitId: row.unitId, unitPath: row.unitPath, ...person });
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
