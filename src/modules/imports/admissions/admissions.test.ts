import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { heldNow } from '#modules/notices/server';
import { jobs as custodyJobs } from '#modules/custody/server';
import { jobs as peopleJobs, listQuestions } from '#modules/people/server';
import { NotAllowed, NotFound } from '#platform/errors';
import type { JobWork } from '#platform/job';
import { badDates, badNames, badNiks } from '#tests/corpus/bad-inputs';
import { aClient } from '#tests/support/cases';
import { asInstitutions } from '#tests/support/custody';
import { freshDatabase } from '#tests/support/database';
import { aSheet, aWord, importsOf, type SheetRow } from '#tests/support/imports';
import { openOffice, type Officer } from '#tests/support/office';
import { bringImport, cancelImport } from '../bring-import.server.ts';
import { problemsFile, templateFile } from '../files.server.ts';
import type { ImportOnFile } from '../import.ts';
import { jobs } from '../jobs.server.ts';
import { kinds } from '../kinds.ts';
import { getImport, listImports, listPlaces, listRows, listTakenPeople } from '../queries.server.ts';
import { shownRows } from '../show.server.ts';

const database = await freshDatabase('imports_admissions');
const office = await openOffice(database);
await asInstitutions(office, ['kupang', 'musi']);
const rutan = office.units.kupang;
let registrar: Officer, kanwil: Officer, pk: Officer;
beforeAll(async () => {
  [registrar, kanwil, pk] = await Promise.all([
    office.officer('registrar', 'kupang'),
    office.officer('kanwil', 'otherKanwil'),
    office.officer('pk', 'palembang'),
  ]);
});
afterAll(() => office.close());

let serial = 0;
/** Somebody whom nobody knows, held by the police until a day. */
function aRow(over: SheetRow = {}): SheetRow {
  serial += 1;
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    Nama: `${aWord(serial)} ${aWord(serial * 7919 + 5)}`,
    'Tanggal lahir': `${two((serial % 27) + 1)}-0${(serial % 9) + 1}-${1960 + (serial % 40)}`,
    'Jenis kelamin': 'L',
    'Nama ibu': aWord(serial * 31 + 11),
    Register: 'A.I',
    'Nomor register': `${serial}/2026`,
    'Tanggal masuk': '10-11-2026',
    'Jam masuk': '14.30',
    'Diterima dari': 'Polresta Kupang',
    Dasar: 'Surat perintah penahanan',
    'Nomor surat': `SP.Han/${serial}/XI/2026`,
    'Tanggal surat': '09-11-2026',
    'Penerbit surat': 'Polresta Kupang',
    'Mulai ditahan': '09-11-2026',
    'Sampai dengan': '28-11-2026',
    Perkara: 'Pencurian',
    ...over,
  };
}
/** A NIK of nobody. */
const nik = (number: number) => `1600001306${String(number).padStart(6, '0')}`;

const imports = importsOf(office);
const bring = (bytes: Uint8Array, by = registrar, unit = rutan) =>
  imports.bring(bytes, { by, unit, name: 'penerimaan.xlsx' });
const look = (importId: string, by = registrar) => imports.look(importId, by);
const take = (one: ImportOnFile, { by = registrar, ...how }: { by?: Officer; likely?: boolean; work?: JobWork } = {}) =>
  imports.take(one, { by, ...how });
async function told(one: ImportOnFile) {
  const runner = await office.as(registrar);
  return runner.read(async (ctx) => {
    const { rows } = await listRows(ctx, one, 'bad', 0, 500);
    return (await shownRows(ctx, one, rows, 'problems', 'id')).map(({ line, problems }) => [
      line,
      problems[0]!.where.replace(/^kolom \w+ /, ''),
      problems[0]!.what,
    ]);
  });
}
const stays = async (unit = rutan) =>
  (
    await database.owner.query<{ label: string; name: string; source: string | null }>(
      `select s.register_label as label, p.name, p.nik, p.nik_source as source, p.mother_name as mother, p.father_name as father, s.admitted_on::text as "admittedOn",
         s.age_group as age, b.kind, b.authority, b.penalty, b.sentence_years as years, b.until_on::text as until, b.offence,
         array(select a.name from people.alias a where a.person_id = p.id) as aliases
       from custody.stay s join people.person p on p.id = s.person_id join custody.basis b on b.stay_id = s.id
       where s.unit_id = $1 order by s.made_at, s.id`,
      [unit],
    )
  ).rows;
const stayOf = async (label: string) => (await stays()).find((one) => one.label === label);

describe('what institutions keep', () => {
  test('a whole row in the words of an institution becomes a stay with its paper and number', async () => {
    const one = await bring(
      aSheet([
        {
          'NAMA WBP': 'AHMAD FAUZI BIN SALEH',
          Alias: 'Oji; Uji Panjang',
          'No. KTP': nik(850001),
          'Dasar NIK': 'Dicek pada Dukcapil',
          TTL: 'Kupang, 13 Juni 1985',
          'L/P': 'Laki-laki',
          'Ibu Kandung': 'SITI AMINAH',
          'Nama Ayah': 'SALEH',
          'Alamat Asal': 'Jl. Mawar No. 3',
          'Jenis Register': 'Reg. A III',
          'No. Reg': '0077/2026',
          'Tgl Masuk': '2 Maret 2026',
          Jam: '9.05 WITA',
          Asal: 'Rutan Polda',
          'Diantar oleh': 'Bripka Rekaan',
          'Jenis Surat': 'Penetapan penahanan hakim',
          'No Surat': '12/Pen.Pid/2026',
          'Tgl Surat': '01/03/2026',
          Instansi: 'Pengadilan Negeri Kupang',
          Mulai: '01-03-2026',
          Sampai: '30-03-2026',
          Kasus: 'Narkotika',
        },
      ]),
    );
    expect(await told(one)).toEqual([]);
    expect(one, 'every head is one that we know').toMatchObject({
      kind: 'admissions',
      state: 'checked',
      good: 1,
      bad: 0,
    });
    expect(await stays()).toEqual([]);
    await take(one);
    expect(await stayOf('A.III 77/2026')).toMatchObject({
      name: 'Ahmad Fauzi bin Saleh',
      nik: nik(850001),
      source: 'register',
      mother: 'Siti Aminah',
      father: 'Saleh',
      aliases: ['Oji', 'Uji Panjang'],
      admittedOn: '2026-03-02',
      age: 'adult',
      kind: 'warrant',
      authority: 'district_court',
      until: '2026-03-30',
      offence: 'Narkotika',
    });
    const { rows } = await database.owner.query(
      `select j.about ->> 'importId' as import from platform.journal j where j.what = 'custody.admitted' and j.unit_id = $1`,
      [rutan],
    );
    expect(rows).toEqual([{ import: one.id }]);
  });

  test('how a NIK is known is read, left out without a number, and told where nobody understands it', async () => {
    const one = await bring(
      aSheet([
        aRow({ NIK: nik(421001), 'Sumber NIK': 'Keterangan lisan' }),
        aRow({ NIK: nik(421002), 'Sumber NIK': 'belum dicek Dukcapil' }),
        aRow({ NIK: '', 'Sumber NIK': 'KK' }),
        aRow({ NIK: nik(421003), 'Sumber NIK': 'teman' }),
      ]),
    );
    expect(one).toMatchObject({ good: 4, bad: 0 });
    const { rows } = await database.owner.query<{ line: number }>(
      `select line from imports.row where import_id = $1 and warnings::text like '%imports_warning_nik_source_unknown%' order by line`,
      [one.id],
    );
    expect(rows.map(({ line }) => line)).toEqual([3, 5]);
    await take(one);
    expect((await stays()).slice(-4).map(({ source }) => source)).toEqual(['said', null, null, null]);
  });

  test('our own template needs no mapping', async () => {
    for (const format of ['xlsx', 'csv'] as const) {
      const one = await bring(templateFile(kinds.admissions, format).bytes);
      expect(one).toMatchObject({ state: 'checked', total: 0 });
    }
  });

  test.each([
    [
      'a verdict by its register',
      { Register: 'B I', Dasar: '', 'Lama pidana': '2 tahun 6 bulan' },
      { kind: 'verdict', penalty: 'imprisonment', years: 2 },
    ],
    [
      'life by its length',
      { Register: '', Dasar: 'Putusan', 'Lama pidana': 'Seumur hidup' },
      { kind: 'verdict', penalty: 'life', years: 0 },
    ],
    [
      'a penalty in lieu',
      { Register: 'B.IIIs', Dasar: 'Putusan', 'Lama pidana': '3 bulan' },
      { kind: 'verdict', penalty: 'in_lieu' },
    ],
  ])('%s', async (_, over, expected) => {
    const row = aRow({ ...over, 'Penerbit surat': 'Pengadilan Negeri Kupang', 'Sampai dengan': '' });
    const one = await bring(aSheet([row]));
    expect(await told(one)).toEqual([]);
    await take(one);
    expect((await stays()).at(-1)).toMatchObject(expected);
  });

  test('numbers of the paper book stay, and ours go on between them without a gap', async () => {
    const [first, second, third] = [
      aRow({ Register: 'A.II', 'Nomor register': '2/2026', 'Penerbit surat': 'Kejaksaan Negeri Kupang' }),
      aRow({ Register: 'A.II', 'Nomor register': '', 'Penerbit surat': 'Kejaksaan Negeri Kupang' }),
      aRow({ Register: 'A.II', 'Nomor register': '', 'Penerbit surat': 'Kejaksaan Negeri Kupang' }),
    ];
    await take(await bring(aSheet([second, first, third])));
    const { rows } = await database.owner.query(
      `select label, origin, voided_at is not null as void from custody.register_entry where unit_id = $1 and register = 'reg_a2' order by label, origin`,
      [rutan],
    );
    expect(rows).toEqual([
      { label: 'A.II 1/2026', origin: 'given', void: false },
      { label: 'A.II 2/2026', origin: 'given', void: true },
      { label: 'A.II 2/2026', origin: 'imported', void: false },
      { label: 'A.II 3/2026', origin: 'given', void: false },
    ]);
  });
});

test('what the gate would refuse is told beside its column', async () => {
  const one = await bring(
    aSheet([
      aRow({ Nama: '' }),
      aRow({ 'Jenis kelamin': '' }),
      aRow({ 'Tanggal masuk': '31-12-2027' }),
      aRow({ 'Sampai dengan': '' }),
      aRow({ 'Sampai dengan': '01-11-2026' }),
      aRow({ Register: 'B.II' }),
      aRow({ Register: 'A.III' }),
      aRow({ 'Nomor register': 'B.I 3/2026' }),
      aRow({ Dasar: 'lisan' }),
      aRow({ 'Nomor surat': '' }),
      aRow({ 'Penerbit surat': '' }),
      aRow({ Dasar: 'Putusan', Register: '', 'Lama pidana': '' }),
      aRow({ 'Tanggal lahir': '' }),
      aRow({ 'Tanggal lahir': '01-02-2012' }),
      aRow({ 'Jam masuk': 'pagi' }),
    ]),
  );
  expect(await told(one)).toEqual([
    [2, '(Nama)', expect.any(String)],
    [3, '(Jenis kelamin)', 'Tulis L atau P.'],
    [4, '(Tanggal masuk)', expect.any(String)],
    [5, '(Sampai dengan)', 'Tulis sampai kapan penahanan berlaku.'],
    [6, '(Sampai dengan)', 'Tanggal akhir mendahului tanggal mulai.'],
    [7, '(Register)', expect.stringMatching(/tidak dikenal/)],
    [8, 'Alasan register', expect.stringMatching(/alasan memilih register/)],
    [9, '(Nomor register)', expect.stringMatching(/register lain/)],
    [10, '(Dasar)', expect.stringMatching(/tidak dikenal/)],
    [11, '(Nomor surat)', 'Tulis nomor suratnya.'],
    [12, '(Penerbit surat)', 'Penerbit surat harus diisi.'],
    [13, '(Lama pidana)', 'Tulis lamanya pidana.'],
    [14, '(Tanggal lahir)', expect.stringMatching(/umur/)],
    [15, 'Alasan penempatan', expect.stringMatching(/anak dalam proses di LPAS/)],
    [16, '(Jam masuk)', expect.stringMatching(/14.30/)],
  ]);
  expect(one).toMatchObject({ good: 0, bad: 15 });
});

describe('the same rows twice', () => {
  test('in another order and another file change nothing; whoever is in comes in no second time', async () => {
    const rows = [aRow(), aRow({ NIK: nik(421777) }), aRow({ 'Nomor register': '' })];
    await take(await bring(aSheet(rows)));
    const before = (await stays()).length;
    const again = await bring(aSheet([rows[2]!, rows[0]!, { ...rows[1], 'Jam masuk': '14:30' }]));
    expect(again).toMatchObject({ good: 0, bad: 0, same: 3 });
    // The same person on another day, and somebody else with his number.
    const other = await bring(
      aSheet([
        { ...rows[1], 'Nomor register': '', 'Tanggal masuk': '15-11-2026' },
        aRow({ 'Nomor register': rows[0]!['Nomor register'] }),
        { ...rows[2], Nama: `${String(rows[2]!['Nama'])}h`, 'Nomor register': '' },
      ]),
    );
    expect(await told(other)).toEqual([
      [2, '(Nama)', 'Orang ini masih tercatat sebagai penghuni di sini.'],
      [3, '(Nomor register)', 'Nomor register ini sudah dipakai orang lain di lembaga ini.'],
      [4, '(Nama)', 'Orang ini masih tercatat sebagai penghuni di sini.'],
    ]);
    expect((await stays()).length).toBe(before);
  });

  test('bad rows come back, go in when they are mended, and the file once more changes nothing', async () => {
    const bad = aRow({ 'Sampai dengan': '' });
    const one = await bring(aSheet([aRow(), bad, aRow()]));
    expect(one).toMatchObject({ good: 2, bad: 1 });
    await take(one);
    const back = await (
      await office.as(registrar)
    ).read(async (ctx) => problemsFile(ctx, await getImport(ctx, one.id), 'xlsx', 'id'));
    expect((await bring(back.bytes)).bad).toBe(1);
    const mended = await bring(aSheet([{ ...bad, 'Sampai dengan': '28-11-2026' }]));
    await take(mended);
    expect(await look(mended.id)).toMatchObject({ state: 'done', taken: 1, leftBack: 0 });
    expect(await bring(aSheet([{ ...bad, 'Sampai dengan': '28-11-2026' }]))).toMatchObject({ same: 1, good: 0 });
  });
});

test('killed in the middle, taking goes on where it stood: nobody twice, nobody missing, no number lost', async () => {
  const before = (await stays()).length;
  const one = await bring(aSheet(Array.from({ length: 600 }, () => aRow({ 'Nomor register': '', Register: 'A.I' }))));
  expect(one).toMatchObject({ good: 600, bad: 0, likely: 0 });
  let chunks = 0;
  const work: JobWork = office.work();
  const dying: JobWork = {
    ...work,
    inUnit: (unitId, deed) =>
      work.inUnit(unitId, async (ctx, unit) => {
        const answer = await deed(ctx, unit);
        if (++chunks === 2) throw new Error('the power is gone');
        return answer;
      }),
  };
  await expect(take(one, { work: dying })).rejects.toThrow(/power/);
  expect(await look(one.id)).toMatchObject({ state: 'taking', taken: 250 });
  await Promise.all([0, 1].map(() => jobs['imports.take'].run(office.work(), { importId: one.id, unitId: rutan })));
  expect(await look(one.id)).toMatchObject({ state: 'done', taken: 600, leftBack: 0 });
  expect((await stays()).length).toBe(before + 600);
  const { rows } = await database.owner.query<{ gaps: number }>(
    `select (s.last_number - count(e.id))::int as gaps from custody.register_series s
     left join custody.register_entry e on e.unit_id = s.unit_id and e.register = s.register and e.year = s.year and e.origin = 'given'
     where s.unit_id = $1 group by s.register, s.year, s.last_number`,
    [rutan],
  );
  expect(rows.every(({ gaps }) => gaps === 0)).toBe(true);
});

test('whoever is known elsewhere under one other letter is asked about, and his counsellor is told', async () => {
  const client = await aClient(office, { pk: pk.staffId, name: 'Kartawijaya Prawirodirjo' });
  await office.owner
    .updateTable('people.person')
    .set({ birth_date: '1979-04-17', birth_precision: 'day', mother_name: 'Rohimah', sex: 'male' })
    .where('id', '=', client.personId)
    .execute();
  const one = await bring(
    aSheet([
      aRow({
        Nama: 'KARTAWIJAJA PRAWIRODIRJO',
        'Tanggal lahir': '17-04-1979',
        'Nama ibu': 'Rohimah',
      }),
      aRow(),
    ]),
  );
  await take(one);
  expect(await look(one.id), 'a likeness elsewhere holds nobody back').toMatchObject({ taken: 2, likely: 0 });
  // What the worker does next: who of everybody may each be, and who has to be told of those who gained a tie.
  const jobsPut = async () =>
    (
      await database.owner.query<{ task: string; payload: { personId?: string } }>(
        `select t.identifier as task, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         where t.identifier = 'custody.tell-offices'`,
      )
    ).rows;
  expect(await jobsPut(), 'a list puts no telling of its own').toEqual([]);
  for (let round = 0; round < 12; round++) await peopleJobs['people.ask-again'].run(office.work(), { unitId: rutan });
  const people = await (
    await office.as(registrar)
  ).read(async (ctx) => listTakenPeople(ctx, await getImport(ctx, one.id)));
  const questions = await (await office.as(registrar)).read((ctx) => listQuestions(ctx, { among: people }));
  expect(questions).toMatchObject({ total: 1 });
  const tied = [client.personId, questions.rows[0]!.personId].sort();
  expect((await jobsPut()).map(({ payload }) => payload.personId).sort(), 'and of the two sides of one tie').toEqual(
    tied,
  );
  await custodyJobs['custody.tell-offices'].run(office.work(), {
    unitId: rutan,
    personId: questions.rows[0]!.personId,
  });
  const told = await (await office.as(pk)).read((ctx) => heldNow(ctx, client.caseId));
  expect(told).toMatchObject({ place: expect.stringContaining('Kupang') as string });
});

describe('who may', () => {
  test('the institution itself and the office above it, and nobody else', async () => {
    expect((await (await office.as(kanwil)).read((ctx) => listPlaces(ctx))).map(({ unitId }) => unitId)).toEqual([
      rutan,
    ]);
    const one = await bring(aSheet([aRow()]), kanwil);
    await take(one, { by: kanwil });
    expect(await look(one.id, kanwil)).toMatchObject({ state: 'done', taken: 1 });
    expect((await look(one.id)).taken, 'the institution sees what was brought for it').toBe(1);

    for (const stranger of [
      await office.officer('registrar', 'musi'),
      await office.officer('kanwil', 'kanwil'),
      await office.officer('head_of_bapas', 'palembang'),
    ]) {
      const runner = await office.as(stranger);
      await expect(runner.read((ctx) => getImport(ctx, one.id))).rejects.toThrow(NotFound);
      await expect(runner.runOnce({ id: newId(), body: {} }, (ctx) => cancelImport(ctx, one.id))).rejects.toThrow(
        NotFound,
      );
      expect((await runner.read((ctx) => listImports(ctx))).imports.map(({ id }) => id)).not.toContain(one.id);
      await expect(
        runner.runOnce({ id: newId(), body: {} }, (ctx) =>
          bringImport(ctx, { unitId: rutan, fileName: 'x', bytes: aSheet([aRow()]) }),
        ),
      ).rejects.toThrow();
    }
    const counsellor = await office.as(pk);
    await expect(counsellor.read((ctx) => listImports(ctx))).rejects.toThrow(NotAllowed);
    // By SQL as well, whatever the application says.
    for (const role of ['registrar', 'kanwil'] as const) {
      const stranger = await office.as(await office.officer(role, role === 'kanwil' ? 'kanwil' : 'musi'));
      const seen = await stranger.read(async ({ tx }) => [
        await tx.selectFrom('imports.import').select('id').where('unit_id', '=', rutan).execute(),
        await tx.selectFrom('imports.row').select('line').where('unit_id', '=', rutan).execute(),
      ]);
      expect(seen).toEqual([[], []]);
    }
  });

  test('a Bapas brings no admissions and an institution no clients', async () => {
    const mine = await (await office.as(registrar)).read((ctx) => listPlaces(ctx));
    expect(mine.map(({ kind }) => kind.id)).toEqual(['admissions']);
    const head = await office.as(await office.officer('head_of_bapas', 'kupang'));
    await expect(
      head.runOnce({ id: newId(), body: {} }, (ctx) =>
        bringImport(ctx, { unitId: rutan, fileName: 'x', bytes: aSheet([aRow()]) }),
      ),
    ).rejects.toThrow(NotAllowed);
  });
});

test('every name, NIK and day of the corpus is taken or named, never a fault', async () => {
  // Days in words: where one of a column has its month first, no other there is read by its numbers alone.
  const worded = (over: SheetRow) =>
    aRow({
      'Tanggal lahir': `${(serial % 27) + 1} Maret ${1960 + (serial % 40)}`,
      'Tanggal masuk': '10 November 2026',
      'Tanggal surat': '9 November 2026',
      'Mulai ditahan': '9 November 2026',
      'Sampai dengan': '28 November 2026',
      ...over,
    });
  const rows = [
    ...badNames.map(({ value }) => worded({ Nama: value.slice(0, 30_000) })),
    ...badNames.map(({ value }) => worded({ 'Nama lain': value.slice(0, 30_000) })),
    ...badNiks.map(({ value }) => worded({ NIK: value })),
    ...badDates.flatMap(({ value }) =>
      ['Tanggal lahir', 'Tanggal masuk', 'Tanggal surat', 'Sampai dengan'].map((head) => worded({ [head]: value })),
    ),
    ...badNames.flatMap(({ value }) =>
      ['Register', 'Nomor register', 'Dasar', 'Jenis pidana', 'Jam masuk'].map((head) =>
        aRow({ [head]: value.slice(0, 30_000) }),
      ),
    ),
  ];
  const one = await bring(aSheet(rows));
  expect(one.good + one.bad + one.same).toBe(one.total);
  for (const [line, , what] of await told(one))
    expect([line, what]).not.toEqual([line, 'Isian ini tidak dapat dibaca.']);
  expect(one.good).toBeGreaterThan(10);
  await take(one, { likely: true });
  expect((await look(one.id)).state).toBe('done');
});
