import { aPdf } from './deeds.ts';
import { expect, type Page } from './journey.ts';

type Look = (page: Page) => Promise<void>;
const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();

/** Clients of the small office of whom the demo's ledger counts three misses. Several journeys play at the same time: each takes one. */
export const missing = {
  ofCounsellor: 'Freddy Hasibuan',
  child: 'Dedi Wibowo',
  first: 'Suroso Pramono',
  second: 'Muhammad Firdaus Rahman',
} as const;
export type Name = (typeof missing)[keyof typeof missing];

/** Of a child it is asked at each step who was called and came. */
export async function callForChild(page: Page): Promise<void> {
  await saidOfFamily(page, 'Hadir');
}

/** A child's summons calls them with him, and what others did is told to them. */
export async function callWithChild(page: Page, said: 'Ikut dipanggil' | 'Diberi tahu'): Promise<void> {
  await saidOfFamily(page, said);
}

async function saidOfFamily(page: Page, said: string): Promise<void> {
  const guardian = page.getByRole('group', { name: 'Orang tua atau wali' });
  if ((await guardian.count()) === 0) return;
  await guardian.getByLabel(said, { exact: true }).check();
  await page.getByRole('group', { name: 'Pendamping' }).getByLabel(said, { exact: true }).check();
  await page.getByLabel(/^Orang tua atau wali: nama/).fill('Ibu Rekaan');
  await page.getByLabel(/^Pendamping: nama/).fill('Pekerja sosial Rekaan');
}

/** From the list of the office to one that the system has counted and nobody has answered. */
async function openProposed(page: Page, name: Name): Promise<string> {
  await page.goto('/breaches?state=proposed');
  await page.getByRole('main').getByRole('rowheader').getByRole('link', { name }).click();
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

/** The third miss, taken up by the counsellor, to the minutes of his examination. `look` is called on every page on the way. */
export async function toExamination(pk: Page, head: Page, name: Name, look: Look): Promise<string> {
  const breach = await openProposed(pk, name);
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
  await callWithChild(pk, 'Ikut dipanggil');
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
  await callForChild(pk);
  await pk.getByRole('button', { name: 'Simpan dan buat BAP' }).click();
  await heading(pk, 'Berita Acara Pemeriksaan');
  return breach;
}
