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
    with stretch as (
      select s.*, u.name as unit_name from breaches.stood(null, ${from}::date, ${through}::date) s join units.unit u on u.id = s.unit_id
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
    select breach_id as "breachId", case_id as "caseId", unit_name as "unitName", stands as state, from_day::text as "from",
      through_day::text as through, days
    from stretch where unit_id = ${unitId} and step = ${step} order by days desc, from_day, breach_id`.execute(ctx.tx);
  return rows;
}
