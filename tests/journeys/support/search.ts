import { expect, type Page } from './journey.ts';
import type { Look } from './proceeding.ts';

const addressees = [
  ['Kejaksaan', 'Kejaksaan Negeri Rekaan'],
  ['Kepolisian', 'Polres Rekaan'],
  ['Lapas atau Rutan asal', 'Lapas Rekaan'],
  ['Kantor Wilayah', 'Kanwil Rekaan'],
] as const;

/** Copies of the decree to everybody who gets one; `file` is the page of the search. Ends on the page of copies. */
export async function sendCopies(page: Page, file: string): Promise<void> {
  await page.goto(file);
  await page.getByRole('link', { name: 'Salinan keputusan', exact: true }).click();
  for (const [who, name] of addressees) {
    await page.getByLabel(who, { exact: true }).check();
    await page.getByLabel('Nama kantor').fill(name);
    await page.getByRole('button', { name: 'Simpan' }).last().click();
    await expect(page.getByRole('heading', { name: `${who}: ${name}` })).toBeVisible();
  }
}

/** That each copy has come where it was sent to, on the page of copies. */
export async function receiveCopies(page: Page): Promise<void> {
  for (const [who, name] of addressees) {
    const copy = page.locator('section').filter({ has: page.getByRole('heading', { name: `${who}: ${name}` }) });
    await copy.getByText('Catat tanda terima', { exact: true }).click();
    await copy.getByLabel('Diterima oleh').fill('Petugas tata usaha');
    await copy.getByRole('button', { name: 'Simpan' }).click();
    await expect(copy.getByText(/^Diterima .* oleh Petugas tata usaha$/)).toBeVisible();
  }
}

/** The counsellor finds that he is back, the head confirms it. */
export async function bringBack(pk: Page, head: Page, file: string, look: Look): Promise<void> {
  await pk.goto(`${file}/closure`);
  await look(pk);
  await pk.getByLabel('Sudah diserahkan ke Lapas atau Rutan').check();
  await pk.getByLabel('Nomor dokumen').fill('BAST-7/2022');
  await pk.getByLabel('Bagaimana hal itu diketahui').fill('Diserahkan oleh jaksa, berita acara diterima.');
  await pk.getByRole('button', { name: 'Ajukan untuk disahkan' }).click();
  await expect(pk.getByText('Isi di lembaga atau tempat penahanan mana ia berada.').first()).toBeVisible();
  await expect(pk.getByLabel('Nomor dokumen')).toHaveValue('BAST-7/2022');
  await pk.getByLabel('Lapas, Rutan, atau tempat penahanan').fill('Lapas Gili Lestari');
  await pk.getByRole('button', { name: 'Ajukan untuk disahkan' }).click();
  await expect(pk.getByText('Menunggu pengesahan').first()).toBeVisible();

  await head.goto('/at-large?waiting=1');
  await look(head);
  await head.goto(file);
  await head.getByRole('link', { name: 'Sahkan penutupan' }).click();
  await look(head);
  await head.getByLabel('Disahkan').check();
  await head.getByRole('button', { name: 'Simpan keputusan' }).click();
  await expect(head.getByText('Diserahkan ke lembaga', { exact: true }).first()).toBeVisible();
  await expect(head.getByText(/Dari .* sampai .* hari/).first()).toBeVisible();
}
