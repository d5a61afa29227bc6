import { expect, expectFine, signInAs, test, type Page } from './support/journey.ts';
import { receive, receiveAndRegister } from './support/reception.ts';

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

test('an ending is proposed and decided, none for breach by hand, and a closed supervision is opened again with a reason', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'kasi.palembang');
  const name = newName();
  const base = await receiveAndRegister(page, name, 'Cuti Bersyarat (CB)');

  await page.goto(`${base}/ending`);
  await expect(page.getByRole('radio', { name: /pencabutan/i })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Ke halaman Pencabutan' })).toBeVisible();
  await page.getByRole('radio', { name: 'Masa bimbingan selesai' }).check();
  await page.getByRole('button', { name: 'Ajukan pengakhiran' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByRole('radio', { name: 'Masa bimbingan selesai' })).toBeChecked();
  await expectFine(page);
  await page.getByRole('radio', { name: 'Meninggal dunia' }).check();
  await page.getByLabel('Nomor surat').fill('SK-Kematian-9/2022');
  await page.getByRole('textbox', { name: /^Catatan/ }).fill('Keluarga membawa surat kematian dari kelurahan.');
  await page.getByRole('button', { name: 'Ajukan pengakhiran' }).click();
  await saved(page);
  await page.goto(`${base}/ending`);
  await expect(page.getByText('Usulan ini menunggu keputusan kepala Bapas.')).toBeVisible();
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
  await head.getByRole('link', { name: 'Bagian ini harus diisi.' }).click();
  await head.locator('textarea:focus').fill('Surat kematian itu ternyata atas nama orang lain.');
  await head.getByRole('button', { name: 'Buka kembali' }).click();
  await expect(head.getByText('Dalam bimbingan').first()).toBeVisible();
  await expectFine(head);
});

test('a client is received and registered, owes his reports, is handed to another Bapas, and arrives there', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'kasi.palembang');
  const name = newName();
  const base = await receiveAndRegister(page, name, 'Cuti Bersyarat (CB)');
  const number = (await page.locator('dt', { hasText: 'Nomor register' }).locator('+ dd').first().innerText()).trim();
  expect(number).toMatch(/\d+\/.+\/2022/);
  await page.goto(`${base}/check-ins`);
  await expect(page.getByText(/1 s\.d\. 31 Juli 2022/).first()).toBeVisible();
  await expectFine(page);

  await page.goto(`${base}/transfer`);
  await page.getByRole('button', { name: 'Ajukan pelimpahan' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await page
    .getByLabel('Bapas tujuan', { exact: true })
    .selectOption({ label: 'Bapas Kelas II Gili Lestari (rekaan)' });
  await page.getByLabel('Alasan', { exact: true }).fill('Klien pindah ke rumah orang tuanya.');
  await page.getByLabel('Hasil asesmen risiko').fill('Risiko rendah, keluarga mendukung.');
  await page.getByRole('button', { name: 'Ajukan pelimpahan' }).click();
  await saved(page);
  await page.goto(`${base}/transfer`);
  await expectFine(page);
  await page.getByLabel('Rekomendasi sidang').selectOption({ index: 1 });
  await page.getByLabel('Catatan sidang').fill('Sidang menyetujui pelimpahan.');
  await page.getByLabel('Nomor dan nama dokumen sidang').fill('Berita acara sidang TPP nomor 12 (rekaan)');
  await page.getByRole('button', { name: 'Simpan rekomendasi sidang' }).click();
  await saved(page);
  await page.goto(`${base}/transfer`);
  await expect(page.getByRole('button', { name: 'Setujui pelimpahan' })).toHaveCount(0);

  const head = await officer('kepala.palembang');
  await head.goto(`${base}/transfer`);
  await head.getByRole('button', { name: 'Setujui pelimpahan' }).click();
  await expect(head.getByText('Disetujui, menunggu kedatangan').first()).toBeVisible();
  await expectFine(head);

  // Nobody over there opens his file before he has come.
  const there = await officer('kasi.gili');
  await there.goto('/transfers');
  const arrival = there
    .getByRole('region', { name })
    .or(there.locator('section').filter({ hasText: name }))
    .first();
  await expect(arrival).toContainText('Bapas Kelas I Palembang');
  await expectFine(there);
  await arrival.getByRole('button', { name: 'Klien sudah tiba' }).click();
  await expect(there.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(there.getByText('Bapas Kelas II Gili Lestari (rekaan)').first()).toBeVisible();
  await expectFine(there);
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

  // Nobody reviews himself: what the head opens waits for the auditor, who sees the reason and the number and no name.
  await head.goto(`${base}/open`);
  await head.getByRole('radio', { name: 'Bahaya mendesak' }).check();
  await head.getByLabel('Alasan', { exact: true }).fill('Keluarga anak ini meminta pertolongan kepada kepala kantor.');
  await head.getByRole('button', { name: 'Buka berkas selama satu jam' }).click();
  await expect(head.getByText(/^Berkas dibuka dengan alasan sampai/)).toBeVisible();
  await head.goto('/audit/openings');
  const own = head.getByRole('article').filter({ hasText: 'meminta pertolongan kepada kepala kantor' });
  await expect(own).toContainText('Anda sendiri yang membuka berkas ini');
  await expect(own.getByRole('button')).toHaveCount(0);
  await expectFine(head);

  const auditor = await officer('auditor');
  await auditor.goto('/today');
  await auditor.getByRole('link', { name: /Pembukaan berkas belum diperiksa/ }).click();
  const waiting = auditor.getByRole('article').filter({ hasText: 'meminta pertolongan kepada kepala kantor' });
  await expect(waiting).not.toContainText(name);
  await expectFine(auditor);
  await waiting.getByRole('button', { name: 'Simpan pemeriksaan' }).click();
  await expect(auditor.getByRole('alert')).toBeFocused();
  await waiting.getByLabel('Hasil pemeriksaan').fill('Alasan kepala kantor dapat diterima.');
  await waiting.getByRole('button', { name: 'Simpan pemeriksaan' }).click();
  await expect(auditor.getByText('Sudah disimpan.')).toBeVisible();
  await auditor.getByRole('link', { name: 'Sudah diperiksa' }).click();
  await expect(auditor.getByText('Alasan kepala kantor dapat diterima.')).toBeVisible();
});

test('somebody who may be known already is shown while his name is typed, with what agrees', async ({ page }) => {
  await signInAs(page, 'kasi.gili');
  const known = await somebodyKnown(page);
  await page.goto('/people/new');
  const warning = page.getByRole('status').filter({ hasText: 'mungkin sama' });
  await expect(warning).toHaveCount(0);
  await page.getByLabel('Nama', { exact: true }).pressSequentially(known.misspelt);
  await page.getByLabel('Tanggal lahir').pressSequentially(known.birth);
  const one = warning.getByRole('listitem').filter({ hasText: known.name });
  await expect(one).toContainText('Nama sama kecuali satu huruf.');
  await expect(one).toContainText('Tanggal lahir sama.');
  await expect(one).toContainText(known.birth);
  await expectFine(page);
  await page.getByLabel('Nama', { exact: true }).fill(newName());
  await expect(warning).toHaveCount(0);
});

test('a doubt about who somebody is becomes a question, is decided, and the decision is undone', async ({ page }) => {
  await signInAs(page, 'kasi.gili');
  const known = await somebodyKnown(page);
  await page.goto('/people/new');
  await page.getByLabel('Nama', { exact: true }).fill(known.misspelt);
  await page.getByLabel('Tanggal lahir').fill(known.birth);
  await page.getByRole('button', { name: 'Simpan orang ini' }).click();
  const one = page.getByRole('article').filter({ hasText: known.name }).first();
  await expect(one).toContainText('Nama sama kecuali satu huruf.');
  await expectFine(page);
  for (const group of await page.getByRole('group', { name: /orang yang sama\?/ }).all())
    await group.getByRole('radio', { name: 'Belum yakin' }).check();
  await page.getByLabel('Alasan jawaban').fill('Fotonya kabur');
  await page.getByRole('button', { name: 'Simpan orang ini' }).click();
  await expect(page.getByRole('heading', { name: known.misspelt })).toBeVisible();

  await page.goto('/people/questions');
  await expectFine(page);
  // One question of two records: it stands at one of them, and names the other.
  const asked = page.getByRole('row').filter({ hasText: known.misspelt }).first();
  const at = asked.getByRole('rowheader').getByRole('link');
  const other = (await at.innerText()) === known.name ? known.misspelt : known.name;
  await at.click();
  const link = page.getByRole('article').filter({ hasText: other }).first();
  await expect(link).toContainText('Fotonya kabur');
  await expectFine(page);
  await link.getByRole('radio', { name: 'Orang yang sama' }).check();
  await link.getByLabel('Alasan').fill('KTP sudah dibandingkan');
  await link.getByRole('button', { name: 'Simpan jawaban' }).click();
  // Of a child two people decide.
  await expect(link).toContainText(/Dinyatakan orang yang sama|Menunggu persetujuan orang kedua/);
  await link.getByRole('radio', { name: 'Batalkan' }).check();
  await link.getByLabel('Alasan').fill('Ternyata saudaranya');
  await link.getByRole('button', { name: 'Simpan jawaban' }).click();
  await expect(link).toContainText('Keputusan dibatalkan');
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
