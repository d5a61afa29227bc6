import { countOpened } from '#modules/accounts/server';
import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { PartialDate } from '#kernel/partial-date';
import { may, mustBeAllowed, type Action, type Subject } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { findPlace, type Place } from './areas.server.ts';
import {
  fullName,
  type AccessListKind,
  type AddressKind,
  type AliasKind,
  type FamilyRelation,
  type Person,
  type PhotoKind,
  type Sex,
} from './person.ts';
import { fieldsOfRow, personColumns } from './store.server.ts';

/** What a decision about a person looks at: the office that holds him, and how the asker stands to his cases. */
export type PersonSubject = Subject & {
  unitId: number;
  personId: string;
  /** The asker works on a case of this person, or opened one with a reason. */
  assigned: boolean;
};

/** Nothing when the person is not there or hidden from the asker. */
export async function findSubject(ctx: ReadCtx, personId: string): Promise<PersonSubject | undefined> {
  const row = await ctx.tx
    .selectFrom('people.person as p')
    .innerJoin('units.unit as u', 'u.id', 'p.unit_id')
    .select([
      'p.id',
      'p.unit_id',
      'u.path',
      'p.guarded',
      'p.restricted',
      sql<boolean>`p.id = any ((select people.ctx_listed())::uuid[])`.as('listed'),
      sql<boolean>`p.id = any ((select people.ctx_opened())::uuid[])`.as('opened'),
      sql<boolean>`p.id = any ((select cases.ctx_assigned_people())::uuid[])`.as('assigned'),
      sql<boolean>`not exists (select 1 from cases.client_case c where c.person_id = p.id and c.pk_staff_id is not null)`.as(
        'unassigned',
      ),
    ])
    .where('p.id', '=', personId)
    .executeTakeFirst();
  if (!row) return undefined;
  const subject = {
    personId: row.id,
    unitId: row.unit_id,
    unitPath: row.path,
    guarded: row.guarded,
    restricted: row.restricted,
    listed: row.listed,
    opened: row.opened,
  };
  // Until somebody is assigned, whoever may receive clients here looks after the record.
  const standsIn = row.assigned || (row.unassigned && may(ctx.actor, 'case:receive', subject));
  return { ...subject, assigned: row.assigned, standsIn };
}

/** Whether the asker sees this person at all. */
export async function isInReach(ctx: ReadCtx, personId: string): Promise<boolean> {
  return (await findSubject(ctx, personId)) !== undefined;
}

/** The person as a subject, after asking whether this may be done to him; throws as if he were not there when he is out of reach. */
export async function subjectFor(ctx: ReadCtx, personId: string, action: Action): Promise<PersonSubject> {
  const subject = await findSubject(ctx, personId);
  if (!subject) throw new NotFound('person');
  if (ctx.actor.kind !== 'system') mustBeAllowed(ctx.actor, action, seenBy(action, subject));
  return subject;
}

/** Looking after a record until somebody is assigned does not open specific data: for those the case itself is needed. */
function seenBy(action: Action, subject: PersonSubject): PersonSubject {
  return action === 'person:read_specific' ? { ...subject, standsIn: subject.assigned } : subject;
}

async function readPerson(ctx: ReadCtx, personId: string): Promise<Person> {
  const row = await ctx.tx
    .selectFrom('people.person')
    .innerJoin('units.unit', 'units.unit.id', 'people.person.unit_id')
    .select([...personColumns, 'units.unit.name as unit_name'])
    .where('people.person.id', '=', personId)
    .executeTakeFirst();
  if (!row) throw new NotFound('person');
  return {
    ...fieldsOfRow(row),
    id: row.id,
    unitId: row.unit_id,
    unitName: row.unit_name,
    photoFileId: row.photo_file_id,
    restricted: row.restricted,
    guarded: row.guarded,
    version: row.version,
  };
}

/** Who somebody is, for the form that changes it. */
export async function getPerson(
  ctx: ReadCtx,
  personId: string,
  action: 'person:read' | 'person:write' = 'person:read',
): Promise<Person> {
  const subject = await subjectFor(ctx, personId, action);
  const person = await readPerson(ctx, personId);
  ctx.accessed({ what: 'person.viewed', unitId: subject.unitId, personId });
  return person;
}

/** The line that never scrolls away. Whoever shows it has logged the reading of what stands below it. */
export type PersonHeader = {
  personId: string;
  name: string;
  birth: PartialDate | null;
  sex: Sex | null;
  /** The last four digits. */
  nikTail: string | null;
  photoFileId: string | null;
  unitId: number;
  unitName: string;
  restricted: boolean;
  guarded: boolean;
  deceasedOn: PlainDate | null;
};

export async function personHeader(ctx: ReadCtx, personId: string): Promise<PersonHeader> {
  await subjectFor(ctx, personId, 'person:read');
  const person = await readPerson(ctx, personId);
  return {
    personId,
    name: fullName(person),
    birth: person.birth,
    sex: person.sex,
    nikTail: person.nik?.slice(-4) ?? null,
    photoFileId: person.photoFileId,
    unitId: person.unitId,
    unitName: person.unitName,
    restricted: person.restricted,
    guarded: person.guarded,
    deceasedOn: person.deceasedOn,
  };
}

export type Alias = { id: string; name: string; kind: AliasKind };
export async function listAliases(ctx: ReadCtx, personId: string): Promise<Alias[]> {
  const rows = await ctx.tx
    .selectFrom('people.alias')
    .select(['id', 'name', 'kind'])
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  return rows as Alias[];
}

export type Address = {
  id: string;
  kind: AddressKind;
  line: string;
  rt: string;
  rw: string;
  areaCode: string | null;
  place: Place | undefined;
  postalCode: string;
  since: PlainDate | null;
  until: PlainDate | null;
  verifiedOn: PlainDate | null;
};
/** Where somebody lives first, then where he lived. */
export async function listAddresses(ctx: ReadCtx, personId: string): Promise<Address[]> {
  const rows = await ctx.tx
    .selectFrom('people.address')
    .selectAll()
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .orderBy(sql`until is null`, 'desc')
    .orderBy('until', 'desc')
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .execute();
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      kind: row.kind as AddressKind,
      line: row.line,
      rt: row.rt,
      rw: row.rw,
      areaCode: row.area_code,
      place: row.area_code ? await findPlace(row.area_code) : undefined,
      postalCode: row.postal_code,
      since: row.since as PlainDate | null,
      until: row.until as PlainDate | null,
      verifiedOn: row.verified_on as PlainDate | null,
    })),
  );
}

export type PersonPhone = {
  id: string;
  number: string;
  owner: string;
  whatsapp: boolean;
  forNotices: boolean;
  verifiedOn: PlainDate | null;
};
export async function listPhones(ctx: ReadCtx, personId: string): Promise<PersonPhone[]> {
  const rows = await ctx.tx
    .selectFrom('people.phone')
    .select(['id', 'number', 'owner', 'whatsapp', 'for_notices', 'verified_on'])
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .orderBy('for_notices', 'desc')
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    owner: row.owner,
    whatsapp: row.whatsapp,
    forNotices: row.for_notices,
    verifiedOn: row.verified_on as PlainDate | null,
  }));
}

export type FamilyMember = {
  id: string;
  relation: FamilyRelation;
  name: string;
  birthYear: number | null;
  occupation: string;
  phone: string;
  address: string;
  note: string;
};
/** Specific data: only for those who work on the case or lead the office. */
export async function listFamily(ctx: ReadCtx, personId: string): Promise<FamilyMember[]> {
  const subject = await subjectFor(ctx, personId, 'person:read_specific');
  ctx.accessed({ what: 'person.family_viewed', unitId: subject.unitId, personId });
  const rows = await ctx.tx
    .selectFrom('people.family_member')
    .select(['id', 'relation', 'name', 'birth_year', 'occupation', 'phone', 'address', 'note'])
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  return rows.map(({ birth_year, relation, ...row }) => ({
    ...row,
    relation: relation as FamilyRelation,
    birthYear: birth_year,
  }));
}

export type PersonPhoto = { id: string; fileId: string; kind: PhotoKind; takenOn: PlainDate | null; madeAt: Date };
export async function listPhotos(ctx: ReadCtx, personId: string): Promise<PersonPhoto[]> {
  const rows = await ctx.tx
    .selectFrom('people.photo')
    .select(['id', 'file_id', 'kind', 'taken_on', 'made_at'])
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    fileId: row.file_id,
    kind: row.kind as PhotoKind,
    takenOn: row.taken_on as PlainDate | null,
    madeAt: row.made_at,
  }));
}

/** Everything about one person that the asker may see, for his page. */
export type PersonFile = {
  person: Person;
  aliases: Alias[];
  addresses: Address[];
  phones: PersonPhone[];
  photos: PersonPhoto[];
  /** Nothing where the asker may not see it. */
  family: FamilyMember[] | undefined;
  cases: { id: string; registerLabel: string | null; kind: string; state: string; unitName: string }[];
  mayWrite: boolean;
  mayRestrict: boolean;
};

export async function getPersonFile(ctx: ReadCtx, personId: string): Promise<PersonFile> {
  const subject = await subjectFor(ctx, personId, 'person:read');
  await countOpened(ctx, personId);
  const cases = await ctx.tx
    .selectFrom('cases.client_case as c')
    .innerJoin('units.unit as u', 'u.id', 'c.unit_id')
    .select(['c.id', 'c.register_label', 'c.kind', 'c.state', 'u.name as unit_name'])
    .where('c.person_id', '=', personId)
    .orderBy('c.received_on', 'desc')
    .orderBy('c.id')
    .execute();
  ctx.accessed({ what: 'person.viewed', unitId: subject.unitId, personId });
  return {
    person: await readPerson(ctx, personId),
    aliases: await listAliases(ctx, personId),
    addresses: await listAddresses(ctx, personId),
    phones: await listPhones(ctx, personId),
    photos: await listPhotos(ctx, personId),
    family: may(ctx.actor, 'person:read_specific', seenBy('person:read_specific', subject))
      ? await listFamily(ctx, personId)
      : undefined,
    cases: cases.map((one) => ({
      id: one.id,
      registerLabel: one.register_label,
      kind: one.kind,
      state: one.state,
      unitName: one.unit_name,
    })),
    mayWrite: may(ctx.actor, 'person:write', subject),
    mayRestrict: may(ctx.actor, 'case:restrict', subject),
  };
}

export type FieldHistory = { field: string; before: unknown; after: unknown; reason: string; by: string; at: Date };
/** Every change of every field, newest first. */
export async function listChanges(ctx: ReadCtx, personId: string): Promise<FieldHistory[]> {
  const subject = await subjectFor(ctx, personId, 'person:read');
  ctx.accessed({ what: 'person.history_viewed', unitId: subject.unitId, personId });
  const rows = await ctx.tx
    .selectFrom('people.change as h')
    .leftJoin('accounts.account as a', 'a.id', 'h.changed_by')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .select([
      'h.id',
      'h.field',
      'h.before',
      'h.after',
      'h.reason',
      'h.changed_at',
      's.name as by_name',
      'a.kind as by_kind',
    ])
    .where('h.person_id', '=', personId)
    .orderBy('h.changed_at', 'desc')
    .orderBy('h.id', 'desc')
    .limit(2000)
    .execute();
  const family = await relativesOf(ctx, personId, subject);
  const valueOf = (field: string, value: unknown) => (field === 'family' ? family(value) : value);
  return rows.map((row) => ({
    field: row.field,
    before: valueOf(row.field, row.before),
    after: valueOf(row.field, row.after),
    reason: row.reason,
    by: row.by_name ?? row.by_kind ?? '',
    at: row.changed_at,
  }));
}

/** The values of a relative whom the history names by his id, for those who may read family; nothing but that there was one for others. */
async function relativesOf(ctx: ReadCtx, personId: string, subject: PersonSubject) {
  if (!may(ctx.actor, 'person:read_specific', seenBy('person:read_specific', subject)))
    return (value: unknown) => (value === null ? null : {});
  const rows = await ctx.tx
    .selectFrom('people.family_member')
    .select(['id', 'relation', 'name', 'birth_year as birthYear', 'occupation', 'phone', 'address', 'note'])
    .where('person_id', '=', personId)
    .execute();
  if (rows.length > 0) ctx.accessed({ what: 'person.family_viewed', unitId: subject.unitId, personId });
  const byId = new Map(rows.map(({ id, ...member }) => [id, member]));
  return (value: unknown) => (value === null ? null : (byId.get(String((value as { id?: string }).id)) ?? {}));
}

/** Who changed a person last, and when: said where two officers' changes meet. */
export async function findLastChange(ctx: ReadCtx, personId: string): Promise<{ by: string; at: Date } | undefined> {
  const row = await ctx.tx
    .selectFrom('people.change as h')
    .leftJoin('accounts.account as a', 'a.id', 'h.changed_by')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .select(['s.name', 'h.changed_at'])
    .where('h.person_id', '=', personId)
    .orderBy('h.changed_at', 'desc')
    .orderBy('h.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { by: row.name ?? '', at: row.changed_at };
}

export type Listing = {
  id: string;
  kind: AccessListKind;
  accountId: string;
  officer: string;
  startsOn: PlainDate;
  endsOn: PlainDate | null;
  reason: string;
};
/** Who alone may see somebody, and who may not. For the head of the office, and only about people whom he sees himself. */
export async function listListings(ctx: ReadCtx, personId: string): Promise<Listing[]> {
  const subject = await subjectFor(ctx, personId, 'case:restrict');
  ctx.accessed({ what: 'person.access_viewed', unitId: subject.unitId, personId });
  const rows = await ctx.tx
    .selectFrom('people.access_list as l')
    .innerJoin('accounts.account as a', 'a.id', 'l.account_id')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .select(['l.id', 'l.kind', 'l.account_id', 's.name', 'l.starts_on', 'l.ends_on', 'l.reason'])
    .where('l.person_id', '=', personId)
    .where('l.removed_at', 'is', null)
    .orderBy('l.kind')
    .orderBy('s.name')
    .orderBy('l.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as AccessListKind,
    accountId: row.account_id,
    officer: row.name ?? '',
    startsOn: row.starts_on as PlainDate,
    endsOn: row.ends_on as PlainDate | null,
    reason: row.reason,
  }));
}

export type OfficerChoice = { accountId: string; name: string; nip: string | null };
/** The officers of an office today, as they may be put on a list. */
export async function listOfficersToList(ctx: ReadCtx, unitId: number, day: PlainDate): Promise<OfficerChoice[]> {
  const rows = await ctx.tx
    .selectFrom('accounts.account as a')
    .innerJoin('units.staff as s', 's.id', 'a.staff_id')
    .select(['a.id', 's.name', 's.nip'])
    .where('a.kind', '=', 'staff')
    .where('a.id', '<>', ctx.actor.accountId)
    .where('a.staff_id', 'in', (eb) =>
      eb
        .selectFrom('units.posting as p')
        .select('p.staff_id')
        .where('p.unit_id', '=', unitId)
        .where('p.withdrawn_at', 'is', null)
        .where('p.starts_on', '<=', day)
        .where((or) => or.or([or('p.ends_on', 'is', null), or('p.ends_on', '>=', day)])),
    )
    .orderBy('s.name')
    .orderBy('a.id')
    .execute();
  return rows.map(({ id, name, nip }) => ({ accountId: id, name, nip }));
}

/** An officer of any office by NIP or user name. */
export async function findOfficer(ctx: ReadCtx, typed: string): Promise<string | undefined> {
  const text = typed.trim().toLowerCase();
  const digits = text.replace(/\D/g, '');
  const row = await ctx.tx
    .selectFrom('accounts.account as a')
    .innerJoin('units.staff as s', 's.id', 'a.staff_id')
    .select('a.id')
    .where('a.kind', '=', 'staff')
    .where((eb) => eb.or([eb('a.username', '=', text), ...(digits.length === 18 ? [eb('s.nip', '=', digits)] : [])]))
    .executeTakeFirst();
  return row?.id;
}

/** The line on top, and what of the record is open to the asker: which pages about a person he is shown. */
export type Standing = { header: PersonHeader; mayWrite: boolean; maySeeFamily: boolean; mayRestrict: boolean };

/** `isSeen`: the page shows some of the record by queries that leave no line of their own. */
export async function standingTo(ctx: ReadCtx, personId: string, isSeen: boolean): Promise<Standing> {
  const subject = await subjectFor(ctx, personId, 'person:read');
  await countOpened(ctx, personId);
  if (isSeen) ctx.accessed({ what: 'person.viewed', unitId: subject.unitId, personId });
  return {
    header: await personHeader(ctx, personId),
    mayWrite: may(ctx.actor, 'person:write', subject),
    maySeeFamily: may(ctx.actor, 'person:read_specific', seenBy('person:read_specific', subject)),
    mayRestrict: may(ctx.actor, 'case:restrict', subject),
  };
}
