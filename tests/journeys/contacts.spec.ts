import { expect, expectFine, expectFineOnBoth, signInAs, test, type Page } from './support/journey.ts';

const goOn = (page: Page) => page.getByRole('button', { name: 'Lanjutkan', exact: true }).click();
/** No two officers write the same; Simpul notices when they do. */
const once = () => Math.random().toString(36).slice(2, 8);

test(
  'from the day’s list to the door: in the officer’s order, one question a page, back keeps the answers',
  { tag: '@phone' },
  async ({ page }, { project }) => {
    await signInAs(page, project.name === 'phone' ? 'pk.palembang' : 'pk.gili');
    await page.goto('/visits');
    const stops = page.locator('#list > li');
    await expect(stops.nth(1)).toBeVisible();
    await expectFine(page);
    const second = await stops.nth(1).getByRole('link').first().innerText();
    await stops
      .nth(1)
      .getByRole('button', { name: /^Naikkan/ })
      .click();
    await expect(stops.first().getByRole('link').first()).toHaveText(second);

    await stops
      .first()
      .getByRole('button', { name: /^Catat/ })
      .click();
    await expect(page.getByRole('heading', { level: 2, name: 'Kapan kontak itu terjadi?' })).toBeVisible();
    await expectFine(page);
    await goOn(page);
    await goOn(page);
    await expect(page.getByRole('alert')).toBeFocused();
    await page.getByText('Klien tidak bertemu', { exact: true }).click();
    await goOn(page);
    await page.getByText('Belum tahu, menunggu bukti').click();
    await goOn(page);
    await expect(page.getByRole('textbox', { name: /^Bukti ditunggu/ })).toHaveValue('20-06-2022');
    await goOn(page);
    const note = `Rumah tertutup, ibunya mengatakan klien sedang ke puskesmas (${once()}).`;
    await page.getByRole('textbox', { name: 'Catatan' }).fill(note);
    await goOn(page);
    await page.getByRole('link', { name: 'Kembali', exact: true }).click();
    await expect(page.getByRole('textbox', { name: 'Catatan' })).toHaveValue(note);
    await goOn(page);
    await page.getByRole('radio', { name: 'Kunjungan rumah' }).check();
    await page.getByRole('textbox', { name: /^Tanggal/ }).fill('21-06-2022');
    await goOn(page);
    await expect(page.getByRole('heading', { level: 2, name: 'Periksa jawaban' })).toBeVisible();
    await expect(page.getByText('Tidak ada laporan wajib lapor yang dibuat.')).toBeVisible();
    await expectFine(page);
    await page.getByRole('button', { name: 'Simpan kontak' }).click();
    await expect(page.getByText('Bukti ditunggu sampai 20 Juni 2022')).toBeVisible();
    await expect(page.getByText('Selasa, 21 Juni 2022', { exact: true })).toBeVisible();
    await expectFine(page);

    await page
      .getByRole('button', { name: /^Ubah hasil/ })
      .first()
      .click();
    await page.getByLabel('Alasan perubahan').fill('Surat puskesmas diterima.');
    await goOn(page);
    await page.getByText('Klien tidak bertemu', { exact: true }).click();
    await goOn(page);
    await page.getByText('Ya, dapat diterima').click();
    await goOn(page);
    await page.getByRole('button', { name: 'Simpan kontak' }).click();
    await expect(page.getByText('Hasil diubah: Surat puskesmas diterima.')).toBeVisible();
    await expect(page.getByText('Hasil sudah diubah')).toBeVisible();

    await page.goto('/visits');
    await expect(stops.filter({ hasText: second }).filter({ hasText: 'Sudah dicatat' }).first()).toBeVisible();
  },
);

test('what lies too far back waits for the head of section, who records it', async ({ page, officer }) => {
  await signInAs(page, 'pk.gili');
  await page.goto('/contacts');
  await expectFineOnBoth(page);
  await page.getByRole('main').getByRole('rowheader').getByRole('link').last().click();
  await page.getByRole('link', { name: 'Catat kontak' }).click();
  await page.getByText('Penelusuran register', { exact: true }).click();
  await page.getByRole('button', { name: 'Mulai mencatat' }).click();
  await page.getByRole('textbox', { name: /^Tanggal/ }).fill('01-06-2022');
  await goOn(page);
  await page.getByText('SIPP pengadilan', { exact: true }).click();
  await page.getByText('Tidak ditemukan perkara baru').click();
  await goOn(page);
  await goOn(page);
  await expect(page.getByText(/kepala seksi perlu menyetujui/)).toBeVisible();
  await page.getByLabel('Mengapa baru dicatat sekarang?').fill('Listrik di kantor padam sepekan.');
  await page.getByRole('button', { name: 'Kirim permintaan' }).click();
  await expect(page.getByText('Permintaan dikirim kepada kepala seksi.')).toBeVisible();
  const file = page.url().split('?')[0]!;

  const head = await officer('kasi.gili');
  await head.goto(`${file}/late`);
  await expectFineOnBoth(head);
  await head.getByText('Setujui dan catat').click();
  await head.getByRole('button', { name: 'Simpan keputusan' }).click();
  await expect(head.getByText('Dicatat dengan persetujuan kepala seksi')).toBeVisible();
});

test('somebody near the client answers by his own link, and only what is confirmed stands in the history', async ({
  page,
  browser,
}) => {
  await signInAs(page, 'pk.gili');
  await page.goto('/contacts');
  await page.getByRole('main').getByRole('rowheader').getByRole('link').first().click();
  const name = await page.getByRole('heading', { level: 1 }).innerText();
  await page.getByRole('link', { name: 'Pengamat' }).click();
  await page.getByText('Ketua RT atau RW').click();
  await page.getByLabel('Nama pengamat').fill('Ketua RT Rekaan');
  await page.getByRole('button', { name: 'Buat tautan' }).click();
  await expectFineOnBoth(page);
  const address = (await page.locator('.address').innerText()).replace(/^.*\/o\//, '/o/');

  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const neighbour = await context.newPage();
  await neighbour.goto(address);
  await expect(neighbour.getByRole('heading', { level: 1 })).toHaveText('Empat pertanyaan singkat');
  await expect(neighbour.getByText(name)).toHaveCount(0);
  await neighbour.getByRole('button', { name: 'Kirim jawaban' }).click();
  await expect(neighbour.getByRole('alert')).toBeVisible();
  for (const said of ['Sering terlihat', 'Masih tinggal di sana', 'Punya kegiatan', 'Tidak ada yang mengkhawatirkan'])
    await neighbour.getByText(said, { exact: true }).click();
  await neighbour.getByRole('button', { name: 'Kirim jawaban' }).click();
  await expect(neighbour.getByRole('heading', { level: 1 })).toHaveText('Jawaban sudah diterima');
  await context.close();
  await page.goto(address);
  await expectFineOnBoth(page);

  await page.goBack();
  await page.reload();
  await page.getByText('Konfirmasi, masukkan ke riwayat').click();
  await page.getByRole('button', { name: 'Simpan', exact: true }).click();
  await page
    .getByRole('navigation', { name: 'Halaman klien' })
    .getByRole('link', { name: 'Kontak' })
    .filter({ visible: true })
    .click();
  await expect(page.getByText('Menurut Ketua RT Rekaan (Ketua RT atau RW)')).toBeVisible();
  await expectFineOnBoth(page);
});
