import { demoPassword } from '../../src/invented/demo/accounts.ts';
import { freshCard } from './support/card.ts';
import { expect, signInAs, test } from './support/journey.ts';
import { keyboardOf } from './support/keyboard.ts';
import { answerAll, beginReport, enterFirstTime } from './support/own-page.ts';

/**
 * The main tasks without a mouse, each by one officer: sign in, find, read, record a call, write a note, hand in figures, take a list
 * along, review, decide, receive a client, keep the office's days, read the journal. The counter has a journey of its own (counter.spec.ts:
 * twenty clients), and so has the client (client.spec.ts).
 */
const once = () => Math.random().toString(36).slice(2, 8);

test('a counsellor signs in, finds a client, reads his file, records a call and writes a note', async ({ page }) => {
  const keys = keyboardOf(page);
  await page.goto('/sign-in');
  await keys.fill(page.getByLabel('Nama pengguna', { exact: true }), 'pk.gili');
  await keys.fill(page.getByLabel('Kata sandi', { exact: true }), demoPassword);
  await keys.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hari ini');

  await keys.follow(page.getByRole('link', { name: 'Langsung ke isi halaman' }));
  await keys.follow(page.getByRole('link', { name: /^Belum lapor dalam masa yang berjalan/ }));
  const first = page.getByRole('main').getByRole('rowheader').getByRole('link').nth(2);
  const name = await first.innerText();
  await keys.press('/');
  await expect(page.locator('[data-slash]')).toBeFocused();
  await keys.type(name);
  await keys.press('Enter');
  await keys.follow(page.getByRole('main').getByRole('link', { name, exact: true }).first());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  const file = page.getByRole('main').locator('a[href^="/clients/"]').first();
  await keys.follow(file);
  await keys.follow(
    page.getByRole('navigation', { name: 'Halaman klien' }).getByRole('link', { name: 'Wajib lapor', exact: true }),
  );
  await keys.follow(page.getByRole('link', { name: 'Catat panggilan' }).first());
  await keys.choose(page.getByRole('radio', { name: 'Telepon', exact: true }));
  await keys.fill(page.getByLabel('Isi pembicaraan'), `Bekerja di pasar, sehat (${once()}).`);
  await keys.follow(page.getByRole('button', { name: 'Simpan', exact: true }));
  await expect(page.getByText('Panggilan jarak jauh (Telepon)').first()).toBeVisible();

  await keys.follow(
    page.getByRole('navigation', { name: 'Halaman klien' }).getByRole('link', { name: 'Ringkasan', exact: true }),
  );
  await keys.follow(page.getByRole('link', { name: 'Tulis catatan' }).first());
  const note = `Kakaknya menelepon (${once()}).`;
  await keys.fill(page.getByLabel('Apa yang terjadi'), note);
  await keys.follow(page.getByRole('button', { name: 'Simpan catatan' }));
  await expect(page.getByText(note)).toBeVisible();
});

test('a head reads figures, opens the list of a number, takes it along, and reviews a report', async ({
  page,
  browser,
}) => {
  test.slow();
  const card = await freshCard(browser);
  const own = await browser.newContext();
  const phone = await own.newPage();
  await enterFirstTime(phone, card);
  await beginReport(phone);
  await answerAll(phone);
  await phone.getByRole('button', { name: 'Tidak, lanjutkan tanpa lokasi' }).click();
  await phone.getByRole('button', { name: 'Lanjutkan tanpa foto' }).click();
  await phone.getByRole('button', { name: 'Kirim laporan' }).click();
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Laporan Anda sudah kami terima');
  await own.close();

  const keys = keyboardOf(page);
  await signInAs(page, 'kepala.palembang');
  await page.goto('/figures?from=2022-05&until=2022-05');
  await keys.follow(page.getByRole('main').locator('a[href*="of=misses"], a[href*="age=child"]').first());
  await expect(page.getByRole('main').getByRole('rowheader').first()).toBeVisible();
  await keys.follow(page.getByRole('main').getByRole('link', { name: 'Ekspor', exact: true }));
  await keys.fill(page.getByLabel('Tujuan', { exact: true }), 'Rapat bulanan dengan Kanwil.');
  await keys.follow(page.getByRole('button', { name: 'Buat ekspor' }));
  await expect(page.getByText(/^(Siap diunduh|Menunggu persetujuan)$/).first()).toBeVisible();

  await page.goto('/reviews');
  await keys.follow(page.getByRole('main').getByRole('rowheader').getByRole('link').first());
  await keys.choose(page.getByRole('radio', { name: 'Diterima', exact: true }));
  await keys.follow(page.getByRole('button', { name: 'Simpan tinjauan' }));
  await expect(page.getByText('Tinjauan disimpan.')).toBeVisible();
});

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
