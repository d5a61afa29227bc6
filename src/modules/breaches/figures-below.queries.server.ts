import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { holds, mustBeAllowed } from '#modules/access';
import { getUnit } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import type { BreachState } from './breach.ts';
import type { Period, TimedStep } from './figures.queries.server.ts';

/**
 * What a number says: `open` how many stand at a step, `all` all of these, `late` those of them past their day, `ended` how they ended in the
 * period, `stood` how often they stood at a step and went on, with the days.
 */
export const partsBelow = ['all', 'late', 'open', 'ended', 'stood'] as const;
export type PartBelow = (typeof partsBelow)[number];
export type KeyBelow = BreachState | TimedStep | 'to_begin' | 'all' | 'late' | 'in_time';
export type FigureBelow = {
  unitId: number;
  unitName: string;
  /** Whoever reads it counts the office one by one, and opens the list. */
  isFull: boolean;
  part: PartBelow;
  key: KeyBelow;
  /** Nothing where it is not told to whoever reads sums only. */
  count: number | null;
  median: number | null;
  ninth: number | null;
};

/** What the offices below do about breaches, office by office; to the centre as sums of the year in which the period ends. */
export async function figuresBelow(ctx: ReadCtx, { from, through }: Period, today: PlainDate): Promise<FigureBelow[]> {
  if (!holds(ctx.actor, 'revocation:read') && !holds(ctx.actor, 'figures:aggregate'))
    throw new NotAllowed('figures of the offices below');
  const { rows } = await sql<FigureBelow>`
    select unit_id as "unitId", unit_name as "unitName", is_full as "isFull", part, key, count, median, ninth
    from breaches.told_below(${from}::date, ${through}::date, ${today}::date)`.execute(ctx.tx);
  return rows;
}

export type BreachBelow = {
  caseId: string;
  registerLabel: string | null;
  key: KeyBelow;
  from: PlainDate;
  /** Its last day: by when the next step is due, or when it ended or went on. */
  through: PlainDate | null;
  days: number;
};

/**
 * The list that such a number opens: files by their register number, which say who it is to whoever opens them with a reason. `unseen` is how many more
 * the number counts, of children and others whose files the asker is not shown.
 */
export async function listBelow(
  ctx: ReadCtx,
  { from, through }: Period,
  today: PlainDate,
  { unitId, part, key }: { unitId: number; part: PartBelow; key: string },
): Promise<{ rows: BreachBelow[]; unseen: number }> {
  const unit = await getUnit(ctx, unitId);
  mustBeAllowed(ctx.actor, 'figures:read', { unitId: unit.id, unitPath: unit.path });
  const source = sql`breaches.named_below(${from}::date, ${through}::date, ${today}::date) r`;
  const meant = sql<SqlBool>`r.office_id = ${unitId} and ${meaning(part, key)}`;
  const { rows } = await sql<BreachBelow>`
    select r.case_id as "caseId", c.register_label as "registerLabel", r.key, r.from_day::text as "from", r.through_day::text as through, r.days
    from ${source} join cases.client_case c on c.id = r.case_id
    where ${meant} order by r.days desc, r.from_day, r.case_id`.execute(ctx.tx);
  const count = await sql<{ count: number }>`select count(*)::int as count from ${source} where ${meant}`.execute(
    ctx.tx,
  );
  ctx.accessed({ what: 'figures.listed', unitId: unit.id, about: { of: 'breaches' } });
  return { rows, unseen: count.rows[0]!.count - rows.length };
}

function meaning(part: PartBelow, key: string): RawBuilder<SqlBool> {
  if (part === 'all') return sql`r.part = 'open'`;
  if (part === 'late') return sql`r.part = 'open' and r.late = ${key === 'late'}::boolean`;
  return sql`r.part = ${part}::text and r.key = ${key}::text`;
}
