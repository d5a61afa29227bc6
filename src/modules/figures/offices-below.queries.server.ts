import { sql } from 'kysely';
import { firstOfMonth, type Month, type PlainDate } from '#kernel/plain-date';
import { holds } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';

/** How an office stands, for the office above it. The last three are of today, those before of the month. */
export type OfficeBelow = {
  unitId: number;
  name: string;
  clients: number;
  reported: number;
  missed: number;
  notRecorded: number;
  missedTwice: number;
  missedThrice: number;
  /** Transfers from or to it that nobody has finished. */
  transfers: number;
  transferSince: PlainDate | null;
};

/** The offices at and below a unit that guide clients, the one most behind first. */
export async function listOfficesBelow(
  ctx: ReadCtx,
  unitId: number,
  month: Month,
  today: PlainDate,
): Promise<OfficeBelow[]> {
  if (!holds(ctx.actor, 'figures:read')) throw new NotAllowed('figures of the offices below');
  const { rows } = await sql<OfficeBelow>`
    select o.unit_id as "unitId", u.name, o.clients, o.reported, o.missed, o.not_recorded as "notRecorded",
      o.missed_twice as "missedTwice", o.missed_thrice as "missedThrice", o.transfers, o.transfer_since as "transferSince"
    from figures.offices_below(${unitId}, ${firstOfMonth(month)}, ${today}) o join units.unit u on u.id = o.unit_id`.execute(
    ctx.tx,
  );
  return rows;
}
