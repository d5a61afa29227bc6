import { aPdf } from './support/deeds.ts';
import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, signInAs, test } from './support/journey.ts';

/** Two screens play at the same time, with script and without: each citizen speaks of somebody of his own. */
const once = () => Math.random().toString(36).slice(2, 8);

/** On the public page, without an account: answers the code on the receipt. */
async function petition(citizen: Page, who: string, look: (page: Page) => Promise<void>): Promise<string> {
  await citizen.goto('/sign-in');
  await citizen.getByRole('link', { name: 'Permohonan atau pengaduan' }).click();
  await look(citizen);
  await citizen.getByRole('button', { name: 'Kirim' }).click();
  await expect(citizen.getByText(/hal yang perlu diperbaiki/).first()).toBeVisible();
  await citizen.getByLabel('Kantor Bapas').selectOption({ label: 'Bapas Kelas II Gili Lestari (rekaan)' });
  await citizen.getByLabel('Nama klien').fill(who);
  await citizen.getByLabel('Apa yang terjadi').fill('Sudah tiga malam membuat keributan di depan warung kami.');
  await citizen.getByLabel('Foto atau surat').setInputFiles({
    name: 'foto.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from(aPdf()),
  });
  await citizen.getByLabel('Warga, dengan nama').check();
  await citizen.getByLabel('Nama pemohon').fill('Cempaka Rekaan');
  await citizen.getByRole('button', { name: 'Kirim' }).click();
  await expect(citizen.getByRole('heading', { name: 'Permohonan Anda sudah kami terima' })).toBeVisible();
  await look(citizen);
  const code = await citizen.locator('dd.code').innerText();
  // The receipt is one sheet: a heading before it would be another.
  await citizen.emulateMedia({ media: 'print' });
  await expect(citizen.getByRole('heading', { name: 'Permohonan Anda sudah kami terima' })).toBeHidden();
  await expect(citizen.getByText(code)).toBeVisible();
  await citizen.emulateMedia({ media: null });
  expect(code).toMatch(/^(?:[0-9A-Z]{4}-){4}[0-9A-Z]$/);
  await citizen.reload();
  await expect(citizen.getByText(code)).toBeHidden();
  return code;
}

async function progress(citizen: Page, code: string): Promise<void> {
  await citizen.goto('/petition/progress');
  await citizen.getByLabel('Kode tanda terima').fill(code);
  await citizen.getByRole('button', { name: 'Lihat', exact: true }).click();
}

/** The first client on the office's list, by whose name the desk finds him. */
async function aClientOf(desk: Page): Promise<string> {
  await desk.goto('/clients?whose=office');
  return desk.getByRole('main').getByRole('rowheader').getByRole('link').first().innerText();
}

async function toRefusal(section: Page, head: Page, citizen: Page, look: (page: Page) => Promise<void>): Promise<void> {
  const who = `Orang Pasar ${once()}`;
  const code = await petition(citizen, who, look);
  await progress(citizen, code);
  await expect(citizen.getByText('sekarang di sini')).toBeVisible();
  await look(citizen);

  const client = await aClientOf(section);
  await section.goto('/petitions');
  await look(section);
  await section
    .getByRole('row', { name: new RegExp(who) })
    .getByRole('link')
    .click();
  await expect(section.getByText('Cempaka Rekaan')).toBeVisible();
  await look(section);
  const opened = section.url().split('?')[0]!;
  await section.getByLabel('Nama atau nomor register klien').fill(client);
  await section.getByRole('button', { name: 'Cari', exact: true }).click();
  await section
    .getByRole('radio', { name: new RegExp(client) })
    .first()
    .check();
  await section.getByLabel('Dari mana diketahui').fill('Nama dan alamatnya cocok.');
  await look(section);
  await section.getByRole('button', { name: 'Tetapkan klien' }).click();
  await expect(section.getByText('Klien dikenali', { exact: true }).first()).toBeVisible();

  await section.getByText('Usulkan penolakan', { exact: true }).click();
  const propose = section.locator('form', { has: section.getByLabel('Jawaban kepada pemohon') });
  await propose.getByLabel('Alasan').fill('Ketua RT menerangkan bahwa tidak ada keributan.');
  await propose.getByLabel('Jawaban kepada pemohon').fill('Terima kasih, ibu Cempaka.');
  await propose.getByRole('button').click();
  await expect(
    section.getByText('Tulisan ini memuat nama, instansi, atau nomor telepon pemohon.').first(),
  ).toBeVisible();
  await section.getByLabel('Jawaban kepada pemohon').fill('Hal ini sudah kami periksa dan tidak terbukti.');
  await section.getByRole('button', { name: 'Ajukan usulan' }).click();
  await expect(section.getByText('Usulan ini menunggu keputusan kepala.')).toBeVisible();
  await look(section);

  await head.goto(opened);
  await head.getByLabel(/^Setuju menolak/).check();
  await head.getByLabel('Alasan').first().fill('Sesuai hasil pemeriksaan.');
  await look(head);
  await head.getByRole('button', { name: 'Putuskan' }).click();
  await expect(head.getByText('Ditolak', { exact: true }).first()).toBeVisible();
  await head.getByRole('link', { name: 'Buka surat penolakan' }).click();
  await head
    .getByRole('link', { name: /Jawaban atas Permohonan|Penolakan permohonan/ })
    .first()
    .click();
  await expect(head.getByText(/Pelapor P-/).first()).toBeVisible();
  await expect(head.getByText('Cempaka')).toBeHidden();

  await progress(citizen, code);
  await expect(citizen.getByText('Permohonan Anda tidak dapat dikabulkan')).toBeVisible();
  await expect(citizen.getByText('Hal ini sudah kami periksa dan tidak terbukti.')).toBeVisible();
  await expect(citizen.getByText(client)).toBeHidden();
  await look(citizen);
  await progress(
    citizen,
    code.replace(/.$/, (last) => (last === '2' ? '3' : '2')),
  );
  await expect(citizen.getByText(/Kode ini tidak dikenal/).first()).toBeVisible();
}

test('a citizen’s petition from the public page to a refusal, which he reads by his code', async ({
  page,
  officer,
}) => {
  test.slow();
  await toRefusal(await officer('kasi.gili'), await officer('kepala.gili'), page, expectFineOnBoth);
});

test('a petition about somebody of another Bapas goes there; the citizen reads so by his code, and the figures are looked at', async ({
  page,
  officer,
}) => {
  test.slow();
  const who = `Orang Jauh ${once()}`;
  const code = await petition(page, who, async () => undefined);
  const section = await officer('kasi.gili');
  await section.goto('/petitions');
  await section
    .getByRole('row', { name: new RegExp(who) })
    .getByRole('link')
    .click();
  const opened = section.url();
  await section.getByLabel('Nama atau nomor register klien').fill(who);
  await section.getByRole('button', { name: 'Cari', exact: true }).click();
  await expect(section.getByText(/Permohonan tetap tersimpan tanpa klien/)).toBeVisible();
  await section.getByText('Teruskan ke Bapas lain', { exact: true }).click();
  const pass = section.locator('form', { has: section.getByLabel('Bapas yang dituju') });
  await pass.getByLabel('Alasan').fill('Menurut ibu Cempaka ia dibimbing di Palembang.');
  await pass.getByRole('button').click();
  await expect(section.getByText(/hal yang perlu diperbaiki/).first()).toBeVisible();
  await pass.getByLabel('Bapas yang dituju').selectOption({ label: 'Bapas Kelas I Palembang' });
  await pass.getByRole('button').click();
  await expect(section.getByText(/memuat nama, instansi, atau nomor telepon pemohon/).first()).toBeVisible();
  await pass.getByLabel('Alasan').fill('Ia dibimbing kantor di Palembang.');
  await expectFineOnBoth(section);
  await pass.getByRole('button').click();
  await expect(section.getByText(/tidak lagi terlihat di sini/)).toBeVisible();
  await expectFineOnBoth(section);

  await progress(page, code);
  await expect(page.getByText(/diteruskan ke kantor Bapas lain.*belum menyatakan menerimanya/)).toBeVisible();
  await expect(page.getByText('Palembang')).toBeHidden();
  await expectFineOnBoth(page);

  const there = await officer('kasi.palembang');
  await there.goto(opened);
  await expect(there.getByText(/baru terbuka setelah kantor ini mengambil alih/)).toBeVisible();
  await expect(there.getByText('Cempaka Rekaan')).toBeHidden();
  await expectFineOnBoth(there);
  await there.getByLabel('Ya, ambil alih').check();
  await there.getByLabel('Alasan').first().fill('Klien kami, sudah dikenali.');
  await there.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(there.getByText('Cempaka Rekaan')).toBeVisible();
  await progress(page, code);
  await expect(page.getByText(/yang sekarang menanganinya/)).toBeVisible();

  await there.goto('/petitions');
  await there.getByRole('link', { name: 'Angka', exact: true }).click();
  await expectFineOnBoth(there);
  const count = there.getByRole('row', { name: /^Halaman publik/ }).getByRole('link');
  const many = await count.innerText();
  await count.click();
  await expect(there.getByText(`${many} permohonan`)).toBeVisible();
  await there.goBack();
  await there.emulateMedia({ media: 'print' });
  await expect(there.getByText('tidak disebut').filter({ visible: true }).first()).toBeVisible();

  // The tiers see its sums among those of all offices below them; each opens pointers, and no petition.
  for (const tier of ['kanwil.sumsel', 'pejabat.ditjenpas']) {
    const above = await officer(tier);
    await above.goto('/petitions/figures');
    await expect(above.getByRole('row', { name: /^Semua kantor/ })).toBeVisible();
    const row = above.getByRole('row', { name: /^Bapas Kelas I Palembang/ });
    await expect(row).toBeVisible();
    const sum = row.getByRole('link').first();
    const counted = await sum.innerText();
    await sum.click();
    await expect(above.getByRole('heading', { name: /^Daftar di balik angka/ })).toBeVisible();
    await expect(above.locator('#list tbody tr')).toHaveCount(Math.min(50, Number(counted.replaceAll('.', ''))));
    await expect(above.locator('#list').getByText('Cempaka Rekaan')).toHaveCount(0);
    await expect(above.locator('#list').getByRole('link', { name: /^P-/ })).toHaveCount(0);
    await expectFineOnBoth(above);
  }
});

test('told at the desk about an officer: the receipt is printed, and the office sees it no more', async ({
  page,
  officer,
}) => {
  await signInAs(page, 'loket.palembang');
  const accused = `Petugas ${once()}`;
  await page.goto('/petitions');
  await expect(page.getByText(/Anda dapat mencatat permohonan/)).toBeVisible();
  await page.getByRole('link', { name: 'Catat permohonan' }).click();
  await page.getByLabel('Lisan, ditulis petugas').check();
  await page.getByLabel('Seorang petugas').check();
  await page.getByLabel('Nama petugas').fill(accused);
  await page.getByLabel('Apa yang terjadi').fill('Meminta uang sebelum menerima laporan.');
  await page.getByLabel('Tanpa nama').check();
  await page.getByRole('button', { name: 'Simpan dan buat tanda terima' }).click();
  await expect(page.getByText(/dibacakan kembali dahulu/).first()).toBeVisible();
  await expect(page.getByLabel('Nama petugas')).toHaveValue(accused);
  await expectFineOnBoth(page);
  await page.getByLabel(/^Sudah dibacakan kembali/).check();
  await page.getByRole('button', { name: 'Simpan dan buat tanda terima' }).click();
  await expect(page.locator('dd.code')).toBeVisible();
  await expectFineOnBoth(page);

  const head = await officer('kepala.palembang');
  await head.goto('/petitions?state=all');
  await expect(head.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(head.getByText(accused)).toBeHidden();
  const kanwil = await officer('kanwil.sumsel');
  await kanwil.goto('/today');
  await kanwil.getByRole('link', { name: /Menunggu langkah/ }).click();
  await expectFine(kanwil);
  await kanwil
    .getByRole('row', { name: /Bapas Kelas I Palembang/ })
    .getByRole('link')
    .first()
    .click();
  await expect(kanwil.getByText(/Tidak seorang pun di kantor itu/)).toBeVisible();
  await head.goto(kanwil.url());
  await expect(head.getByText(/tidak ditemukan/i).first()).toBeVisible();
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('a citizen’s petition to a refusal', async ({ page, officer }) => {
    test.slow();
    await toRefusal(await officer('kasi.gili'), await officer('kepala.gili'), page, async (shown) => expectFine(shown));
  });
});
