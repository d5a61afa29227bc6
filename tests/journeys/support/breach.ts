import { expect, type Page } from './journey.ts';
import { noteReceipt, sendLetter } from './letters.ts';

type Look = (page: Page) => Promise<void>;
const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();

/** A child of the small office of whom the demo's ledger counts three misses. */
export const missingChild = 'Dedi Wibowo';

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

/** What the system has counted, on the counsellor's screen: he takes it up. */
export async function takeUp(pk: Page, look: Look): Promise<void> {
  await heading(pk, 'Pelanggaran');
  await expect(pk.getByText('Tidak lapor', { exact: true }).nth(2)).toBeVisible();
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
}

/** On the page of a breach: the client is called for a day, and the letter reaches whoever takes it. */
export async function summon(
  pk: Page,
  head: Page,
  { ordinal, tooSoon, on, receiver }: { ordinal: string; tooSoon?: string; on: string; receiver: string },
  look: Look,
): Promise<void> {
  await pk.getByRole('link', { name: /^Panggilan \(/ }).click();
  await pk.getByLabel('Keperluan').fill('Didengar tentang tiga bulan tanpa laporan.');
  await callWithChild(pk, 'Ikut dipanggil');
  await look(pk);
  if (tooSoon) {
    await pk.getByRole('textbox', { name: 'Menghadap tanggal' }).fill(tooSoon);
    await pk.getByRole('button', { name: 'Buat surat panggilan' }).click();
    await expect(pk.getByText(/Hari menghadap terlalu dekat/).first()).toBeVisible();
    await expect(pk.getByLabel('Keperluan')).toHaveValue('Didengar tentang tiga bulan tanpa laporan.');
  }
  await pk.getByRole('textbox', { name: 'Menghadap tanggal' }).fill(on);
  await pk.getByRole('button', { name: 'Buat surat panggilan' }).click();
  await heading(pk, `Surat Panggilan ${ordinal}`);
  await look(pk);
  await sendLetter(pk, head);
  await noteReceipt(pk, receiver);
}

/** Whether he came to the summons that runs; ends on the page of summonses. */
export async function recordAppearance(pk: Page, breach: string, outcome: 'Hadir' | 'Tidak hadir'): Promise<void> {
  await pk.goto(`${breach}/summons`);
  await pk.getByLabel(outcome, { exact: true }).check();
  await pk.getByRole('button', { name: 'Simpan hasil' }).click();
  await expect(pk.getByText('Sudah disimpan.')).toBeVisible();
}

/** The minutes of his examination, or that he stayed away from all summonses. */
export async function examine(
  pk: Page,
  breach: string,
  { statement, isAbsent }: { statement: string; isAbsent?: true },
  look: Look,
): Promise<void> {
  await pk.goto(breach);
  await pk.getByRole('link', { name: 'Periksa klien, buat BAP' }).click();
  await look(pk);
  if (isAbsent) await pk.getByLabel('Klien tidak hadir: berita acara ketidakhadiran').check();
  await pk.getByLabel('Pukul').fill('10.00');
  await pk.getByLabel('Isi pemeriksaan').fill(statement);
  await callForChild(pk);
  await pk.getByRole('button', { name: 'Simpan dan buat BAP' }).click();
  await heading(pk, isAbsent ? 'Berita Acara Ketidakhadiran' : 'Berita Acara Pemeriksaan');
}

/** From what was heard to the head's reprimand; he is to come again on `next`. */
export async function reprimand(pk: Page, head: Page, breach: string, next: string, look: Look): Promise<void> {
  await pk.goto(breach);
  await pk.getByRole('link', { name: 'Usulan pembimbing' }).click();
  await look(pk);
  await pk.getByLabel('Teguran, konseling, dan pengawasan lebih ketat').check();
  await pk.getByLabel('Alasan').fill('Pertama kali; klien bersedia melapor lewat panggilan video.');
  await pk.getByLabel('Konseling dan pengawasan').fill('Konseling sebulan sekali, lapor dua kali sebulan.');
  await callForChild(pk);
  await pk.getByRole('button', { name: 'Ajukan usulan' }).click();
  await expect(pk.getByText('Menunggu keputusan').first()).toBeVisible();

  await head.goto('/breaches?state=recommended');
  await look(head);
  await head.goto(`${breach}/decide`);
  await head.getByLabel('Teguran, konseling, dan pengawasan lebih ketat').check();
  await head.getByLabel('Alasan', { exact: true }).fill('Sesuai usulan pembimbing; belum pernah ditegur.');
  await head.getByLabel('Yang disampaikan kepada klien').fill('Anda ditegur karena tidak melapor tiga kali.');
  await head.getByRole('textbox', { name: 'Menghadap berikutnya' }).fill(next);
  await callForChild(head);
  await look(head);
  await head.getByRole('button', { name: 'Putuskan' }).click();
  await expect(head.getByText('Ditegur', { exact: true }).first()).toBeVisible();
  await look(head);
  await head
    .getByRole('link', { name: /^Surat teguran/ })
    .first()
    .click();
  await heading(head, 'Surat Teguran');
  const letter = head.url();
  await head.goto(`${breach}/file`);
  await look(head);
  await expect(head.getByRole('heading', { name: 'BERKAS PELANGGARAN', exact: true })).toBeVisible();
  await pk.goto(letter);
}
