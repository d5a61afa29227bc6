import { sql, type RawBuilder } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import type { AgeGroup, Register, RegisterGroup, StayState } from './stay.ts';

/** What the list of a day is asked for. `in` is everybody who is held on that day. */
export type OccupantFilter = {
  unitId: number;
  on: PlainDate;
  state?: 'in' | StayState | 'all' | undefined;
  register?: Register | RegisterGroup | 'none' | undefined;
  sex?: 'male' | 'female' | 'unknown' | undefined;
  age?: AgeGroup | undefined;
  /** The paper lasts so many days at most, or has run out. */
  termWithin?: number | undefined;
  /** Admitted with a reason because this is not the right place. */
  wrongPlace?: boolean | undefined;
};
export type Occupant = {
  id: string;
  name: string;
  birth: string | null;
  birthPrecision: string;
  sex: 'male' | 'female' | null;
  age: AgeGroup;
  state: StayState;
  register: Register | null;
  label: string | null;
  admittedOn: PlainDate;
  endedOn: PlainDate | null;
  termUntil: PlainDate | null;
  healthAlert: boolean;
  noPapers: boolean;
  guarded: boolean;
};

/** Every stay of an office as it stood on a day: its state, and the register that counted then. */
export const asOf = (unitId: number, on: PlainDate) => sql`
  select s.id, s.person_id, s.age_group, s.admitted_on, s.ended_on, s.health_alert, s.no_papers, s.place_reason, e.register, e.label, b.until_on as term_until,
    coalesce(m.to_state, 'held') as state
  from custody.stay s
  left join lateral (select x.register, x.label from custody.register_entry x
    where x.stay_id = s.id and x.voided_at is null and x.given_on <= ${on}::date order by x.given_on desc, x.made_at desc, x.id desc limit 1) e on true
  left join lateral (select x.until_on from custody.basis x where x.stay_id = s.id and x.from_on <= ${on}::date order by x.made_at desc, x.id desc limit 1) b on true
  left join lateral (select x.to_state from custody.move x where x.stay_id = s.id and x.day <= ${on}::date order by x.day desc, x.made_at desc, x.id desc limit 1) m on true
  where s.unit_id = ${unitId} and s.admitted_on <= ${on}::date`;

const groups: Readonly<Record<RegisterGroup, string>> = {
  detainees: 'reg_a%',
  convicts: 'reg_b%',
  hostages: 'reg_c%',
};

function where(filter: OccupantFilter): RawBuilder<boolean> {
  const { state = 'in', register, sex, age, termWithin, wrongPlace, on } = filter;
  const parts = [sql<boolean>`true`];
  if (state === 'in') parts.push(sql<boolean>`o.state = 'held'`);
  else if (state !== 'all') parts.push(sql<boolean>`o.state = ${state}`);
  if (register === 'none') parts.push(sql<boolean>`o.register is null`);
  else if (register && register in groups)
    parts.push(sql<boolean>`o.register like ${groups[register as RegisterGroup]}`);
  else if (register) parts.push(sql<boolean>`o.register = ${register}`);
  if (sex) parts.push(sql<boolean>`coalesce(p.sex, 'unknown') = ${sex}`);
  if (age) parts.push(sql<boolean>`o.age_group = ${age}`);
  if (termWithin !== undefined) parts.push(sql<boolean>`o.term_until <= ${on}::date + ${termWithin}::int`);
  if (wrongPlace) parts.push(sql<boolean>`o.place_reason <> ''`);
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}
const from = (filter: OccupantFilter) =>
  sql`from (${asOf(filter.unitId, filter.on)}) o join people.person p on p.id = o.person_id where ${where(filter)}`;

/** Who is in on a day, by name; terms that run out stand by their day where they are what is asked for. */
export async function listOccupants(
  ctx: ReadCtx,
  filter: OccupantFilter,
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: Occupant[]; total: number }> {
  const order = filter.termWithin === undefined ? sql`lower(p.name), o.id` : sql`o.term_until, lower(p.name), o.id`;
  const { rows } = await sql<Occupant>`
    select o.id, p.name, p.birth_date::text as birth, p.birth_precision as "birthPrecision", p.sex, o.age_group as age, o.state, o.register, o.label,
      o.admitted_on::text as "admittedOn", o.ended_on::text as "endedOn", o.term_until::text as "termUntil", o.health_alert as "healthAlert",
      o.no_papers as "noPapers", p.guarded
    ${from(filter)} order by ${order} limit ${limit} offset ${offset}`.execute(ctx.tx);
  const { rows: counted } = await sql<{ count: number }>`select count(*)::int as count ${from(filter)}`.execute(ctx.tx);
  return { rows, total: counted[0]!.count };
}
