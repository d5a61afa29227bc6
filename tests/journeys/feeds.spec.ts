import { readFileSync } from 'node:fs';
import { shownText, type Column } from '../../src/platform/tables/cells.ts';
import { readTable } from '../../src/platform/tables/read-table.server.ts';
import { writeXlsx } from '../../src/platform/tables/write-xlsx.server.ts';
import { aClientOf, misheard, type Client } from './support/booking.ts';
import {
  describeTwin,
  expect,
  expectFine,
  expectFineOnBoth,
  type Locator,
  type Page,
  test,
} from './support/journey.ts';

const ROWS = 5000;
const BAD = 40;
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const heads = [
  'Nama',
  'NIK',
  'Tanggal lahir',
  'Jenis kelamin',
  'Nama ibu',
  'Register',
  'Nomor register',
  'Tanggal masuk',
  'Jam masuk',
  'Diterima dari',
  'Nomor surat',
  'Tanggal surat',
  'Penerbit surat',
  'Sampai dengan',
  'Perkara',
];
type Row = Record<string, string>;

const syllables = ['ba', 'ri', 'no', 'su', 'ka', 'le', 'mi', 'to', 'wa', 'gu', 'de', 'ha', 'pe', 'ju', 'yo', 'si'];
/** Names of nobody, far from those of the rows beside it. */
function aWord(number: number): string {
  const mixed = Math.imul(number + 1, 0x9e3779b1) >>> 0;
  const word = [0, 1, 2, 3].map((at) => syllables[(mixed >>> (28 - at * 4)) & 15]).join('');
  return word[0]!.toUpperCase() + word.slice(1);
}
const two = (value: number) => String(value).padStart(2, '0');

function aRow(at: number): Row {
  return {
    Nama: `${aWord(at)} ${aWord(at * 7919 + 5)}`,
    NIK: '',
    'Tanggal lahir': `${two((at % 27) + 1)}-${two((at % 12) + 1)}-${1950 + (at % 50)}`,
    'Jenis kelamin': at % 9 === 0 ? 'P' : 'L',
    'Nama ibu': aWord(at * 31 + 11),
    Register: 'A.I',
    'Nomor register': `Buku lama ${at + 1}`,
    'Tanggal masuk': '05-09-2022',
    'Jam masuk': '14.30',
    'Diterima dari': 'Polres Lombok Tengah',
    'Nomor surat': `SP.Han/${at + 1}/IX/2022`,
    'Tanggal surat': '05-09-2022',
    'Penerbit surat': 'Polres Lombok Tengah',
    'Sampai dengan': '24-09-2022',
    Perkara: 'Pencurian',
  };
}
/** Four sorts of slips, ten of each, and how each is mended. */
const slips: readonly { head: string; wrong: string; says: RegExp; right: (at: number) => string }[] = [
  { head: 'Sampai dengan', wrong: '', says: /Tulis sampai kapan penahanan berlaku/, right: () => '24-09-2022' },
  { head: 'Register', wrong: 'B.II', says: /Register ini tidak dikenal/, right: () => 'A.I' },
  { head: 'Jenis kelamin', wrong: 'x', says: /Tulis L atau P/, right: () => 'L' },
  { head: 'Nomor surat', wrong: '', says: /Tulis nomor suratnya/, right: (at) => `SP.Han/perbaikan/${at}` },
];

function file(rows: readonly Row[]): Buffer {
  const columns = heads.map((header): Column => ({ header, kind: 'text' }));
  return Buffer.from(
    writeXlsx([{ name: 'Penerimaan', columns, rows: rows.map((row) => heads.map((head) => row[head] ?? '')) }]),
  );
}

/** The file that came back, with every slip put right; the column in front stays as it was. */
async function mended(bytes: Uint8Array, bad: number): Promise<Buffer> {
  const read = await readTable(bytes);
  if (!read.ok) throw new Error(read.problem);
  const [first, ...rows] = read.value.sheets[0]!.rows.map((row) => row.map(shownText));
  const columns = first!.map((header): Column => ({ header, kind: 'text' }));
  const right = rows.map((row, at) => {
    const slip = slips.find(({ says }) => says.test(row[0]!))!;
    return first!.map((head, place) => (head === slip.head ? slip.right(at) : (row[place] ?? '')));
  });
  expect(right).toHaveLength(bad);
  return Buffer.from(writeXlsx([{ name: 'Penerimaan', columns, rows: right }]));
}

async function whatCameBack(page: Page): Promise<Buffer> {
  const [back] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Unduh baris yang perlu diperbaiki (XLSX)' }).click(),
  ]);
  return readFileSync(await back.path());
}

async function sendList(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.goto('/imports/new');
  // The office above says of which institution.
  const unit = page.getByLabel('Kantor', { exact: true });
  if ((await unit.count()) > 0) await unit.selectOption({ label: 'Rutan Kelas IIB Praya' });
  await page.getByLabel('Daftar penerimaan').setInputFiles({ name, mimeType: xlsxType, buffer });
  await page.getByRole('button', { name: 'Kirim dan periksa' }).click();
}
const fact = (page: Page, name: string) => page.locator('dt', { hasText: name }).locator('+ dd');
const judged = (page: Page) =>
  expect(page.getByRole('heading', { name: 'Hasil pemeriksaan' })).toBeVisible({ timeout: 180_000 });

/** A client of the counsellor under one other letter, as a registrar may hear him. */
const asHeard = ({ name, birth, mother, sex }: Client): Row => ({
  ...aRow(0),
  Nama: misheard(name),
  'Tanggal lahir': birth,
  'Nama ibu': mother,
  // Of another sex he might be a twin, about whom somebody is asked first.
  'Jenis kelamin': sex === 'Perempuan' ? 'P' : 'L',
});

test('a feed of 5,000 admissions: 40 bad rows are told in words and mended, the rest is booked, and a counsellor hears of his client', async ({
  officer,
}) => {
  test.setTimeout(900_000);
  const [registrar, pk] = [await officer('registrasi.praya'), await officer('pk.palembang')];
  const client = await aClientOf(pk, 23);
  const rows = Array.from({ length: ROWS }, (_, at): Row => {
    if (at === 0) return asHeard(client);
    // One row of each 125 has one of the slips.
    const slip = at % (ROWS / BAD) === 7 ? slips[Math.floor(at / (ROWS / BAD)) % slips.length]! : undefined;
    return slip ? { ...aRow(at), [slip.head]: slip.wrong } : aRow(at);
  });

  await registrar.goto('/custody');
  await registrar
    .getByRole('link', { name: /^Impor/ })
    .first()
    .click();
  await expect(registrar.getByRole('heading', { name: 'Impor penerimaan' })).toBeVisible();
  await expectFineOnBoth(registrar);
  await registrar.goto('/imports/new');
  await expectFineOnBoth(registrar);
  await sendList(registrar, 'penerimaan-2022.xlsx', file(rows));
  await judged(registrar);
  await expect(fact(registrar, 'Seluruh baris')).toHaveText('5.000');
  await expect(fact(registrar, 'Siap diambil')).toHaveText('4.960');
  await expect(fact(registrar, 'Perlu diperbaiki')).toHaveText('40');
  for (const { says } of slips) await expect(registrar.getByText(says).first()).toBeVisible();
  await expectFineOnBoth(registrar);

  await registrar.locator('summary', { hasText: /^Catat 4\.9\d\d penerimaan/ }).click();
  const likely = registrar.getByLabel(/yang mungkin sudah tercatat/);
  if (await likely.isVisible()) await likely.check();
  await registrar.getByRole('button', { name: 'Ya, ambil' }).click();
  await expect(registrar.getByText('Impor selesai')).toBeVisible({ timeout: 600_000 });
  await expect(fact(registrar, 'Sudah diambil')).toHaveText('4.960');
  await expectFine(registrar);

  // His counsellor, in another province, is told where he is held, and nothing of the other register.
  await pk.goto(`${client.caseHref}/held`);
  await expect(async () => {
    await pk.reload();
    await expect(pk.getByText('Rutan Kelas IIB Praya').first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 180_000 });
  await expect(async () => {
    await registrar.reload();
    await expect(registrar.getByRole('link', { name: 'Lihat yang mungkin sudah dikenal' })).toBeVisible({
      timeout: 500,
    });
  }).toPass({ timeout: 60_000 });
  const place = registrar.url();
  await registrar.getByRole('link', { name: 'Lihat yang mungkin sudah dikenal' }).click();
  await expect(registrar.getByText('Pertanyaan tentang orang yang diambil dari penerimaan-2022.xlsx.')).toBeVisible();
  await expect(registrar.getByRole('link', { name: asHeard(client)['Nama']! }).first()).toBeVisible();
  await expectFineOnBoth(registrar);

  await registrar.goto(place);
  await sendList(registrar, 'penerimaan-diperbaiki.xlsx', await mended(await whatCameBack(registrar), BAD));
  await judged(registrar);
  await expect(fact(registrar, 'Siap diambil')).toHaveText('40');
  await registrar.locator('summary', { hasText: /^Catat \d+ penerimaan/ }).click();
  await registrar.getByRole('button', { name: 'Ya, ambil' }).click();
  await expect(registrar.getByText('Impor selesai')).toBeVisible({ timeout: 120_000 });
  await expect(fact(registrar, 'Sudah diambil')).toHaveText('40');

  // The same file once more changes nothing.
  await sendList(registrar, 'penerimaan-lagi.xlsx', file([...rows].reverse()));
  await judged(registrar);
  await expect(fact(registrar, 'Sudah ada, tidak berubah')).toHaveText('4.960');
  await expect(registrar.getByText('Tidak ada baris baru yang dapat diambil.')).toBeVisible();
});

test('the office above brings the list of an institution under it', async ({ officer }) => {
  const kanwil = await officer('kanwil.ntb');
  await sendList(kanwil, 'dari-kanwil.xlsx', file([9001, 9002].map(aRow)));
  await judged(kanwil);
  await expect(fact(kanwil, 'Siap diambil')).toHaveText('2');
  await expectFineOnBoth(kanwil);
  await kanwil.locator('summary', { hasText: 'Catat 2 penerimaan' }).click();
  await kanwil.getByRole('button', { name: 'Ya, ambil' }).click();
  await expect(kanwil.getByText('Impor selesai')).toBeVisible({ timeout: 120_000 });
  await expect(fact(kanwil, 'Sudah diambil')).toHaveText('2');
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('a list of admissions is brought, its slips are mended, and the rest is booked', async ({ officer }) => {
    test.slow();
    const registrar = await officer('registrasi.praya');
    // Nothing tells the page that a job is done but loading it again.
    const isThere = (what: Locator) =>
      expect(async () => {
        await registrar.reload();
        await expect(what).toBeVisible({ timeout: 500 });
      }).toPass({ timeout: 120_000 });
    const judgedNow = () => isThere(registrar.getByRole('heading', { name: 'Hasil pemeriksaan' }));
    const takes = async (many: number) => {
      await registrar.locator('summary', { hasText: `Catat ${many} penerimaan` }).click();
      await registrar.getByRole('button', { name: 'Ya, ambil' }).click();
      await isThere(registrar.getByText('Impor selesai'));
      await expect(fact(registrar, 'Sudah diambil')).toHaveText(String(many));
    };
    const bad = slips.map(({ head, wrong }, at): Row => ({ ...aRow(9111 + at), [head]: wrong }));
    await sendList(registrar, 'tanpa-skrip.xlsx', file([...[9101, 9102, 9103].map(aRow), ...bad]));
    await judgedNow();
    await expect(fact(registrar, 'Siap diambil')).toHaveText('3');
    await expect(fact(registrar, 'Perlu diperbaiki')).toHaveText(String(slips.length));
    for (const { says } of slips) await expect(registrar.getByText(says).first()).toBeVisible();
    await expectFine(registrar);
    await takes(3);
    const back = await whatCameBack(registrar);
    await sendList(registrar, 'tanpa-skrip-diperbaiki.xlsx', await mended(back, slips.length));
    await judgedNow();
    await takes(slips.length);
    await expectFine(registrar);
  });
});
