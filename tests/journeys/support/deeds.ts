import { expect, type Locator, type Page } from '@playwright/test';
import { shownText } from '../../../src/platform/tables/cells.ts';
import { readTable } from '../../../src/platform/tables/read-table.server.ts';

/** What officers do on the way to something else; each ends on the page that the deed leads to. */

/** The arrival of the first client whom these letters find, recorded at the desk. */
export async function recordArrival(desk: Page, letters: string): Promise<string> {
  await desk.goto('/counter');
  await desk.getByLabel('Klien yang datang').fill(letters);
  await desk.keyboard.press('Enter');
  const found = desk.getByRole('list', { name: 'Klien yang ditemukan' }).getByRole('listitem');
  const waiting = found.filter({ has: desk.getByRole('button', { name: /^Datang/ }) }).first();
  const name = await waiting.getByRole('link').first().innerText();
  await waiting.getByRole('button', { name: /^Datang/ }).click();
  await expect(desk.getByRole('heading', { name: `${name} sudah dicatat` })).toBeVisible();
  return name;
}

export async function beginPaperList(page: Page): Promise<void> {
  await page.goto('/counter/paper');
  await page.getByLabel('Tanggal kedatangan', { exact: true }).fill('13-06-2022');
  await page.getByLabel('Mengapa di kertas?').fill('Listrik padam dari pukul 08.00 sampai 11.00.');
  await page.getByRole('button', { name: 'Buka daftar' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kedatangan Senin, 13 Juni 2022');
}

export async function makeExport(page: Page): Promise<void> {
  await page.goto('/exports/new?list=figures');
  await page.getByLabel('Tujuan', { exact: true }).fill('Laporan bulanan kepada Kanwil.');
  await page.getByRole('button', { name: 'Buat ekspor' }).click();
  await expect(page.getByRole('link', { name: /^Unduh / })).toBeVisible();
}

/** The form for a cover letter about the first client of the office. */
export async function openLetterForm(page: Page): Promise<void> {
  await page.goto('/clients?whose=office');
  await page.getByRole('main').locator('a[href^="/clients/"]:not([href*="?"]):not([href$="/new"])').first().click();
  await page.getByRole('link', { name: 'Surat', exact: true }).click();
  await page.getByLabel('Jenis surat').selectOption({ label: 'Surat pengantar' });
  await page.getByRole('button', { name: 'Lanjut' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Surat pengantar' })).toBeVisible();
}

/** Fills that form in; the draft's own page is what it leads to. */
export async function draftLetter(page: Page): Promise<void> {
  await openLetterForm(page);
  await page.getByLabel('Berkas yang disampaikan, satu di setiap baris').fill('1. Litmas');
  await page.getByRole('button', { name: 'Buat konsep' }).click();
  await expect(page.getByRole('heading', { name: 'Beri nomor dan kunci' })).toBeVisible();
}

/** Summonses to everybody who missed often. */
export async function draftLetters(page: Page): Promise<void> {
  await page.goto('/letters/runs/new?row=3');
  await page.getByLabel('Keperluan', { exact: true }).fill('Klarifikasi wajib lapor.');
  await page.getByRole('button', { name: 'Buat semua konsep' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Surat Panggilan I untuk banyak klien');
}

/** Sends a list of clients as a file and waits until every row is judged or a question is asked. */
export async function sendList(page: Page, name: string, buffer: Buffer, mimeType = 'text/csv'): Promise<void> {
  await page.goto('/imports/new');
  await page.getByLabel('Daftar klien').setInputFiles({ name, mimeType, buffer });
  await page.getByRole('button', { name: 'Kirim dan periksa' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

export async function bringClients(page: Page): Promise<void> {
  await sendList(page, 'dua-klien.csv', Buffer.from('Nama,Jenis bimbingan\nSatu Rekaan,PB\nDua Rekaan,entah\n'));
  // A list with so few columns is asked about first.
  await expect(page.getByRole('heading', { name: /^(Hasil pemeriksaan|Cocokkan kolom)$/ })).toBeVisible({
    timeout: 60_000,
  });
}

/** A whole PDF of one empty page, small and without anything active. */
export function aPdf(): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = text.length;
  text += `xref\n0 4\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`;
  return Buffer.from(`${text}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
}

/** Follows a way to an export, has the file made and reads it: its head and its rows as text, without what stands above and below. */
export async function takeExport(page: Page, way: Locator, format: 'XLSX (Excel)' | 'CSV'): Promise<string[][]> {
  await way.click();
  await page.getByLabel('Tujuan', { exact: true }).fill('Laporan bulanan kepada Kanwil.');
  await page.getByRole('radio', { name: format }).check();
  await page.getByRole('button', { name: 'Buat ekspor' }).click();
  const file = await page.getByRole('link', { name: /^Unduh / }).getAttribute('href');
  const read = await readTable(await (await page.request.get(file!)).body());
  if (!read.ok) throw new Error(`the file cannot be read: ${JSON.stringify(read.problem)}`);
  return read.value.sheets[0]!.rows.map((row) => row.map(shownText));
}
