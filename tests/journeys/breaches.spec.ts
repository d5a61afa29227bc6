import { freshCard } from './support/card.ts';
import { aPdf } from './support/deeds.ts';
import { expect, expectFine, expectFineOnBoth, signInAs, test, type Page } from './support/journey.ts';
import { comeInside } from './support/own-page.ts';

/** Two screens play at the same time, with script and without: each takes a client of its own. */
const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();

/** From the list of the office to one that the system has counted and nobody has answered. */
async function openProposed(page: Page, which: 'first' | 'last'): Promise<string> {
  await page.goto('/breaches?state=proposed');
  await page.getByRole('main').getByRole('rowheader').getByRole('link')[which]().click();
  await heading(page, 'Pelanggaran');
  await expect(page.getByText('Tidak lapor', { exact: true }).first()).toBeVisible();
  return page.url();
}

/** What is on the counsellor's screen is numbered by the head, comes back signed, and goes out. */
async function sendLetter(pk: Page, head: Page): Promise<void> {
  const letter = new URL(pk.url()).pathname;
  await head.goto(letter);
  await head.getByRole('button', { name: 'Beri nomor dan kunci' }).click();
  await expect(head.getByText('Bernomor, menunggu tanda tangan').first()).toBeVisible();
  await pk.goto(letter);
  const scan = { name: 'surat.pdf', mimeType: 'application/pdf', buffer: Buffer.from(aPdf()) };
  await pk.getByLabel('Salinan bertanda tangan').setInputFiles(scan);
  await pk.getByRole('button', { name: 'Simpan dan kunci' }).click();
  await pk.getByLabel('Cara kirim').selectOption({ label: 'Diantar langsung' });
  await pk.getByRole('button', { name: 'Simpan pengiriman' }).click();
  await expect(pk.getByText('Terkirim').first()).toBeVisible();
}

/** The third miss, answered by the counsellor and decided by the head: a reprimand. `look` is called on every page on the way. */
async function toReprimand(pk: Page, head: Page, which: 'first' | 'last', look: (page: Page) => Promise<void>) {
  const breach = await openProposed(pk, which);
  await look(pk);
  await pk.getByRole('link', { name: 'Tanggapi dugaan' }).click();
  await pk.getByRole('button', { name: 'Tindak lanjuti' }).click();
  await expect(pk.getByText('Ada 2 hal yang perlu diperbaiki')).toBeVisible();
  await look(pk);
  await pk.getByLabel('Yang disampaikan kepada klien').fill('Saudara tidak melapor tiga bulan berturut-turut.');
  await pk.getByLabel('Mengapa ditindaklanjuti').fill('Tidak ada kabar dari klien maupun keluarga.');
  await pk.getByRole('button', { name: 'Tindak lanjuti' }).click();
  await expect(pk.getByText('Dibuka', { exact: true }).first()).toBeVisible();

  await pk.getByRole('link', { name: 'Upaya lain yang telah dicoba' }).click();
  await pk.getByLabel('Uraian').fill('Ditelepon dua kali dan dititipi pesan lewat ketua RT.');
  await look(pk);
  await pk.getByRole('button', { name: 'Tambahkan' }).click();
  await expect(pk.getByText('Ditelepon dua kali')).toBeVisible();

  await pk.getByRole('link', { name: /^Panggilan/ }).click();
  await pk.getByRole('textbox', { name: 'Menghadap tanggal' }).fill('14-06-2022');
  await pk.getByLabel('Keperluan').fill('Didengar tentang tiga bulan tanpa laporan.');
  await look(pk);
  await pk.getByRole('button', { name: 'Buat surat panggilan' }).click();
  await expect(pk.getByText(/Hari menghadap terlalu dekat/).first()).toBeVisible();
  await expect(pk.getByLabel('Keperluan')).toHaveValue('Didengar tentang tiga bulan tanpa laporan.');
  await pk.getByRole('textbox', { name: 'Menghadap tanggal' }).fill('21-06-2022');
  await pk.getByRole('button', { name: 'Buat surat panggilan' }).click();
  await heading(pk, 'Surat Panggilan I');
  await look(pk);
  await sendLetter(pk, head);
  await pk.getByText('Catat penerimaan', { exact: true }).first().click();
  await pk.getByLabel('Nama penerima').fill('Klien sendiri');
  await pk.getByRole('button', { name: 'Simpan penerimaan' }).click();
  await expect(pk.getByText(/Diterima Klien sendiri/)).toBeVisible();
  await pk.getByRole('link', { name: 'Pelanggaran', exact: true }).last().click();
  await pk.getByRole('link', { name: /^Panggilan \(/ }).click();
  await expect(pk.getByText('Diterima 13 Juni 2022 (Klien sendiri)')).toBeVisible();
  await pk.getByLabel('Hadir', { exact: true }).check();
  await pk.getByRole('button', { name: 'Simpan hasil' }).click();
  await expect(pk.getByText('Hadir, 13 Juni 2022')).toBeVisible();

  await pk.goto(breach);
  await pk.getByRole('link', { name: 'Periksa klien, buat BAP' }).click();
  await look(pk);
  await pk.getByLabel('Pukul').fill('10.00');
  await pk.getByLabel('Isi pemeriksaan').fill('Klien bekerja di luar kota dan tidak tahu cara melapor dari jauh.');
  await pk.getByRole('button', { name: 'Simpan dan buat BAP' }).click();
  await heading(pk, 'Berita Acara Pemeriksaan');

  await pk.goto(breach);
  await pk.getByRole('link', { name: 'Usulan pembimbing' }).click();
  await look(pk);
  await pk.getByLabel('Teguran, konseling, dan pengawasan lebih ketat').check();
  await pk.getByLabel('Alasan').fill('Pertama kali; klien bersedia melapor lewat panggilan video.');
  await pk.getByLabel('Konseling dan pengawasan').fill('Konseling sebulan sekali, lapor dua kali sebulan.');
  await pk.getByRole('button', { name: 'Ajukan usulan' }).click();
  await expect(pk.getByText('Menunggu keputusan').first()).toBeVisible();

  await head.goto('/breaches?state=recommended');
  await look(head);
  await head.goto(`${new URL(breach).pathname}/decide`);
  await head.getByLabel('Teguran, konseling, dan pengawasan lebih ketat').check();
  await head.getByLabel('Alasan', { exact: true }).fill('Sesuai usulan pembimbing; belum pernah ditegur.');
  await head.getByRole('textbox', { name: 'Menghadap berikutnya' }).fill('27-06-2022');
  await look(head);
  await head.getByRole('button', { name: 'Putuskan' }).click();
  await expect(head.getByText('Ditegur', { exact: true }).first()).toBeVisible();
  await look(head);
  await head
    .getByRole('link', { name: /^Surat teguran/ })
    .first()
    .click();
  await heading(head, 'Surat Teguran');
  await head.goto(`${new URL(breach).pathname}/file`);
  await look(head);
  await expect(head.getByRole('heading', { name: 'BERKAS PELANGGARAN', exact: true })).toBeVisible();
  return breach;
}

test('from the third miss to a reprimand, which the client can read', async ({ page, officer }) => {
  test.slow();
  await signInAs(page, 'pk.gili');
  const head = await officer('kepala.gili');
  const breach = await toReprimand(page, head, 'first', expectFineOnBoth);

  await page.goto('/breaches/summon');
  await heading(page, 'Panggil banyak klien');
  await expectFineOnBoth(page);
  await page.goto(`${new URL(breach).pathname.replace(/\/[^/]+$/, '')}`);
  await expectFineOnBoth(page);
  await page.getByRole('link', { name: 'Buka pelanggaran' }).click();
  await expectFineOnBoth(page);
  await page.getByRole('button', { name: 'Buka pelanggaran ini' }).click();
  await expect(
    page.getByText('Pilih paling sedikit satu dasar pelanggaran.').or(page.getByText('Ada 2 hal')).first(),
  ).toBeVisible();
  await page.getByLabel('Menimbulkan keresahan dalam masyarakat').check();
  await page.getByLabel('Apa yang terjadi').fill('Laporan ketua RT.');
  await page.getByLabel('Yang disampaikan kepada klien').fill('Saudara diduga membuat keributan.');
  await page.getByLabel('Bila klien ditahan: di mana').fill('Rutan Rekaan');
  await page.getByRole('button', { name: 'Buka pelanggaran ini' }).click();
  await page.getByRole('link', { name: /^Panggilan/ }).click();
  await expect(page.getByText(/surat panggilan tidak dikirim/)).toBeVisible();
  await page.goBack();
  await head.goto(page.url());
  await head.getByRole('link', { name: 'Hentikan pelanggaran ini' }).click();
  await expectFineOnBoth(head);
});

test('a client whom nobody accuses reads that there is nothing', async ({ page, browser }) => {
  await comeInside(page, await freshCard(browser));
  await page.goto('/my/breaches');
  await expect(page.getByText('Tidak ada panggilan atau teguran.')).toBeVisible();
  await expectFineOnBoth(page);
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('from the third miss to a reprimand', async ({ page, officer }) => {
    test.slow();
    await signInAs(page, 'kasi.gili');
    await toReprimand(page, await officer('kepala.gili'), 'last', async (shown) => expectFine(shown));
  });
});
