import { sql } from 'kysely';
import type { Facts } from '../recognition/index.ts';
import { birthFromColumns } from '../store.server.ts';

/** What somebody is recognised by, as his columns have it. */
export type FactsRow = {
  id: string;
  name: string;
  nik: string | null;
  birth_date: string | null;
  birth_precision: string;
  birth_place: string;
  sex: 'male' | 'female' | null;
  mother_name: string;
  father_name: string;
  aliases: string[];
};

/** The columns of a person `p`. */
export const factsColumns = sql<FactsRow>`p.id, p.name, p.nik, p.birth_date::text, p.birth_precision, p.birth_place, p.sex, p.mother_name, p.father_name,
  array(select a.name from people.alias a where a.person_id = p.id and a.removed_at is null) as aliases`;

export function factsOfRow(row: FactsRow): Facts {
  return {
    name: row.name,
    aliases: row.aliases,
    nik: row.nik,
    birth: birthFromColumns(row.birth_date, row.birth_precision),
    birthPlace: row.birth_place,
    sex: row.sex,
    mother: row.mother_name,
    father: row.father_name,
  };
}
