import { expect, expectFine, expectFineOnBoth, signInAs, test, type Page } from './support/journey.ts';

const once = () => Math.random().toString(36).slice(2, 7);

/** Who may change how the office works shows who he is when that was long ago. */
async function save(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
}

test('the office’s administrator keeps its holidays, and a refused one loses nothing', async ({ page }) => {
  await signInAs(page, 'admin.kantor');
  await page.goto('/settings/holidays?year=2022');
  const name = `Libur setempat ${once()}`;
  await page.getByLabel('Tanggal', { exact: true }).fill('31-02-2022');
  await page.getByLabel('Nama hari libur').fill(name);
  await save(page, 'Tambah hari libur');
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel('Nama hari libur')).toHaveValue(name);
  await expectFine(page);
  const day = 1 + Math.floor(Math.random() * 27);
  await page.getByLabel('Tanggal', { exact: true }).fill(`${String(day).padStart(2, '0')}-09-2022`);
  await save(page, 'Tambah hari libur');
  await expect(page.getByText('Hari libur sudah ditambahkan.')).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText(`${day} September 2022`);
  await expectFine(page);
  await row.locator('summary').click();
  await row.getByRole('button', { name: 'Ya, hapus' }).click();
  await expect(page.getByText('Hari libur sudah dihapus.')).toBeVisible();
  await expect(row).toHaveCount(0);
});

test('an option of a rule is chosen within its bounds, with a reason that stays', async ({ page, officer }) => {
  await signInAs(page, 'admin.kantor');
  await page.goto('/rules');
  await expectFine(page);
  await page.locator('article a.no-print').first().click();
  await expectFine(page);
  const value = page.getByLabel('Nilai', { exact: true });
  const why = `Disepakati dalam rapat ${once()}`;
  const before = await value.inputValue();
  if (/^\d+$/.test(before) && (await value.evaluate((field) => field.localName)) === 'input') {
    await value.fill('100000');
    await page.getByLabel('Alasan').fill(why);
    await save(page, 'Simpan pilihan');
    await expect(page.getByRole('alert')).toBeFocused();
    await expect(page.getByLabel('Alasan')).toHaveValue(why);
    await value.fill(before);
  }
  await page.getByLabel('Alasan').fill(why);
  await save(page, 'Simpan pilihan');
  await page.goto('/rules');
  await page.locator('article a.no-print').first().click();
  await expect(page.getByRole('row').filter({ hasText: why })).toContainText(/Edi Kuncoro Suwarno|admin\.kantor/);

  // What the office chose is read by everybody there.
  const pk = await officer('pk.palembang');
  await pk.goto('/rules');
  await expect(pk.locator('article a.no-print')).toHaveCount(0);
});

test('a gateway is set, and its secret is never shown again', async ({ page }) => {
  await signInAs(page, 'admin.kantor');
  await page.goto('/settings/gateways');
  await page.getByText('Gateway SMS').click();
  const form = page.locator('details[open] form').filter({ has: page.getByLabel('Alamat gateway') });
  await form.getByLabel('Alamat gateway').fill('ftp://sms.example');
  await form.getByLabel('Kata sandi atau token').fill('rahasia-gateway-17');
  await form.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expectFine(page);
  const again = page.locator('details[open] form').filter({ has: page.getByLabel('Alamat gateway') });
  await again.getByLabel('Alamat gateway').fill('http://127.0.0.1:9/kirim?to={address}&text={text}&key={secret}');
  await again.getByLabel('Kata sandi atau token').fill('rahasia-gateway-17');
  await again.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText(/Tersimpan\.$/)).toBeVisible();
  expect(await page.content()).not.toContain('rahasia-gateway-17');
});

test('the outbox says what became of each message and nothing of whom it went to; the choice stays through an act', async ({
  page,
}) => {
  await signInAs(page, 'admin.kantor');
  await page.goto('/settings/gateways');
  await page.getByRole('link', { name: 'Lihat kotak keluar' }).click();
  await expectFineOnBoth(page);
  await page.getByText('Saring', { exact: true }).click();
  await page.getByLabel('Keadaan').selectOption('tertahan');
  await page.getByRole('button', { name: 'Terapkan' }).click();
  await expect(page).toHaveURL(/state=parked/);
  const row = page.getByRole('row').filter({ hasText: 'tertahan' });
  const before = await row.count();
  await row.first().getByRole('button', { name: 'Kirim lagi' }).click();
  await expect(page.getByText('Pesan dikirim lagi dalam satu menit.')).toBeVisible();
  await expect(page).toHaveURL(/state=parked/);
  await expect(row).toHaveCount(before - 1);
  await row.first().locator('summary').click();
  await row.first().getByRole('button', { name: 'Ya, batalkan' }).click();
  await expect(page.getByText('Pesan dibatalkan.')).toBeVisible();
  await expect(row).toHaveCount(before - 2);
  await expectFine(page);
});

test('a unit’s data and the parts of Simpul that it uses are changed, and a part that is off is refused at once', async ({
  page,
  officer,
}) => {
  await signInAs(page, 'admin.kantor');
  await page.goto('/settings/units');
  await expectFine(page);
  await page.getByRole('main').getByRole('link', { name: 'Bapas Kelas I Palembang' }).click();
  await expectFine(page);
  const phone = `0711-${String(Math.floor(Math.random() * 900_000) + 100_000)}`;
  await page.getByLabel('Telepon').fill(phone);
  await save(page, 'Simpan');
  await expect(page.getByText('Data unit sudah disimpan.')).toBeVisible();
  await expect(page.getByLabel('Telepon')).toHaveValue(new RegExp(phone.replaceAll('-', '[ -]?')));

  // What is off is refused in words, in the same session; nothing that was sent is kept.
  const head = await officer('kepala.palembang');
  for (const on of [false, true]) {
    await page.getByLabel('Impor klien').setChecked(on);
    await save(page, 'Simpan bagian');
    await expect(page.getByText('Bagian yang dipakai sudah disimpan.')).toBeVisible();
    await expect(page.getByLabel('Impor klien')).toBeChecked({ checked: on });
    await head.goto('/imports/new');
    await head.getByLabel('Daftar klien').setInputFiles({
      name: 'satu.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Nama,Jenis bimbingan\nSatu Rekaan,PB\n'),
    });
    await head.getByRole('button', { name: 'Kirim dan periksa' }).click();
    if (on) await expect(head.getByRole('heading', { level: 1 })).toHaveText('satu.csv');
    else await expect(head.getByRole('alert')).toContainText('dimatikan');
  }
});

test('backups show their age and whether they were proved', async ({ page }) => {
  await signInAs(page, 'admin.kantor');
  await page.goto('/settings/backups');
  await expectFine(page);
  for (const name of ['Cadangan terakhir', 'Terakhir terbukti dapat dipulihkan', 'Tujuan'])
    await expect(
      page
        .locator('dt')
        .filter({ hasText: new RegExp(`^${name}$`) })
        .locator('+ dd'),
    ).not.toBeEmpty();
  await page.getByRole('button', { name: 'Cadangkan sekarang' }).click();
  await expect(page.getByText('Permintaan diterima')).toBeVisible();
  await expect(async () => {
    await page.goto('/settings/backups');
    await expect(page.getByRole('row').filter({ hasText: 'berhasil' }).first()).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await expect(page.locator('dt', { hasText: 'Cadangan terakhir' }).locator('+ dd')).toContainText(/\d{4}/);
  await expectFine(page);
});
