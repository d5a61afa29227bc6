import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { addDays, type PlainDate } from '#kernel/plain-date';
import { dayAt } from '#kernel/zone';
import { jobs as peopleJobs } from '#modules/people/server';
import { aProgram, apiAt } from '#tests/support/api';
import { aClient } from '#tests/support/cases';
import { asInstitutions } from '#tests/support/custody';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';
import { serveDatabase } from '#tests/support/web';

const database = await freshDatabase('api_admissions');
const office = await openOffice(database);
await asInstitutions(office, ['kupang', 'musi']);
const web = await serveDatabase(database);
afterAll(() => office.close());
const rutan = office.units.kupang;
const today = dayAt('Asia/Makassar', new Date());
const feed = await aProgram(office, 'registrar', 'kupang', ['custody:admit']);
const call = apiAt(web.url, feed.token);

let told = 0;
const letters = 'bcdfghjklm';
/** Somebody whom nobody knows. */
function anAdmission(over: Record<string, unknown> = {}, person: Record<string, unknown> = {}) {
  told += 1;
  const word = (seed: number) =>
    [3, 7, 11].map((step) => `${letters[(seed * step) % 10]}${'aiueo'[(seed + step) % 5]}`).join('');
  return {
    unit: rutan,
    person: {
      name: `${word(told)}k ${word(told * 7 + 3)}n`,
      sex: 'male',
      birth: `19${60 + told}-03-0${(told % 9) + 1}`,
      ...person,
    },
    admittedOn: addDays(today, -1),
    admittedAt: '14:30',
    receivedFrom: 'Polresta Kupang',
    basis: {
      kind: 'warrant',
      authority: 'investigator',
      issuer: 'Polresta Kupang',
      number: `SP.Han/${told}`,
      dated: addDays(today, -1),
      from: addDays(today, -1),
      until: addDays(today, 18),
    },
    ...over,
  };
}
const post = (body: unknown, { key = newId(), token = feed.token } = {}) => call('/admissions', { body, key, token });
const count = async () =>
  (await database.owner.query<{ n: number }>('select count(*)::int as n from custody.stay')).rows[0]!.n;

test('one admission is booked with its number; told again, under the same key or another, it answers the first one', async () => {
  const admission = anAdmission();
  const key = newId();
  const first = await post(admission, { key });
  expect(first).toMatchObject({ status: 200, body: { known: false, questionOpen: false } });
  expect(Object.keys(first.body).sort()).toEqual(['known', 'label', 'questionOpen', 'stayId']);
  expect(first.body['label']).toMatch(/^A\.I 1\//);
  const before = await count();
  expect((await post(admission, { key })).body).toEqual(first.body);
  expect((await post({ ...admission, broughtBy: 'Bripka Rekaan' })).body).toEqual({ ...first.body, known: true });
  expect(await count()).toBe(before);
  // On another day he cannot come in once more while he is in.
  const later = await post({
    ...admission,
    admittedOn: today,
    admittedAt: '00:00',
    basis: { ...admission.basis, number: 'SP.Han/lain' },
  });
  expect(later).toMatchObject({ status: 409, body: { errors: [{ field: 'person', problem: 'already_held' }] } });
});

test('the number of a paper book stays, and nobody else gets it', async () => {
  const one = await post(anAdmission({ registerNumber: 'A.I 77/2026' }));
  expect(one.body).toMatchObject({ label: 'A.I 77/2026' });
  const other = await post(anAdmission({ registerNumber: 'A.I 77/2026' }));
  expect(other).toMatchObject({ status: 409, body: { errors: [{ field: 'registerNumber', problem: 'label_taken' }] } });
});

test('every value that is wrong is named with its field', async () => {
  const good = anAdmission();
  const bad = await post({
    ...good,
    person: { ...good.person, sex: 'x', birth: '1985-13-40', nik: 'abc' },
    admittedAt: '25:00',
    basis: { ...good.basis, dated: '31-12-2026' },
  });
  expect(bad.status).toBe(422);
  const fields = (bad.body['errors'] as unknown as { field: string }[]).map(({ field }) => field);
  expect([...new Set(fields)].sort()).toEqual([
    'admittedAt',
    'basis.dated',
    'person.birth',
    'person.nik',
    'person.sex',
  ]);
  const { until: _, ...endless } = good.basis;
  const refused = await post({ ...good, basis: endless });
  expect(refused).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'basis.until', problem: 'until_missing' }] },
  });
  expect(await post({ ...good, admittedOn: addDays(today as PlainDate, 2) })).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'admittedOn' }] },
  });
});

test('of whom he may be elsewhere the answer says that it is asked, and nothing else', async () => {
  const name = 'Wirakusumah Danendra';
  const client = await aClient(office, { name, pk: null });
  await office.owner
    .updateTable('people.person')
    .set({ birth_date: '1974-09-21', birth_precision: 'day', mother_name: 'Saminah' })
    .where('id', '=', client.personId)
    .execute();
  const admission = anAdmission({}, { name: 'Wirakusuma Danendra', birth: '1974-09-21', motherName: 'Saminah' });
  const first = await post(admission);
  expect(first.body).toMatchObject({ known: false, questionOpen: false });
  await peopleJobs['people.ask-again'].run(office.work(), { unitId: rutan });
  const again = await post(admission);
  expect(again.body).toEqual({
    stayId: first.body['stayId'],
    label: first.body['label'],
    known: true,
    questionOpen: true,
  });
  expect(JSON.stringify(again.body)).not.toContain('Danendra');
});

test('a program of the office above tells of an institution by name, and is judged as at its gate', async () => {
  const { token } = await aProgram(office, 'kanwil', 'otherKanwil', ['custody:feed']);
  const admission = anAdmission({}, { nik: `1600000103${String(told + 1).padStart(6, '0')}`, nikSource: 'document' });
  const first = await post(admission, { token });
  expect(first).toMatchObject({ status: 200, body: { known: false } });
  const { rows } = await database.owner.query<Record<string, unknown>>(
    `select s.unit_id as unit, p.unit_id as held, p.nik_source as source from custody.stay s join people.person p on p.id = s.person_id where s.id = $1`,
    [first.body['stayId']],
  );
  expect(rows).toEqual([{ unit: rutan, held: rutan, source: 'document' }]);
  // The institution's own program meets the same stay.
  expect((await post(admission)).body).toEqual({ ...first.body, known: true });
  // Somebody under age in a place for adults needs a reason here as well, and is booked with one.
  const child = anAdmission({}, { birth: addDays(today, -6000) });
  expect(await post(child, { token })).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'placeReason', problem: 'place_reason_missing' }] },
  });
  expect(await post({ ...child, placeReason: 'Belum ada tempat di LPAS' }, { token })).toMatchObject({ status: 200 });
});

test('a program of the office above tells of nobody elsewhere, and reads nothing by it', async () => {
  const before = await count();
  const ofNtt = await aProgram(office, 'kanwil', 'otherKanwil', ['custody:feed']);
  const ofSumsel = await aProgram(office, 'kanwil', 'kanwil', ['custody:feed']);
  const { musi, palembang, otherKanwil } = office.units;
  expect((await post(anAdmission(), { token: ofSumsel.token })).status, 'below another Kanwil').toBe(404);
  expect((await post(anAdmission({ unit: musi }), { token: ofNtt.token })).status).toBe(404);
  expect((await post(anAdmission({ unit: 987_654 }), { token: ofNtt.token })).status, 'no such office').toBe(404);
  for (const [unit, token] of [
    [palembang, ofSumsel.token],
    [otherKanwil, ofNtt.token],
  ] as const)
    expect(await post(anAdmission({ unit }), { token }), 'no institution').toMatchObject({
      status: 409,
      body: { errors: [{ field: 'unit', problem: 'not_an_institution' }] },
    });
  expect((await call('/people?q=rekaan', { token: ofNtt.token })).status).toBe(403);
  const registrar = await aProgram(office, 'registrar', 'musi', ['custody:feed']);
  expect([403, 404]).toContain((await post(anAdmission(), { token: registrar.token })).status);
  expect(await count()).toBe(before);
});

test('a program of another institution, of a Bapas or of the office above, and a token without the scope, record nothing', async () => {
  const before = await count();
  for (const [role, at, scopes] of [
    ['registrar', 'musi', ['custody:admit']],
    ['head_of_bapas', 'palembang', ['custody:admit']],
    ['kanwil', 'otherKanwil', ['custody:admit', 'custody:import']],
    ['registrar', 'kupang', ['custody:list']],
  ] as const) {
    const { token } = await aProgram(office, role, at, scopes);
    expect([403, 404]).toContain((await post(anAdmission(), { token })).status);
  }
  expect(await count()).toBe(before);
});
