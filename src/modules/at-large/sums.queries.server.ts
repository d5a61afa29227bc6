import { sql } from 'kysely';
import { holds } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';

/** A number, or nothing where it is below five or would tell one that is. */
type Told = number | null;
export type OfficeSums = {
  unitId: number;
  name: string;
  running: Told;
  over30: Told;
  over60: Told;
  over90: Told;
  elsewhere: Told;
  arrests: Told;
  medianDays: Told;
  ninthDays: Told;
  detained: Told;
  clientAgain: Told;
};

/** The same as `listOfficeStandings` for whoever works with sums only: no number opens a list, and each office's day is its own. */
export async function listOfficeSums(ctx: ReadCtx, under: number | undefined): Promise<OfficeSums[]> {
  if (!holds(ctx.actor, 'figures:aggregate')) throw new NotAllowed('sums of who is away');
  const { rows } = await sql<OfficeSums>`
    select t.unit_id as "unitId", t.unit_name as name, t.running, t.over30, t.over60, t.over90, t.elsewhere, t.arrests,
      t.median_days as "medianDays", t.ninth_days as "ninthDays", t.detained, t.client_again as "clientAgain"
    from at_large.sums_below() t join units.unit u on u.id = t.unit_id
    where ${under === undefined ? sql`true` : sql`u.path @> array[${under}::int]`}`.execute(ctx.tx);
  return rows;
}
