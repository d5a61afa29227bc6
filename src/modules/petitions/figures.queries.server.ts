import { sql } from 'kysely';
import { monthOf, plainDate, yearOf, type Month, type PlainDate } from '#kernel/plain-date';
import { NotFound } from '#platform/errors';
import type { ReadCtx } from '#platform/ctx';
import type { DeskFigures, PetitionFigures, SumBelow } from './figures.rules.ts';
import { channels, petitionStates, type Channel, type PetitionState } from './petition.ts';
import { mayAtDesk } from './reach.server.ts';

/** What a year came to at this desk, of what lies with it; what was passed on is counted where it went. */
export async function readPetitionFigures(
  ctx: ReadCtx,
  { unitId, today }: { unitId: number; today: PlainDate },
  year: number,
): Promise<PetitionFigures> {
  if (!mayAtDesk(ctx.actor, 'petition:handle', unitId)) throw new NotFound('desk');
  const received = await sql<{ month: number; channel: Channel; state: PetitionState; count: number }>`
    select extract(month from p.received_on)::int as month, p.channel, p.state, count(*)::int as count from petitions.petition p
    where p.unit_id = ${unitId} and p.received_on >= make_date(${year}, 1, 1) and p.received_on < make_date(${year} + 1, 1, 1)
    group by 1, 2, 3`.execute(ctx.tx);
  const ended = await sql<{ month: number | null; count: number; middle: number | null; most: number | null }>`
    select extract(month from p.ended_on)::int as month, count(*)::int as count,
      percentile_disc(0.5) within group (order by p.ended_on - p.received_on) as middle,
      percentile_disc(0.9) within group (order by p.ended_on - p.received_on) as most
    from petitions.petition p
    where p.unit_id = ${unitId} and p.ended_on >= make_date(${year}, 1, 1) and p.ended_on < make_date(${year} + 1, 1, 1)
    group by grouping sets ((extract(month from p.ended_on)), ())`.execute(ctx.tx);
  const sum = (of: (row: (typeof received.rows)[number]) => boolean) =>
    received.rows.filter(of).reduce((total, { count }) => total + count, 0);
  const whole = ended.rows.find(({ month }) => month === null);
  const last = yearOf(today) === year ? Number(monthOf(today).slice(5)) : 12;
  return {
    year,
    received: sum(() => true),
    ended: whole?.count ?? 0,
    middleDays: whole?.middle ?? null,
    mostDays: whole?.most ?? null,
    months: Array.from({ length: last }, (_, index) => {
      const those = ended.rows.find(({ month }) => month === index + 1);
      return {
        month: monthOf(plainDate(`${year}-${String(index + 1).padStart(2, '0')}-01`)) satisfies Month,
        received: sum(({ month }) => month === index + 1),
        ended: those?.count ?? 0,
        middleDays: those?.middle ?? null,
        mostDays: those?.most ?? null,
      };
    }),
    channels: channels.map((channel) => ({ channel, count: sum((row) => row.channel === channel) })),
    states: petitionStates
      .map((state) => ({ state, count: sum((row) => row.state === state) }))
      .filter(({ count }) => count > 0),
  };
}

/** What a year came to at each desk below this unit, for whoever oversees it; nothing of what complains of himself or of those above him. */
export async function readFiguresBelow(ctx: ReadCtx, unitId: number, year: number): Promise<DeskFigures[]> {
  if (!mayAtDesk(ctx.actor, 'petition:oversee', unitId)) throw new NotFound('desk');
  const { rows } = await sql<DeskFigures>`
    select unit_id as "unitId", unit_name as "unitName", received, ended, waiting, overdue, middle as "middleDays", most as "mostDays"
    from petitions.figures_below(${unitId}, ${year})`.execute(ctx.tx);
  return rows;
}

/** As much of a petition at a desk below as whoever oversees it is told. */
export type PetitionPointer = {
  reference: string;
  unitId: number;
  unitName: string;
  state: PetitionState;
  /** From its receipt to its answer, or until today. */
  days: number;
  overdue: boolean;
};
/**
 * What a sum of the desks below counts, at one desk or all of them, the oldest first. Opening it leaves a line. docs/decisions/843.
 */
export async function listPointersBelow(
  ctx: ReadCtx,
  { unitId, year, deskId, what }: { unitId: number; year: number; deskId?: number | undefined; what: SumBelow },
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: PetitionPointer[]; total: number }> {
  if (!mayAtDesk(ctx.actor, 'petition:oversee', unitId)) throw new NotFound('desk');
  const from = sql`petitions.pointers_below(${unitId}, ${year}, ${deskId ?? null}::int, ${what})`;
  const { rows } = await sql<PetitionPointer>`
    select reference, unit_id as "unitId", unit_name as "unitName", state, days, overdue
    from ${from} limit ${limit} offset ${offset}`.execute(ctx.tx);
  const counted = await sql<{ count: number }>`select count(*)::int as count from ${from}`.execute(ctx.tx);
  const { count: total } = counted.rows[0]!;
  ctx.accessed({ what: 'petition.pointers-listed', unitId, about: { year, deskId: deskId ?? null, of: what, total } });
  return { rows, total };
}

/** The years of which there are figures at a desk, or below it for whoever oversees it; the latest first, and the year of today always. */
export async function yearsOfPetitions(
  ctx: ReadCtx,
  { unitId, today }: { unitId: number; today: PlainDate },
): Promise<number[]> {
  const { rows } = await sql<{ first: number | null }>`
    select least(extract(year from min(p.received_on))::int, petitions.first_year_below(${unitId})) as first
    from petitions.petition p where p.unit_id = ${unitId}`.execute(ctx.tx);
  const now = yearOf(today);
  const first = Math.min(rows[0]?.first ?? now, now);
  return Array.from({ length: now - first + 1 }, (_, index) => now - index);
}
