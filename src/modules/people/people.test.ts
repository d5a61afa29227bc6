import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import type { PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import { NotAllowed, NotFound, TooMany } from '#platform/errors';
import type { Answer, Ctx } from '#platform/ctx';
import { acceptFile } from '#platform/files/accept.server';
import { freshDatabase } from '#tests/support/database';
import { defaultNow, openOffice, type Officer } from '#tests/support/office';
import { asMany } from '#tests/support/width';
import { facePoints, faceSize } from '../../../tests/corpus/files.ts';
import {
  addAddress,
  addAlias,
  askWho,
  addFamilyMember,
  addPhone,
  addPhoto,
  changePerson,
  getPerson,
  getPersonFile,
  listChanges,
  listForAccess,
  listLinksOf,
  listListings,
  personHeader,
  registerPerson,
  removeAlias,
  removeFamilyMember,
  removePhone,
  removePhoto,
  restrictPerson,
  searchPeople,
  unlistForAccess,
  verifyPhone,
  type Newcomer,
  type PersonLink,
} from './index.server.ts';
import { AliasForm, FamilyForm, PhoneForm, addressForm, changePersonForm, newPersonForm } from './form.ts';

const database = await freshDatabase('people');
const office = await openOffice(database);
afterAll(() => office.close());

const today = '2026-11-20' as PlainDate;
const [pk, otherPk, head, counter, kupangPk, kupangHead, kanwil] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('pk', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('counter', 'palembang'),
  office.officer('pk', 'kupang'),
  office.officer('head_of_bapas', 'kupang'),
  office.officer('kanwil', 'kanwil'),
]);
const none = { personIds: [], elsewhere: false };
const day = (text: string): PartialDate => ({ text, precision: 'day' });

/** Each act of a test is some minutes after the one before, so that the limit on searching is only met where it is wanted. */
let clock = defaultNow.getTime();
async function write<T extends Answer>(
  who: Officer,
  work: (ctx: Ctx) => Promise<T>,
  id?: string,
  body: unknown = {},
): Promise<T> {
  const runner = await office.as(who, new Date((clock += 120_000)));
  return runner.runOnce({ id: id ?? idOfNow(), body }, work);
}
/** A form is opened when it is sent, and the clock of these acts runs ahead of the machine's by months. */
function idOfNow(): string {
  const time = clock.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}${newId().slice(13)}`;
}
async function read<T>(who: Officer, query: Parameters<Awaited<ReturnType<typeof office.as>>['read']>[0]): Promise<T> {
  const runner = await office.as(who, new Date((clock += 3_700_000)));
  return runner.read(query) as Promise<T>;
}
async function register(
  over: Partial<Newcomer> & { name: string },
  who = pk,
  unitId = office.units.palembang,
): Promise<string> {
  const answer = await write(who, (ctx) =>
    registerPerson(ctx, { unitId, ...over }, { personIds: [], elsewhere: true }),
  );
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.candidates)}`);
  return answer.personId;
}
async function find(who: Officer, typed: string): Promise<string[]> {
  const result = await read<Awaited<ReturnType<typeof searchPeople>>>(who, (ctx) => searchPeople(ctx, typed));
  return result.ok ? result.hits.map((hit) => hit.personId) : [];
}
async function aCase(personId: string, over: Record<string, unknown> = {}): Promise<string> {
  const row = await office.owner
    .insertInto('cases.client_case')
    .values({
      person_id: personId,
      unit_id: office.units.palembang,
      kind: 'parole_pb',
      age_group: 'adult',
      state: 'active',
      received_on: '2026-01-05',
      pk_staff_id: pk.staffId,
      ...over,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

describe('registering', () => {
  test('titles and other names are taken off a typed name, bin stays', async () => {
    const id = await register({ name: 'H. Zulkifli bin Marzuki alias Ujang, S.H.', nik: '1600002303850001' });
    const file = await read<Awaited<ReturnType<typeof getPersonFile>>>(pk, (ctx) => getPersonFile(ctx, id));
    expect(file.person).toMatchObject({
      name: 'Zulkifli bin Marzuki',
      titleBefore: 'H.',
      titleAfter: 'S.H.',
      fatherName: 'Marzuki',
      sex: 'male',
    });
    expect(file.aliases.map((alias) => alias.name)).toEqual(['Ujang']);
    expect(await find(pk, 'ujang')).toContain(id);
  });

  test('a single name, no NIK and only a guessed year of birth are enough', async () => {
    const id = await register({ name: 'Sukarjo', birth: { text: '1970', precision: 'about_year' } });
    const header = await read<Awaited<ReturnType<typeof personHeader>>>(pk, (ctx) => personHeader(ctx, id));
    expect(header).toMatchObject({ name: 'Sukarjo', birth: { text: '1970', precision: 'about_year' }, nikTail: null });
  });

  test('the same form twice registers one person', async () => {
    const submission = newId();
    const once = () =>
      write(
        pk,
        (ctx) => registerPerson(ctx, { unitId: office.units.palembang, name: 'Kasmiran Duakali' }, none),
        submission,
      );
    const [first, second] = [await once(), await once()];
    expect(second).toEqual(first);
    expect(await find(pk, 'kasmiran duakali')).toHaveLength(1);
  });

  test('somebody who may be known already is shown with reasons, and registered only when said to be another', async () => {
    const known = await register({
      name: 'Sri Mulyani',
      birth: day('1990-04-12'),
      motherName: 'Partini',
      nik: '1600005204900003',
    });
    const newcomer = {
      unitId: office.units.palembang,
      name: 'SRI MULYANY',
      birth: day('1990-04-12'),
      motherName: 'Partini',
    };
    const refused = await write(pk, (ctx) => registerPerson(ctx, newcomer, none));
    expect(refused).toMatchObject({
      ok: false,
      refusal: 'likely_duplicates',
      // Among the few people of this register two words and a day are not yet rare.
      candidates: [{ personId: known, band: 'likely', agrees: ['name', 'birth', 'mother'], differs: [] }],
    });
    const taken = await write(pk, (ctx) => registerPerson(ctx, newcomer, { personIds: [known], elsewhere: false }));
    expect(taken.ok).toBe(true);
  });

  test('another office is turned away, and the counter does not register', async () => {
    await expect(register({ name: 'Salah Kamar' }, pk, office.units.kupang)).rejects.toThrow(NotFound);
    await expect(register({ name: 'Salah Loket' }, counter)).rejects.toThrow(NotAllowed);
  });
});

describe('changing', () => {
  test('what a field was stays in its history with who, when and why', async () => {
    const id = await register({ name: 'Darmawan Lama', occupation: 'petani' });
    const before = await read<Awaited<ReturnType<typeof getPerson>>>(pk, (ctx) => getPerson(ctx, id));
    const changed = { ...before, name: 'Darmawan Baru', occupation: 'nelayan' };
    const unreasoned = await write(pk, (ctx) =>
      changePerson(ctx, { personId: id, version: before.version, fields: changed, reason: '' }),
    );
    expect(unreasoned).toEqual({ ok: false, refusal: 'reason_missing' });
    const answer = await write(pk, (ctx) =>
      changePerson(ctx, { personId: id, version: before.version, fields: changed, reason: 'KTP baru' }),
    );
    expect(answer).toEqual({ ok: true, changed: ['name', 'occupation'] });

    const history = await read<Awaited<ReturnType<typeof listChanges>>>(pk, (ctx) => listChanges(ctx, id));
    expect(history.find(({ field }) => field === 'name')).toMatchObject({
      before: 'Darmawan Lama',
      after: 'Darmawan Baru',
      reason: 'KTP baru',
      by: pk.actor.name,
    });
    expect(history.at(-1)).toMatchObject({ field: 'person', after: { name: 'Darmawan Lama', occupation: 'petani' } });
    expect(await find(pk, 'darmawan baru')).toEqual([id]);
    expect(await find(pk, 'darmawan lama')).toEqual([]);
  });

  test('two officers who change the same person meet, and neither overwrites the other unseen', async () => {
    const id = await register({ name: 'Bentrok Sutejo', occupation: 'sopir' });
    const seen = await read<Awaited<ReturnType<typeof getPerson>>>(pk, (ctx) => getPerson(ctx, id));
    await write(head, (ctx) =>
      changePerson(ctx, {
        personId: id,
        version: seen.version,
        fields: { ...seen, occupation: 'pedagang' },
        reason: '',
      }),
    );
    const answer = await write(pk, (ctx) =>
      changePerson(ctx, { personId: id, version: seen.version, fields: { ...seen, occupation: 'buruh' }, reason: '' }),
    );
    expect(answer).toMatchObject({
      ok: false,
      refusal: 'stale',
      differs: ['occupation'],
      now: { occupation: 'pedagang' },
      by: head.actor.name,
    });
    if (answer.ok || answer.refusal !== 'stale') return;
    const settled = await write(pk, (ctx) =>
      changePerson(ctx, {
        personId: id,
        version: answer.version,
        fields: { ...seen, occupation: 'buruh' },
        reason: '',
      }),
    );
    expect(settled).toMatchObject({ ok: true });
  });

  test('a counsellor changes his own clients, not those of a colleague; another office finds nobody', async () => {
    const id = await register({ name: 'Punya Orang' });
    await aCase(id);
    const seen = await read<Awaited<ReturnType<typeof getPerson>>>(otherPk, (ctx) => getPerson(ctx, id));
    const change = { personId: id, version: seen.version, fields: { ...seen, occupation: 'x' }, reason: '' };
    await expect(write(otherPk, (ctx) => changePerson(ctx, change))).rejects.toThrow(NotFound);
    await expect(write(kupangPk, (ctx) => changePerson(ctx, change))).rejects.toThrow(NotFound);
    await expect(write(counter, (ctx) => changePerson(ctx, change))).rejects.toThrow(NotAllowed);
    expect(await write(pk, (ctx) => changePerson(ctx, change))).toMatchObject({ ok: true });
  });

  test('telephones, addresses and other names come and go and stay in the history', async () => {
    const id = await register({ name: 'Banyak Rincian' });
    const phone = await write(pk, (ctx) =>
      addPhone(ctx, {
        personId: id,
        number: '+6281234567890',
        owner: 'tetangga',
        whatsapp: true,
        forNotices: true,
        verifiedOn: null,
      }),
    );
    if (!phone.ok) throw new Error('refused');
    await write(counter, (ctx) => verifyPhone(ctx, { personId: id, id: phone.id, day: today }));
    const address = (line: string, areaCode: string | null) =>
      write(pk, (ctx) =>
        addAddress(ctx, {
          personId: id,
          today,
          kind: 'residence',
          line,
          rt: '01',
          rw: '002',
          areaCode,
          postalCode: '',
          since: null,
          verifiedOn: today,
        }),
      );
    expect(await address('Jl. Lama', '16.71.01.1007')).toMatchObject({ ok: true });
    expect(await address('Jl. Baru', '16.71.14.1001')).toMatchObject({ ok: true });
    expect(await address('Jl. Tidak Ada', '99.99.99.9999')).toEqual({ ok: false, refusal: 'area_unknown' });
    const alias = await write(pk, (ctx) =>
      addAlias(ctx, { personId: id, name: 'Bagong Kussudiardja', kind: 'nickname' }),
    );
    expect(await find(pk, 'bagong kusudiardja')).toEqual([id]);
    expect(await find(pk, '0812 3456 7890')).toEqual([id]);

    const file = await read<Awaited<ReturnType<typeof getPersonFile>>>(pk, (ctx) => getPersonFile(ctx, id));
    expect(file.phones[0]).toMatchObject({ number: '+6281234567890', verifiedOn: today });
    expect(file.addresses.map(({ line, until }) => [line, until])).toEqual([
      ['Jl. Baru', null],
      ['Jl. Lama', today],
    ]);
    expect(file.addresses[0]!.place?.names[0]).toBe('Plaju Ulu');

    if (!alias.ok) throw new Error('refused');
    await write(pk, (ctx) => removeAlias(ctx, { personId: id, id: alias.id, reason: 'salah orang' }));
    await write(pk, (ctx) => removePhone(ctx, { personId: id, id: phone.id, reason: '' }));
    expect(await find(pk, 'bagong kusudiardja')).toEqual([]);
    expect(await find(pk, '081234567890')).toEqual([]);
    const fields = (await read<Awaited<ReturnType<typeof listChanges>>>(pk, (ctx) => listChanges(ctx, id))).map(
      ({ field }) => field,
    );
    // It came, was found right, and went; the address was ended by the one after it.
    expect(fields.filter((field) => field === 'phone')).toHaveLength(3);
    expect(fields.filter((field) => field === 'address')).toHaveLength(3);
    expect(fields.filter((field) => field === 'alias')).toHaveLength(2);
    await expect(
      write(kupangPk, (ctx) => removePhone(ctx, { personId: id, id: phone.id, reason: '' })),
    ).rejects.toThrow(NotFound);
  });

  test('the newest face is shown, and the one before when it is taken away', async () => {
    const { default: sharp } = await import('sharp');
    const id = await register({ name: 'Wajah Baru' });
    const photo = async (seed: number) => {
      const accepted = await acceptFile(await sharp(facePoints(seed), { raw: faceSize }).jpeg().toBuffer(), 'face');
      if (!accepted.ok) throw new Error(accepted.problem);
      return write(pk, (ctx) => addPhoto(ctx, { personId: id, kind: 'face', takenOn: today, file: accepted.file }));
    };
    await photo(1);
    const shown = async () =>
      (await read<Awaited<ReturnType<typeof personHeader>>>(pk, (ctx) => personHeader(ctx, id))).photoFileId;
    const first = await shown();
    const second = await photo(2);
    expect(await shown()).not.toBe(first);
    if (!second.ok) throw new Error('refused');
    await write(pk, (ctx) => removePhoto(ctx, { personId: id, id: second.id, reason: 'orang lain' }));
    expect(await shown()).toBe(first);
  });

  test('family waits until somebody is assigned, save for the heads', async () => {
    const id = await register({ name: 'Belum Ditugaskan' });
    const member = {
      relation: 'mother' as const,
      name: 'Ibu Sutini',
      birthYear: null,
      occupation: '',
      phone: '',
      address: '',
      note: '',
    };
    await expect(write(pk, (ctx) => addFamilyMember(ctx, { personId: id, ...member }))).rejects.toThrow(NotFound);
    expect(await write(head, (ctx) => addFamilyMember(ctx, { personId: id, ...member }))).toMatchObject({ ok: true });
    await aCase(id);
    const file = await read<Awaited<ReturnType<typeof getPersonFile>>>(pk, (ctx) => getPersonFile(ctx, id));
    expect(file.family?.map(({ name }) => name)).toEqual(['Ibu Sutini']);
  });

  test('each day on which a number or an address was found right stays in the history', async () => {
    const id = await register({ name: 'Sering Diperiksa' });
    const phone = { number: '+6281234500001', owner: '', whatsapp: false, forNotices: false, verifiedOn: null };
    const kept = await write(pk, (ctx) => addPhone(ctx, { personId: id, ...phone }));
    if (!kept.ok) throw new Error('refused');
    const days = ['2026-10-01', '2026-11-02', '2026-11-02'] as PlainDate[];
    for (const day of days) await write(counter, (ctx) => verifyPhone(ctx, { personId: id, id: kept.id, day }));
    const history = await read<Awaited<ReturnType<typeof listChanges>>>(pk, (ctx) => listChanges(ctx, id));
    const dayOf = (value: unknown) => (value as { verifiedOn?: string } | null)?.verifiedOn ?? null;
    expect(
      history.filter(({ field }) => field === 'phone').map((one) => [dayOf(one.before), dayOf(one.after), one.by]),
    ).toEqual([
      ['2026-10-01', '2026-11-02', counter.actor.name],
      [null, '2026-10-01', counter.actor.name],
      [null, null, pk.actor.name],
    ]);
  });

  test('a relative who was taken away stays in the history for those who may read family', async () => {
    const id = await register({ name: 'Pernah Berkeluarga' });
    await aCase(id);
    const member = { birthYear: 1990, occupation: '', phone: '', address: '', note: '' };
    const kept = await write(pk, (ctx) =>
      addFamilyMember(ctx, { personId: id, ...member, relation: 'sibling', name: 'KANARI-SAUDARA' }),
    );
    if (!kept.ok) throw new Error('refused');
    await write(pk, (ctx) => removeFamilyMember(ctx, { personId: id, id: kept.id, reason: 'bukan saudara' }));
    const history = async (who: Officer) =>
      (await read<Awaited<ReturnType<typeof listChanges>>>(who, (ctx) => listChanges(ctx, id))).filter(
        ({ field }) => field === 'family',
      );
    const said = { relation: 'sibling', name: 'KANARI-SAUDARA', birthYear: 1990 };
    for (const who of [pk, head])
      expect(await history(who)).toMatchObject([
        { before: said, after: null, reason: 'bukan saudara' },
        { before: null, after: said },
      ]);
    for (const who of [otherPk, counter, kanwil])
      expect((await history(who)).map(({ before, after }) => [before, after])).toEqual([
        [{}, null],
        [null, {}],
      ]);
  });

  test('family is seen by those who work on the case and lead the office, and the history tells nobody else', async () => {
    const id = await register({ name: 'Berkeluarga Besar' });
    await aCase(id);
    const member = {
      relation: 'sibling' as const,
      name: 'KANARI-KELUARGA',
      birthYear: 1990,
      occupation: '',
      phone: '',
      address: '',
      note: '',
    };
    await write(pk, (ctx) => addFamilyMember(ctx, { personId: id, ...member }));
    const file = (who: Officer) =>
      read<Awaited<ReturnType<typeof getPersonFile>>>(who, (ctx) => getPersonFile(ctx, id));
    expect((await file(pk)).family).toHaveLength(1);
    expect((await file(head)).family).toHaveLength(1);
    for (const who of [otherPk, counter, kanwil]) {
      expect((await file(who)).family).toBeUndefined();
      const history = await read<Awaited<ReturnType<typeof listChanges>>>(who, (ctx) => listChanges(ctx, id));
      expect(JSON.stringify([history, await file(who)])).not.toContain('KANARI-KELUARGA');
    }
  });
});

describe('searching', () => {
  const names = [
    'Mohammad Hidayatullah',
    'Siti Nurhaliza',
    'Ni Luh Ayu Lestari',
    'Yohanes Wanggai',
    'Suharto',
    "Ma'ruf O'Neil",
    'Cut Nyak Rosmini',
  ];
  const bySample = new Map<string, string>();

  test('every slip of one letter in any word of a name finds the person', async () => {
    for (const name of names) bySample.set(name, await register({ name }));
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const slip = fc.record({
      name: fc.constantFrom(...names),
      kind: fc.constantFrom('insert', 'delete', 'replace', 'swap'),
      at: fc.nat(),
      letter: fc.constantFrom(...letters),
    });
    const runs: { name: string; typed: string }[] = [];
    for (const { name, kind, at, letter } of fc.sample(slip, { numRuns: asMany(160, 2000), seed: 2026 })) {
      const places = [...name].flatMap((character, index) => (/[a-z]/i.test(character) ? [index] : []));
      const place = places[at % places.length]!;
      const next = /[a-z]/i.test(name[place + 1] ?? '') ? name[place + 1]! : '';
      const typed =
        kind === 'insert'
          ? name.slice(0, place) + letter + name.slice(place)
          : kind === 'delete'
            ? name.slice(0, place) + name.slice(place + 1)
            : kind === 'replace'
              ? name.slice(0, place) + letter + name.slice(place + 1)
              : name.slice(0, place) + next + name[place]! + name.slice(place + 1 + next.length);
      runs.push({ name, typed });
    }
    const missed = [];
    for (const { name, typed } of runs) if (!(await find(pk, typed)).includes(bySample.get(name)!)) missed.push(typed);
    expect(missed).toEqual([]);
  });

  test('a part of a name, words in any order and other spellings find, each with its reason', async () => {
    const explained = async (typed: string, name: string) => {
      const result = await read<Awaited<ReturnType<typeof searchPeople>>>(pk, (ctx) => searchPeople(ctx, typed));
      if (!result.ok) throw new Error(result.why);
      return result.hits.find((hit) => hit.personId === bySample.get(name))?.reasons;
    };
    expect(await explained('hida', 'Mohammad Hidayatullah')).toMatchObject([{ what: 'name', match: 'beginning' }]);
    expect(await explained('nurhaliza siti', 'Siti Nurhaliza')).toMatchObject([{ match: 'exact' }, { match: 'exact' }]);
    expect(await explained('Muhamad Hidayatulah', 'Mohammad Hidayatullah')).toMatchObject([
      { match: 'sound' },
      { match: 'one_letter' },
    ]);
    expect(await explained('lestari ayu luh', 'Ni Luh Ayu Lestari')).toHaveLength(3);
    expect(await explained('lestari ayu santi', 'Ni Luh Ayu Lestari')).toHaveLength(2);
    expect(await explained('maruf oneil', "Ma'ruf O'Neil")).toMatchObject([{ match: 'exact' }, { match: 'exact' }]);
  });

  test('what is remembered of somebody finds: old spelling, initials, another name, about how old, where from, whose child', async () => {
    const id = await register({
      name: 'Sukarno Hadiwijaya alias Kancil Pasar',
      birth: day('1985-07-01'),
      birthPlace: 'Kabupaten Sekayu',
      motherName: 'Partinem',
    });
    const other = await register({
      name: 'Sukarno Hadiwijaya',
      birth: day('1999-01-09'),
      birthPlace: 'Bengkulu',
      motherName: 'Wagiyem',
    });
    for (const typed of [
      'Soekarno Hadiwidjaja',
      'hadiwijaya sukarno kira-kira 41 tahun',
      'S. Hadiwijaya lahir di Sekayu',
      'kancil pasar umur 41',
      'sukarno hadiwijaya ibu Partinem',
      'lahir di sekayu ibu partinem',
    ]) {
      const found = await find(pk, typed);
      expect(found, typed).toContain(id);
      if (/41|sekayu|partinem/i.test(typed)) expect(found, typed).not.toContain(other);
    }
    const result = await read<Awaited<ReturnType<typeof searchPeople>>>(pk, (ctx) =>
      searchPeople(ctx, 'sukarno hadiwijaya kira-kira 40 tahun ibu partinem'),
    );
    if (!result.ok) throw new Error(result.why);
    expect(result.hits[0]).toMatchObject({ personId: id, reasons: [{ what: 'recognised' }] });
    expect(await find(pk, 'sukarno hadiwijaya umur 90')).toEqual([]);
    // As old as on the day at the office, which a demo clock may hold still.
    const here = office.owner.updateTable('units.unit').where('id', '=', office.units.palembang);
    await here.set({ demo_today: '2010-06-13' }).execute();
    expect(await find(pk, 'kancil pasar umur 25')).toContain(id);
    await here.set({ demo_today: null }).execute();
    expect(await find(pk, 'kancil pasar umur 25')).not.toContain(id);
    expect(await find(kupangPk, 'sukarno hadiwijaya ibu partinem')).toEqual([]);
  });

  test('whoever is of this office is found among the hundreds of other offices of whom the same is remembered', async () => {
    await office.owner
      .insertInto('people.person')
      .values(
        Array.from({ length: 500 }, () => ({
          unit_id: office.units.kupang,
          name: 'Bejo Wiratmaja',
          birth_date: '1985-01-01',
          birth_precision: 'year',
          birth_place: 'Wonosari',
          mother_name: 'Sumirahayu',
          ask_due: false,
        })),
      )
      .execute();
    const own = await register({
      name: 'Bejo Wiratmaja',
      birth: { text: '1985', precision: 'year' },
      birthPlace: 'Wonosari',
      motherName: 'Sumirahayu',
    });
    for (const typed of [
      'Bejo umur 41',
      'bejo ibu sumirahayu',
      'B. Wiratmaja',
      'ibu sumirahayu',
      'lahir di wonosari ibu sumirahayu',
    ])
      expect([typed, await find(pk, typed)]).toEqual([typed, [own]]);
  });

  test('a birthday, or a part of it, finds as a form writes it, with a name and without', async () => {
    const id = await register({
      name: 'Hanjuang Wirasakti',
      birth: day('1987-03-18'),
      birthPlace: 'Batusangkar',
      motherName: 'Upik',
    });
    const other = await register({ name: 'Hanjuang Wirasakti', birth: day('1993-11-02'), birthPlace: 'Solok' });
    for (const typed of [
      'hanjuang lahir 18-03-1987',
      'Hanjuang W. tgl lahir 18/3/1987',
      'hanjuang 18 Maret 1987',
      'TTL: Batusangkar, 18-03-1987',
      'lahir Batusangkar 18 mar 1987',
      '18-03-1987',
      'hanjuang maret 1987',
      'wirasakti lahir tahun 1987',
      'hanjuang 1987',
    ]) {
      const found = await find(pk, typed);
      expect(found, typed).toContain(id);
      expect(found, typed).not.toContain(other);
    }
    expect(await find(pk, 'hanjuang lahir 12-08-1950')).toEqual([]);
    // Two days that are written in the other order are one.
    expect(await find(pk, 'hanjuang 02-11-1993')).toEqual([other]);
    expect(await find(pk, 'hanjuang 11-02-1993')).toEqual([other]);
  });

  test('initials alone, a father alone and a round age find', async () => {
    const id = await register({ name: 'Qurays Xaverindo bin Wongsopati', birth: day('1965-05-05') });
    for (const typed of ['Q.X.', 'x q', 'Q X W', 'bin Wongsopati', 'qurays 60an tahun', 'qurays ±61 th'])
      expect([typed, await find(pk, typed)]).toEqual([typed, [id]]);
    expect(await find(pk, 'Q.Z.')).toEqual([]);
  });

  test('NIK, its end and a register number find', async () => {
    const id = await register({ name: 'Nomor Panjang', nik: '1600004507880042' });
    const caseId = await aCase(id, { register_label: '17/PB/2026' });
    await office.owner
      .insertInto('cases.register_entry')
      .values({
        unit_id: office.units.palembang,
        year: 2026,
        number: 17,
        label: '17/PB/2026',
        case_id: caseId,
        origin: 'given',
        given_on: '2026-01-05',
      })
      .execute();
    expect(await find(pk, '1600 0045 0788 0042')).toEqual([id]);
    expect(await find(pk, '80042')).toEqual([id]);
    expect(await find(pk, '17/pb/2026')).toEqual([id]);
    expect(await find(pk, '17')).toEqual([id]);
    // One digit off it is nobody's, and he may be meant; another office is told of nothing but that there is somebody.
    expect(await find(pk, '1600004507880043')).toEqual([id]);
    expect(await find(kupangPk, '1600004507880043')).toEqual([]);
    expect(await find(pk, '1600004507990099')).toEqual([]);
  });

  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['\u200b', 'empty'],
    ['a', 'too_short'],
    ['%', 'too_short'],
    ['%%%', 'nothing_to_find'],
    ['____', 'nothing_to_find'],
    ['x'.repeat(10_000), 'too_long'],
    ['\0\0', 'empty'],
    ["' or 1=1 --", undefined],
    ['\ud800siti', undefined],
    ['‮itis', undefined],
  ])('a strange search gets a clear answer: %.20j', async (typed, why) => {
    const result = await read<Awaited<ReturnType<typeof searchPeople>>>(pk, (ctx) => searchPeople(ctx, typed));
    if (why) expect(result).toEqual({ ok: false, why });
    else expect(result.ok).toBe(true);
  });

  test('each search leaves a line without what was typed, and a machine that searches on and on is stopped', async () => {
    const runner = await office.as(otherPk, new Date((clock += 4_000_000)));
    await runner.read((ctx) => searchPeople(ctx, 'KANARI PENCARIAN'));
    const lines = await office.owner
      .selectFrom('platform.access_log')
      .select(['what', 'about'])
      .where('actor_id', '=', otherPk.accountId)
      .where('what', '=', 'person.searched')
      .execute();
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines).toLowerCase()).not.toContain('kanari');
    await expect(
      (async () => {
        for (let i = 0; i < 60; i++) await runner.read((ctx) => searchPeople(ctx, 'siti'));
      })(),
    ).rejects.toThrow(TooMany);
  });

  test('those who may not search are refused', async () => {
    const admin = await office.officer('account_admin', 'palembang');
    await expect(read(admin, (ctx) => searchPeople(ctx, 'siti'))).rejects.toThrow(NotAllowed);
  });
});

describe('who sees whom', () => {
  test('another office sees a pointer of four fields and nothing else', async () => {
    const id = await register(
      { name: 'Rahasia Kupang', nik: '5300006006910007', birth: day('1991-06-20'), motherName: 'KANARI IBU' },
      kupangPk,
      office.units.kupang,
    );
    expect(await find(pk, 'Rahasia Kupang')).toEqual([]);
    const result = await read<Awaited<ReturnType<typeof searchPeople>>>(pk, (ctx) =>
      searchPeople(ctx, '5300006006910007'),
    );
    if (!result.ok) throw new Error(result.why);
    expect(result.hits).toEqual([]);
    expect(result.elsewhere).toEqual([{ unit: 'Bapas Kelas II Kupang', band: 'likely', agrees: ['nik'], ask: '' }]);

    const newcomer = {
      unitId: office.units.palembang,
      name: 'Rahasia Kupang',
      nik: '5300006006910007',
      birth: day('1991-06-20'),
    };
    const refused = await write(pk, (ctx) => registerPerson(ctx, newcomer, none));
    expect(refused).toMatchObject({
      ok: false,
      candidates: [],
      elsewhere: [{ unit: 'Bapas Kelas II Kupang', band: 'strong', agrees: ['nik', 'name', 'birth'] }],
    });
    expect(JSON.stringify(refused)).not.toContain(id);
    expect(JSON.stringify(refused)).not.toContain('KANARI');
    await expect(read(pk, (ctx) => getPersonFile(ctx, id))).rejects.toThrow(NotFound);
    await expect(read(pk, (ctx) => personHeader(ctx, newId()))).rejects.toThrow(NotFound);
    // A pointer is answered by its reference; anything else that is named answers nothing.
    const asked = await read<Awaited<ReturnType<typeof askWho>>>(pk, (ctx) =>
      askWho(ctx, { name: newcomer.name, nik: newcomer.nik, birth: newcomer.birth }),
    );
    const answering = (who: string) =>
      write(pk, (ctx) =>
        registerPerson(ctx, newcomer, {
          personIds: [],
          elsewhere: false,
          answers: [{ who, answer: 'same' }],
          reason: 'KTP sama',
        }),
      );
    expect(await answering(id)).toMatchObject({ ok: false });
    expect(await answering(newId())).toMatchObject({ ok: false });
    const taken = await answering(asked.elsewhereHits[0]!);
    if (!taken.ok) throw new Error('refused');
    const links = await read<PersonLink[]>(pk, (ctx) => listLinksOf(ctx, taken.personId));
    expect(links).toMatchObject([{ state: 'proposed', other: undefined, pointer: { unit: 'Bapas Kelas II Kupang' } }]);
    expect(JSON.stringify(links)).not.toContain(id);
  });

  test('a child is found by its counsellor and the heads, and is absent for everybody else', async () => {
    const id = await register({
      name: 'Anak Terlindung',
      nik: '1600001505100009',
      birth: day('2010-05-15'),
      motherName: 'Ibu Anak',
    });
    await aCase(id, { age_group: 'child', kind: 'child_measure', guarded: true });
    for (const who of [pk, head]) expect(await find(who, 'anak terlindung')).toEqual([id]);
    for (const who of [otherPk, counter, kanwil]) {
      expect(await find(who, 'anak terlindung')).toEqual([]);
      expect(await find(who, '1600001505100009')).toEqual([]);
      await expect(read(who, (ctx) => getPersonFile(ctx, id))).rejects.toThrow(NotFound);
    }
    const asked = { name: 'Anak Terlindung', birth: day('2010-05-15'), nik: '1600001505100009', mother: 'Ibu Anak' };
    const found = await read<Awaited<ReturnType<typeof askWho>>>(otherPk, (ctx) => askWho(ctx, asked));
    expect(found).toEqual({ candidates: [], elsewhere: [], elsewhereHits: [], isPartial: false });
  });

  test('an excluded officer finds nothing, counts nothing and is not warned of a duplicate', async () => {
    const kin = await office.officer('pk', 'palembang');
    const id = await register({
      name: 'Paman Petugas',
      nik: '1600000101700011',
      birth: day('1970-01-01'),
      motherName: 'Nenek',
    });
    const other = await register({ name: 'Paman Umum' });
    const seenBefore = await find(kin, 'paman');
    expect(seenBefore).toEqual(expect.arrayContaining([id, other]));
    const listing = await write(head, (ctx) =>
      listForAccess(ctx, {
        personId: id,
        kind: 'exclusion',
        accountId: kin.accountId,
        officer: '',
        startsOn: '2020-01-01' as PlainDate,
        endsOn: null,
        reason: 'keponakan',
      }),
    );
    expect(listing).toMatchObject({ ok: true });

    const hidden = await read<Awaited<ReturnType<typeof searchPeople>>>(kin, (ctx) => searchPeople(ctx, 'paman'));
    expect(hidden).toMatchObject({ ok: true, total: 1, hits: [{ personId: other }] });
    expect(await find(kin, '1600000101700011')).toEqual([]);
    const asked = { name: 'Paman Petugas', birth: day('1970-01-01'), nik: '1600000101700011', mother: 'Nenek' };
    const found = await read<Awaited<ReturnType<typeof askWho>>>(kin, (ctx) => askWho(ctx, asked));
    expect(found).toEqual({ candidates: [], elsewhere: [], elsewhereHits: [], isPartial: false });
    await expect(read(kin, (ctx) => getPersonFile(ctx, id))).rejects.toThrow(NotFound);
    const words = await read<number>(
      kin,
      async (ctx) =>
        (await ctx.tx.selectFrom('people.name_word').select('word').where('person_id', '=', id).execute()).length,
    );
    expect(words).toBe(0);
    // A case that begins later is guarded from its first moment.
    const caseId = await aCase(id);
    const cases = await read<unknown[]>(kin, (ctx) =>
      ctx.tx.selectFrom('cases.client_case').select('id').where('id', '=', caseId).execute(),
    );
    expect(cases).toEqual([]);

    if (!listing.ok) throw new Error('refused');
    await write(head, (ctx) => unlistForAccess(ctx, { personId: id, id: listing.id }));
    expect(await find(head, 'paman petugas')).toEqual([id]);
  });

  test('a restricted person is seen by the listed only, and whoever restricted him can lift it', async () => {
    const id = await register({ name: 'Tokoh Terbatas', nik: '1600000203800012' });
    await write(head, (ctx) =>
      restrictPerson(ctx, { personId: id, restricted: true, reason: 'perintah kanwil', today }),
    );
    expect(await find(head, 'tokoh terbatas')).toEqual([id]);
    for (const who of [pk, otherPk, counter, kanwil]) expect(await find(who, 'tokoh terbatas')).toEqual([]);
    const listed = await read<Awaited<ReturnType<typeof listListings>>>(head, (ctx) => listListings(ctx, id));
    expect(listed).toMatchObject([{ kind: 'restriction', accountId: head.accountId }]);
    await write(head, (ctx) =>
      listForAccess(ctx, {
        personId: id,
        kind: 'restriction',
        accountId: pk.accountId,
        officer: '',
        startsOn: '2020-01-01' as PlainDate,
        endsOn: null,
        reason: 'pembimbing',
      }),
    );
    expect(await find(pk, 'tokoh terbatas')).toEqual([id]);
    const secondHead = await office.officer('head_of_bapas', 'palembang');
    await expect(
      write(secondHead, (ctx) => restrictPerson(ctx, { personId: id, restricted: false, reason: 'coba-coba', today })),
    ).rejects.toThrow(NotFound);
    await write(head, (ctx) => restrictPerson(ctx, { personId: id, restricted: false, reason: 'selesai', today }));
    expect(await find(otherPk, 'tokoh terbatas')).toEqual([id]);
  });

  test('only the head of that office limits access, and never for himself', async () => {
    const id = await register({ name: 'Bukan Urusanmu' });
    const listing = {
      personId: id,
      kind: 'exclusion' as const,
      officer: '',
      startsOn: today,
      endsOn: null,
      reason: 'alasan',
    };
    await expect(write(pk, (ctx) => listForAccess(ctx, { ...listing, accountId: otherPk.accountId }))).rejects.toThrow(
      NotAllowed,
    );
    await expect(
      write(kupangHead, (ctx) => listForAccess(ctx, { ...listing, accountId: otherPk.accountId })),
    ).rejects.toThrow(NotFound);
    expect(await write(head, (ctx) => listForAccess(ctx, { ...listing, accountId: head.accountId }))).toEqual({
      ok: false,
      refusal: 'officer_yourself',
    });
    expect(
      await write(head, (ctx) => listForAccess(ctx, { ...listing, accountId: undefined, officer: 'tidak.ada' })),
    ).toEqual({ ok: false, refusal: 'officer_unknown' });
    expect(
      await write(head, (ctx) =>
        listForAccess(ctx, { ...listing, accountId: undefined, officer: kupangPk.actor.username }),
      ),
    ).toMatchObject({ ok: true });
  });
});

describe('what people type', () => {
  const strange = [
    "O'Neil",
    "D'Artagnan",
    'SUHARTO',
    'A',
    'x'.repeat(200),
    'x'.repeat(201),
    'y'.repeat(100_000),
    'Hj. Siti Nurhaliza, S.Pd.',
    'I Gusti Ngurah',
    '王小明',
    'محمد',
    'ꦱꦸꦏꦂꦤ',
    'José',
    'José',
    'İı',
    'ﬁﬂ',
    'Z͑̓̈́̊̋̀́̂̃̄̅̆̇̈̉̊̋̌̍̎̏',
    '👩‍👩‍👧',
    '‮abc',
    'a\u200bb\ufeff',
    '\u00a0',
    'so\u00adft',
    'а',
    '１２３',
    'null',
    'undefined',
    'NaN',
    'true',
    '-',
    '   ',
    "Robert'); DROP TABLE people.person;--",
    '${7*7}',
    '{{7*7}}',
    '%s%n',
    'nul\0byte',
    '\ud800',
    '<script>alert(1)</script>',
    '=1+1',
    '__proto__',
    'constructor',
  ];
  const numbers = [
    '1671',
    '16000023038500012',
    '160000230385000',
    '1600.0023.0385.0001',
    '0071012303850001',
    '9971014003850001',
    '1600003213850000',
    'abcdefghijklmnop',
    '1,67E+15',
    '１６７１０１２３０３８５０００１',
    ' ',
    '-1',
  ];
  const dates = [
    '29-02-2027',
    '31-04-1990',
    '01/02/26',
    '1850',
    '0001-01-01',
    '9999-12-31',
    '12 Rajab 1445',
    '2999',
    'umur 35 tahun',
    '± 1985',
    '1985',
    'Maret 1985',
    '00-00-1985',
    '1e309',
    '{}',
    '23:59:60',
  ];
  const every = [...strange, ...numbers, ...dates];
  const base = { submissionId: newId(), version: '1', name: 'Nama Wajar', unitId: String(office.units.palembang) };

  const forms: [string, v.GenericSchema, Record<string, unknown>][] = [
    ['new person', newPersonForm(today), base],
    ['change', changePersonForm(today), base],
    ['alias', AliasForm, { ...base, kind: 'alias' }],
    ['address', addressForm(today), { ...base, kind: 'residence' }],
    ['phone', PhoneForm, { ...base, number: '081234567890' }],
    ['family', FamilyForm, { ...base, relation: 'mother' }],
  ];
  test.each(forms)(
    'every field of the form "%s" answers every strange text with a value or a problem',
    (_, form, filled) => {
      expect(v.safeParse(form, filled).success).toBe(true);
      const fields = Object.keys((form as v.ObjectSchema<v.ObjectEntries, undefined>).entries);
      for (const field of fields)
        for (const typed of [...every, ['a', 'b'], 7, undefined, new File(['x'], 'x')]) {
          const parsed = v.safeParse(form, { ...filled, [field]: typed });
          if (!parsed.success)
            for (const issue of parsed.issues)
              expect(issue.message, `${field} ${String(typed).slice(0, 40)}`).toMatch(/^[a-z_]+(\?.*)?$/);
        }
    },
  );

  test('what the form lets through can be kept and found again, or is refused with a reason', async () => {
    for (const name of strange) {
      const parsed = v.safeParse(newPersonForm(today), { ...base, name });
      if (!parsed.success) continue;
      const { submissionId: _, ...newcomer } = parsed.output;
      const answer = await write(pk, (ctx) => registerPerson(ctx, newcomer, { personIds: [], elsewhere: true }));
      if (answer.ok)
        expect(
          (await read<{ name: string }>(pk, (ctx) => personHeader(ctx, answer.personId))).name.length,
        ).toBeGreaterThan(0);
    }
    for (const nik of numbers) {
      const parsed = v.safeParse(newPersonForm(today), { ...base, name: `Orang ${newId()}`, nik });
      if (!parsed.success) continue;
      const { submissionId: _, ...newcomer } = parsed.output;
      await write(pk, (ctx) => registerPerson(ctx, newcomer, { personIds: [], elsewhere: true }));
    }
    for (const typed of every) await find(pk, typed);
  });
});
