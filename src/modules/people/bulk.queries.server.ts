import { sql } from 'kysely';
import type { ReadCtx } from '#platform/ctx';
import type { Likeness } from './rules.ts';
import { birthFromColumns } from './store.server.ts';

export type KnownPerson = Likeness & { personId: string };

/** By what somebody new may be found among the people of an office. */
export type SearchKeys = { niks: readonly string[]; births: readonly string[]; names: readonly string[] };

/**
 * Who of an office shares a NIK, a birth date or the very same name with any of many newcomers. Restricted people, those with
 * somebody shut out and sealed files are no hit: a list of many is no place to learn of them.
 */
export async function listKnownAmong(ctx: ReadCtx, unitId: number, keys: SearchKeys): Promise<KnownPerson[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    nik: string | null;
    birth_date: string | null;
    birth_precision: string;
    birth_place: string;
    mother_name: string;
  }>`
    with hit as (
      select p.id from people.person p where p.unit_id = ${unitId} and p.nik = any (${keys.niks as string[]}::text[])
      union
      select p.id from people.person p where p.unit_id = ${unitId} and p.birth_date = any (${keys.births as string[]}::date[])
      union
      select p.id from people.person p where p.unit_id = ${unitId} and lower(p.name) = any (${keys.names as string[]}::text[])
    )
    select p.id, p.name, p.nik, p.birth_date, p.birth_precision, p.birth_place, p.mother_name
    from hit join people.person p on p.id = hit.id
    where not p.restricted
      and not exists (select 1 from cases.client_case c where c.person_id = p.id and (c.sealed or c.restricted))
      and not (p.guarded and cases.person_needs_guard(p.id))`.execute(ctx.tx);
  return rows.map((row) => ({
    personId: row.id,
    name: row.name,
    nik: row.nik,
    birth: birthFromColumns(row.birth_date, row.birth_precision),
    mother: row.mother_name,
    birthPlace: row.birth_place,
  }));
}
