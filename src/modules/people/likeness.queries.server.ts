import { sql } from 'kysely';
import type { PartialDate } from '#kernel/partial-date';
import type { ReadCtx } from '#platform/ctx';
import { fullName, type NikSource } from './person.ts';
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
  sex: 'male' | 'female' | null;
  unitId: number;
  photoFileId: string | null;
  unitName: string;
  registerLabels: string[];
};

/** What of somebody known is compared with somebody new. */
export async function listLikenesses(ctx: ReadCtx, ids: readonly string[]): Promise<KnownLikeness[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.tx
    .selectFrom('people.person as p')
    .innerJoin('units.unit as u', 'u.id', 'p.unit_id')
    .select([
      'p.id',
      'p.name',
      'p.title_before',
      'p.title_after',
      'p.nik',
      'p.nik_source',
      'p.birth_date',
      'p.birth_precision',
      'p.birth_place',
      'p.mother_name',
      'p.father_name',
      'p.sex',
      'p.unit_id',
      'p.photo_file_id',
      'u.name as unit_name',
      sql<string[]>`array(select a.name from people.alias a where a.person_id = p.id and a.removed_at is null)`.as(
        'aliases',
      ),
      sql<
        string[]
      >`array(select c.register_label from cases.client_case c where c.person_id = p.id and c.register_label is not null order by c.received_on desc)`.as(
        'labels',
      ),
    ])
    // One text whatever their number, so that the plan is made once.
    .where('p.id', '=', sql<string>`any (${[...ids]}::uuid[])`)
    .execute();
  return rows.map((row) => ({
    personId: row.id,
    name: fullName({ name: row.name, titleBefore: row.title_before, titleAfter: row.title_after }),
    aliases: row.aliases,
    nik: row.nik,
    nikSource: row.nik_source as NikSource | null,
    birth: birthFromColumns(row.birth_date, row.birth_precision),
    motherName: row.mother_name,
    birthPlace: row.birth_place,
    fatherName: row.father_name,
    sex: row.sex as KnownLikeness['sex'],
    unitId: row.unit_id,
    photoFileId: row.photo_file_id,
    unitName: row.unit_name,
    registerLabels: row.labels,
  }));
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
