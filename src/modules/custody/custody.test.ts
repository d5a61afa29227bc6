import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { partialDateOf } from '#kernel/partial-date';
import { addDays, plainDate } from '#kernel/plain-date';
import {
  addCareNote,
  addProperty,
  admitPerson,
  byRegister,
  changeRegister,
  countOccupants,
  countWorries,
  findCapacity,
  identifyForBooking,
  jobs,
  listArriving,
  listBook,
  listOccupants,
  listUnitSums,
  namelessName,
  readStay,
  returnProperty,
  setCapacity,
  sumOf,
  takeStep,
  voidNumber,
  type Admission,
  type Identity,
} from '#modules/custody/server';
import { askWho, factsOf } from '#modules/people/server';
import { NotAllowed, NotFound } from '#platform/errors';
import { anAdmission, asInstitutions, aWarrant } from '#tests/support/custody';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';
import { moves, nextState, steps, staySteps, type StayStep } from './rules.ts';
import { registers, stayStates, type Basis } from './stay.ts';

const database = await freshDatabase('custody');
const office = await openOffice(database);
afterAll(() => office.close());
await asInstitutions(office, ['palembang']);
await asInstitutions(office, ['musi'], 'lapas');
await asInstitutions(office, ['kupang'], 'lpka');
const { palembang: rutan, musi: lapas, kupang: lpka } = office.units;
const [registrar, head, other, kanwil, pk, young] = await Promise.all([
  office.officer('registrar', 'palembang'),
  office.officer('head_of_custody', 'palembang'),
  office.officer('registrar', 'musi'),
  office.officer('kanwil', 'kanwil'),
  office.officer('pk', 'palembang'),
  office.officer('registrar', 'kupang'),
]);

const desk = await Promise.all(Array.from({ length: 8 }, () => office.officer('registrar', 'palembang')));

const today = plainDate('2026-11-20');
const { does, reads } = office;

let met = 0;
const letters = 'bcdfghjklmnpqrstvwxyz';
/** Names that share little. */
function aName(): string {
  met += 1;
  const word = (seed: number) =>
    Array.from(
      { length: 4 },
      (_, i) => letters[(seed * (i + 3) + i * 7) % letters.length]! + 'aiueo'[(seed + i) % 5]!,
    ).join('');
  return `${word(met)} ${word(met * 13 + 5)}`;
}
/** Whoever resembles him is another one, as the registrar says. */
async function identified(over: Partial<Identity> = {}, who = registrar, unitId = rutan): Promise<string> {
  const identity: Identity = {
    unitId,
    name: aName(),
    sex: 'male',
    birth: partialDateOf('1990'),
    aliases: [],
    answers: [],
    ...over,
  };
  // Nobody may ask about other offices' people as often as these tests do, so the desk has many hands.
  const hands = who === registrar ? desk[met % desk.length]! : who;
  const shown = await reads(hands, (ctx) => askWho(ctx, factsOf({ ...identity, name: identity.name ?? namelessName })));
  const answers = [...shown.candidates.map(({ personId }) => personId), ...shown.elsewhereHits].map((one) => ({
    who: one,
    answer: 'not_same' as const,
  }));
  const answer = await does(hands, (ctx) => identifyForBooking(ctx, { ...identity, answers }));
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer.personId;
}
const warrant = (over: Partial<Basis> = {}) => aWarrant(today, over);
const admission = (personId: string, over: Partial<Admission> = {}) => anAdmission(personId, today, over);
async function admitted(over: Partial<Admission> = {}, who = registrar, unitId = rutan) {
  const personId = await identified({}, who, unitId);
  const answer = await does(who, (ctx) => admitPerson(ctx, admission(personId, over)));
  if (!answer.ok) throw new Error(answer.refusal);
  return { personId, stayId: answer.stayId, label: answer.label };
}
const step = (stayId: string, one: StayStep, over: Partial<Parameters<typeof takeStep>[1]> = {}) => ({
  stayId,
  step: one,
  day: today,
  number: 'W6.PK-1',
  releaseReason: one === 'release' ? ('sentence_served' as const) : null,
  toUnitId: null,
  place: '',
  reason: 'menurut suratnya',
  ...over,
});

test('the database knows the same steps and documents as the rules', async () => {
  for (const state of stayStates)
    for (const one of staySteps) {
      const { rows } = await database.owner.query<{ to: string | null; document: string }>(
        'select custody.next_state($1, $2) as to, custody.document_of($2) as document',
        [state, one],
      );
      expect(rows[0]).toEqual({ to: nextState(state, one) ?? null, document: steps[one].document });
    }
  const { rows } = await database.owner.query<{ says: string }>(
    `select pg_get_constraintdef(oid) as says from pg_constraint where conrelid in ('custody.stay'::regclass, 'custody.register_entry'::regclass) and conname like '%register_check'`,
  );
  expect(rows).toHaveLength(2);
  for (const { says } of rows) for (const register of registers) expect(says).toContain(`'${register}'`);
  expect(Object.keys(moves)).toEqual([...stayStates]);
});

test('somebody without papers and without a name is booked as what is known of him', async () => {
  const personId = await identified({ name: undefined, birth: null, aliases: ['Codet'] });
  const without = await does(registrar, (ctx) => admitPerson(ctx, admission(personId, { nameRefused: true })));
  expect(without).toEqual({ ok: false, refusal: 'age_missing' });
  const answer = await does(registrar, (ctx) =>
    admitPerson(ctx, admission(personId, { nameRefused: true, noPapers: true, ageSaid: 'adult' })),
  );
  if (!answer.ok) throw new Error(answer.refusal);
  expect(answer.label).toBe('A.I 1/2026');
  const full = await reads(registrar, (ctx) => readStay(ctx, answer.stayId));
  expect(full).toMatchObject({
    header: { name: 'Tidak menyebut nama' },
    stay: { state: 'held', noPapers: true, nameRefused: true, ageGroup: 'adult', register: 'reg_a1' },
    may: { voidNumber: false, steps: ['release', 'transfer', 'escape', 'die'] },
  });
  expect((await does(registrar, (ctx) => admitPerson(ctx, admission(personId, { ageSaid: 'adult' })))).ok).toBe(false);
});

test('where too little is known to say whether he is known, one thing more is asked for, once', async () => {
  const hands = desk[met % desk.length]!;
  const who: Identity = { unitId: rutan, name: aName(), sex: 'male', aliases: [], answers: [] };
  const asks = (over: Partial<Identity>) => does(hands, (ctx) => identifyForBooking(ctx, { ...who, ...over }));
  expect(await asks({ askedMore: false })).toMatchObject({ ok: false, refusal: 'ask_one_more', oneMore: 'mother' });
  expect(await asks({ askedMore: true })).toMatchObject({ ok: true });
  // Whoever does not say his name is asked nothing more, nor is anybody who is not like anybody.
  expect(await asks({ askedMore: false, name: undefined })).toMatchObject({ ok: true });
  expect(await asks({ askedMore: false, name: aName(), motherName: aName() })).toMatchObject({ ok: true });

  // One part of a name and a day of birth leave it open; his mother settles it.
  const [name, motherName] = [`${aName()} ${aName()}`, aName()];
  const birth = partialDateOf('1987-02-11');
  await asks({ name, birth, motherName });
  const part = { name: name.split(' ').slice(0, 2).join(' '), birth, askedMore: false };
  expect(await asks(part)).toMatchObject({ ok: false, refusal: 'ask_one_more', oneMore: 'mother' });
  expect(await asks({ ...part, motherName })).toMatchObject({ ok: false, refusal: 'likely_duplicates' });
});

test('the next authority gives another number and the old one stays; an extension keeps the number', async () => {
  const { stayId, label } = await admitted();
  const longer = await does(registrar, (ctx) =>
    changeRegister(ctx, {
      stayId,
      givenOn: today,
      basis: warrant({ untilOn: addDays(today, 59), number: 'T-1' }),
      register: null,
      because: '',
    }),
  );
  expect(longer).toEqual({ ok: true, label });
  const next = await does(registrar, (ctx) =>
    changeRegister(ctx, {
      stayId,
      givenOn: today,
      basis: warrant({ authority: 'prosecutor', untilOn: addDays(today, 20) }),
      register: null,
      because: '',
    }),
  );
  expect(next).toEqual({ ok: true, label: 'A.II 1/2026' });
  const convicted = await does(registrar, (ctx) =>
    changeRegister(ctx, {
      stayId,
      givenOn: today,
      basis: warrant({
        kind: 'verdict',
        authority: 'district_court',
        penalty: 'imprisonment',
        sentence: { years: 1, months: 2, days: 0 },
        untilOn: null,
      }),
      register: null,
      because: '',
    }),
  );
  expect(convicted).toEqual({ ok: true, label: 'B.I 1/2026' });
  const full = await reads(registrar, (ctx) => readStay(ctx, stayId));
  expect(full.numbers.map((one) => one.label)).toEqual(['B.I 1/2026', 'A.II 1/2026', label]);
  expect(full.bases).toHaveLength(4);
  expect(full.stay).toMatchObject({ register: 'reg_b1', registerLabel: 'B.I 1/2026', termUntil: null });
});

test('fifty people who come at once get numbers without a gap, and a refused one takes none', async () => {
  const people: string[] = [];
  for (let i = 0; i < 50; i++) people.push(await identified());
  const paper = warrant({ authority: 'high_court' });
  const answers = await Promise.all(
    people.map((personId) => does(registrar, (ctx) => admitPerson(ctx, admission(personId, { basis: paper })))),
  );
  const numbers = answers.map((answer) => (answer.ok ? Number(/ (\d+)\//.exec(answer.label)![1]) : 0));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  const twice = await does(registrar, (ctx) => admitPerson(ctx, admission(people[0]!, { basis: paper })));
  expect(twice).toEqual({ ok: false, refusal: 'already_held' });
  const { label } = await admitted({ basis: paper });
  expect(label).toBe('A.IV 51/2026');
});

test('a number of the paper book is nobody else’s, and a void one is never given again', async () => {
  const imported = await admitted({ importedLabel: 'A.V 1/2026', basis: warrant({ authority: 'supreme_court' }) });
  expect(imported.label).toBe('A.V 1/2026');
  const personId = await identified();
  const paper = warrant({ authority: 'supreme_court' });
  expect(
    await does(registrar, (ctx) =>
      admitPerson(ctx, admission(personId, { basis: paper, importedLabel: 'A.V 1/2026' })),
    ),
  ).toEqual({ ok: false, refusal: 'label_taken' });
  const given = await does(registrar, (ctx) => admitPerson(ctx, admission(personId, { basis: paper })));
  expect(given).toMatchObject({ ok: true, label: 'A.V 2/2026' });
  const book = await reads(head, (ctx) => listBook(ctx, { unitId: rutan, register: 'reg_a5', year: 2026 }));
  expect(book.rows.map(({ label, voidReason }) => [label, voidReason !== null])).toEqual([
    ['A.V 1/2026', true],
    ['A.V 2/2026', false],
    ['A.V 1/2026', false],
  ]);
  const entry = book.rows.find(({ label }) => label === 'A.V 2/2026')!;
  await expect(does(registrar, (ctx) => voidNumber(ctx, { entryId: entry.id, reason: 'salah tulis' }))).rejects.toThrow(
    NotFound,
  );
  expect(await does(head, (ctx) => voidNumber(ctx, { entryId: entry.id, reason: 'salah tulis' }))).toEqual({
    ok: true,
  });
  expect(await does(head, (ctx) => voidNumber(ctx, { entryId: entry.id, reason: 'salah tulis' }))).toEqual({
    ok: false,
    refusal: 'number_already_void',
  });
  if (!given.ok) return;
  const full = await reads(head, (ctx) => readStay(ctx, given.stayId));
  expect(full.stay).toMatchObject({ register: null, registerLabel: null });
  expect((await admitted({ basis: paper })).label).toBe('A.V 3/2026');
});

test('a child in a Rutan is taken in with a reason, guarded, and seen by those two posts', async () => {
  const birth = partialDateOf('2010-06-01');
  const personId = await identified({ birth });
  const bare = await does(registrar, (ctx) => admitPerson(ctx, admission(personId)));
  expect(bare).toEqual({ ok: false, refusal: 'place_reason_missing' });
  const answer = await does(registrar, (ctx) =>
    admitPerson(ctx, admission(personId, { placeReason: 'dibawa larut malam, dijemput LPAS besok' })),
  );
  if (!answer.ok) throw new Error(answer.refusal);
  const full = await reads(head, (ctx) => readStay(ctx, answer.stayId));
  expect(full).toMatchObject({ stay: { ageGroup: 'child' }, header: { guarded: true } });
  await expect(reads(pk, (ctx) => readStay(ctx, answer.stayId))).rejects.toThrow(NotFound);
  const list = await reads(registrar, (ctx) =>
    listOccupants(ctx, { unitId: rutan, on: today, wrongPlace: true, age: 'child' }),
  );
  expect(list.rows.map(({ id }) => id)).toEqual([answer.stayId]);
  // In an LPKA a convicted child is where he belongs, and an adult is not.
  const verdict = warrant({ kind: 'verdict', penalty: 'imprisonment', sentence: { years: 0, months: 8, days: 0 } });
  const childId = await identified({ birth }, young, lpka);
  expect(await does(young, (ctx) => admitPerson(ctx, admission(childId, { basis: verdict })))).toMatchObject({
    ok: true,
  });
  const adultId = await identified({}, young, lpka);
  expect(await does(young, (ctx) => admitPerson(ctx, admission(adultId, { basis: verdict })))).toEqual({
    ok: false,
    refusal: 'place_reason_missing',
  });
});

test('past the application a stay moves no other way, nor by another paper, nor back in time', async () => {
  const { stayId, personId } = await admitted();
  const tries = (values: string) =>
    database.owner.query(
      `insert into custody.move (stay_id, person_id, unit_id, reason, document_number, made_by, step, from_state, to_state, day, document, release_reason)
       values ($1, $2, $3, 'alasan uji', 'X-1', $4, ${values})`,
      [stayId, personId, rutan, registrar.accountId],
    );
  for (const values of [
    `'recapture', 'held', 'held', '2026-11-20', 'recapture_minutes', null`,
    `'release', 'escaped', 'released', '2026-11-20', 'release_letter', 'bail'`,
    `'release', 'held', 'transferred', '2026-11-20', 'release_letter', 'bail'`,
    `'release', 'held', 'released', '2026-11-20', 'transfer_order', 'bail'`,
    `'release', 'held', 'released', '2026-11-19', 'release_letter', 'bail'`,
    `'release', 'held', 'released', '2026-11-20', 'release_letter', null`,
  ])
    await expect(tries(values), values).rejects.toMatchObject({ code: '23514' });
  await tries(`'release', 'held', 'released', '2026-11-20', 'release_letter', 'bail'`);
  await expect(tries(`'release', 'held', 'released', '2026-11-20', 'release_letter', 'bail'`)).rejects.toThrow(
    'does not move',
  );
});

test('whoever escaped is not in until he is recaptured, and whoever is dead stays so', async () => {
  const { stayId, personId } = await admitted();
  expect(await does(registrar, (ctx) => takeStep(ctx, step(stayId, 'escape', { number: '' })))).toEqual({ ok: true });
  const isIn = async () =>
    (await reads(registrar, (ctx) => listOccupants(ctx, { unitId: rutan, on: today }, { limit: 500 }))).rows.some(
      ({ id }) => id === stayId,
    );
  expect(await isIn()).toBe(false);
  expect((await does(registrar, (ctx) => takeStep(ctx, step(stayId, 'release')))).ok).toBe(false);
  expect(await does(registrar, (ctx) => takeStep(ctx, step(stayId, 'recapture')))).toEqual({ ok: true });
  expect(await isIn()).toBe(true);
  expect(await does(registrar, (ctx) => takeStep(ctx, step(stayId, 'die', { number: '' })))).toEqual({
    ok: false,
    refusal: 'number_missing',
  });
  expect(await does(registrar, (ctx) => takeStep(ctx, step(stayId, 'die')))).toEqual({ ok: true });
  expect((await reads(registrar, (ctx) => readStay(ctx, stayId))).header.deceasedOn).toBe(today);
  expect(await does(registrar, (ctx) => admitPerson(ctx, admission(personId)))).toEqual({
    ok: false,
    refusal: 'person_deceased',
  });
});

test('a transfer stands as arriving where he goes, until a stay there begins that is tied to it', async () => {
  const { stayId } = await admitted();
  expect(await does(registrar, (ctx) => takeStep(ctx, step(stayId, 'transfer', { toUnitId: rutan })))).toEqual({
    ok: false,
    refusal: 'same_place',
  });
  expect(
    await does(registrar, (ctx) => takeStep(ctx, step(stayId, 'transfer', { toUnitId: office.units.kanwil }))),
  ).toEqual({ ok: false, refusal: 'not_an_institution' });
  expect(await does(registrar, (ctx) => takeStep(ctx, step(stayId, 'transfer', { toUnitId: lapas })))).toEqual({
    ok: true,
  });
  const [arriving] = await reads(other, (ctx) => listArriving(ctx, lapas));
  expect(arriving).toMatchObject({ stayId, fromUnit: 'Bapas Kelas I Palembang' });
  expect(await reads(registrar, (ctx) => listArriving(ctx, lapas))).toEqual([]);
  await expect(reads(other, (ctx) => readStay(ctx, stayId))).rejects.toThrow(NotFound);
  // He comes back first, then goes again and is received.
  expect(await does(registrar, (ctx) => takeStep(ctx, step(stayId, 'take_back')))).toEqual({ ok: true });
  expect(await reads(other, (ctx) => listArriving(ctx, lapas))).toEqual([]);
  expect((await does(registrar, (ctx) => takeStep(ctx, step(stayId, 'transfer', { toUnitId: lapas })))).ok).toBe(true);
  const received = await admitted({ fromStayId: stayId }, other, lapas);
  expect(await reads(other, (ctx) => listArriving(ctx, lapas))).toEqual([]);
  expect((await reads(other, (ctx) => readStay(ctx, received.stayId))).stay.fromStayId).toBe(stayId);
  expect(await does(registrar, (ctx) => takeStep(ctx, step(stayId, 'take_back')))).toEqual({
    ok: false,
    refusal: 'received_elsewhere',
  });
});

test('what he brought is given back once, and what is to be minded only the head reads', async () => {
  const { stayId } = await admitted();
  for (const item of ['Telepon genggam', 'Dompet kulit'])
    expect(await does(registrar, (ctx) => addProperty(ctx, { stayId, item, amount: '1' }))).toEqual({ ok: true });
  expect(await does(registrar, (ctx) => returnProperty(ctx, { stayId, on: addDays(today, 1), to: 'Ibu' }))).toEqual({
    ok: false,
    refusal: 'day_in_future',
  });
  expect(await does(registrar, (ctx) => returnProperty(ctx, { stayId, on: today, to: 'Ibu Rekaan' }))).toEqual({
    ok: true,
  });
  expect(await does(registrar, (ctx) => returnProperty(ctx, { stayId, on: today, to: 'Ibu Rekaan' }))).toEqual({
    ok: false,
    refusal: 'nothing_to_return',
  });
  expect(await does(registrar, (ctx) => addCareNote(ctx, { stayId, note: 'Minum obat setiap hari' }))).toEqual({
    ok: true,
  });
  expect(await reads(registrar, (ctx) => readStay(ctx, stayId))).toMatchObject({
    stay: { healthAlert: true },
    care: undefined,
    property: [{ returnedTo: 'Ibu Rekaan' }, { returnedTo: 'Ibu Rekaan' }],
  });
  expect((await reads(head, (ctx) => readStay(ctx, stayId))).care?.map(({ note }) => note)).toEqual([
    'Minum obat setiap hari',
  ]);
});

test('every number is the length of its list, and the sums of the office above are the same', async () => {
  const on = today;
  const cells = await reads(registrar, (ctx) => countOccupants(ctx, rutan, on));
  const sum = sumOf(cells);
  const { rows } = await database.owner.query<{ count: number }>(
    `select count(*)::int as count from custody.stay where unit_id = $1 and state = 'held'`,
    [rutan],
  );
  expect(sum.occupants).toBe(rows[0]!.count);
  const length = async (filter: object) =>
    (await reads(registrar, (ctx) => listOccupants(ctx, { unitId: rutan, on, ...filter }, { limit: 500 }))).total;
  expect(sum.occupants).toBeGreaterThan(50);
  for (const [count, filter] of [
    [sum.occupants, {}],
    [sum.detainees, { register: 'detainees' }],
    [sum.convicts, { register: 'convicts' }],
    [sum.withoutNumber, { register: 'none' }],
    [sum.male, { sex: 'male' }],
    [sum.children, { age: 'child' }],
    [sum.adults, { age: 'adult' }],
  ] as const)
    expect(await length(filter), JSON.stringify(filter)).toBe(count);
  for (const [register, count] of byRegister(cells)) expect(await length({ register })).toBe(count);
  const worries = await reads(registrar, (ctx) => countWorries(ctx, rutan, on, 19));
  expect(await length({ termWithin: 19 })).toBe(worries.termSoon);
  expect(await length({ wrongPlace: true })).toBe(worries.wrongPlace);
  expect(await reads(registrar, (ctx) => countOccupants(ctx, rutan, addDays(on, -1)))).toEqual([]);

  expect(
    (await does(head, (ctx) => setCapacity(ctx, { unitId: rutan, places: 97, fromOn: on, source: 'SK uji' }))).ok,
  ).toBe(true);
  await expect(
    does(registrar, (ctx) => setCapacity(ctx, { unitId: rutan, places: 300, fromOn: on, source: 'SK uji' })),
  ).rejects.toThrow(NotAllowed);
  expect(await reads(registrar, (ctx) => findCapacity(ctx, rutan, addDays(on, -1)))).toBeUndefined();
  const above = await reads(kanwil, (ctx) => listUnitSums(ctx, office.units.kanwil, on));
  expect(above.find(({ unitId }) => unitId === rutan)).toMatchObject({ places: 97, sum });
  expect(above.some(({ unitId }) => unitId === lpka)).toBe(false);
  await expect(reads(kanwil, (ctx) => readStay(ctx, randomUUID()))).rejects.toThrow(NotFound);
});

test('a term that runs out is put before the registrar once, and is gone with the paper that follows', async () => {
  const { stayId } = await admitted({ basis: warrant({ untilOn: addDays(today, 10) }) });
  await jobs['custody.terms'].run(office.work(), {});
  await jobs['custody.terms'].run(office.work(), {});
  const open = () =>
    office.owner
      .selectFrom('tasks.task')
      .select(['for_role', 'due_on'])
      .where('kind', '=', 'custody.term')
      .where('key', '=', stayId)
      .where('state', '=', 'open')
      .execute();
  expect(await open()).toEqual([{ for_role: 'registrar', due_on: addDays(today, 10) }]);
  await does(registrar, (ctx) =>
    changeRegister(ctx, {
      stayId,
      givenOn: today,
      basis: warrant({ authority: 'prosecutor', untilOn: addDays(today, 40) }),
      register: null,
      because: '',
    }),
  );
  expect(await open()).toEqual([]);
});

test('another institution, and whoever guides clients, reach nothing of a stay', async () => {
  const { stayId, personId } = await admitted();
  for (const who of [other, pk]) {
    await expect(does(who, (ctx) => takeStep(ctx, step(stayId, 'release')))).rejects.toThrow(NotFound);
    await expect(does(who, (ctx) => addCareNote(ctx, { stayId, note: 'intip' }))).rejects.toThrow(NotFound);
  }
  await expect(does(other, (ctx) => admitPerson(ctx, admission(personId)))).rejects.toThrow(NotFound);
  expect(await reads(other, (ctx) => listOccupants(ctx, { unitId: rutan, on: today }))).toEqual({ rows: [], total: 0 });
});
