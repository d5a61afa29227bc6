import { readFileSync } from 'node:fs';
import type { FileChooser } from '@playwright/test';
import { freshCard } from './support/card.ts';
import { expect, signInAs, test, type Page } from './support/journey.ts';
import { keyboardOf } from './support/keyboard.ts';
import { enterFirstTime } from './support/own-page.ts';

/** Tasks without a mouse. The counter has a journey of its own (counter.spec.ts: twenty clients). */
/** From the search at the counter to the button that settles it: whoever waits in front of the desk waits a minute at most. */
const mostTabs = 16;
const once = () => Math.random().toString(36).slice(2, 8);

/** A browser that is busy drops a key now and then, as it does for people; they press again. */
async function chooserFor(page: Page, press: () => Promise<void>): Promise<FileChooser> {
  for (let tries = 1; ; tries++) {
    const comes = page.waitForEvent('filechooser', { timeout: 4000 });
    await press();
    try {
      return await comes;
    } catch (missed) {
      if (tries === 4) throw missed;
    }
  }
}

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

test('a counsellor records a call, and a period is excused', async ({ page, officer }) => {
  const keys = keyboardOf(page);
  await signInAs(page, 'pk.gili');
  await page.goto('/today/due?running=1');
  await keys.follow(page.getByRole('main').getByRole('rowheader').getByRole('link').nth(2));
  const goOn = () => keys.follow(page.getByRole('button', { name: 'Lanjutkan', exact: true }));
  await keys.follow(page.getByRole('button', { name: 'Catat panggilan' }));
  await keys.choose(page.getByRole('radio', { name: 'Telepon', exact: true }));
  await goOn();
  await keys.choose(page.getByRole('radio', { name: 'Bertemu dan berjalan sebagaimana mestinya' }));
  await goOn();
  await keys.fill(page.getByRole('textbox', { name: 'Catatan' }), `Klien tinggal bersama ibunya (${once()}).`);
  await goOn();
  await goOn();
  await keys.choose(page.getByRole('radio', { name: 'Tidak direncanakan sekarang' }));
  await goOn();
  await keys.follow(page.getByRole('button', { name: 'Simpan kontak' }));
  await keys.follow(page.getByRole('link', { name: 'Wajib lapor', exact: true }));
  await expect(page.getByText('Panggilan jarak jauh (Telepon)').first()).toBeVisible();

  const section = await officer('kasi.gili');
  const there = keyboardOf(section);
  await section.goto('/today/missed?row=1');
  await there.follow(section.getByRole('main').getByRole('rowheader').getByRole('link').nth(1));
  await there.follow(section.getByRole('link', { name: 'Catat halangan' }).first());
  await there.choose(section.getByRole('radio', { name: 'Sakit' }));
  await there.fill(section.getByRole('textbox').last(), 'Surat dokter dibawa keluarganya dan sudah dilihat petugas.');
  await there.follow(section.getByRole('button', { name: 'Simpan halangan' }));
  await expect(section.getByText('Berhalangan').first()).toBeVisible();
});

test('a head hands a caseload over and takes a file out', async ({ page }) => {
  const keys = keyboardOf(page);
  await signInAs(page, 'kepala.palembang');
  await page.goto('/handover');
  await keys.select(page.getByLabel('Dari petugas'), 'Agus');
  await keys.follow(page.getByRole('button', { name: 'Lihat jumlahnya' }));
  await expect(page.getByRole('heading', { name: /klien .+ akan diserahkan$/ })).toBeVisible();
  await keys.choose(page.getByRole('radio').last());
  await keys.fill(page.getByLabel('Alasan'), 'Pembagian ulang tugas.');
  await keys.follow(page.getByRole('button', { name: 'Serahkan semua' }));
  await expect(page.getByText(/klien sudah diserahkan\./).first()).toBeVisible();

  await page.goto('/exports/new?list=figures');
  await keys.fill(page.getByLabel('Tujuan', { exact: true }), 'Laporan bulanan kepada Kanwil.');
  await keys.choose(page.getByRole('radio', { name: 'CSV' }));
  await keys.follow(page.getByRole('button', { name: 'Buat ekspor' }));
  await keys.reach(page.getByRole('link', { name: /^Unduh / }));
});

test('a locked PIN is opened at the counter with few keys', async ({ page, browser, officer }) => {
  const card = await freshCard(browser);
  await page.goto(`/l/${card.code}`);
  for (let tries = 0; tries < 5; tries++) {
    await page.getByLabel('PIN', { exact: true }).fill('918273');
    await page.getByRole('button', { name: 'Masuk' }).click();
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('PIN terkunci');

  const own = await officer('loket.palembang');
  await own.goto('/counter/cards');
  const desk = keyboardOf(own);
  // The page's own search, not that of the frame.
  await own.waitForLoadState();
  await desk.press('/');
  await desk.type(card.register);
  await desk.press('Enter');
  const mine = own.getByRole('main').getByRole('listitem').filter({ hasText: card.name }).first();
  const typed = desk.pressed;
  await desk.follow(mine.getByRole('button', { name: 'Buka PIN terkunci' }));
  await expect(own.getByText('PIN dibuka. Pemilik kartu dapat masuk lagi dengan PIN lamanya.')).toBeVisible();
  expect(desk.pressed - typed).toBeLessThanOrEqual(mostTabs);
  await enterFirstTime(page, card);
});

test('a register number is struck out: it stays in the book with its reason', async ({ page }) => {
  const keys = keyboardOf(page);
  await signInAs(page, 'kasi.gili');
  await page.goto('/register-book');
  const row = page
    .getByRole('row')
    .filter({ has: page.locator('summary', { hasText: 'Batalkan' }) })
    .first();
  const number = (await row.getByRole('cell').or(row.getByRole('rowheader')).first().innerText()).trim();
  const reason = `Salah catat, lihat buku ${once()}`;
  await keys.follow(row.locator('summary'));
  await keys.fill(row.getByRole('textbox'), reason);
  await keys.press('Enter');
  const struck = page.getByRole('row').filter({ hasText: reason });
  await expect(struck).toContainText(number);
  await expect(struck.locator('s')).toHaveText(number);
});

test('a list of clients comes in: columns matched, rows judged, the good ones taken, the bad ones fetched', async ({
  page,
}) => {
  test.slow();
  const keys = keyboardOf(page);
  await signInAs(page, 'kepala.gili');
  await page.goto('/imports/new');
  const word = once().replace(/\d/g, 'k');
  const heads = ['Orang', 'Buku', 'Program', 'Awal', 'Usai'].map((head) => head + word);
  const rows = [
    [`Tombol${word} Satu`, `71/${word}/2022`, 'PB', '01-03-2022', '01-03-2024'],
    [`Tombol${word} Dua`, `72/${word}/2022`, 'CB', '01-03-2022', '01-03-2024'],
    [`Tombol${word} Tiga`, `73/${word}/2022`, 'entah apa', '01-03-2022', '01-03-2024'],
  ];
  const buffer = Buffer.from([heads, ...rows].map((row) => row.join(';')).join('\n'));
  await keys.reach(page.getByLabel('Daftar klien'));
  const chooser = await chooserFor(page, () => keys.press('Enter'));
  await chooser.setFiles({ name: `tombol-${word}.csv`, mimeType: 'text/csv', buffer });
  await keys.follow(page.getByRole('button', { name: 'Kirim dan periksa' }));

  await expect(page.getByRole('heading', { name: 'Cocokkan kolom' })).toBeVisible({ timeout: 60_000 });
  for (const [ours, theirs] of [
    [/^Nama( \(wajib\))?$/, heads[0]!],
    [/^Nomor register/, heads[1]!],
    [/^Jenis bimbingan/, heads[2]!],
    [/^Mulai bimbingan/, heads[3]!],
    [/^Akhir bimbingan/, heads[4]!],
  ] as const) {
    const choice = page.getByLabel(ours).first();
    await keys.reach(choice);
    const at = (await choice.locator('option').allInnerTexts()).findIndex((option) => option.includes(theirs));
    for (let step = 0; step < at; step++) await keys.press('ArrowDown');
    await expect(choice.locator('option:checked')).toContainText(theirs);
  }
  await keys.follow(page.getByRole('button', { name: 'Periksa semua baris' }));
  await expect(page.getByRole('heading', { name: 'Hasil pemeriksaan' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Jenis bimbingan ini tidak dikenal.').first()).toBeVisible();

  await keys.follow(page.locator('summary', { hasText: 'Ambil 2 klien' }));
  await keys.follow(page.getByRole('button', { name: 'Ya, ambil' }));
  await expect(page.getByText('Impor selesai')).toBeVisible({ timeout: 60_000 });
  await keys.reach(page.getByRole('link', { name: 'CSV' }));
  const [back] = await Promise.all([page.waitForEvent('download'), keys.press('Enter')]);
  const returned = readFileSync(await back.path(), 'utf8');
  expect(returned).toContain(rows[2]![1]!);
  expect(returned).not.toContain(rows[0]![1]!);
});

test('a lost card is replaced at the counter, and its owner reports', async ({ page, browser, officer }) => {
  const card = await freshCard(browser);
  const own = await officer('loket.palembang');
  const desk = keyboardOf(own);
  await own.goto('/counter/cards');
  await desk.fill(own.getByRole('main').getByRole('searchbox'), card.register);
  await desk.press('Enter');
  const mine = own.getByRole('main').getByRole('listitem').filter({ hasText: card.name }).first();
  const typed = desk.pressed;
  await desk.follow(mine.getByRole('button', { name: 'Ganti kartu hilang' }));
  expect(desk.pressed - typed).toBeLessThanOrEqual(mostTabs);
  const sheet = own.getByRole('region', { name: 'Lembar kartu' });
  await expect(sheet).toBeVisible();
  const [code = '', pin = ''] = await sheet.locator('li strong').allInnerTexts();
  expect(code).not.toBe(card.code);

  await enterFirstTime(page, { ...card, code, pin });
  const keys = keyboardOf(page);
  await page.goto('/my/report');
  await keys.follow(page.getByRole('button', { name: 'Saya sudah membaca dan setuju' }));
  await keys.follow(page.getByRole('link', { name: 'Mulai' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Apakah alamat Anda masih sama?');
  await keys.choose(page.getByRole('radio').first());
  await keys.follow(page.getByRole('button', { name: 'Lanjutkan', exact: true }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Apakah nomor telepon Anda masih sama?');
});
