import { sql, type RawBuilder } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import {
  endStates,
  holders,
  proceedingStates,
  routeNames,
  type Holder,
  type ProceedingKind,
  type ProceedingState,
} from './revocation.ts';
import { holderAt } from './routes.ts';

export type Period = { from: PlainDate; through: PlainDate };
/** Of stretches that have ended within the period. */
type DayFigures = {
  count: number;
  median: number;
  /** Nine in ten were no longer than this. */
  ninth: number;
  /** How many were longer than they were owed to be, and by how many days together. */
  late: number;
  lateDays: number;
};
export type HolderFigures = DayFigures & { unitId: number; unitName: string; holder: Holder };
export type StepFigures = HolderFigures & { state: ProceedingState };
export type Stretch = {
  proceedingId: string;
  unitName: string;
  holder: Holder;
  state: ProceedingState;
  from: PlainDate;
  through: PlainDate;
  days: number;
  /** Days beyond its last day. */
  late: number;
};

const holderOfStates = routeNames.flatMap((route) =>
  proceedingStates.flatMap((state) => {
    const holder = holderAt(route, state);
    return holder ? [[route, state, holder] as const] : [];
  }),
);

/** Who has the file in which state of which way, as a table to join. */
const holding = () => {
  const [route, state, holder] = [0, 1, 2].map((at) => holderOfStates.map((row) => row[at as 0]));
  return sql`unnest(${route}::text[], ${state}::text[], ${holder}::text[]) as h (route, state, holder)`;
};

/** Every time that a file lay with somebody and went on, of the proceedings that the asker sees: one row each. */
function stretches({ from, through }: Period): RawBuilder<unknown> {
  return sql`
    with points as (
      select r.id, r.route, r.unit_id, 'begun' as state, r.begun_on as day, r.first_due_on as due, null::timestamptz as at from revocations.proceeding r
      union all
      select m.proceeding_id, r.route, m.unit_id, m.to_state, m.day, m.due_on, m.made_at from revocations.move m join revocations.proceeding r on r.id = m.proceeding_id
    ), lain as (
      select p.id, p.unit_id, h.holder, p.state, p.day as from_day, p.due,
        lead(p.day) over (partition by p.id order by p.at nulls first) as through_day
      from points p left join ${holding()} on h.route = p.route and h.state = p.state
    ), stretch as (
      select l.id, l.unit_id, u.name as unit_name, l.holder, l.state, l.from_day, l.through_day, l.through_day - l.from_day as days,
        greatest(l.through_day - l.due, 0) as late
      from lain l join units.unit u on u.id = l.unit_id
      where l.holder is not null and l.through_day between ${from}::date and ${through}::date
    )`;
}

const figures = sql`count(*)::int as count, percentile_disc(0.5) within group (order by days)::int as median,
  percentile_disc(0.9) within group (order by days)::int as ninth, count(*) filter (where late > 0)::int as late,
  coalesce(sum(late), 0)::int as "lateDays"`;

/** Days with each holder, office by office: how many times, the middle one, what nine in ten stayed within, and what was late. */
export async function figuresByHolder(ctx: ReadCtx, period: Period): Promise<HolderFigures[]> {
  const { rows } = await sql<HolderFigures>`
    ${stretches(period)}
    select unit_id as "unitId", unit_name as "unitName", holder, ${figures}
    from stretch group by unit_id, unit_name, holder
    order by unit_name, array_position(${[...holders]}::text[], holder)`.execute(ctx.tx);
  return rows;
}

/** The same for each step: how long it took from where a proceeding stood to the next. */
export async function figuresByStep(ctx: ReadCtx, period: Period): Promise<StepFigures[]> {
  const { rows } = await sql<StepFigures>`
    ${stretches(period)}
    select unit_id as "unitId", unit_name as "unitName", holder, state, ${figures}
    from stretch group by unit_id, unit_name, holder, state
    order by unit_name, array_position(${[...proceedingStates]}::text[], state), array_position(${[...holders]}::text[], holder)`.execute(
    ctx.tx,
  );
  return rows;
}

/** The list that such a count opens. `late`: only those beyond their last day. */
export async function listStretches(
  ctx: ReadCtx,
  period: Period,
  {
    unitId,
    holder,
    state,
    late = false,
  }: { unitId: number; holder: Holder; state?: ProceedingState | undefined; late?: boolean },
): Promise<Stretch[]> {
  const { rows } = await sql<Stretch>`
    ${stretches(period)}
    select id as "proceedingId", unit_name as "unitName", holder, state, from_day::text as "from", through_day::text as through, days,
      coalesce(late, 0) as late
    from stretch where unit_id = ${unitId} and holder = ${holder} and (${state ?? null}::text is null or state = ${state ?? null}::text)
      and (not ${late}::boolean or late > 0) order by days desc, from_day, id`.execute(ctx.tx);
  return rows;
}

/** What lies still with somebody on a day: it has not ended, so that no stretch tells of it. */
export type StillFigures = {
  unitId: number;
  unitName: string;
  holder: Holder;
  count: number;
  /** Days so far: the middle one, what nine in ten do not exceed, and of what lies there longest. */
  median: number;
  ninth: number;
  longest: number;
  late: number;
  lateDays: number;
};

function still(today: PlainDate): RawBuilder<unknown> {
  return sql`
    with still as (
      select r.id, r.unit_id, u.name as unit_name, h.holder, r.state, r.since as from_day, greatest(${today}::date - r.since, 0) as days,
        greatest(${today}::date - r.due_on, 0) as late
      from revocations.proceeding r join units.unit u on u.id = r.unit_id join ${holding()} on h.route = r.route and h.state = r.state
      where r.ended_on is null
    )`;
}

/** Where files lie today and since when, office by office: whoever never takes his step is late here. */
export async function figuresStill(ctx: ReadCtx, today: PlainDate): Promise<StillFigures[]> {
  const { rows } = await sql<StillFigures>`
    ${still(today)}
    select unit_id as "unitId", unit_name as "unitName", holder, count(*)::int as count,
      percentile_disc(0.5) within group (order by days)::int as median, percentile_disc(0.9) within group (order by days)::int as ninth,
      max(days)::int as longest,
      count(*) filter (where late > 0)::int as late, coalesce(sum(late), 0)::int as "lateDays"
    from still group by unit_id, unit_name, holder order by unit_name, array_position(${[...holders]}::text[], holder)`.execute(
    ctx.tx,
  );
  return rows;
}

/** The list that such a count opens, what lies longest first. `late`: only those beyond their last day. */
export async function listStill(
  ctx: ReadCtx,
  today: PlainDate,
  { unitId, holder, late = false }: { unitId: number; holder: Holder; late?: boolean },
): Promise<Omit<Stretch, 'through'>[]> {
  const { rows } = await sql<Omit<Stretch, 'through'>>`
    ${still(today)}
    select id as "proceedingId", unit_name as "unitName", holder, state, from_day::text as "from", days, coalesce(late, 0) as late
    from still where unit_id = ${unitId} and holder = ${holder} and (not ${late}::boolean or late > 0)
    order by days desc, id`.execute(ctx.tx);
  return rows;
}

export type Proposal = {
  proceedingId: string | null;
  unitName: string;
  filedOn: PlainDate;
  caughtAndFinal: boolean | null;
};
/** Which of them: all, those from before Simpul, or those about clients who were caught and sentenced. */
export const proposalParts = ['all', 'earlier', 'caught'] as const;
export type ProposalPart = (typeof proposalParts)[number];
/** Every proposal that was filed in a period: those of Simpul, and those that the offices' own registers count from before. */
export async function listProposals(
  ctx: ReadCtx,
  { from, through }: Period,
  part: ProposalPart = 'all',
): Promise<Proposal[]> {
  const { rows } = await sql<Proposal>`
    select * from (
      select r.id as "proceedingId", u.name as "unitName", r.begun_on::text as "filedOn", null::boolean as "caughtAndFinal"
      from revocations.proceeding r join units.unit u on u.id = r.unit_id where r.begun_on between ${from}::date and ${through}::date
      union all
      select null, u.name, e.filed_on::text, e.of_kind = 'caught_and_final'
      from revocations.earlier_proposal e join units.unit u on u.id = e.unit_id where e.filed_on between ${from}::date and ${through}::date
    ) p where ${part === 'all' ? sql`true` : part === 'earlier' ? sql`"proceedingId" is null` : sql`"caughtAndFinal"`}
    order by "filedOn", "proceedingId" nulls first`.execute(ctx.tx);
  return rows;
}

export type ProposalFigures = { all: number; earlier: number; caughtAndFinal: number; last: PlainDate | null };
/** How many there were; the same rows counted. `last` is the latest day that any register names. */
export async function countProposals(ctx: ReadCtx, { from, through }: Period): Promise<ProposalFigures> {
  const { rows } = await sql<ProposalFigures>`
    select (select count(*) from revocations.proceeding r where r.begun_on between ${from}::date and ${through}::date)::int
        + (select count(*) from revocations.earlier_proposal e where e.filed_on between ${from}::date and ${through}::date)::int as all,
      (select count(*) from revocations.earlier_proposal e where e.filed_on between ${from}::date and ${through}::date)::int as earlier,
      (select count(*) from revocations.earlier_proposal e where e.filed_on between ${from}::date and ${through}::date and e.of_kind = 'caught_and_final')::int
        as "caughtAndFinal",
      (select max(e.filed_on)::text from revocations.earlier_proposal e) as last`.execute(ctx.tx);
  return rows[0]!;
}

export type SharesAbove = {
  clients: number | null;
  proposals: number | null;
  earlier: number | null;
  caught: number | null;
};
/** What the centre is told of all offices together: clients on a day, and proposals of a period, from five up. */
export async function countAbove(ctx: ReadCtx, { from, through }: Period, day: PlainDate): Promise<SharesAbove> {
  const { rows } = await sql<SharesAbove>`
    select revocations.clients_below(${day}::date) as clients, p.proposals, p.earlier, p.caught
    from revocations.proposals_below(${from}::date, ${through}::date) p`.execute(ctx.tx);
  return rows[0]!;
}

export type EndState = (typeof endStates)[number];
/** How the proceedings ended that ended in a period, over all offices that the asker sees. */
export async function countEnds(
  ctx: ReadCtx,
  { from, through }: Period,
): Promise<{ state: EndState; count: number }[]> {
  const { rows } = await sql<{ state: EndState; count: number }>`
    select r.state, count(*)::int as count from revocations.proceeding r where r.ended_on between ${from}::date and ${through}::date
    group by r.state order by array_position(${[...endStates]}::text[], r.state)`.execute(ctx.tx);
  return rows;
}

/** The list that such a count opens. */
export async function listEnds(
  ctx: ReadCtx,
  { from, through }: Period,
  state: EndState,
): Promise<{ proceedingId: string; unitName: string; kind: ProceedingKind; endedOn: PlainDate }[]> {
  const { rows } = await sql<{ proceedingId: string; unitName: string; kind: ProceedingKind; endedOn: PlainDate }>`
    select r.id as "proceedingId", u.name as "unitName", r.kind, r.ended_on::text as "endedOn"
    from revocations.proceeding r join units.unit u on u.id = r.unit_id
    where r.state = ${state} and r.ended_on between ${from}::date and ${through}::date order by r.ended_on desc, r.id`.execute(
    ctx.tx,
  );
  return rows;
}
