import type { PlainDate } from '#kernel/plain-date';
import { may } from '#modules/access';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import { findPlace } from './areas.server.ts';
import type { PhotoKind } from './person.ts';
import { askSoon } from './links/jobs.server.ts';
import { findSubject, subjectFor, type PersonSubject } from './queries.server.ts';
import {
  endAddresses,
  insertAddress,
  insertAlias,
  insertChanges,
  insertFamilyMember,
  insertPhone,
  insertPhoto,
  lockPerson,
  removeFrom,
  renewFace,
  renewNameWords,
  setForNotices,
  setVerified,
  type NewAddress,
  type NewAlias,
  type NewFamilyMember,
  type NewPhone,
  type PersonRow,
} from './store.server.ts';
import { detailOf } from './details.queries.server.ts';

/** What hangs on a person: other names, addresses, telephones, family, photos. Added and taken away, never changed in place. */

type Person = { id: string; unitId: number; name: string };
type Removal = { personId: string; id: string; reason: string };
export type Kept<R extends string = never> = { ok: true; id: string } | { ok: false; refusal: R };
export type Removed = { ok: true };

export async function addAlias(ctx: Ctx, { personId, ...alias }: NewAlias & { personId: string }): Promise<Kept> {
  const person = await toChange(ctx, personId);
  const id = await insertAlias(ctx, person, alias);
  await renewNameWords(ctx.tx, person);
  await told(ctx, person, 'alias', null, alias, 'person.alias_added');
  await askSoon(ctx, person.unitId);
  return { ok: true, id };
}

export async function removeAlias(ctx: Ctx, removal: Removal): Promise<Removed> {
  const person = await toChange(ctx, removal.personId);
  const before = await detailOf(ctx.tx, 'people.alias', removal.personId, removal.id);
  await mustBeRemoved(ctx, 'people.alias', removal);
  await renewNameWords(ctx.tx, person);
  await told(ctx, person, 'alias', before, null, 'person.alias_removed', removal.reason);
  return { ok: true };
}

/** A new address of a kind ends the one that held until then. */
export async function addAddress(
  ctx: Ctx,
  { personId, today, ...address }: NewAddress & { personId: string; today: PlainDate },
): Promise<Kept<'area_unknown' | 'address_empty'>> {
  const person = await toChange(ctx, personId);
  if (address.areaCode && !(await findPlace(address.areaCode))) return { ok: false, refusal: 'area_unknown' };
  if (address.line === '' && !address.areaCode) return { ok: false, refusal: 'address_empty' };
  const until = address.since ?? today;
  const ended = await endAddresses(ctx.tx, personId, address.kind, until);
  await insertChanges(
    ctx,
    person,
    ended.map((before) => ({ field: 'address', before, after: { ...before, until } })),
  );
  const id = await insertAddress(ctx, person, address);
  await told(ctx, person, 'address', null, address, 'person.address_added');
  return { ok: true, id };
}

export async function removeAddress(ctx: Ctx, removal: Removal): Promise<Removed> {
  const person = await toChange(ctx, removal.personId);
  const before = await detailOf(ctx.tx, 'people.address', removal.personId, removal.id);
  await mustBeRemoved(ctx, 'people.address', removal);
  await told(ctx, person, 'address', before, null, 'person.address_removed', removal.reason);
  return { ok: true };
}

/** Found right on this day: also by whoever takes a report at the counter. */
export async function verifyAddress(
  ctx: Ctx,
  { personId, id, day }: { personId: string; id: string; day: PlainDate },
): Promise<Removed> {
  const person = await toVerify(ctx, personId);
  await verified(ctx, person, 'address', id, day);
  return { ok: true };
}

export async function addPhone(ctx: Ctx, { personId, ...phone }: NewPhone & { personId: string }): Promise<Kept> {
  const person = await toChange(ctx, personId);
  const id = await insertPhone(ctx, person, phone);
  await told(ctx, person, 'phone', null, phone, 'person.phone_added');
  return { ok: true, id };
}

export async function removePhone(ctx: Ctx, removal: Removal): Promise<Removed> {
  const person = await toChange(ctx, removal.personId);
  const before = await detailOf(ctx.tx, 'people.phone', removal.personId, removal.id);
  await mustBeRemoved(ctx, 'people.phone', removal);
  await told(ctx, person, 'phone', before, null, 'person.phone_removed', removal.reason);
  return { ok: true };
}

export async function verifyPhone(
  ctx: Ctx,
  { personId, id, day }: { personId: string; id: string; day: PlainDate },
): Promise<Removed> {
  const person = await toVerify(ctx, personId);
  await verified(ctx, person, 'phone', id, day);
  return { ok: true };
}

/** Whether reminders go to this number. */
export async function chooseForNotices(
  ctx: Ctx,
  { personId, id, forNotices }: { personId: string; id: string; forNotices: boolean },
): Promise<Removed> {
  const person = await toChange(ctx, personId);
  const before = await detailOf(ctx.tx, 'people.phone', personId, id);
  if (!before) throw new NotFound('phone');
  await setForNotices(ctx.tx, id, forNotices);
  await told(ctx, person, 'phone', before, { ...before, forNotices }, 'person.phone_changed');
  return { ok: true };
}

/**
 * Family is specific data: the history of the person keeps which relative it was, and the values stay with the family, which nothing
 * ever leaves. Whoever may read them reads them in the history as well (`listChanges`).
 */
export async function addFamilyMember(
  ctx: Ctx,
  { personId, ...member }: NewFamilyMember & { personId: string },
): Promise<Kept> {
  const person = await toChange(ctx, personId, 'person:read_specific');
  const id = await insertFamilyMember(ctx, person, member);
  await told(ctx, person, 'family', null, { id }, 'person.family_added');
  return { ok: true, id };
}

export async function removeFamilyMember(ctx: Ctx, removal: Removal): Promise<Removed> {
  const person = await toChange(ctx, removal.personId, 'person:read_specific');
  await mustBeRemoved(ctx, 'people.family_member', removal);
  await told(ctx, person, 'family', { id: removal.id }, null, 'person.family_removed', removal.reason);
  return { ok: true };
}

export type PhotoToAdd = { personId: string; kind: PhotoKind; takenOn: PlainDate | null; file: AcceptedFile };
/** The newest face is the one that is shown. */
export async function addPhoto(ctx: Ctx, { personId, file, ...photo }: PhotoToAdd): Promise<Kept<'file_daily_limit'>> {
  const person = await toChange(ctx, personId);
  const stored = await storeFile(ctx, file, { unitId: person.unitId, personId });
  if (!stored.ok) return stored;
  const id = await insertPhoto(ctx, person, { ...photo, fileId: stored.fileId });
  if (photo.kind === 'face') await renewFace(ctx.tx, personId);
  await told(ctx, person, 'photo', null, { kind: photo.kind, fileId: stored.fileId }, 'person.photo_added');
  return { ok: true, id };
}

export async function removePhoto(ctx: Ctx, removal: Removal): Promise<Removed> {
  const person = await toChange(ctx, removal.personId);
  const before = await detailOf(ctx.tx, 'people.photo', removal.personId, removal.id);
  await mustBeRemoved(ctx, 'people.photo', removal);
  await renewFace(ctx.tx, removal.personId);
  await told(ctx, person, 'photo', before, null, 'person.photo_removed', removal.reason);
  return { ok: true };
}

async function toChange(ctx: Ctx, personId: string, also?: 'person:read_specific'): Promise<Person> {
  await subjectFor(ctx, personId, 'person:write');
  if (also) await subjectFor(ctx, personId, also);
  const row: PersonRow | undefined = await lockPerson(ctx.tx, personId);
  if (!row) throw new NotFound('person');
  return { id: personId, unitId: row.unit_id, name: row.name };
}

async function toVerify(ctx: Ctx, personId: string): Promise<PersonSubject> {
  const subject = await findSubject(ctx, personId);
  if (!subject) throw new NotFound('person');
  if (may(ctx.actor, 'check_in:record_counter', subject)) return subject;
  return subjectFor(ctx, personId, 'person:write');
}

async function mustBeRemoved(ctx: Ctx, table: Parameters<typeof removeFrom>[1], removal: Removal): Promise<void> {
  if (!(await removeFrom(ctx.tx, table, removal.personId, removal.id, ctx.now))) throw new NotFound(table);
}

/** The day before stays in the history: who found what right on which day is never written over. */
async function verified(
  ctx: Ctx,
  { personId, unitId }: PersonSubject,
  field: 'address' | 'phone',
  id: string,
  day: PlainDate,
): Promise<void> {
  const before = await detailOf(ctx.tx, `people.${field}`, personId, id);
  if (!before) throw new NotFound(field);
  if (before['verifiedOn'] !== day) {
    await setVerified(ctx.tx, `people.${field}`, id, day);
    await insertChanges(ctx, { id: personId, unitId }, [{ field, before, after: { ...before, verifiedOn: day } }]);
  }
  ctx.journal({ what: `person.${field}_verified`, unitId, personId, about: { id } });
}

async function told(
  ctx: Ctx,
  person: Person,
  field: string,
  before: unknown,
  after: unknown,
  what: `${string}.${string}`,
  reason = '',
): Promise<void> {
  await insertChanges(ctx, person, [{ field, before, after }], reason);
  ctx.journal({ what, unitId: person.unitId, personId: person.id });
}
