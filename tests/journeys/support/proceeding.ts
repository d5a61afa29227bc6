import { expect, type Page } from './journey.ts';

/** Those who have to do with a proceeding, at the office, the Kanwil and the Ditjenpas. */
export type Officers = { pk: Page; section: Page; head: Page; kanwil: Page; drafter: Page; decider: Page };
export type Look = (page: Page) => Promise<void>;

/** Takes one step of a proceeding: its page, what it asks, and that it is done. */
export async function take(page: Page, base: string, label: string, fill: (page: Page) => Promise<void>, look: Look) {
  await page.goto(base);
  await look(page);
  await page.getByRole('link', { name: label, exact: true }).click();
  await fill(page);
  await page.getByLabel('Alasan', { exact: true }).fill('Sesuai berkas dan hasil pemeriksaan.');
  const told = page.locator('textarea[name=told]');
  if (await told.isVisible()) await told.fill('Ini yang diputuskan tentang Saudara, dan mengapa.');
  await look(page);
  await page.getByRole('button', { name: 'Simpan langkah ini' }).click();
  await expect(page.getByText('Sudah disimpan.')).toBeVisible();
}
export const nothing = async () => {};

export async function everybody(page: Page, officer: (username: string) => Promise<Page>): Promise<Officers> {
  return {
    pk: page,
    section: await officer('kasi.gili'),
    head: await officer('kepala.gili'),
    kanwil: await officer('kanwil.ntb'),
    drafter: await officer('penyusun.ditjenpas'),
    decider: await officer('pejabat.ditjenpas'),
  };
}
