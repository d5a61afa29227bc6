import { sql, type RawBuilder } from 'kysely';
import type { PartialDate } from '#kernel/partial-date';
import { holds } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import { fullName, type Sex } from './person.ts';
import { nobodysNames } from './recognition/index.ts';
import { qualityKinds, type QualityKind } from './quality.ts';
import { searchedUnits } from './search-hits.queries.server.ts';
import { birthFromColumns } from './store.server.ts';

// The parts of a NIK as kernel/nik.ts reads them; a test holds the two against each other.
const whole = sql<boolean>`p.nik ~ '^[0-9]{16}$'`;
const part = (from: number) => sql<number>`substr(p.nik, ${sql.lit(from)}, 2)::int`;
const coded = part(7);
const day = sql<number>`(case when ${coded} > 40 then ${coded} - 40 else ${coded} end)`;
const [month, year] = [part(9), part(11)];
const isLeap = sql<boolean>`${year} % 4 = 0`;
const lastDay = sql<number>`(case when ${month} = 2 then case when ${isLeap} then 29 else 28 end when ${month} in (4, 6, 9, 11) then 30 else 31 end)`;
const possible = sql<boolean>`${month} between 1 and 12 and ${day} between 1 and ${lastDay} and right(p.nik, 4) <> '0000'`;
const ifWhole = (condition: RawBuilder<boolean>) => sql<boolean>`(case when ${whole} then ${condition} else false end)`;

/** What each kind asks of a person `p`. A NIK is never refused for what is inside it; here it is put before somebody. */
const conditions: Record<QualityKind, RawBuilder<boolean>> = {
  nik_twice: sql<boolean>`(p.nik is not null and exists (
    select from people.person o where o.nik = p.nik and o.id <> p.id and o.unit_id = p.unit_id))`,
  nik_impossible: sql<boolean>`(p.nik is not null and (case when ${whole} then not (${possible}) else true end))`,
  nik_against_birth: ifWhole(sql<boolean>`coalesce(case p.birth_precision
    when 'day' then to_char(p.birth_date, 'DDMMYY') <> lpad(${day}::text, 2, '0') || substr(p.nik, 9, 4)
    when 'month' then to_char(p.birth_date, 'MMYY') <> substr(p.nik, 9, 4)
    when 'year' then to_char(p.birth_date, 'YY') <> substr(p.nik, 11, 2) end, false)`),
  nik_against_sex: ifWhole(
    sql<boolean>`coalesce(${day} between 1 and 31 and (p.sex = 'female') <> (${coded} > 40), false)`,
  ),
  no_nik: sql<boolean>`p.nik is null`,
  no_birth: sql<boolean>`p.birth_precision = 'unknown'`,
  // "Tidak diketahui" keeps somebody from being recognised as much as an empty field does.
  no_mother: sql<boolean>`(p.mother_name = '' or lower(p.mother_name) = any (${[...nobodysNames]}::text[]))`,
  no_birth_place: sql<boolean>`p.birth_place = ''`,
  no_sex: sql<boolean>`p.sex is null`,
  // Only of whoever owes reports: nobody else is reminded of anything.
  no_reminders: sql<boolean>`(exists (select from cases.client_case c where c.person_id = p.id and c.state in ('received', 'active', 'paused'))
    and not exists (select from people.phone h where h.person_id = p.id and h.for_notices and h.removed_at is null))`,
};

export type UnitQuality = { unitId: number; unit: string; people: number } & Record<QualityKind, number>;

/** How the records of each office in reach stand, as far as the asker sees them; every number is the length of its list. */
export async function countQuality(ctx: ReadCtx): Promise<UnitQuality[]> {
  if (!holds(ctx.actor, 'person:search')) throw new NotAllowed('person:search');
  const counts = qualityKinds.map((kind) => sql`count(*) filter (where ${conditions[kind]})::int as ${sql.ref(kind)}`);
  const { rows } = await sql<UnitQuality>`
    select u.id as "unitId", u.name as unit, count(*)::int as people, ${sql.join(counts)}
    from people.person p join units.unit u on u.id = p.unit_id where p.unit_id = any (${searchedUnits})
    group by u.id order by u.name, u.id`.execute(ctx.tx);
  return rows;
}

export type QualityRow = {
  personId: string;
  name: string;
  nik: string | null;
  birth: PartialDate | null;
  birthPlace: string;
  motherName: string;
  sex: Sex | null;
  /** The latest case that the asker may see. */
  caseId: string | null;
  registerLabel: string | null;
  pkName: string | null;
};

/** The people of one office whose record wants this looked at; those who share a NIK stand together. */
export async function listQuality(
  ctx: ReadCtx,
  { unitId, kind }: { unitId: number; kind: QualityKind },
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: QualityRow[]; total: number }> {
  if (!holds(ctx.actor, 'person:search')) throw new NotAllowed('person:search');
  const here = sql<boolean>`p.unit_id = ${unitId} and p.unit_id = any (${searchedUnits}) and ${conditions[kind]}`;
  const { rows } = await sql<{
    personId: string;
    name: string;
    titleBefore: string;
    titleAfter: string;
    nik: string | null;
    birthDate: string | null;
    birthPrecision: string;
    birthPlace: string;
    motherName: string;
    sex: Sex | null;
    caseId: string | null;
    registerLabel: string | null;
    pkName: string | null;
  }>`
    select p.id as "personId", p.name, p.title_before as "titleBefore", p.title_after as "titleAfter", p.nik, p.birth_date::text as "birthDate",
      p.birth_precision as "birthPrecision", p.birth_place as "birthPlace", p.mother_name as "motherName", p.sex,
      c.id as "caseId", c.register_label as "registerLabel", s.name as "pkName"
    from people.person p
    left join lateral (select k.id, k.register_label, k.pk_staff_id from cases.client_case k where k.person_id = p.id
      order by k.ended_on is not null, k.received_on desc, k.id limit 1) c on true
    left join units.staff s on s.id = c.pk_staff_id
    where ${here} order by ${kind === 'nik_twice' ? sql`p.nik,` : sql``} p.name, p.id limit ${limit} offset ${offset}`.execute(
    ctx.tx,
  );
  const count = await sql<{ total: number }>`select count(*)::int as total from people.person p where ${here}`.execute(
    ctx.tx,
  );
  return {
    rows: rows.map(({ name, titleBefore, titleAfter, birthDate, birthPrecision, ...row }) => ({
      ...row,
      name: fullName({ name, titleBefore, titleAfter }),
      birth: birthFromColumns(birthDate, birthPrecision),
    })),
    total: count.rows[0]!.total,
  };
}
