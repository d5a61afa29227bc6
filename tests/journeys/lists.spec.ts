import { readFileSync } from 'node:fs';
import { writeXlsx } from '../../src/platform/tables/write-xlsx.server.ts';
import { shownText } from '../../src/platform/tables/cells.ts';
import { readTable } from '../../src/platform/tables/read-table.server.ts';
import { sendList, takeExport } from './support/deeds.ts';
import { expect, expectFine, signInAs, test, type Page } from './support/journey.ts';

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const once = Math.random()
  .toString(36)
  .slice(2, 7)
  .replace(/[^a-z]/g, 'q');
const named = (n: number) => `Rekaan${once} ${['Satu', 'Dua', 'Tiga', 'Empat', 'Lima'][n]}`;

/** An office's own list: its own words above the columns, names in capitals, dates as people write them. */
const good = [0, 1, 2].map((n) => [
  named(n).toUpperCase(),
  `${n + 900}/${once}/2022`,
  'PB',
  ['01-03-2022', '1 Maret 2022', '01/03/2022'][n]!,
  '01-03-2024',
]);
const bad = [
  [named(3).toUpperCase(), `903/${once}/2022`, 'entah apa', '01-03-2022', '01-03-2024'],
  [named(4).toUpperCase(), `904/${once}/2022`, 'CB', '01-03-2022', '01-03-2021'],
];
/** Words that no list had before: what an office has matched once is known the next time. */
const heads = ['NAMA WBP', 'REG', 'PROGRAM INTEGRASI', 'MULAI', 'SELESAI'].map((head) => `${head} ${once}`);
const file = (rows: string[][]) =>
  Buffer.from(writeXlsx([{ name: 'Klien', columns: heads.map((header) => ({ header, kind: 'text' })), rows }]));

async function read(bytes: Uint8Array): Promise<string[][]> {
  const table = await readTable(bytes);
  if (!table.ok) throw new Error(`the file cannot be read: ${JSON.stringify(table.problem)}`);
  return table.value.sheets[0]!.rows.map((row) => row.map(shownText));
}

/** Says which of the file's columns is which of ours and has all rows judged. */
async function matchColumns(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Cocokkan kolom' })).toBeVisible({ timeout: 60_000 });
  for (const [ours, theirs] of [
    [/^Nama( \(wajib\))?$/, 'NAMA WBP'],
    [/^Nomor register/, 'REG'],
    [/^Jenis bimbingan/, 'PROGRAM INTEGRASI'],
    [/^Mulai bimbingan/, 'MULAI'],
    [/^Akhir bimbingan/, 'SELESAI'],
  ] as const) {
    const choice = page.getByLabel(ours).first();
    const option = choice.getByRole('option', { name: new RegExp(theirs) });
    await choice.selectOption((await option.first().getAttribute('value'))!);
  }
  await page.getByRole('button', { name: 'Periksa semua baris' }).click();
}

const fact = (page: Page, name: string) => page.locator('dt', { hasText: name }).locator('+ dd');

test('the office’s own list comes in: columns matched, every row judged, good ones taken, bad ones back as a file', async ({
  page,
}) => {
  test.slow();
  await signInAs(page, 'kepala.gili');
  await page.goto('/imports/new');
  const [template] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Templat XLSX' }).click(),
  ]);
  expect((await read(readFileSync(await template.path())))[0]).toEqual(expect.arrayContaining(['Nama', 'NIK']));

  const name = `klien-${once}.xlsx`;
  await sendList(page, name, file([...good, ...bad]), xlsxType);
  await matchColumns(page);
  // Whoever leaves the page finds the same progress when he comes back.
  await page.goto('/today');
  await page.goto('/imports');
  await page.getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { name: 'Hasil pemeriksaan' })).toBeVisible({ timeout: 60_000 });
  await expect(fact(page, 'Seluruh baris')).toHaveText('5');
  await expect(fact(page, 'Siap diambil')).toHaveText('3');
  await expect(fact(page, 'Perlu diperbaiki')).toHaveText('2');
  await expect(page.getByText('Jenis bimbingan ini tidak dikenal.').first()).toBeVisible();
  await expect(page.getByText('Akhir bimbingan lebih awal daripada mulainya.').first()).toBeVisible();
  await expectFine(page);

  await page.locator('summary', { hasText: 'Ambil 3 klien' }).click();
  await page.getByRole('button', { name: 'Ya, ambil' }).click();
  await expect(page.getByText('Impor selesai')).toBeVisible({ timeout: 60_000 });
  await expectFine(page);
  const [back] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Unduh baris yang perlu diperbaiki (XLSX)' }).click(),
  ]);
  const returned = (await read(readFileSync(await back.path()))).map((row) => row.join(' | ')).join('\n');
  for (const row of bad) expect(returned).toContain(row[1]!);
  for (const row of good) expect(returned).not.toContain(row[1]!);

  await page.goto(`/search?q=${encodeURIComponent(named(0))}`);
  await expect(page.getByRole('main').getByRole('link', { name: named(0) })).toBeVisible();

  // The same rows in another order under another name: nothing is new.
  const again = `sama-${once}.xlsx`;
  await sendList(page, again, file([...good].reverse()), xlsxType);
  // The words above the columns are known by now.
  const asked = page.getByRole('heading', { name: 'Cocokkan kolom' });
  const judged = page.getByRole('heading', { name: 'Hasil pemeriksaan' });
  await expect(asked.or(judged)).toBeVisible({ timeout: 60_000 });
  if (await asked.isVisible()) await matchColumns(page);
  await expect(judged).toBeVisible({ timeout: 60_000 });
  await expect(fact(page, 'Sudah ada, tidak berubah')).toHaveText('3');
  await expect(page.getByText('Tidak ada baris baru yang dapat diambil.')).toBeVisible();
});

test('the filter of the caseload is found again after other work, until it is cleared', async ({ page }) => {
  await signInAs(page, 'kepala.gili');
  await page.goto('/clients');
  await page.getByText('Saring', { exact: true }).click();
  await page.getByLabel('Jenis bimbingan').selectOption({ label: 'Pembebasan Bersyarat (PB)' });
  await page.getByRole('button', { name: 'Terapkan' }).click();
  await expect(page).toHaveURL(/kind=parole_pb/);
  const found = await page.locator('nav .soft').last().innerText();
  await page.goto('/today');
  await page.getByRole('navigation').getByRole('link', { name: 'Klien', exact: true }).first().click();
  await expect(page).toHaveURL(/kind=parole_pb/);
  await expect(page.locator('nav .soft').last()).toHaveText(found);
  await expectFine(page);
  await page.getByRole('link', { name: 'Hapus semua saringan' }).click();
  await page.goto('/today');
  await page.getByRole('navigation').getByRole('link', { name: 'Klien', exact: true }).first().click();
  await expect(page).not.toHaveURL(/kind=parole_pb/);
});

for (const format of ['XLSX (Excel)', 'CSV'] as const)
  test(`a list leaves as ${format} with the filter of its page, and says who took it and for what`, async ({
    page,
  }) => {
    await signInAs(page, 'kepala.gili');
    await page.goto('/clients?kind=parole_pb&age=adult&sort=name');
    const total = async () => Number(/^([\d.]+) klien/.exec(await page.locator('nav .soft').last().innerText())![1]);
    const list = page.url();
    const before = await total();
    expect(before).toBeGreaterThan(0);
    const first = await page.getByRole('main').getByRole('rowheader').getByRole('link').first().innerText();
    const rows = await takeExport(
      page,
      page.getByRole('main').getByRole('link', { name: 'Ekspor', exact: true }),
      format,
    );
    const head = rows.findIndex((row) => row.includes('Nama') && row.includes('PK'));
    expect(head).toBeGreaterThanOrEqual(0);
    const kind = rows[head]!.indexOf('Jenis bimbingan');
    const clients = rows.slice(head + 1).filter((row) => row[kind]);
    // Other journeys bring clients to this office meanwhile, and none takes one away.
    await page.goto(list);
    expect(clients.length).toBeGreaterThanOrEqual(before);
    expect(clients.length).toBeLessThanOrEqual(await total());
    expect(new Set(clients.map((row) => row[kind]))).toEqual(new Set(['Pembebasan Bersyarat (PB)']));
    expect(clients.some((row) => row.includes(first))).toBe(true);
    expect(rows.flat().join(' ')).toContain('Laporan bulanan kepada Kanwil.');
  });
