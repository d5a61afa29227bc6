import { everything } from '../support/width.ts';
import { freshCard } from './support/card.ts';
import { aPdf } from './support/deeds.ts';
import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, signInAs, test } from './support/journey.ts';
import { comeInside, sendReport } from './support/own-page.ts';

/** Two screens play the same journey at the same time: one takes the first of a list, the other the last. */
const mineOf = (page: Page) => {
  const links = page.getByRole('main').getByRole('rowheader').getByRole('link');
  return test.info().project.name === 'phone' ? links.last() : links.first();
};
/** No two counsellors talk about the same; Simpul notices when they do. */
const once = () => Math.random().toString(36).slice(2, 8);

/** One period of the ledger, with what was reported in it. */
const period = (page: Page, days: string) =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByText(days, { exact: true }) })
    .first();

test(
  'from the morning’s list to a call on record: asking only where somebody is does not count, talking does',
  { tag: '@phone' },
  async ({ page }) => {
    await signInAs(page, 'pk.gili');
    await page.goto('/today');
    await page.getByRole('link', { name: /^Belum lapor dalam masa yang berjalan/ }).click();
    await expectFine(page);
    const name = await mineOf(page).innerText();
    await mineOf(page).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    const june = period(page, '1 s.d. 30 Juni 2022');
    await expect(june.getByText('Belum lapor')).toBeVisible();

    await page.goto(page.url().replace('/check-ins', '/contacts/record'));
    await page.getByText('Panggilan keberadaan', { exact: true }).click();
    await page.getByRole('button', { name: 'Mulai mencatat' }).click();
    await goOn(page);
    await expect(page.getByRole('alert')).toBeFocused();
    await expectFine(page);
    await page.getByText('Telepon', { exact: true }).click();
    await goOn(page);
    await page.getByText('Bertemu dan berjalan sebagaimana mestinya').click();
    await goOn(page);
    await goOn(page);
    await page.getByText('Tidak direncanakan sekarang').click();
    await goOn(page);
    await expect(page.getByText(/tidak pernah dihitung/)).toBeVisible();
    await page.getByRole('button', { name: 'Simpan kontak' }).click();
    await open(page, 'Wajib lapor');
    await expect(page.getByText('Panggilan keberadaan')).toBeVisible();
    await expect(page.getByText('Tidak dihitung')).toBeVisible();
    await expect(june.getByText('Belum lapor')).toBeVisible();

    await page.getByRole('button', { name: 'Catat panggilan' }).click();
    await page.getByText('Panggilan video', { exact: true }).click();
    await goOn(page);
    await page.getByText('Bertemu dan berjalan sebagaimana mestinya').click();
    await goOn(page);
    const talk = `Klien bekerja di bengkel sejak pekan lalu dan tinggal bersama kakaknya (${once()}).`;
    await page.getByRole('textbox', { name: 'Catatan' }).fill(talk);
    await goOn(page);
    await goOn(page);
    await page.getByText('Tidak direncanakan sekarang').click();
    await goOn(page);
    await expect(page.getByText('Kontak ini menjadi laporan wajib lapor', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Simpan kontak' }).click();
    await expect(page.getByText(talk)).toBeVisible();
    await open(page, 'Wajib lapor');
    await expect(june.getByText('Sudah lapor')).toBeVisible();
    await expect(june.getByText('Panggilan jarak jauh (Panggilan video)')).toBeVisible();
    await expectFine(page);
    await june.getByRole('listitem').filter({ hasText: 'Panggilan video' }).getByRole('link', { name: 'Baca' }).click();
    await expect(page.getByText(talk)).toBeVisible();
    await expectFine(page);
    await page.goBack();

    // A wrong record is not overwritten: a new one points to it.
    await june
      .getByRole('listitem')
      .filter({ hasText: 'Panggilan video' })
      .getByRole('link', { name: 'Perbaiki' })
      .click();
    await expectFine(page);
    await page.getByRole('radio', { name: 'Kunjungan rumah' }).check();
    await page.getByRole('button', { name: 'Simpan perbaikan' }).click();
    await expect(page.getByRole('alert')).toBeFocused();
    await page.getByLabel('Apa yang salah?').fill('Klien dikunjungi, bukan ditelepon.');
    await page.getByRole('button', { name: 'Simpan perbaikan' }).click();
    await expect(june.getByText('Perbaikan', { exact: true })).toBeVisible();
    await expect(june.getByText('Kunjungan rumah')).toBeVisible();
    await expect(june.getByText(/Dibatalkan/)).toBeVisible();

    await open(page, 'Ringkasan');
    await expect(page.getByRole('link', { name: 'Wajib lapor dicatat: Kunjungan rumah' })).toBeVisible();
    await expectFine(page);
  },
);

const goOn = (page: Page) => page.getByRole('button', { name: 'Lanjutkan', exact: true }).click();

/** A page of the client's file: side by side on a desk, the rarer ones in a menu; all of them in one on a phone. */
async function open(page: Page, name: string): Promise<void> {
  const pages = page.getByRole('navigation', { name: 'Halaman klien' });
  const link = pages.getByRole('link', { name, exact: true }).filter({ visible: true });
  if ((await link.count()) === 0) await pages.locator('summary').filter({ visible: true }).click();
  await link.click();
}

test(
  'a client who could not come is excused with proof, and the row of misses ends',
  { tag: '@phone' },
  async ({ page }) => {
    await signInAs(page, 'kasi.gili');
    await page.goto('/today/missed?row=1');
    await expectFine(page);
    await mineOf(page).click();
    const may = period(page, '1 s.d. 31 Mei 2022');
    await expect(may.getByText('Tidak lapor', { exact: true })).toBeVisible();
    await open(page, 'Dokumen');
    await page.getByLabel('Jenis dokumen').selectOption({ label: 'Bukti' });
    await page.getByLabel('Judul').fill('Surat dokter 30 Mei 2022');
    await page.getByLabel(/^Berkas/).setInputFiles({ name: 'surat.pdf', mimeType: 'application/pdf', buffer: aPdf() });
    await page.getByRole('button', { name: 'Lampirkan' }).click();
    await expect(page.getByRole('link', { name: 'Surat dokter 30 Mei 2022' })).toBeVisible();
    await expectFine(page);

    await open(page, 'Wajib lapor');
    await may.getByRole('link', { name: 'Catat halangan' }).click();
    await page.getByRole('radio', { name: 'Sakit' }).check();
    await page.getByRole('button', { name: 'Simpan halangan' }).click();
    await expect(
      page.getByText('Pilih dokumen bukti, atau tuliskan bukti yang Anda lihat dengan jelas.').first(),
    ).toBeVisible();
    await expect(page.getByRole('radio', { name: 'Sakit' })).toBeChecked();
    await expectFine(page);
    await page.getByLabel('Dokumen bukti').selectOption({ label: 'Surat dokter 30 Mei 2022' });
    await page.getByRole('button', { name: 'Simpan halangan' }).click();
    await expect(may.getByText('Berhalangan')).toBeVisible();
    await expect(may.getByText(/^Tidak lapor \d kali berturut-turut$/)).toHaveCount(0);
    await expectFine(page);
  },
);

test('a report that comes late is on record as late, and the row of misses ends', async ({ page }) => {
  await signInAs(page, 'kasi.gili');
  await page.goto('/today/missed?row=3');
  await mineOf(page).click();
  const may = period(page, '1 s.d. 31 Mei 2022');
  await expect(may.getByText(/Tidak lapor \d kali berturut-turut/)).toBeVisible();
  await may.getByRole('link', { name: 'Laporan susulan' }).click();
  await expectFineOnBoth(page);
  await page
    .getByLabel('Apa yang dilaporkan dan mengapa terlambat')
    .fill(`Klien baru pulang dari kampung (${once()}).`);
  await page.getByRole('button', { name: 'Simpan' }).click();
  await expect(may.getByText('Terlambat').first()).toBeVisible();
  await expect(may.getByText('Datang ke kantor')).toBeVisible();
});

for (const [outcome, note, seen] of [
  ['Diterima', '', 'Diterima'],
  ['Diterima dengan catatan', 'Alamat perlu dikunjungi.', 'Diterima dengan catatan'],
  ['Bukan orangnya', 'Suara dan jawaban bukan dari klien.', 'Bukan orangnya'],
  ['Perlu dilengkapi', 'Mohon datang dengan surat keterangan kerja.', 'Perlu dilengkapi'],
] as const)
  test(
    `a report from the phone is reviewed: ${outcome}`,
    { tag: note === 'Alamat perlu dikunjungi.' ? '@phone' : [] },
    async ({ page, browser }, { project }) => {
      test.skip(project.name === 'phone' && outcome !== 'Diterima dengan catatan', 'one is enough at 360 px');
      test.skip(
        !everything && project.name === 'desktop' && !['Diterima', 'Bukan orangnya'].includes(outcome),
        'verify plays them all',
      );
      test.slow();
      const card = await freshCard(browser);
      const own = await browser.newContext();
      const phone = await own.newPage();
      const receipt = await sendReport(phone, card);

      await signInAs(page, 'kepala.palembang');
      await page.goto('/today');
      await expect(page.getByRole('heading', { name: /^Laporan menunggu tinjauan/ })).toBeVisible();
      await page.goto(`/search?q=${encodeURIComponent(card.register)}`);
      await page.getByRole('main').getByRole('link', { name: card.name }).first().click();
      await page.getByRole('main').getByRole('link', { name: card.register }).first().click();
      await open(page, 'Wajib lapor');
      await page.getByRole('main').getByRole('link', { name: 'Baca' }).first().click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Laporan ${card.name}`);
      await expect(page.getByText('Saya sedang mencari pekerjaan.')).toBeVisible();
      await expectFine(page);
      await page.getByRole('radio', { name: outcome, exact: true }).check();
      await page.getByRole('button', { name: 'Simpan tinjauan' }).click();
      if (note) {
        // A reason is asked for, and what was chosen is still chosen.
        await expect(page.getByText('Tuliskan catatan singkat.').first()).toBeVisible();
        await expect(page.getByRole('radio', { name: outcome, exact: true })).toBeChecked();
        await page.getByRole('textbox', { name: /^Catatan/ }).fill(note);
        await page.getByRole('button', { name: 'Simpan tinjauan' }).click();
      }
      await expect(page.getByText('Tinjauan disimpan.')).toBeVisible();
      await expectFine(page);
      await phone.goto(receipt);
      await expect(phone.getByRole('definition').getByText(seen, { exact: true })).toBeVisible();
      await own.close();
    },
  );

test('a client says that the ledger is wrong; the office answers, and the client reads the answer', async ({
  page,
  browser,
}) => {
  const card = await freshCard(browser);
  const own = await browser.newContext();
  const phone = await own.newPage();
  await comeInside(phone, card);
  await phone.goto('/my/history');
  await phone.locator('main a[href^="/my/history/"]').last().click();
  await phone.getByLabel('Apa yang sebenarnya terjadi?').fill('Saya datang ke loket pada bulan itu.');
  await phone.getByRole('button', { name: 'Kirim keberatan' }).click();
  await expect(phone.getByText('Menunggu jawaban pembimbing')).toBeVisible();

  await signInAs(page, 'kepala.palembang');
  await page.goto(`/search?q=${encodeURIComponent(card.register)}`);
  await page.getByRole('main').getByRole('link', { name: card.name }).first().click();
  await page.getByRole('main').getByRole('link', { name: card.register }).first().click();
  await open(page, 'Wajib lapor');
  await page.getByRole('link', { name: 'Jawab keberatan' }).click();
  await expect(page.getByText('Saya datang ke loket pada bulan itu.')).toBeVisible();
  await expectFineOnBoth(page);
  await page.getByRole('radio', { name: 'Tidak, catatan sudah benar' }).check();
  await page.getByLabel('Jawaban untuk klien').fill('Buku loket bulan itu tidak memuat nama Anda.');
  await page.getByRole('button', { name: 'Kirim jawaban' }).click();
  await expect(page.getByText('Buku loket bulan itu tidak memuat nama Anda.')).toBeVisible();
  await phone.reload();
  await expect(phone.getByText('Catatan tetap')).toBeVisible();
  await expect(phone.getByText('Buku loket bulan itu tidak memuat nama Anda.')).toBeVisible();
  await own.close();
});

test('a note is written, corrected without being overwritten, and stands in the contact log', async ({ page }) => {
  await signInAs(page, 'pk.gili');
  await page.goto('/clients');
  await mineOf(page).click();
  await page.getByRole('link', { name: 'Tulis catatan' }).click();
  const mark = once();
  await page.getByLabel('Apa yang terjadi').fill(`Penjamin menelepon, klien sakit (${mark}).`);
  await page.getByLabel('Jam').fill('08.15');
  await page.getByRole('button', { name: 'Simpan catatan' }).click();
  const note = page.getByRole('article').filter({ hasText: mark });
  await note.getByRole('link', { name: 'Betulkan' }).click();
  await page.getByLabel('Apa yang terjadi').fill(`Istri menelepon, klien sakit (${mark}).`);
  await page.getByRole('button', { name: 'Simpan catatan' }).click();
  await expect(note).toHaveCount(2);
  await expect(page.getByText('Sudah dibetulkan').first()).toBeVisible();
  await expectFine(page);
  await open(page, 'Ringkasan');
  await expect(page.getByText(`Istri menelepon, klien sakit (${mark}).`)).toBeVisible();
});

test('a whole caseload is handed over in one step, and back', async ({ page }, { project }) => {
  const [from, to] = project.name === 'phone' ? ['Ahmad Salim', 'Anton Sanjaya'] : ['Abdul Iqbal', 'Abubakar'];
  await signInAs(page, 'kepala.palembang');
  const handOver = async (giver: string, taker: string, count?: string) => {
    await page.goto('/handover');
    const option = page.getByLabel('Dari petugas').getByRole('option').filter({ hasText: giver });
    await page.getByLabel('Dari petugas').selectOption((await option.first().getAttribute('value'))!);
    await page.getByRole('button', { name: 'Lihat jumlahnya' }).click();
    const preview = page.getByRole('heading', { name: new RegExp(`^\\d+ klien ${giver} akan diserahkan$`) });
    await expect(preview).toBeVisible();
    const clients = (await preview.innerText()).split(' ')[0]!;
    if (count) expect(clients).toBe(count);
    await page.getByRole('radio', { name: new RegExp(`^${taker}`) }).check();
    await page.getByRole('button', { name: 'Serahkan semua' }).click();
    await expect(page.getByRole('alert')).toBeFocused();
    await expectFine(page);
    await page.getByLabel('Alasan').fill('Pembagian ulang tugas.');
    await page.getByRole('button', { name: 'Serahkan semua' }).click();
    await expect(page.getByText(`${clients} klien sudah diserahkan.`)).toBeVisible();
    await expectFine(page);
    return clients;
  };
  const first = await handOver(from!, to!);
  const all = await handOver(to!, from!);
  expect(Number(all)).toBeGreaterThan(Number(first));
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('a search in the registers is recorded from the list of those who have not reported', async ({ page }) => {
    await signInAs(page, 'pk.gili');
    await page.goto('/today/due?running=1');
    const links = page.getByRole('main').getByRole('rowheader').getByRole('link');
    await links.nth(test.info().project.name === 'phone' ? -2 : 1).click();
    await page.getByRole('link', { name: 'Kontak', exact: true }).click();
    await page.getByRole('link', { name: 'Catat kontak' }).click();
    await page.getByLabel('Penelusuran register').check();
    await page.getByRole('button', { name: 'Mulai mencatat' }).click();
    const goOn = () => page.getByRole('button', { name: 'Lanjutkan', exact: true }).click();
    await goOn();
    await page.getByLabel('SIPP pengadilan').check();
    await page.getByLabel('Tidak ditemukan perkara baru').check();
    await goOn();
    await goOn();
    await page.getByRole('button', { name: 'Simpan kontak' }).click();
    await expect(page.getByText('Tidak ditemukan perkara baru').first()).toBeVisible();
  });
});
