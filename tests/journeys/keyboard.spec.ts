import { expect, signInAs, test } from './support/journey.ts';
import { keyboardOf } from './support/keyboard.ts';

/** Tasks of the office without a mouse. The counter has a journey of its own (counter.spec.ts: twenty clients), and so has the client (client.spec.ts). */
const once = () => Math.random().toString(36).slice(2, 8);

test('a section head writes a new person down and receives him as a client', async ({ page }) => {
  const keys = keyboardOf(page);
  await signInAs(page, 'kasi.gili');
  await page.goto('/people/new');
  const name = `Papan Ketik${once().replace(/\d/g, 'k')}`;
  await keys.fill(page.getByLabel('Nama', { exact: true }), name);
  await keys.follow(page.getByRole('button', { name: 'Simpan orang ini' }));
  await keys.follow(page.getByRole('link', { name: 'Daftarkan sebagai klien' }));
  await keys.select(page.getByLabel('Jenis bimbingan'), 'Asimilasi');
  await keys.choose(page.getByRole('radio', { name: 'Dewasa' }));
  await keys.follow(page.getByRole('button', { name: 'Terima klien' }));
  await expect(page.getByText('Klien sudah diterima.')).toBeVisible();
});

test('an administrator keeps a holiday, an auditor searches the journal', async ({ page, officer }) => {
  const keys = keyboardOf(page);
  await signInAs(page, 'admin.kantor');
  await page.goto('/settings/holidays?year=2023');
  const name = `Libur ${once()}`;
  const day = String(1 + Math.floor(Math.random() * 28)).padStart(2, '0');
  await keys.fill(page.getByLabel('Tanggal', { exact: true }), `${day}-10-2023`);
  await keys.fill(page.getByLabel('Nama hari libur'), name);
  await keys.press('Enter');
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: name });
  await keys.follow(row.locator('summary'));
  await keys.follow(row.getByRole('button', { name: 'Ya, hapus' }));
  await expect(row).toHaveCount(0);

  const auditor = await officer('auditor');
  const there = keyboardOf(auditor);
  await auditor.goto('/audit');
  await there.fill(auditor.getByLabel('Nama pengguna petugas'), 'loket.gili');
  await there.press('Enter');
  await expect(auditor.getByRole('table').getByRole('row').nth(1)).toContainText('loket.gili');
});
