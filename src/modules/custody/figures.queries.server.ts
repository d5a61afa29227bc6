import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import { todayAt, type UnitType } from '#modules/units';
import type { ReadCtx } from '#platform/ctx';
import { asOf } from './list.queries.server.ts';
import { groupOf, type AgeGroup, type Register } from './stay.ts';

export type Sum = {
  occupants: number;
  detainees: number;
  convicts: number;
  hostages: number;
  /** Whose number was made void and who has no other. */
  withoutNumber: number;
  male: number;
  female: number;
  sexUnknown: number;
  adults: number;
  children: number;
  ageUnknown: number;
};
export type Cell = { register: Register | null; sex: string; age: AgeGroup; count: number };

/** Each number on a page about occupants is a sum of the same cells, so that what belongs together adds up. */
export function sumOf(cells: readonly Cell[]): Sum {
  const total = (wanted: (cell: Cell) => boolean) =>
    cells.reduce((sum, cell) => (wanted(cell) ? sum + cell.count : sum), 0);
  const ofGroup = (group: ReturnType<typeof groupOf>) =>
    total(({ register }) => register !== null && groupOf(register) === group);
  return {
    occupants: total(() => true),
    detainees: ofGroup('detainees'),
    convicts: ofGroup('convicts'),
    hostages: ofGroup('hostages'),
    withoutNumber: total(({ register }) => register === null),
    male: total(({ sex }) => sex === 'male'),
    female: total(({ sex }) => sex === 'female'),
    sexUnknown: total(({ sex }) => sex === 'unknown'),
    adults: total(({ age }) => age === 'adult'),
    children: total(({ age }) => age === 'child'),
    ageUnknown: total(({ age }) => age === 'unknown'),
  };
}
export function byRegister(cells: readonly Cell[]): Map<Register, number> {
  const sums = new Map<Register, number>();
  for (const { register, count } of cells) if (register) sums.set(register, (sums.get(register) ?? 0) + count);
  return sums;
}

/** Who is in on a day, counted; each number is the length of the list that it opens. */
export async function countOccupants(ctx: ReadCtx, unitId: number, on: PlainDate): Promise<Cell[]> {
  const { rows } = await sql<Cell>`
    select o.register, coalesce(p.sex, 'unknown') as sex, o.age_group as age, count(*)::int as count
    from (${asOf(unitId, on)}) o join people.person p on p.id = o.person_id
    where o.state = 'held' group by 1, 2, 3`.execute(ctx.tx);
  return rows;
}

export type Worries = { escaped: number; termOver: number; termSoon: number; wrongPlace: number };
/** What is not as it should be, each the length of a list. */
export async function countWorries(ctx: ReadCtx, unitId: number, on: PlainDate, days: number): Promise<Worries> {
  const { rows } = await sql<Worries>`
    select count(*) filter (where o.state = 'escaped')::int as escaped,
      count(*) filter (where o.state = 'held' and o.term_until <= ${on}::date - 1)::int as "termOver",
      count(*) filter (where o.state = 'held' and o.term_until <= ${on}::date + ${days}::int)::int as "termSoon",
      count(*) filter (where o.state = 'held' and o.place_reason <> '')::int as "wrongPlace"
    from (${asOf(unitId, on)}) o join people.person p on p.id = o.person_id`.execute(ctx.tx);
  return rows[0]!;
}

export type Capacity = { places: number; fromOn: PlainDate; source: string };
/** How many places there are on a day; nothing where nobody has said so. */
export async function findCapacity(ctx: ReadCtx, unitId: number, on: PlainDate): Promise<Capacity | undefined> {
  const [newest] = (await listCapacities(ctx, unitId)).filter(({ fromOn }) => fromOn <= on);
  return newest;
}
/** Every number of places that was ever set, the one that counts now first. */
export async function listCapacities(ctx: ReadCtx, unitId: number): Promise<Capacity[]> {
  const { rows } = await sql<Capacity>`
    select c.places, c.from_on::text as "fromOn", c.source from custody.capacity c where c.unit_id = ${unitId}
    order by c.from_on desc, c.made_at desc, c.id desc`.execute(ctx.tx);
  return rows;
}

export type UnitSum = {
  unitId: number;
  name: string;
  type: UnitType;
  on: PlainDate;
  places: number | null;
  sum: Sum;
};
/** The institutions below an office on a day, or each on its own today: sums and nobody's name. */
export async function listUnitSums(ctx: ReadCtx, aboveId: number, on?: PlainDate): Promise<UnitSum[]> {
  const { rows: units } = await sql<{
    unitId: number;
    name: string;
    type: UnitType;
    zone: Zone;
    demoToday: PlainDate | null;
  }>`
    select u.id as "unitId", u.name, u.type, u.zone, u.demo_today::text as "demoToday"
    from units.unit u where u.path @> array[${aboveId}::int] and u.type in ('lapas', 'rutan', 'lpka', 'lpas') and u.closed_on is null
    order by u.name, u.id`.execute(ctx.tx);
  const sums: UnitSum[] = [];
  const counted = new Map<PlainDate, (Cell & { unitId: number })[]>();
  for (const { zone, demoToday, ...unit } of units) {
    const day = on ?? todayAt({ zone, demoToday }, ctx.now);
    if (!counted.has(day)) counted.set(day, await countBelow(ctx, day));
    const places = (await findCapacity(ctx, unit.unitId, day))?.places ?? null;
    sums.push({
      ...unit,
      on: day,
      places,
      sum: sumOf(counted.get(day)!.filter(({ unitId }) => unitId === unit.unitId)),
    });
  }
  return sums;
}

async function countBelow(ctx: ReadCtx, on: PlainDate): Promise<(Cell & { unitId: number })[]> {
  const { rows } = await sql<Cell & { unitId: number }>`
    select c.unit_id as "unitId", c.register, c.sex, c.age_group as age, c.count from custody.counts(${on}::date) c`.execute(
    ctx.tx,
  );
  return rows;
}
