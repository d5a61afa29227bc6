import { canonical } from '#platform/canonical';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { nikSourceAfter, personFields, type PersonField, type PersonFields } from './person.ts';
import { askSoon } from './links/jobs.server.ts';
import { findLastChange, subjectFor } from './queries.server.ts';
import { fieldsOfRow, insertChanges, lockPerson, renewNameWords, updatePerson } from './store.server.ts';

export type PersonChange = {
  personId: string;
  /** What the officer was looking at when he typed. */
  version: number;
  /** A source of the NIK that is not said leaves what is known of a number that stays. */
  fields: PersonFields;
  reason: string;
};
/** `stale`: somebody else changed the person meanwhile; `now` is what stands there, `differs` where it differs from what was typed. */
export type ChangeAnswer =
  | { ok: true; changed: PersonField[] }
  | { ok: false; refusal: 'stale'; version: number; now: PersonFields; differs: PersonField[]; by: string; at: string }
  | { ok: false; refusal: 'reason_missing' };

/** What opens the question anew who he may be. */
const recognisedBy: ReadonlySet<PersonField> = new Set([
  'name',
  'nik',
  'birth',
  'birthPlace',
  'sex',
  'motherName',
  'fatherName',
]);

/** Changes fields of a person and keeps what they were. Two changes at once never overwrite each other unseen. */
export async function changePerson(ctx: Ctx, change: PersonChange): Promise<ChangeAnswer> {
  const subject = await subjectFor(ctx, change.personId, 'person:write');
  const row = await lockPerson(ctx.tx, change.personId);
  if (!row) throw new NotFound('person');
  const now = fieldsOfRow(row);
  const fields = { ...change.fields, nikSource: nikSourceAfter(now, change.fields) };
  const changed = personFields.filter((field) => canonical(now[field]) !== canonical(fields[field]));
  if (row.version !== change.version && changed.length > 0) {
    const last = await findLastChange(ctx, change.personId);
    return {
      ok: false,
      refusal: 'stale',
      version: row.version,
      now,
      differs: changed,
      by: last?.by ?? '',
      at: (last?.at ?? ctx.now).toISOString(),
    };
  }
  if (changed.length === 0) return { ok: true, changed };
  // Who somebody is on paper does not change by itself.
  if (changed.some((field) => (field === 'name' || field === 'nik') && now[field]) && change.reason === '')
    return { ok: false, refusal: 'reason_missing' };

  const person = { id: change.personId, unitId: row.unit_id, name: fields.name };
  await updatePerson(ctx, change.personId, fields);
  await insertChanges(
    ctx,
    person,
    changed.map((field) => ({ field, before: now[field], after: fields[field] })),
    change.reason,
  );
  if (changed.includes('name')) await renewNameWords(ctx.tx, person);
  ctx.journal({
    what: 'person.changed',
    unitId: subject.unitId,
    personId: change.personId,
    about: { fields: changed },
  });
  if (changed.some((field) => recognisedBy.has(field))) await askSoon(ctx, row.unit_id);
  return { ok: true, changed };
}
