import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { Facts } from '../recognition/index.ts';
import { birthFromColumns } from '../store.server.ts';

export type DuePerson = { personId: string; facts: Facts };

/** People of an office of whom something is known that nobody has asked about yet; locked, so that two workers do not ask twice. */
export async function takeDue(ctx: Ctx, unitId: number, most: number): Promise<DuePerson[]> {
  const { rows } = await sql<{
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
  }>`
    with due as (select p.id from people.person p where p.unit_id = ${unitId} and p.ask_due order by p.id limit ${most} for update skip locked)
    update people.person p set ask_due = false from due where p.id = due.id
    returning p.id, p.name, p.nik, p.birth_date::text, p.birth_precision, p.birth_place, p.sex, p.mother_name, p.father_name,
      array(select a.name from people.alias a where a.person_id = p.id and a.removed_at is null) as aliases`.execute(
    ctx.tx,
  );
  return rows.map((row) => ({
    personId: row.id,
    facts: {
      name: row.name,
      aliases: row.aliases,
      nik: row.nik,
      birth: birthFromColumns(row.birth_date, row.birth_precision),
      birthPlace: row.birth_place,
      sex: row.sex,
      mother: row.mother_name,
      father: row.father_name,
    },
  }));
}

/** Makes a hit a question of the office, unless it is decided and nothing new speaks for it. Answers the link where it is one now. */
export async function questionHit(ctx: Ctx, personId: string, hitId: string): Promise<string | undefined> {
  const { rows } = await sql<{ link: string | null }>`select people.found_again(${hitId}, ${personId}) as link`.execute(
    ctx.tx,
  );
  return rows[0]?.link ?? undefined;
}
