import { aPdf } from './support/deeds.ts';
import { expect, expectFine, signInAs, test, type Page } from './support/journey.ts';

const syllables = [
  'wira',
  'tanu',
  'brata',
  'kesa',
  'danu',
  'mangku',
  'rengga',
  'sasmi',
  'prana',
  'jaya',
  'loka',
  'narma',
];
/** A name that nobody bears yet. */
function newName(): string {
  const word = () => Array.from({ length: 3 }, () => syllables[Math.floor(Math.random() * syllables.length)]!).join('');
  return [word(), word()].map((one) => one[0]!.toUpperCase() + one.slice(1)).join(' ');
}

/** A page of the client's file: side by side on a desk, a menu on a phone. */
async function open(page: Page, name: string): Promise<void> {
  const pages = page.getByRole('navigation', { name: 'Halaman klien' });
  if (test.info().project.name === 'phone') await pages.locator('summary').click();
  await pages.getByRole('link', { name, exact: true }).filter({ visible: true }).click();
}
const main = (page: Page) => page.getByRole('main');
const saved = (page: Page) => expect(page.getByText('Sudah disimpan.')).toBeVisible();

/** A client of the office with two names or more, and his name with one letter wrong. */
async function somebodyKnown(page: Page): Promise<{ name: string; misspelt: string; birth: string }> {
  await page.goto('/clients');
  await page
    .getByRole('main')
    .getByRole('rowheader')
    .getByRole('link', { name: /^[A-Z][a-z]{4,} [A-Z][a-z]{4,}$/ })
    .first()
    .click();
  const name = await page.getByRole('heading', { level: 1 }).innerText();
  const birth = await page.locator('dt', { hasText: 'Tanggal lahir' }).locator('+ dd').innerText();
  return { name, misspelt: `${name.slice(0, -1)}${name.endsWith('k') ? 'p' : 'k'}`, birth };
}

/** Writes a new person down and receives him as a client; ends on his file. */
async function receive(page: Page, name: string, { kind, age }: { kind: string; age: string }): Promise<void> {
  await page.goto('/people/new');
  await page.getByLabel('Nama', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Simpan orang ini' }).click();
  await page.getByRole('link', { name: 'Daftarkan sebagai klien' }).click();
  await page.getByLabel('Jenis bimbingan').selectOption({ label: kind });
  await page.getByRole('radio', { name: age }).check();
  await page.getByRole('button', { name: 'Terima klien' }).click();
  await expect(page.getByText('Klien sudah diterima.')).toBeVisible();
}

test('from the door of the office to another Bapas: received, registered, under contract, vouched for, moved', async ({
  page,
  officer,
}, { project }) => {
  test.slow();
  const name = newName();
  await signInAs(page, 'kasi.gili');
  const known = await somebodyKnown(page);
  await page.goto('/clients/new');
  await expectFine(page);
  await page.getByRole('link', { name: 'Catat orang baru' }).click();

  // While a name is typed, whoever may be the same person is named, with the reason.
  await page.getByLabel('Tanggal lahir').fill(known.birth);
  await page.getByLabel('Nama', { exact: true }).pressSequentially(known.misspelt, { delay: 20 });
  await expect(page.getByRole('status').getByRole('link', { name: known.name, exact: true })).toBeVisible();
  await expectFine(page);
  await page.getByRole('button', { name: 'Simpan orang ini' }).click();
  await expect(page.getByRole('heading', { name: 'Apakah orang ini sudah terdaftar?' })).toBeVisible();
  await expect(
    page.getByRole('article').filter({ hasText: known.name }).getByText('Nama berbeda satu huruf.'),
  ).toBeVisible();
  await expect(page.getByLabel('Nama', { exact: true })).toHaveValue(known.misspelt);
  await expectFine(page);
  await page.getByLabel('Nama', { exact: true }).fill(name);
  await page.getByLabel('Tanggal lahir').fill('');
  await page.getByRole('button', { name: 'Simpan orang ini' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expectFine(page);

  await page.getByRole('link', { name: 'Daftarkan sebagai klien' }).click();
  await page.getByLabel('Diserahkan oleh').fill('Lapas Rekaan');
  await page.getByRole('button', { name: 'Terima klien' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel('Diserahkan oleh')).toHaveValue('Lapas Rekaan');
  await expectFine(page);
  await page.getByLabel('Jenis bimbingan').selectOption({ label: 'Pembebasan Bersyarat (PB)' });
  await page.getByRole('radio', { name: 'Dewasa' }).check();
  await page.getByRole('button', { name: 'Terima klien' }).click();
  await expect(page.getByText('Klien sudah diterima. Lanjutkan dengan langkah di bawah ini.')).toBeVisible();
  await expectFine(page);

  // A number is given only on a legal basis.
  await main(page).getByRole('link', { name: 'Pendaftaran' }).click();
  await page.getByRole('button', { name: 'Beri nomor dan daftarkan' }).click();
  await expect(page.getByText('Catat dasar hukum lebih dahulu.', { exact: false }).first()).toBeVisible();
  await open(page, 'Dasar hukum');
  await page.getByLabel('Jenis dokumen').selectOption({ label: 'SK Integrasi' });
  await page.getByLabel('Nomor dokumen').fill('PAS-71.PK.05.09 Tahun 2022');
  await page.getByLabel('Tanggal dokumen', { exact: true }).fill('30-05-2022');
  await page.getByLabel('Penerbit').fill('Direktur Jenderal Pemasyarakatan');
  await page.getByLabel(/^Berkas/).setInputFiles({ name: 'sk.pdf', mimeType: 'application/pdf', buffer: aPdf() });
  await page.getByRole('button', { name: 'Simpan', exact: true }).click();
  await saved(page);
  await open(page, 'Masa bimbingan');
  await page.getByLabel('Awal bimbingan', { exact: true }).fill('13-06-2022');
  await page.getByLabel('Akhir bimbingan', { exact: true }).fill('13-12-2023');
  await page.getByRole('textbox', { name: /^Pertama kali ditahan/ }).fill('31-02-2020');
  await page.getByRole('button', { name: 'Simpan', exact: true }).first().click();
  await expect(page.getByText('Tanggal itu tidak ada di kalender.', { exact: false }).first()).toBeVisible();
  await expect(page.getByLabel('Awal bimbingan', { exact: true })).toHaveValue('13-06-2022');
  await page.getByRole('textbox', { name: /^Pertama kali ditahan/ }).fill('05-02-2020');
  await page.getByLabel('Tahun').fill('4');
  await page.getByRole('button', { name: 'Simpan', exact: true }).first().click();
  await saved(page);
  await expect(main(page).getByRole('listitem').filter({ hasText: '2/3 masa pidana' })).toBeVisible();
  await expectFine(page);

  await open(page, 'Pembimbing');
  await page.getByRole('radio', { name: /^Riko/ }).check();
  await page.getByRole('button', { name: 'Tugaskan' }).click();
  await saved(page);
  await open(page, 'Ringkasan');
  await main(page).getByRole('link', { name: 'Pendaftaran' }).click();
  await page.getByRole('button', { name: 'Beri nomor dan daftarkan' }).click();
  await saved(page);
  const number = await page
    .getByText(/^\d+\/PB\/2022$/)
    .first()
    .innerText();
  await expectFine(page);
  const gili = await officer('kepala.gili');
  await expectWithoutGaps(gili, number);

  // Orientation, the contract with its conditions, printed for the signatures.
  await open(page, 'Ringkasan');
  await main(page).getByRole('link', { name: 'Orientasi' }).click();
  await page.getByRole('button', { name: 'Orientasi sudah diberikan' }).click();
  await saved(page);
  await page.getByLabel('Nomor kontrak').fill('KB-71/2022');
  await page.getByLabel('Syarat lain').fill('Mengikuti kursus las.');
  await page.getByRole('button', { name: 'Simpan kontrak' }).click();
  await saved(page);
  await expectFine(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('Mengikuti kursus las.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Kontrak Bimbingan' })).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await page.emulateMedia({ media: 'screen' });

  await open(page, 'Penjamin');
  await page.getByLabel('Nama', { exact: true }).fill('Sumini');
  await page.getByLabel('Hubungan dengan klien').selectOption({ label: 'Orang tua' });
  await page.getByRole('textbox', { name: /^Surat jaminan ditandatangani/ }).fill('13-06-2022');
  await page.getByRole('button', { name: 'Simpan', exact: true }).click();
  await saved(page);
  await main(page).getByText('Pastikan kewajiban', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Pastikan kewajiban' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expectFine(page);
  await page.getByLabel('Penjamin memahami dan menyanggupi kewajibannya').check();
  await page.getByRole('button', { name: 'Pastikan kewajiban' }).click();
  await expect(page.getByText('Kewajiban dipastikan').first()).toBeVisible();

  await open(page, 'Dokumen');
  await page.getByLabel('Jenis dokumen').selectOption({ label: 'Kontrak bimbingan' });
  await page.getByLabel('Judul').fill('Kontrak yang ditandatangani');
  await page.getByLabel(/^Berkas/).setInputFiles({
    name: 'kontrak.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('ini bukan PDF'),
  });
  await page.getByRole('button', { name: 'Lampirkan' }).click();
  await expect(page.getByText('Jenis berkas ini tidak diterima.', { exact: false }).first()).toBeVisible();
  await expect(page.getByLabel('Judul')).toHaveValue('Kontrak yang ditandatangani');
  await page.getByLabel(/^Berkas/).setInputFiles({ name: 'kontrak.pdf', mimeType: 'application/pdf', buffer: aPdf() });
  await page.getByRole('button', { name: 'Lampirkan' }).click();
  const paper = page.getByRole('link', { name: 'Kontrak yang ditandatangani' });
  const file = await page.request.get((await paper.getAttribute('href'))!);
  expect((await file.body()).equals(aPdf())).toBe(true);

  await open(page, 'Ringkasan');
  await expect(page.getByText('Langkah awal sudah selesai')).toBeVisible();
  await expectFine(page);

  // Paused in hospital, then on again.
  await page.getByRole('link', { name: 'Hentikan sementara' }).click();
  await page.getByLabel('Alasan').fill('Dirawat di rumah sakit.');
  await page.getByRole('button', { name: 'Hentikan sementara' }).click();
  await expect(page.getByText('Dihentikan sementara').first()).toBeVisible();
  await page.getByRole('button', { name: 'Lanjutkan bimbingan' }).click();
  await expect(page.getByText('Dalam bimbingan').first()).toBeVisible();
  await expectFine(page);

  // To another Bapas: asked for, advised by the sitting, decided by the head, arrived.
  await open(page, 'Ringkasan');
  await page.getByRole('link', { name: 'Limpahkan ke Bapas lain' }).click();
  await page.getByLabel('Bapas tujuan').selectOption({ label: 'Bapas Kelas I Palembang' });
  await page.getByLabel('Alasan').fill('Klien pindah mengikuti keluarganya.');
  await page.getByLabel('Hasil asesmen risiko').fill('Risiko rendah.');
  await page.getByRole('button', { name: 'Ajukan pelimpahan' }).click();
  await saved(page);
  await expectFine(page);
  const file_ = new URL(page.url()).pathname;
  await gili.goto(file_);
  await gili.getByRole('button', { name: 'Setujui pelimpahan' }).click();
  await expect(gili.getByText('Catat saran sidang TPP lebih dahulu.').first()).toBeVisible();
  await page.getByLabel('Saran sidang').selectOption({ label: 'Menyarankan disetujui' });
  await page.getByLabel('Catatan sidang').fill('Klien berkelakuan baik.');
  await page.getByRole('button', { name: 'Simpan saran sidang' }).click();
  await saved(page);
  await gili.goto(file_);
  await expectFine(gili);
  await gili.getByRole('button', { name: 'Setujui pelimpahan' }).click();
  await expect(gili.getByText('Disetujui, menunggu kedatangan')).toBeVisible();

  const palembang = await officer('kasi.palembang');
  await palembang.goto('/transfers');
  const arriving = palembang.locator('section').filter({ has: palembang.getByRole('heading', { name }) });
  await expectFine(palembang);
  await arriving.getByRole('button', { name: 'Klien sudah tiba' }).click();
  await expect(palembang.getByRole('heading', { level: 1 })).toBeVisible();
  await palembang.goto(`/search?q=${encodeURIComponent(name)}`);
  await expect(palembang.getByRole('main').getByRole('link', { name })).toBeVisible();
  await expectFine(palembang);
  // The old office keeps what it wrote and no longer guides.
  await page.goto(file_.replace('/transfer', ''));
  await expect(page.getByText('Dilimpahkan').first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Akhiri bimbingan' })).toHaveCount(0);
  await expectFine(page);
  expect(project.name).toBeTruthy();
});

/** The series of the year has every number up to this one: none is lost, none is given twice. */
async function expectWithoutGaps(head: Page, label: string): Promise<void> {
  const last = Number(label.split('/')[0]);
  const numbers: number[] = [];
  await head.goto('/register-book');
  for (;;) {
    const labels = await head.getByRole('main').getByRole('rowheader').allInnerTexts();
    numbers.push(...labels.map((one) => Number(one.split('/')[0])));
    const next = head.getByRole('link', { name: 'Berikutnya' });
    if ((await next.count()) === 0) break;
    await next.click();
  }
  expect(numbers.slice(0, last)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
}

test('an ending for breach takes two people, and a closed supervision is opened again with a reason', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'kasi.palembang');
  const name = newName();
  await receive(page, name, { kind: 'Cuti Bersyarat (CB)', age: 'Dewasa' });
  const base = new URL(page.url()).pathname;
  await page.goto(`${base}/legal`);
  await page.getByLabel('Jenis dokumen').selectOption({ label: 'SK Integrasi' });
  await page.getByLabel('Nomor dokumen').fill('PAS-72.PK.05.09 Tahun 2022');
  await page.getByLabel('Tanggal dokumen', { exact: true }).fill('30-05-2022');
  await page.getByLabel('Penerbit').fill('Direktur Jenderal Pemasyarakatan');
  await page.getByRole('button', { name: 'Simpan', exact: true }).click();
  await page.goto(`${base}/period`);
  await page.getByLabel('Awal bimbingan', { exact: true }).fill('13-06-2022');
  await page.getByLabel('Akhir bimbingan', { exact: true }).fill('13-12-2022');
  await page.getByRole('button', { name: 'Simpan', exact: true }).first().click();
  await page.goto(`${base}/register`);
  await page.getByRole('button', { name: 'Beri nomor dan daftarkan' }).click();
  await saved(page);

  await page.goto(`${base}/ending`);
  await page.getByRole('radio', { name: 'Pelanggaran syarat (pencabutan)' }).check();
  await page.getByRole('button', { name: 'Ajukan pengakhiran' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByRole('radio', { name: 'Pelanggaran syarat (pencabutan)' })).toBeChecked();
  await expectFine(page);
  await page.getByLabel('Nomor surat').fill('SK-Pencabutan-9/2022');
  await page
    .getByRole('textbox', { name: /^Catatan/ })
    .fill('Melakukan tindak pidana baru menurut putusan pengadilan.');
  await page.getByRole('button', { name: 'Ajukan pengakhiran' }).click();
  await saved(page);
  await page.goto(`${base}/ending`);
  await expect(page.getByText('Usul ini menunggu keputusan kepala Bapas.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Setujui pengakhiran' })).toHaveCount(0);
  await expectFine(page);

  const head = await officer('kepala.palembang');
  await head.goto(`${base}/ending`);
  await expectFine(head);
  await head.getByRole('button', { name: 'Setujui pengakhiran' }).click();
  await expect(head.getByText('Berakhir').first()).toBeVisible();
  await head.goto(`${base}/ending`);
  await head.getByRole('button', { name: 'Buka kembali' }).click();
  await expect(head.getByRole('alert')).toBeFocused();
  await head.locator('#reopen-note').fill('Putusan banding membatalkan pencabutan.');
  await head.getByRole('button', { name: 'Buka kembali' }).click();
  await expect(head.getByText('Dalam bimbingan').first()).toBeVisible();
  await expectFine(head);
});

test('a child’s file is guarded: not found by others, opened in an emergency with a reason, and the head is told', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'kasi.anak.palembang');
  const name = newName();
  await receive(page, name, { kind: 'Diversi', age: 'Anak' });
  await expect(page.getByText('Berkas anak. Hanya pembimbing dan pimpinan yang dapat membukanya.')).toBeVisible();
  await expectFine(page);
  const base = new URL(page.url()).pathname;

  for (const username of ['loket.palembang', 'pk.palembang', 'kanwil.sumsel']) {
    const other = await officer(username);
    await other.goto(`/search?q=${encodeURIComponent(name)}`);
    await expect(other.getByRole('main').getByRole('link', { name })).toHaveCount(0);
  }
  // The desk opens nobody's file, a child's no less and no more.
  const desk = await officer('loket.palembang');
  expect((await desk.goto(base))?.status()).toBe(403);
  await expectFine(desk);

  const pk = await officer('pk.palembang');
  await pk.goto(base);
  await expect(pk.getByRole('heading', { level: 1 })).toHaveText('Buka berkas dengan alasan');
  await pk.getByRole('button', { name: 'Buka berkas selama satu jam' }).click();
  await expect(pk.getByRole('alert')).toBeFocused();
  await expectFine(pk);
  await pk.getByRole('radio', { name: 'Bahaya mendesak' }).check();
  await pk.getByLabel('Alasan', { exact: true }).fill('Anak ini melarikan diri dan keluarganya mencari pertolongan.');
  await pk.getByRole('button', { name: 'Buka berkas selama satu jam' }).click();
  await expect(pk.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(pk.getByText(/^Berkas dibuka dengan alasan sampai/)).toBeVisible();
  await expectFine(pk);

  const head = await officer('kepala.palembang');
  await head.goto(`${base}/opened-by`);
  await expect(head.getByText('Anak ini melarikan diri dan keluarganya mencari pertolongan.')).toBeVisible();
  await expectFine(head);
  await head.getByLabel('Hasil pemeriksaan').fill('Pembukaan berkas beralasan.');
  await head.getByRole('button', { name: 'Simpan pemeriksaan' }).click();
  await expect(head.getByText('Pembukaan berkas beralasan.')).toBeVisible();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('a new client is written down and received, and a likely double is still noticed', async ({ page }) => {
    await signInAs(page, 'kasi.gili');
    const known = await somebodyKnown(page);
    await page.goto('/people/new');
    await page.getByLabel('Nama', { exact: true }).fill(known.misspelt);
    await page.getByLabel('Tanggal lahir').fill(known.birth);
    await page.getByRole('button', { name: 'Simpan orang ini' }).click();
    await expect(page.getByRole('heading', { name: 'Apakah orang ini sudah terdaftar?' })).toBeVisible();
    await receive(page, newName(), { kind: 'Asimilasi', age: 'Dewasa' });
    await expectFine(page);
  });
});
