import { sql } from 'kysely';
import { keysOf, nameWords } from '#kernel/person-name';
import { parsePartialDate, type PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import type {
  AccessListKind,
  AddressKind,
  AliasKind,
  Education,
  FamilyRelation,
  MaritalState,
  NikSource,
  PersonFields,
  PhotoKind,
  Religion,
  Sex,
} from './person.ts';

// A birth of which a part is unknown lies in one day column and a precision beside it.

export function birthToColumns(birth: PartialDate | null): { birth_date: string | null; birth_precision: string } {
  if (!birth) return { birth_date: null, birth_precision: 'unknown' };
  return { birth_date: `${birth.text}-01-01`.slice(0, 10), birth_precision: birth.precision };
}

export function birthFromColumns(day: string | null, precision: string): PartialDate | null {
  if (day === null || precision === 'unknown') return null;
  const length = precision === 'day' ? 10 : precision === 'month' ? 7 : 4;
  return parsePartialDate(day.slice(0, length), precision as PartialDate['precision']) ?? null;
}

export const personColumns = [
  'people.person.id',
  'people.person.unit_id',
  'people.person.name',
  'people.person.title_before',
  'people.person.title_after',
  'people.person.nik',
  'people.person.nik_source',
  'people.person.birth_date',
  'people.person.birth_precision',
  'people.person.birth_place',
  'people.person.sex',
  'people.person.religion',
  'people.person.marital_state',
  'people.person.education',
  'people.person.occupation',
  'people.person.workplace',
  'people.person.nationality',
  'people.person.mother_name',
  'people.person.father_name',
  'people.person.marks',
  'people.person.deceased_on',
  'people.person.photo_file_id',
  'people.person.restricted',
  'people.person.guarded',
  'people.person.version',
] as const;

export type PersonRow = {
  id: string;
  unit_id: number;
  name: string;
  title_before: string;
  title_after: string;
  nik: string | null;
  nik_source: string | null;
  birth_date: string | null;
  birth_precision: string;
  birth_place: string;
  sex: string | null;
  religion: string | null;
  marital_state: string | null;
  education: string | null;
  occupation: string;
  workplace: string;
  nationality: string;
  mother_name: string;
  father_name: string;
  marks: string;
  deceased_on: string | null;
  photo_file_id: string | null;
  restricted: boolean;
  guarded: boolean;
  version: number;
};

export function fieldsOfRow(row: PersonRow): PersonFields {
  return {
    name: row.name,
    titleBefore: row.title_before,
    titleAfter: row.title_after,
    nik: row.nik,
    nikSource: row.nik_source as NikSource | null,
    birth: birthFromColumns(row.birth_date, row.birth_precision),
    birthPlace: row.birth_place,
    sex: row.sex as Sex | null,
    religion: row.religion as Religion | null,
    maritalState: row.marital_state as MaritalState | null,
    education: row.education as Education | null,
    occupation: row.occupation,
    workplace: row.workplace,
    nationality: row.nationality,
    motherName: row.mother_name,
    fatherName: row.father_name,
    marks: row.marks,
    deceasedOn: row.deceased_on as PlainDate | null,
  };
}

/** What is known of somebody as the columns of people.person say it. */
export function rowOfFields(fields: PersonFields) {
  return {
    name: fields.name,
    title_before: fields.titleBefore,
    title_after: fields.titleAfter,
    nik: fields.nik,
    nik_source: fields.nikSource,
    ...birthToColumns(fields.birth),
    birth_place: fields.birthPlace,
    sex: fields.sex,
    religion: fields.religion,
    marital_state: fields.maritalState,
    education: fields.education,
    occupation: fields.occupation,
    workplace: fields.workplace,
    nationality: fields.nationality,
    mother_name: fields.motherName,
    father_name: fields.fatherName,
    marks: fields.marks,
    deceased_on: fields.deceasedOn,
  };
}

/** Locked until the transaction ends, so that two officers cannot change the same person at once. */
export async function lockPerson(tx: Tx, personId: string): Promise<PersonRow | undefined> {
  return tx
    .selectFrom('people.person')
    .select(personColumns)
    .where('people.person.id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
}

export async function insertPerson(ctx: Ctx, unitId: number, fields: PersonFields): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('people.person')
    .values({ id, unit_id: unitId, made_by: ctx.actor.accountId, ...rowOfFields(fields) })
    .execute();
  return id;
}

/** Gives the new version. */
export async function updatePerson(ctx: Ctx, personId: string, fields: PersonFields): Promise<number> {
  const { version } = await ctx.tx
    .updateTable('people.person')
    .set({ ...rowOfFields(fields), version: sql<number>`version + 1` })
    .where('id', '=', personId)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

export type FieldChange = { field: string; before: unknown; after: unknown };

/** What a field was and what it became. Append-only. */
export async function insertChanges(
  ctx: Ctx,
  person: { id: string; unitId: number },
  changes: readonly FieldChange[],
  reason = '',
): Promise<void> {
  if (changes.length === 0) return;
  await ctx.tx
    .insertInto('people.change')
    .values(
      changes.map(({ field, before, after }) => ({
        person_id: person.id,
        unit_id: person.unitId,
        field,
        before: before === null || before === undefined ? null : JSON.stringify(before),
        after: after === null || after === undefined ? null : JSON.stringify(after),
        reason,
        changed_by: ctx.actor.accountId,
        changed_at: ctx.now,
      })),
    )
    .execute();
}

/** Brings the words by which a person is found in line with his name and his other names. */
export async function renewNameWords(tx: Tx, person: { id: string; unitId: number; name: string }): Promise<void> {
  const aliases = await tx
    .selectFrom('people.alias')
    .select('name')
    .where('person_id', '=', person.id)
    .where('removed_at', 'is', null)
    .execute();
  const own = new Set(nameWords(person.name));
  const other = new Set(aliases.flatMap(({ name }) => nameWords(name)).filter((word) => !own.has(word)));
  const wanted = [
    ...[...own].map((word) => ({ word, alias: false })),
    ...[...other].map((word) => ({ word, alias: true })),
  ];

  const kept = await tx
    .selectFrom('people.name_word')
    .select(['word', 'is_alias'])
    .where('person_id', '=', person.id)
    .execute();
  const mark = (word: string, alias: boolean) => `${alias ? 'a' : 'n'} ${word}`;
  const wantedMarks = new Set(wanted.map(({ word, alias }) => mark(word, alias)));
  const keptMarks = new Set(kept.map(({ word, is_alias }) => mark(word, is_alias)));
  const gone = kept.filter(({ word, is_alias }) => !wantedMarks.has(mark(word, is_alias)));
  const fresh = wanted.filter(({ word, alias }) => !keptMarks.has(mark(word, alias)));

  for (const { word, is_alias } of gone)
    await tx
      .deleteFrom('people.name_word')
      .where('person_id', '=', person.id)
      .where('word', '=', word)
      .where('is_alias', '=', is_alias)
      .execute();
  if (fresh.length === 0) return;
  await tx
    .insertInto('people.name_word')
    .values(fresh.map(({ word, alias }) => ({ word, person_id: person.id, unit_id: person.unitId, is_alias: alias })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await learnWords(
    tx,
    fresh.map(({ word }) => word),
  );
}

/**
 * Words that nobody bore before get their keys; which those are is nobody's to read. In one order everywhere, so that two
 * transactions never wait for each other.
 */
async function learnWords(tx: Tx, words: readonly string[]): Promise<void> {
  const keys = [...new Set(words)]
    .sort()
    .flatMap((word) => [...new Set(keysOf(word))].sort().map((key) => ({ key, word })));
  if (keys.length === 0) return;
  await sql`
    insert into people.word_key (key, word)
    select * from unnest(${keys.map(({ key }) => key)}::text[], ${keys.map(({ word }) => word)}::text[])
    on conflict do nothing`.execute(tx);
}

// What hangs on a person. Nothing is ever deleted: a row gets the moment from which it no longer counts.

export type NewAlias = { name: string; kind: AliasKind };
export async function insertAlias(ctx: Ctx, person: { id: string; unitId: number }, alias: NewAlias): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('people.alias')
    .values({ id, person_id: person.id, unit_id: person.unitId, ...alias, made_by: ctx.actor.accountId })
    .execute();
  return id;
}

export type NewAddress = {
  kind: AddressKind;
  line: string;
  rt: string;
  rw: string;
  areaCode: string | null;
  postalCode: string;
  since: PlainDate | null;
  verifiedOn: PlainDate | null;
};
export async function insertAddress(
  ctx: Ctx,
  person: { id: string; unitId: number },
  address: NewAddress,
): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('people.address')
    .values({
      id,
      person_id: person.id,
      unit_id: person.unitId,
      kind: address.kind,
      line: address.line,
      rt: address.rt,
      rw: address.rw,
      area_code: address.areaCode,
      postal_code: address.postalCode,
      since: address.since,
      verified_on: address.verifiedOn,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return id;
}

/** The addresses of this kind that held until now end on a day. Answers what they were, as the history keeps it. */
export async function endAddresses(
  tx: Tx,
  personId: string,
  kind: AddressKind,
  until: PlainDate,
): Promise<Record<string, unknown>[]> {
  const rows = await tx
    .updateTable('people.address')
    .set({ until })
    .where('person_id', '=', personId)
    .where('kind', '=', kind)
    .where('removed_at', 'is', null)
    .where('until', 'is', null)
    .returning(['kind', 'line', 'rt', 'rw', 'area_code', 'postal_code', 'since', 'verified_on'])
    .execute();
  return rows.map(({ area_code, postal_code, verified_on, ...row }) => ({
    ...row,
    areaCode: area_code,
    postalCode: postal_code,
    verifiedOn: verified_on,
    until: null,
  }));
}

export async function setVerified(
  tx: Tx,
  table: 'people.address' | 'people.phone',
  id: string,
  day: PlainDate,
): Promise<void> {
  await tx.updateTable(table).set({ verified_on: day }).where('id', '=', id).execute();
}

export type NewPhone = {
  number: string;
  owner: string;
  whatsapp: boolean;
  forNotices: boolean;
  verifiedOn: PlainDate | null;
};
export async function insertPhone(ctx: Ctx, person: { id: string; unitId: number }, phone: NewPhone): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('people.phone')
    .values({
      id,
      person_id: person.id,
      unit_id: person.unitId,
      number: phone.number,
      owner: phone.owner,
      whatsapp: phone.whatsapp,
      for_notices: phone.forNotices,
      verified_on: phone.verifiedOn,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return id;
}
export async function setForNotices(tx: Tx, id: string, forNotices: boolean): Promise<void> {
  await tx.updateTable('people.phone').set({ for_notices: forNotices }).where('id', '=', id).execute();
}

export type NewFamilyMember = {
  relation: FamilyRelation;
  name: string;
  birthYear: number | null;
  occupation: string;
  phone: string;
  address: string;
  note: string;
};
export async function insertFamilyMember(
  ctx: Ctx,
  person: { id: string; unitId: number },
  member: NewFamilyMember,
): Promise<string> {
  const id = ctx.newId();
  const { birthYear, ...rest } = member;
  await ctx.tx
    .insertInto('people.family_member')
    .values({
      id,
      person_id: person.id,
      unit_id: person.unitId,
      ...rest,
      birth_year: birthYear,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return id;
}

export type NewPhoto = { fileId: string; kind: PhotoKind; takenOn: PlainDate | null };
export async function insertPhoto(ctx: Ctx, person: { id: string; unitId: number }, photo: NewPhoto): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('people.photo')
    .values({
      id,
      person_id: person.id,
      unit_id: person.unitId,
      file_id: photo.fileId,
      kind: photo.kind,
      taken_on: photo.takenOn,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return id;
}

/** The face that is shown: the newest that was not taken away. */
export async function renewFace(tx: Tx, personId: string): Promise<void> {
  const newest = await tx
    .selectFrom('people.photo')
    .select('file_id')
    .where('person_id', '=', personId)
    .where('kind', '=', 'face')
    .where('removed_at', 'is', null)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  await tx
    .updateTable('people.person')
    .set({ photo_file_id: newest?.file_id ?? null })
    .where('id', '=', personId)
    .execute();
}

type Hanging =
  'people.alias' | 'people.address' | 'people.phone' | 'people.family_member' | 'people.photo' | 'people.access_list';

/** Takes something away from a person; false when it was not there, not his, or taken away already. */
export async function removeFrom(tx: Tx, table: Hanging, personId: string, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable(table)
    .set({ removed_at: at })
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

// Restriction and exclusion.

export async function setRestricted(
  tx: Tx,
  personId: string,
  restricted: boolean,
  why: string,
  on: PlainDate,
): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`
    select people.set_restricted(${personId}, ${restricted}, ${why}, ${on}) as done`.execute(tx);
  return rows[0]?.done ?? false;
}

export type NewListing = {
  accountId: string;
  kind: AccessListKind;
  startsOn: PlainDate;
  endsOn: PlainDate | null;
  reason: string;
};
export async function insertListing(
  ctx: Ctx,
  person: { id: string; unitId: number },
  listing: NewListing,
): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('people.access_list')
    .values({
      id,
      person_id: person.id,
      unit_id: person.unitId,
      account_id: listing.accountId,
      kind: listing.kind,
      starts_on: listing.startsOn,
      ends_on: listing.endsOn,
      reason: listing.reason,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return id;
}
