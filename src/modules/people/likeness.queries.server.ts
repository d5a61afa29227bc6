import { sql } from 'kysely';
import type { PartialDate } from '#kernel/partial-date';
import type { ReadCtx } from '#platform/ctx';
import { fullName, type NikSource, type Sex } from './person.ts';
import type { Facts } from './recognition/index.ts';
import { birthFromColumns } from './store.server.ts';

export type KnownLikeness = {
  personId: string;
  name: string;
  aliases: string[];
  nik: string | null;
  nikSource: NikSource | null;
  birth: PartialDate | null;
  motherName: string;
  birthPlace: string;
  fatherName: string;
  sex: Sex | null;
  unitId: number;
  photoFileId: string | null;
  unitName: string;
  registerLabels: string[];
};

/** What recognition compares of him. */
export const factsOfLikeness = (one: KnownLikeness): Facts => ({
  ...one,
  mother: one.motherName,
  father: one.fatherName,
});

type Row = {
  id: string;
  name: string;
  title_before: string;
  title_after: string;
  nik: string | null;
  nik_source: NikSource | null;
  birth_date: string | null;
  birth_precision: string;
  birth_place: string;
  mother_name: string;
  father_name: string;
  sex: Sex | null;
  unit_id: number;
  photo_file_id: string | null;
  unit_name: string;
  aliases: string[];
  labels: string[];
};

/** The columns of a person `p` of the unit `u`. */
const columns = sql`p.id, p.name, p.title_before, p.title_after, p.nik, p.nik_source, p.birth_date, p.birth_precision, p.birth_place, p.mother_name,
  p.father_name, p.sex, p.photo_file_id, u.id as unit_id, u.name as unit_name,
  array(select a.name from people.alias a where a.person_id = p.id and a.removed_at is null) as aliases,
  array(select c.register_label from cases.client_case c where c.person_id = p.id and c.register_label is not null order by c.received_on desc) as labels`;

/** What of somebody known is compared with somebody new. */
export async function listLikenesses(ctx: ReadCtx, ids: readonly string[]): Promise<KnownLikeness[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
    select ${columns} from people.person p join units.unit u on u.id = p.unit_id
    where p.id = any (${[...ids]}::uuid[])`.execute(ctx.tx);
  return rows.map(likenessOf);
}

/** Somebody of another office, as far as the asker may know of him at all. */
export type HeldElsewhere = { personId: string; unitId: number; unitName: string; phone: string };
/** What the asker may know of some people; who is in neither is nobody to him. */
export type Reach = { known: ReadonlyMap<string, KnownLikeness>; held: ReadonlyMap<string, HeldElsewhere> };

/** Those within the asker's reach, and who of the others another office holds. Nothing is answered of the `others`: they are asked about for company. */
export async function reachOf(ctx: ReadCtx, ids: readonly string[], others: readonly string[] = []): Promise<Reach> {
  const asked = [...ids, ...others];
  const { rows } = await sql<HeldElsewhere & { within: boolean }>`
    select f.id as "personId", p.id is not null as within, u.id as "unitId", u.name as "unitName", u.phone
    from unnest(${asked}::uuid[]) f (id)
    left join people.person p on p.id = f.id
    left join people.held_elsewhere(${asked}::uuid[]) h on h.person_id = f.id
    join units.unit u on u.id = coalesce(p.unit_id, h.unit_id)`.execute(ctx.tx);
  const wanted = new Set(ids);
  const seen = rows.filter(({ personId }) => wanted.has(personId));
  const known = await listLikenesses(
    ctx,
    seen.filter(({ within }) => within).map(({ personId }) => personId),
  );
  return {
    known: new Map(known.map((one) => [one.personId, one])),
    held: new Map(seen.flatMap(({ within, ...held }) => (within ? [] : [[held.personId, held]]))),
  };
}

/**
 * What another office has laid open of its record, to be compared with one's own of the same link.
 */
export async function findOpened(
  ctx: ReadCtx,
  linkId: string,
  ownId: string,
): Promise<{ other: KnownLikeness; until: Date } | undefined> {
  const { rows } = await sql<Row & { until: Date }>`
    select o.person_id as id, o.name, o.title_before, o.title_after, o.nik, o.nik_source, o.birth_date::text, o.birth_precision,
      o.birth_place, o.mother_name, o.father_name, o.sex, o.unit_id, o.photo_file_id, u.name as unit_name, o.aliases, '{}'::text[] as labels, o.until
    from people.opened_side(${linkId}, ${ownId}) o join units.unit u on u.id = o.unit_id`.execute(ctx.tx);
  const row = rows[0];
  return row && { other: likenessOf(row), until: row.until };
}

function likenessOf(row: Row): KnownLikeness {
  return {
    personId: row.id,
    name: fullName({ name: row.name, titleBefore: row.title_before, titleAfter: row.title_after }),
    aliases: row.aliases,
    nik: row.nik,
    nikSource: row.nik_source,
    birth: birthFromColumns(row.birth_date, row.birth_precision),
    motherName: row.mother_name,
    birthPlace: row.birth_place,
    fatherName: row.father_name,
    sex: row.sex,
    unitId: row.unit_id,
    photoFileId: row.photo_file_id,
    unitName: row.unit_name,
    registerLabels: row.labels,
  };
}

/**
 * Whom of these a list of many may tell of: neither restricted people, nor those from whom somebody is shut out, nor sealed files. A list
 * is no place to learn of them.
 */
export async function listTellable(ctx: ReadCtx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from people.person p
    where p.id = any (${[...ids]}::uuid[]) and not p.restricted
      and not exists (select 1 from cases.client_case c where c.person_id = p.id and (c.sealed or c.restricted))
      and not (p.guarded and cases.person_needs_guard(p.id))`.execute(ctx.tx);
  return rows.map(({ id }) => id);
}
