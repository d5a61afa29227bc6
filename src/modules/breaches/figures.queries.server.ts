import { sql, type RawBuilder } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import { runningStates, type BreachState } from './breach.ts';

export type Period = { from: PlainDate; through: PlainDate };
/** Where a breach stood, or from the day it came up until somebody decided. */
export type TimedStep = (typeof runningStates)[number] | 'whole';
export const timedSteps = [...runningStates, 'whole'] as const satisfies readonly TimedStep[];
export type StepFigures = {
  unitId: number;
  unitName: string;
  step: TimedStep;
  /** That have ended within the period. */
  count: number;
  median: number;
  /** Nine in ten took no longer than this. */
  ninth: number;
};
export type BreachStretch = {
  breachId: string;
  caseId: string;
  unitName: string;
  state: BreachState;
  from: PlainDate;
  through: PlainDate;
  days: number;
};

/** Every time that a breach stood somewhere and went on, and each that was decided as a whole, of those that the asker sees. */
function stretches({ from, through }: Period): RawBuilder<unknown> {
  return sql`
    with points as (
      select b.id, b.case_id, b.unit_id, b.state as stands, coalesce((select m.from_state from breaches.move m where m.breach_id = b.id
        order by m.made_at, m.id limit 1), b.state) as state, b.opened_on as day, null::timestamptz as at, null::uuid as move
      from breaches.breach b
      union all
      select m.breach_id, b.case_id, b.unit_id, b.state, m.to_state, m.day, m.made_at, m.id from breaches.move m join breaches.breach b on b.id = m.breach_id
    ), stood as (
      select p.id, p.case_id, p.unit_id, p.stands, p.state as step, p.day as from_day,
        lead(p.day) over (partition by p.id order by p.at nulls first, p.move) as through_day
      from points p
    ), told as (
      select s.* from stood s where s.step = any (${[...runningStates]}::text[])
      union all
      select b.id, b.case_id, b.unit_id, b.state, 'whole', b.opened_on, b.ended_on from breaches.breach b
      where b.state in ('reprimanded', 'proposed_for_revocation', 'closed_unfounded')
    ), stretch as (
      select t.id, t.case_id, t.unit_id, u.name as unit_name, t.stands, t.step, t.from_day, t.through_day, t.through_day - t.from_day as days
      from told t join units.unit u on u.id = t.unit_id where t.through_day between ${from}::date and ${through}::date
    )`;
}

/** Days per step and from trigger to decision, office by office: how many, the middle one, and what nine in ten stayed within. */
export async function figuresBySteps(ctx: ReadCtx, period: Period): Promise<StepFigures[]> {
  const { rows } = await sql<StepFigures>`
    ${stretches(period)}
    select unit_id as "unitId", unit_name as "unitName", step, count(*)::int as count,
      percentile_disc(0.5) within group (order by days)::int as median, percentile_disc(0.9) within group (order by days)::int as ninth
    from stretch group by unit_id, unit_name, step
    order by unit_name, array_position(${[...timedSteps]}::text[], step)`.execute(ctx.tx);
  return rows;
}

/** The list that such a count opens. */
export async function listStepsOf(
  ctx: ReadCtx,
  period: Period,
  { unitId, step }: { unitId: number; step: TimedStep },
): Promise<BreachStretch[]> {
  const { rows } = await sql<BreachStretch>`
    ${stretches(period)}
    select id as "breachId", case_id as "caseId", unit_name as "unitName", stands as state, from_day::text as "from",
      through_day::text as through, days
    from stretch where unit_id = ${unitId} and step = ${step} order by days desc, from_day, id`.execute(ctx.tx);
  return rows;
}
