import type { Page } from './journey.ts';

const goOn = (page: Page) => page.getByRole('button', { name: 'Lanjutkan', exact: true }).click();

/** On the first question of a contact: who was sought was not met, and no reason was heard that would do. */
export async function answerInVain(page: Page, { on, medium, note }: { on: string; medium?: string; note: string }) {
  await page.getByRole('textbox', { name: /^Tanggal/ }).fill(on);
  if (medium) await page.getByText(medium, { exact: true }).click();
  await goOn(page);
  await page.getByText('Klien tidak bertemu', { exact: true }).click();
  await goOn(page);
  await page.getByText('Tidak dapat diterima', { exact: true }).click();
  await goOn(page);
  await page.getByRole('textbox', { name: 'Catatan' }).fill(note);
  await goOn(page);
  await page.getByText('Tidak direncanakan sekarang', { exact: true }).click();
  await goOn(page);
  await page.getByRole('button', { name: 'Simpan kontak' }).click();
}
