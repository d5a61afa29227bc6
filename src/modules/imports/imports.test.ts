import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { countQuality } from '#modules/people/server';
import { jobs as retention } from '#modules/retention/server';
import { NotFound } from '#platform/errors';
import type { JobWork } from '#platform/job';
import { readTable } from '#platform/tables/read-table.server';
import { writeCsv } from '#platform/tables/write-csv';
import { shownText } from '#platform/tables/cells';
import { badNames, badNiks, badDates, badTables } from '#tests/corpus/bad-inputs';
import { freshDatabase } from '#tests/support/database';
import { aSheet, aWord, importsOf, type SheetRow } from '#tests/support/imports';
import { defaultNow, openOffice, type Officer } from '#tests/support/office';
import { bringImport, cancelImport, mapImport, takeImport } from './bring-import.server.ts';
import { problemsFile, templateFile } from './files.server.ts';
import type { ImportOnFile } from './import.ts';
import { kinds } from './kinds.ts';
import { jobs } from './jobs.server.ts';
import { getImport, listImports, listRows } from './queries.server.ts';
import { shownRows } from './show.server.ts';
import { wordProblem } from './words.ts';

const office = await openOffice(await freshDatabase('imports'));
let head: Officer;
beforeAll(async () => {
  head = await office.officer('section_head', 'palembang');
});
afterAll(() => office.close());

let serial = 0;
/** A client whom nobody knows: names of their own, so that no row is like another. */
function aRow(over: SheetRow = {}): SheetRow {
  serial += 1;
  return {
    Nama: `${aWord(serial)} ${aWord(serial * 7919 + 5)}`,
    'Tanggal lahir': `${String((serial % 27) + 1).padStart(2, '0')}-0${(serial % 9) + 1}-${1960 + (serial % 40)}`,
    'Jenis kelamin': 'L',
    'Jenis bimbingan': 'PB',
    'Nomor register': `B-${serial}/2021`,
    'Tanggal terima': '02-03-2021',
    ...over,
  };
}

const imports = importsOf(office);
const bring = (bytes: Uint8Array, { by = head, unit = office.units.palembang, name = 'klien.xlsx' } = {}) =>
  imports.bring(bytes, { by, unit, name });
const look = (importId: string, by = head) => imports.look(importId, by);
const take = (
  one: ImportOnFile,
  { by = head, ...how }: { by?: Officer; likely?: boolean; forNotices?: boolean; work?: JobWork } = {},
) => imports.take(one, { by, ...how });

async function told(one: ImportOnFile, which: 'problems' | 'warnings' = 'problems') {
  const runner = await office.as(head);
  return runner.read(async (ctx) => {
    const { rows } = await listRows(ctx, one, which === 'problems' ? 'bad' : 'warned', 0, 500);
    return shownRows(ctx, one, rows, which, 'id');
  });
}

const countCases = async (unit = office.units.palembang) =>
  Number(
    (
      await office.owner
        .selectFrom('cases.client_case')
        .select((eb) => eb.fn.countAll().as('n'))
        .where('unit_id', '=', unit)
        .executeTakeFirstOrThrow()
    ).n,
  );

const caseOf = (label: string) =>
  office.owner
    .selectFrom('cases.client_case as c')
    .innerJoin('people.person as p', 'p.id', 'c.person_id')
    .selectAll('c')
    .select([
      'p.name',
      'p.nik',
      'p.nik_source',
      'p.birth_date',
      'p.birth_precision',
      'p.sex',
      'p.religion',
      'p.marital_state',
      'p.education',
      'p.occupation',
      'p.mother_name',
      'p.birth_place',
    ])
    .where('c.register_label', '=', label)
    .executeTakeFirst();

describe('what offices keep', () => {
  test('a whole row in the words of an office becomes a client with everything that hangs on him', async () => {
    const pk = await office.officer('pk', 'palembang', { name: 'Ratna Dewi Lestari, S.H.' });
    const before = await countCases();
    const one = await bring(
      aSheet([
        {
          'NAMA KLIEN': 'AHMAD FAUZI BIN SALEH ALIAS OJI',
          'No. KTP': '1600001306850001',
          'Sumber NIK': 'fotokopi KTP-el',
          TTL: 'Palembang, 13 Juni 1985',
          'L/P': 'Laki-laki',
          Agama: 'ISLAM',
          'Nama Panggilan': 'UJANG; oji',
          'Status Nikah': 'Cerai Hidup',
          'Pendidikan Terakhir': 'Tamat SLTP / sederajat',
          Pekerjaan: 'Buruh harian',
          'Alamat Rumah': 'Jl. Mawar No. 3 RT 02',
          'Kel/Desa': 'Kampung Entah',
          'Kec.': 'Entah',
          'Kab/Kota': 'Kota Palembang',
          'No. HP': '0812-3456-7890 / 081311112222',
          'Ibu Kandung': 'SITI AMINAH',
          'Jenis Klien': 'Pembebasan Bersyarat',
          'No. Reg': 'A/77/2020',
          'Tgl. Terima': '2 Maret 2020',
          'No SK': 'PAS-77.PK.01',
          'Tgl SK': '26/02/2020',
          'Penerbit SK': 'Dirjen Pemasyarakatan',
          'Mulai Bimbingan': '02-03-2020',
          'Akhir Bimbingan': '17-08-2027',
          'Tgl Pertama Ditahan': '20 Mei 2018',
          Hukuman: '5 tahun 6 bulan',
          PK: 'RATNA DEWI LESTARI',
          Penjamin: 'SITI AMINAH',
          Hubungan: 'Ibu kandung',
          'HP Penjamin': '0813 0000 1111',
          'Lapor Terakhir': '10 Mei 2022',
          Ket: 'Rajin lapor',
        },
      ]),
    );
    expect(await told(one)).toEqual([]);
    expect(one, 'every head is one that we know').toMatchObject({ state: 'checked', good: 1, bad: 0 });
    expect(await countCases()).toBe(before);

    await take(one);
    const client = (await caseOf('A/77/2020'))!;
    expect(client).toMatchObject({
      name: 'Ahmad Fauzi bin Saleh',
      nik: '1600001306850001',
      nik_source: 'document',
      birth_date: '1985-06-13',
      birth_place: 'Palembang',
      sex: 'male',
      religion: 'islam',
      marital_state: 'divorced',
      education: 'junior_secondary',
      occupation: 'Buruh harian',
      mother_name: 'Siti Aminah',
      kind: 'parole_pb',
      age_group: 'adult',
      state: 'active',
      pk_staff_id: pk.staffId,
      received_on: '2020-03-02',
      guidance_end: '2027-08-17',
      sentence_years: 5,
      sentence_months: 6,
      ledger_from: '2026-11-20',
    });
    const owner = office.owner;
    expect(
      await owner
        .selectFrom('people.phone')
        .select('number')
        .where('person_id', '=', client.person_id)
        .orderBy('number')
        .execute(),
    ).toEqual([{ number: '+6281234567890' }, { number: '+6281311112222' }]);
    expect(
      await owner
        .selectFrom('people.alias')
        .select('name')
        .where('person_id', '=', client.person_id)
        .orderBy('name')
        .execute(),
    ).toEqual([{ name: 'Oji' }, { name: 'Ujang' }]);
    expect(
      await owner
        .selectFrom('cases.guarantor')
        .select(['name', 'relation', 'phone'])
        .where('case_id', '=', client.id)
        .execute(),
    ).toEqual([{ name: 'Siti Aminah', relation: 'parent', phone: '+6281300001111' }]);
    expect(
      await owner.selectFrom('cases.milestone').select('name').where('case_id', '=', client.id).execute(),
    ).toHaveLength(4);
    expect(
      await owner
        .selectFrom('cases.contact_note')
        .select('text')
        .where('case_id', '=', client.id)
        .orderBy('happened_at')
        .execute(),
    ).toEqual([{ text: expect.stringContaining('10 Mei 2022') }, { text: 'Rajin lapor' }]);
    expect(
      await owner.selectFrom('people.address').select('line').where('person_id', '=', client.person_id).execute(),
    ).toEqual([{ line: 'Jl. Mawar No. 3 RT 02, Kampung Entah, Entah, Kota Palembang' }]);
    const lines = await owner.selectFrom('platform.journal').select('what').where('case_id', '=', client.id).execute();
    expect(lines).toEqual([{ what: 'case.imported' }]);
  });

  test('our own template needs no mapping, with Excel days, a lost zero of the NIK and cells that say nothing', async () => {
    const rows = [
      aRow({
        'Tanggal lahir': '1985-06-13',
        NIK: 160000130685001,
        Telepon: 81234567890,
        Agama: '-',
        Penjamin: 'tidak ada',
      }),
      aRow({ 'Tanggal lahir': '1985', NIK: '1600001306850002' }),
    ];
    const one = await bring(aSheet(rows, { dates: ['Tanggal lahir', 'Tanggal terima'] }));
    expect(one).toMatchObject({ state: 'checked', good: 2, bad: 0, warned: 2 });
    expect((await told(one, 'warnings'))[0]!.problems.map(({ what }) => what).join()).toContain('lima belas angka');
  });

  test('an empty template comes back as a file without rows', async () => {
    for (const format of ['xlsx', 'csv'] as const) {
      const one = await bring(templateFile(kinds.clients, format).bytes, { name: `templat.${format}` });
      expect(one).toMatchObject({ state: 'checked', total: 0 });
    }
  });

  test('a title above, a line that numbers the columns, and semicolons', async () => {
    const csv = [
      'BAPAS KELAS I;;;',
      'DAFTAR KLIEN;;;',
      'No;Nama;Jenis Bimbingan;Tanggal Terima',
      '1;2;3;4',
      `1;${aRow().Nama};Cuti Bersyarat;01/02/2026`,
      ';;;',
      `2;${aRow().Nama};CMB anak;31-1-2026`,
    ].join('\r\n');
    let one = await bring(new TextEncoder().encode(csv), { name: 'daftar.csv' });
    expect(one).toMatchObject({
      state: 'mapping',
      mapping: { headerRow: 3, columns: { name: 1, kind: 2, receivedOn: 3 } },
    });
    await (
      await office.as(head)
    ).runOnce({ id: newId(), body: {} }, (ctx) =>
      mapImport(ctx, { importId: one.id, sheet: 0, headerRow: 3, columns: one.mapping!.columns }),
    );
    await jobs['imports.check'].run(office.work(), { importId: one.id, unitId: one.unitId });
    one = await look(one.id);
    expect(one).toMatchObject({ total: 2, good: 2 });
    await take(one);
    const again = await bring(new TextEncoder().encode(csv.replace('01/02/2026', '02/02/2026')), { name: 'lain.csv' });
    expect(again, 'the same heads are known now').toMatchObject({ state: 'checked', good: 0 + 1, same: 1 });
  });

  test('every slip is told with its line, its column and what is written there', async () => {
    const slips: [SheetRow, string, RegExp][] = [
      [{ Nama: '' }, 'Nama', /Nama harus diisi/],
      [{ NIK: '1,60000E+15' }, 'NIK', /dipotong/],
      [{ NIK: 'WNA' }, 'NIK', /hanya terdiri atas angka/],
      [{ 'Tanggal lahir': '31-02-1990' }, 'Tanggal lahir', /tidak ada di kalender/],
      [{ 'Tanggal lahir': '12 Ramadan 1443 H' }, 'Tanggal lahir', /tidak dapat dibaca/],
      [{ 'Tanggal terima': '01-01-2030' }, 'Tanggal terima', /terlalu akhir/],
      [{ 'Tanggal terima': '' }, 'Tanggal terima', /kosong/],
      [{ 'Jenis bimbingan': 'XYZ' }, 'Jenis bimbingan', /tidak dikenal/],
      [{ 'Jenis bimbingan': '' }, 'Jenis bimbingan', /harus diisi/],
      [{ 'Jenis bimbingan': 'Pidana kerja sosial', 'Klien anak': 'ya' }, 'Jenis bimbingan', /kelompok umur/],
      [{ 'Jenis kelamin': 'Q' }, 'Jenis kelamin', /L atau P/],
      [{ Telepon: '12' }, 'Telepon', /kurang angkanya/],
      [{ 'Lama pidana': '5' }, 'Lama pidana', /satuannya/],
      [{ 'Nomor SK': 'PAS-1', 'Tanggal SK': '' }, 'Tanggal SK', /harus diisi/],
      [{ 'Penerbit SK': 'Dirjen' }, 'Nomor SK', /kosong/],
      [{ 'Mulai bimbingan': '02-03-2022', 'Akhir bimbingan': '01-03-2022' }, 'Akhir bimbingan', /lebih awal/],
    ];
    const one = await bring(aSheet(slips.map(([over]) => aRow(over))));
    const found = await told(one);
    expect(one).toMatchObject({ state: 'checked', bad: slips.length, good: 0 });
    slips.forEach(([, column, says], index) => {
      const row = found[index]!;
      expect(row.line).toBe(index + 2);
      expect(
        row.problems.some((problem) => problem.where.includes(column) && says.test(problem.what)),
        `${column}: ${JSON.stringify(row.problems)}`,
      ).toBe(true);
    });
  });

  test('school and marriage are read as offices write them; what says neither is told and left empty', async () => {
    const written = [
      ['D-III', 'diploma', 'Belum menikah', 'single'],
      ['S-1', 'bachelor', 'KAWIN', 'married'],
      ['SMK sederajat', 'senior_secondary', 'Cerai mati', 'widowed'],
      ['Kelas 2 SMP', null, 'Duda', null],
    ] as const;
    const one = await bring(
      aSheet(
        written.map(([school, , marriage], at) =>
          aRow({ Pendidikan: school, 'Status perkawinan': marriage, 'Nomor register': `W${at}/2026` }),
        ),
      ),
    );
    const warned = (await told(one, 'warnings')).flatMap(({ line, problems }) =>
      problems.filter(({ what }) => /dikosongkan/.test(what)).map(({ where }) => `${line} ${where}`),
    );
    expect(warned).toEqual([expect.stringMatching(/^5 .*Status perkawinan/), expect.stringMatching(/^5 .*Pendidikan/)]);
    await take(one);
    for (const [at, [, education, , marital_state]] of written.entries())
      expect(await caseOf(`W${at}/2026`)).toMatchObject({ education, marital_state });
  });

  test('a column in which someone wrote the month first is not guessed', async () => {
    const one = await bring(aSheet([aRow({ 'Tanggal lahir': '06/13/1985' }), aRow({ 'Tanggal lahir': '06/05/1985' })]));
    expect(one).toMatchObject({ bad: 1, good: 1 });
    expect((await told(one))[0]).toMatchObject({
      line: 3,
      problems: [{ what: expect.stringMatching(/lebih dari satu cara/) }],
    });
  });

  test('a register number that the spreadsheet made a day of is asked for again', async () => {
    const one = await bring(aSheet([aRow({ 'Nomor register': '2021-05-01' })], { dates: ['Nomor register'] }));
    expect((await told(one))[0]!.problems[0]!.what).toMatch(/menjadi tanggal/);
  });

  test('a child is a child by his kind, his column or his age, and his case is guarded', async () => {
    const one = await bring(
      aSheet([
        aRow({ 'Jenis bimbingan': 'Diversi', 'Nomor register': 'D1/2026', 'Tanggal terima': '01-10-2026' }),
        aRow({ 'Jenis bimbingan': 'PB Anak', 'Nomor register': 'D2/2026', 'Tanggal terima': '01-10-2026' }),
        aRow({ 'Klien anak': 'ya', 'Nomor register': 'D3/2026', 'Tanggal terima': '01-10-2026' }),
        aRow({ 'Tanggal lahir': '01-05-2011', 'Nomor register': 'D4/2026', 'Tanggal terima': '01-10-2026' }),
      ]),
    );
    expect(await told(one)).toEqual([]);
    await take(one);
    for (const label of ['D1/2026', 'D2/2026', 'D3/2026', 'D4/2026'])
      expect(await caseOf(label), label).toMatchObject({ age_group: 'child', guarded: true });
  });
});

test('a day of release is taken of whoever leaves an institution, and told where it stands for something else', async () => {
  const bebas = '05-03-2021';
  const [out, alone, verdict] = [
    aRow({ 'Mulai bimbingan': '02-03-2021', 'Tgl Bebas': bebas }),
    aRow({ 'Tgl Bebas': bebas }),
    aRow({ 'Jenis bimbingan': 'Pidana bersyarat', 'Tgl Bebas': bebas }),
  ];
  const one = await bring(aSheet([out, alone, verdict]));
  const warned = (await told(one, 'warnings')).flatMap(({ problems }) => problems.map(({ what }) => what));
  expect(warned.join()).toMatch(/tidak mempunyai tanggal bebas/);
  expect(warned.join()).toMatch(/dipakai sebagai mulai bimbingan/);
  await take(one);
  const days = async (row: SheetRow) => {
    const of = await office.owner
      .selectFrom('cases.client_case')
      .select(['guidance_start', 'released_on'])
      .where('register_label', '=', String(row['Nomor register']))
      .executeTakeFirstOrThrow();
    return [of.guidance_start, of.released_on];
  };
  expect(await days(out)).toEqual(['2021-03-02', '2021-03-05']);
  expect(await days(alone)).toEqual(['2021-03-05', '2021-03-05']);
  expect(await days(verdict)).toEqual([null, null]);
});

describe('numbers for reminders', () => {
  const phonesOf = (label: string) =>
    office.owner
      .selectFrom('people.phone as h')
      .innerJoin('cases.client_case as c', 'c.person_id', 'h.person_id')
      .select(['h.number', 'h.whatsapp', 'h.for_notices'])
      .where('c.register_label', '=', label)
      .orderBy('h.number')
      .execute();
  const rows = () => [
    aRow({ Telepon: '0711-320-001', 'No WA': '0812-3000-0001', 'Nomor register': `W-${serial}-1/2021` }),
    aRow({ Telepon: '0812-3000-0002', 'Nomor register': `W-${serial}-2/2021` }),
    aRow({ 'Nomor register': `W-${serial}-3/2021` }),
  ];
  const withoutNumber = async () => {
    const [counts] = await (await office.as(head)).read(countQuality);
    return counts!.no_reminders;
  };

  test('whoever takes the list says that reminders may go to its numbers; the one that answers chats comes first', async () => {
    const before = await withoutNumber();
    const brought = rows();
    await take(await bring(aSheet(brought)), { forNotices: true });
    const [both, one] = brought.map((row) => String(row['Nomor register']));
    expect(await phonesOf(both!)).toEqual([
      { number: '+62711320001', whatsapp: false, for_notices: false },
      { number: '+6281230000001', whatsapp: true, for_notices: true },
    ]);
    expect(await phonesOf(one!)).toEqual([{ number: '+6281230000002', whatsapp: false, for_notices: true }]);
    // The third has none, and is counted among those whom nobody can remind.
    expect(await withoutNumber()).toBe(before + 1);
  });

  test('without that word nobody is written to, and all of them are counted', async () => {
    const before = await withoutNumber();
    const brought = rows();
    await take(await bring(aSheet(brought)));
    const phones = await Promise.all(brought.map((row) => phonesOf(String(row['Nomor register']))));
    expect(phones.flat().map((phone) => phone.for_notices)).toEqual([false, false, false]);
    expect(await withoutNumber()).toBe(before + 3);
  });
});

describe('the same rows twice', () => {
  test('in another order, another file and another spelling change nothing', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => aRow(index % 2 ? {} : { 'Nomor register': '' }));
    await take(await bring(aSheet(rows)));
    const before = await countCases();
    const spelled = rows
      .map((row) => ({
        ...row,
        Nama: String(row['Nama']).toUpperCase(),
        'Jenis bimbingan': 'Pembebasan Bersyarat',
        'Tanggal terima': '2 Maret 2021',
      }))
      .reverse();
    const again = await bring(aSheet(spelled), { name: 'lain.xlsx' });
    expect(again).toMatchObject({ good: 0, bad: 0, same: 12 });
    expect(await take(again)).toEqual({ ok: false, refusal: 'nothing_to_take' });
    const csv = await bring(
      writeCsv({
        name: 'x',
        columns: Object.keys(rows[0]!).map((header) => ({ header, kind: 'text' })),
        rows: rows.map((row) => Object.values(row)),
      }),
      { name: 'x.csv' },
    );
    expect(csv).toMatchObject({ good: 0, bad: 0, same: 12 });
    expect(await countCases()).toBe(before);
  });

  test('with another telephone, a row of the same register number is still the same client', async () => {
    const row = aRow();
    await take(await bring(aSheet([row])));
    expect(await bring(aSheet([{ ...row, Telepon: '081200001111' }]))).toMatchObject({ same: 1, good: 0 });
    const bare = aRow({ 'Nomor register': '' });
    await take(await bring(aSheet([bare])));
    expect(
      await bring(aSheet([{ ...bare, Keterangan: 'baru' }])),
      'name, birth, kind and day of reception agree',
    ).toMatchObject({ same: 1, good: 0 });
  });

  test('one letter apart, or under another register number, is not the same client but one who is asked about', async () => {
    const known = aRow({ Nama: 'Suryono Mangunharjo', 'Tanggal lahir': '01-02-1977' });
    await take(await bring(aSheet([known])));
    const one = await bring(
      aSheet([
        { ...known, Nama: 'Suryona Mangunharjo', 'Nomor register': '' },
        { ...known, 'Nomor register': 'Q-1/2021', 'Tanggal lahir': '01-02-1977' },
      ]),
    );
    expect(one).toMatchObject({ same: 0, good: 2, likely: 2 });
  });

  test('the register number of somebody else, and one that stands twice, come back', async () => {
    const [first, second] = [aRow(), aRow()];
    await take(await bring(aSheet([first])));
    const one = await bring(
      aSheet([
        { ...aRow(), 'Nomor register': first['Nomor register'] },
        second,
        { ...aRow(), 'Nomor register': second['Nomor register'] },
        second,
      ]),
    );
    expect(one).toMatchObject({ bad: 2, good: 1, same: 1 });
    const problems = (await told(one)).map((row) => [row.line, row.problems[0]!.what]);
    expect(problems).toEqual([
      [2, expect.stringMatching(/dipakai klien lain/)],
      [4, expect.stringMatching(/baris 3/)],
    ]);
  });

  test('somebody who looks like a client, or like another row, is only taken where an officer says so', async () => {
    const known = aRow({ NIK: '1600001306850777' });
    await take(await bring(aSheet([known])));
    const file = aSheet([
      { ...known, 'Nomor register': 'L1/2022', 'Jenis bimbingan': 'CB', 'Tanggal terima': '01-01-2024' },
      aRow({ NIK: '1600001306850888' }),
      aRow({ NIK: '1600001306850888' }),
    ]);
    const one = await bring(file);
    expect(one).toMatchObject({ good: 3, likely: 2 });
    const warned = await told(one, 'warnings');
    expect(warned[0]!.problems.map(({ what }) => what)).toContainEqual(expect.stringContaining(String(known['Nama'])));
    expect(warned.find(({ line }) => line === 4)!.problems.at(-1)!.what).toMatch(/baris 3/);
    await take(one);
    expect(await look(one.id)).toMatchObject({ state: 'done', taken: 1, leftBack: 2 });
    const back = await (
      await office.as(head)
    ).read(async (ctx) => problemsFile(ctx, await getImport(ctx, one.id), 'xlsx', 'id'));
    const again = await bring(back.bytes);
    expect(again).toMatchObject({ state: 'checked', total: 2, likely: 2, same: 0 });
    await take(again, { likely: true });
    expect(await look(again.id)).toMatchObject({ state: 'done', taken: 2, leftBack: 0 });
  });
});

describe('bad rows', () => {
  test('come back with their columns and what is wrong, and go in when they are mended', async () => {
    const rows = [aRow(), aRow({ 'Jenis bimbingan': 'PBX' }), aRow({ 'Tanggal lahir': '30-02-1990' })];
    const one = await bring(aSheet(rows));
    await take(one);
    for (const format of ['xlsx', 'csv'] as const) {
      const file = await (
        await office.as(head)
      ).read(async (ctx) => problemsFile(ctx, await getImport(ctx, one.id), format, 'id'));
      const read = await readTable(file.bytes);
      if (!read.ok) throw new Error(read.problem);
      const [heads, ...lines] = read.value.sheets[0]!.rows.map((row) => row.map(shownText));
      expect(heads).toEqual(['YANG PERLU DIPERBAIKI', ...Object.keys(rows[0]!)]);
      expect(lines).toHaveLength(2);
      expect(lines[0]![0]).toMatch(/^Baris 3, kolom D \(Jenis bimbingan\): /);
    }
    const file = await (
      await office.as(head)
    ).read(async (ctx) => problemsFile(ctx, await getImport(ctx, one.id), 'csv', 'id'));
    const mended = new TextDecoder().decode(file.bytes).replace('PBX', 'PB').replace('30-02-1990', '28-02-1990');
    const again = await bring(new TextEncoder().encode(mended), { name: 'mended.csv' });
    expect(again).toMatchObject({ state: 'checked', good: 2, bad: 0, same: 0 });
    await take(again);
    expect(await look(again.id)).toMatchObject({ taken: 2 });
    const whole = await bring(
      aSheet(
        [rows[0]!, { ...rows[1]!, 'Jenis bimbingan': 'PB' }, { ...rows[2]!, 'Tanggal lahir': '28-02-1990' }].reverse(),
      ),
    );
    expect(whole).toMatchObject({ good: 0, bad: 0, same: 3 });
  });
});

describe('register numbers', () => {
  test('of the old book stay, ours go on behind them, and none is given twice', async () => {
    const at = office.units.musi;
    const by = await office.officer('head_of_bapas', 'musi');
    const rows = [
      aRow({ 'Nomor register': '', 'Tanggal terima': '05-01-2026' }),
      aRow({ 'Nomor register': '41/PB/2026', 'Tanggal terima': '05-01-2026' }),
      aRow({ 'Nomor register': '', 'Tanggal terima': '06-01-2026' }),
    ];
    const one = await bring(aSheet(rows), { by, unit: at });
    await take(one, { by });
    const book = await office.owner
      .selectFrom('cases.register_entry')
      .select(['label', 'origin'])
      .where('unit_id', '=', at)
      .orderBy('number')
      .execute();
    expect(book).toEqual([
      { label: '41/PB/2026', origin: 'imported' },
      { label: '42/PB/2026', origin: 'given' },
      { label: '43/PB/2026', origin: 'given' },
    ]);
    const series = await office.owner
      .selectFrom('cases.register_series')
      .select('last_number')
      .where('unit_id', '=', at)
      .where('year', '=', 2026)
      .executeTakeFirst();
    expect(series).toEqual({ last_number: 43 });
  });
});

describe('killed in the middle', () => {
  test('taking goes on where it stood: nobody twice, nobody missing', async () => {
    const rows = Array.from({ length: 700 }, () => aRow());
    const before = await countCases();
    const one = await bring(aSheet(rows));
    expect(one).toMatchObject({ good: 700 });
    const work = office.work();
    let steps = 0;
    const dying: JobWork = {
      ...work,
      now: work.now,
      perUnit: work.perUnit,
      inUnit: (unitId, step) =>
        work.inUnit(unitId, async (ctx, unit) => {
          const result = await step(ctx, unit);
          // The second chunk has written everything and dies before it is committed.
          if (++steps === 2) throw new Error('killed');
          return result;
        }),
    };
    await expect(take(one, { work: dying })).rejects.toThrow('killed');
    expect(await look(one.id)).toMatchObject({ state: 'taking', taken: 250 });
    expect(await countCases()).toBe(before + 250);
    await Promise.all(
      [0, 1].map(() => jobs['imports.take'].run(office.work(), { importId: one.id, unitId: one.unitId })),
    );
    expect(await look(one.id)).toMatchObject({ state: 'done', taken: 700, leftBack: 0 });
    const tasks = await office.owner
      .selectFrom('tasks.task')
      .select(['kind', 'facts'])
      .where('key', '=', one.id)
      .execute();
    expect(tasks, 'one task for the whole list').toEqual([{ kind: 'imports.unassigned', facts: { clients: 700 } }]);
    expect(await countCases()).toBe(before + 700);
  });

  test('an office that has switched imports off takes none, also none that waits', async () => {
    const off = (is_on: boolean) =>
      office.owner
        .insertInto('units.module_switch')
        .values({ unit_id: office.units.palembang, module: 'imports', is_on })
        .onConflict((conflict) => conflict.columns(['unit_id', 'module']).doUpdateSet({ is_on }))
        .execute();
    const checked = await bring(aSheet([aRow()]));
    await off(false);
    await expect(bring(aSheet([aRow()]))).rejects.toThrow('switched_off');
    const taken = await (
      await office.as(head)
    ).runOnce({ id: newId(), body: {} }, (ctx) => takeImport(ctx, { importId: checked.id, likely: false }));
    expect(taken).toEqual({ ok: false, refusal: 'switched_off' });
    await off(true);
  });

  test('a dry run that fell begins anew, and one that stands still is taken up again', async () => {
    const rows = Array.from({ length: 600 }, () => aRow());
    const runner = await office.as(head);
    const brought = await runner.runOnce({ id: newId(), body: {} }, (ctx) =>
      bringImport(ctx, { unitId: office.units.palembang, fileName: 'x.xlsx', bytes: aSheet(rows) }),
    );
    if (!brought.ok) throw new Error(brought.refusal);
    const which = { importId: brought.importId, unitId: office.units.palembang };
    await jobs['imports.read'].run(office.work(), which);
    const work = office.work();
    let steps = 0;
    const dying: JobWork = {
      ...work,
      now: work.now,
      perUnit: work.perUnit,
      inUnit: (unitId, step) => (++steps === 4 ? Promise.reject(new Error('killed')) : work.inUnit(unitId, step)),
    };
    await expect(jobs['imports.check'].run(dying, which)).rejects.toThrow('killed');
    expect(await look(brought.importId)).toMatchObject({ state: 'checking', checked: 500, total: 600 });
    await office.owner
      .updateTable('imports.import')
      .set({ moved_at: new Date(Date.now() - 600_000) })
      .where('id', '=', brought.importId)
      .execute();
    await jobs['imports.resume'].run(office.work());
    await jobs['imports.check'].run(office.work(), which);
    expect(await look(brought.importId)).toMatchObject({ state: 'checked', checked: 600, good: 600 });
  });

  test('a cancelled import takes nobody', async () => {
    const one = await bring(aSheet([aRow()]));
    await (await office.as(head)).runOnce({ id: newId(), body: {} }, (ctx) => cancelImport(ctx, one.id));
    expect(await take(one)).toEqual({ ok: false, refusal: 'wrong_state' });
    expect(await look(one.id)).toMatchObject({ state: 'cancelled' });
  });
});

describe('who may', () => {
  test('another office, a counsellor and the desk are turned away', async () => {
    const one = await bring(aSheet([aRow()]));
    for (const stranger of [
      await office.officer('section_head', 'musi'),
      await office.officer('head_of_bapas', 'kupang'),
    ]) {
      const runner = await office.as(stranger);
      await expect(runner.read((ctx) => getImport(ctx, one.id))).rejects.toThrow(NotFound);
      await expect(
        runner.runOnce({ id: newId(), body: {} }, (ctx) => takeImport(ctx, { importId: one.id, likely: false })),
      ).rejects.toThrow(NotFound);
      await expect(
        runner.runOnce({ id: newId(), body: {} }, (ctx) =>
          bringImport(ctx, { unitId: office.units.palembang, fileName: 'x', bytes: aSheet([aRow()]) }),
        ),
      ).rejects.toThrow();
      expect((await runner.read((ctx) => listImports(ctx))).imports.map(({ id }) => id)).not.toContain(one.id);
    }
    for (const role of ['pk', 'counter', 'kanwil', 'office_admin'] as const) {
      const runner = await office.as(await office.officer(role, role === 'kanwil' ? 'kanwil' : 'palembang'));
      await expect(
        runner.read((ctx) => getImport(ctx, one.id)),
        role,
      ).rejects.toThrow();
      // The office above brings admissions; of clients there is nothing in its list.
      const list = runner.read((ctx) => listImports(ctx));
      if (role === 'kanwil') expect((await list).imports).toEqual([]);
      else await expect(list, role).rejects.toThrow();
    }
  });

  test('somebody restricted is no likeness, and his name is not told', async () => {
    const secret = aRow({ NIK: '1600001306850999' });
    await take(await bring(aSheet([secret])));
    const client = (await caseOf(String(secret['Nomor register'])))!;
    await office.owner
      .updateTable('people.person')
      .set({ restricted: true })
      .where('id', '=', client.person_id)
      .execute();
    const one = await bring(
      aSheet([{ ...secret, 'Nomor register': 'R9/2024', 'Jenis bimbingan': 'CB', 'Tanggal terima': '01-01-2024' }]),
    );
    expect(one).toMatchObject({ good: 1, likely: 0 });
  });
});

describe('bad inputs', () => {
  test('every name, NIK and day of the corpus is taken or named, never a fault', async () => {
    const rows = [
      ...badNames.map(({ value }) => aRow({ Nama: value.slice(0, 30_000) })),
      ...badNiks.map(({ value }) => aRow({ NIK: value })),
      ...badDates.map(({ value }) => aRow({ 'Tanggal lahir': value })),
      ...badNames.map(({ value }) =>
        aRow({
          Alamat: value,
          Penjamin: value,
          PK: value,
          Kelurahan: value,
          'Nomor register': `${value.slice(0, 20)}${serial}`,
          'Lama pidana': value,
        }),
      ),
    ];
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    for (const bytes of [
      aSheet(rows),
      writeCsv({
        name: 'x',
        columns: columns.map((header) => ({ header, kind: 'text' })),
        rows: rows.map((row) =>
          columns.map((one) => (typeof row[one] === 'string' ? row[one].replaceAll('\0', '') : row[one])),
        ),
      }),
    ]) {
      const one = await bring(bytes);
      expect(one).toMatchObject({ state: 'checked' });
      expect(one.good + one.bad + one.same).toBe(one.total);
      for (const row of await told(one))
        for (const problem of row.problems) {
          expect(problem.what).not.toBe(wordProblem(kinds.clients, 'nothing', 'id'));
          expect(problem.what.length).toBeGreaterThan(10);
        }
      const answer = await take(one, { likely: true });
      expect(await look(one.id)).toMatchObject({ state: answer.ok ? 'done' : 'checked' });
      await (await office.as(head)).read(async (ctx) => problemsFile(ctx, await getImport(ctx, one.id), 'xlsx', 'id'));
    }
  });

  test.each(badTables)('$name ends in a sentence', async ({ value }) => {
    const bytes = await value();
    const runner = await office.as(head);
    const answer = await runner.runOnce({ id: newId(), body: { at: Math.random() } }, (ctx) =>
      bringImport(ctx, { unitId: office.units.palembang, fileName: 'x', bytes }),
    );
    if (!answer.ok) return expect(answer.refusal).toMatch(/^file_/);
    const which = { importId: answer.importId, unitId: office.units.palembang };
    await jobs['imports.read'].run(office.work(), which);
    await jobs['imports.check'].run(office.work(), which);
    expect(['mapping', 'checked', 'failed']).toContain((await look(answer.importId)).state);
  });
});

test('files and cells are emptied thirty days after the end; counts and clients stay', async () => {
  const row = aRow();
  const one = await bring(aSheet([row]));
  await take(one);
  const later = new Date(defaultNow.getTime() + 40 * 86_400_000);
  await retention['retention.nightly'].run(office.work(later), {});
  expect(await look(one.id)).toMatchObject({ taken: 1, preview: null, tidiedAt: expect.any(Date) });
  const kept = await office.owner
    .selectFrom('imports.row')
    .select(['raw', 'clean', 'state'])
    .where('import_id', '=', one.id)
    .execute();
  expect(kept).toEqual([{ raw: [], clean: null, state: 'taken' }]);
  expect(await bring(aSheet([row])), 'the digest stays').toMatchObject({ same: 1 });
});
