import { sql } from 'kysely';
import { keysOf, nameWords } from '#kernel/person-name';
import type { Ctx, Tx } from '#platform/ctx';
import type { PersonFields } from './person.ts';
import { rowOfFields, type NewAddress } from './store.server.ts';

/** A number as a list gives it: whether it answers chats, and whether reminders go to it. */
export type IncomingPhone = { number: string; whatsapp: boolean; forNotices: boolean };

/** One of many people who come in at once, with what hangs on each. */
export type IncomingPerson = {
  id: string;
  fields: PersonFields;
  aliases: readonly string[];
  address: NewAddress | null;
  phones: readonly IncomingPhone[];
  history: Record<string, unknown>;
};

/** Writes many people in one statement for each table, however many there are. */
export async function insertPeople(ctx: Ctx, unitId: number, people: readonly IncomingPerson[]): Promise<void> {
  if (people.length === 0) return;
  const by = ctx.actor.accountId;
  const rows = people.map(({ id, fields }) => ({ id, ...rowOfFields(fields) }));
  await sql`
    insert into people.person (id, unit_id, made_by, name, title_before, title_after, nik, nik_source, birth_date, birth_precision, birth_place, sex, religion,
      marital_state, education, occupation, workplace, nationality, mother_name, father_name, marks, deceased_on)
    select id, ${unitId}, ${by}::uuid, name, title_before, title_after, nik, nik_source, birth_date, birth_precision, birth_place, sex, religion,
      marital_state, education, occupation, workplace, nationality, mother_name, father_name, marks, deceased_on
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, name text, title_before text, title_after text, nik text, nik_source text, birth_date date,
      birth_precision text, birth_place text, sex text, religion text, marital_state text, education text, occupation text, workplace text,
      nationality text, mother_name text, father_name text, marks text, deceased_on date)`.execute(ctx.tx);
  await insertHanging(ctx, unitId, people);
  await insertWords(ctx.tx, unitId, people);
}

async function insertHanging(ctx: Ctx, unitId: number, people: readonly IncomingPerson[]): Promise<void> {
  const by = ctx.actor.accountId;
  const aliases = people.flatMap(({ id, aliases: names }) => names.map((name) => ({ person_id: id, name })));
  if (aliases.length > 0)
    await sql`
      insert into people.alias (person_id, unit_id, name, kind, made_by)
      select person_id, ${unitId}, name, 'alias', ${by}::uuid
      from jsonb_to_recordset(${JSON.stringify(aliases)}::jsonb) as r (person_id uuid, name text)`.execute(ctx.tx);
  const addresses = people.flatMap(({ id, address }) => {
    if (!address) return [];
    const { areaCode, postalCode, verifiedOn, ...rest } = address;
    return [{ person_id: id, ...rest, area_code: areaCode, postal_code: postalCode, verified_on: verifiedOn }];
  });
  if (addresses.length > 0)
    await sql`
      insert into people.address (person_id, unit_id, kind, line, rt, rw, area_code, postal_code, since, verified_on, made_by)
      select person_id, ${unitId}, kind, line, rt, rw, area_code, postal_code, since, verified_on, ${by}::uuid
      from jsonb_to_recordset(${JSON.stringify(addresses)}::jsonb) as r (person_id uuid, kind text, line text, rt text, rw text, area_code text,
        postal_code text, since date, verified_on date)`.execute(ctx.tx);
  const phones = people.flatMap(({ id, phones: numbers }) =>
    numbers.map(({ number, whatsapp, forNotices }) => ({ person_id: id, number, whatsapp, for_notices: forNotices })),
  );
  if (phones.length > 0)
    await sql`
      insert into people.phone (person_id, unit_id, number, whatsapp, for_notices, made_by)
      select person_id, ${unitId}, number, whatsapp, for_notices, ${by}::uuid
      from jsonb_to_recordset(${JSON.stringify(phones)}::jsonb) as r (person_id uuid, number text, whatsapp boolean, for_notices boolean)`.execute(
      ctx.tx,
    );
  const history = people.map((person) => ({ person_id: person.id, after: person.history }));
  await sql`
    insert into people.change (person_id, unit_id, field, after, changed_by, changed_at)
    select person_id, ${unitId}, 'person', after, ${by}::uuid, ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(history)}::jsonb) as r (person_id uuid, after jsonb)`.execute(ctx.tx);
}

async function insertWords(tx: Tx, unitId: number, people: readonly IncomingPerson[]): Promise<void> {
  const words = people.flatMap(({ id, fields, aliases }) => {
    const own = new Set(nameWords(fields.name));
    const other = new Set(aliases.flatMap((name) => nameWords(name)).filter((word) => !own.has(word)));
    return [
      ...[...own].map((word) => ({ person_id: id, word, is_alias: false })),
      ...[...other].map((word) => ({ person_id: id, word, is_alias: true })),
    ];
  });
  if (words.length === 0) return;
  await sql`
    insert into people.name_word (word, person_id, unit_id, is_alias)
    select word, person_id, ${unitId}, is_alias
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as r (person_id uuid, word text, is_alias boolean)
    on conflict do nothing`.execute(tx);
  await learnNewWords(tx, [...new Set(words.map(({ word }) => word))]);
}

/** In one order everywhere, so that two transactions never wait for each other. */
async function learnNewWords(tx: Tx, words: readonly string[]): Promise<void> {
  const { rows } = await sql<{ word: string }>`
    select w.word from unnest(${words as string[]}::text[]) as w (word)
    where not exists (select 1 from people.word_key k where k.key = w.word and k.word = w.word)`.execute(tx);
  const keys = rows
    .map(({ word }) => word)
    .sort()
    .flatMap((word) => [...new Set(keysOf(word))].sort().map((key) => ({ key, word })));
  if (keys.length === 0) return;
  await sql`
    insert into people.word_key (key, word)
    select * from unnest(${keys.map(({ key }) => key)}::text[], ${keys.map(({ word }) => word)}::text[])
    on conflict do nothing`.execute(tx);
}
