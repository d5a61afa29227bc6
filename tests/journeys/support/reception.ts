import { expect, type Page } from './journey.ts';

/** Writes a new person down and receives him as a client; ends on his file. */
export async function receive(page: Page, name: string, { kind, age }: { kind: string; age: string }): Promise<void> {
  await page.goto('/people/new');
  await page.getByLabel('Nama', { exact: true }).fill(name);
  if (age === 'Dewasa') await page.getByRole('textbox', { name: /^Tanggal lahir/ }).fill('17-05-1990');
  await page.getByRole('button', { name: 'Simpan orang ini' }).click();
  await page.getByRole('link', { name: 'Daftarkan sebagai klien' }).click();
  await page.getByLabel('Jenis bimbingan').selectOption({ label: kind });
  await page.getByRole('radio', { name: age }).check();
  await page.getByRole('button', { name: 'Terima klien' }).click();
  await expect(page.getByText('Klien sudah diterima.')).toBeVisible();
}

/** From an adult at the door on 13 June 2022 to a number in the register; answers where his file is. */
export async function receiveAndRegister(page: Page, name: string, kind: string): Promise<string> {
  await receive(page, name, { kind, age: 'Dewasa' });
  const base = new URL(page.url()).pathname;
  await page.getByRole('link', { name: 'Pemeriksaan berkas' }).click();
  await page.getByLabel('Berita acara serah terima').selectOption({ label: 'Ada' });
  await page.getByLabel('Litmas').selectOption({ label: 'Belum ada' });
  await page.getByRole('button', { name: 'Simpan pemeriksaan' }).click();
  await expect(page.getByText('Sudah disimpan.')).toBeVisible();
  await expect(page.getByLabel('Litmas')).toHaveValue('missing');
  await page.goto(`${base}/legal`);
  await page.getByLabel('Jenis dokumen').selectOption({ label: 'SK Integrasi' });
  await page.getByLabel('Nomor dokumen').fill('PAS-72.PK.05.09 Tahun 2022');
  await page.getByLabel('Tanggal dokumen', { exact: true }).fill('30-05-2022');
  await page.getByLabel('Penerbit').fill('Direktur Jenderal Pemasyarakatan');
  await page.getByRole('button', { name: 'Simpan', exact: true }).click();
  await page.goto(`${base}/period`);
  await page.getByLabel('Awal bimbingan', { exact: true }).fill('13-06-2022');
  await page.getByLabel('Akhir bimbingan', { exact: true }).fill('13-12-2022');
  await page.locator('form[action="?/period"]').getByRole('button', { name: 'Simpan', exact: true }).click();
  const release = page.locator('#release');
  await release.getByRole('textbox', { name: /^Bebas pada/ }).fill('13-06-2022');
  await release.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText('Isi surat yang menyebut hari itu').first()).toBeVisible();
  await expect(release.getByRole('textbox', { name: /^Bebas pada/ })).toHaveValue('13-06-2022');
  await release.getByLabel('Menurut surat').fill('BA-12/2022');
  await release.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText('Bebas pada 13 Juni 2022')).toBeVisible();
  await page.goto(`${base}/register`);
  await page.getByRole('button', { name: 'Beri nomor dan daftarkan' }).click();
  await expect(page.getByText('Sudah disimpan.')).toBeVisible();
  return base;
}
