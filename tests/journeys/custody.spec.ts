import { flatPng } from '../corpus/files.ts';
import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, test } from './support/journey.ts';

const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();
const face = { name: 'wajah.png', mimeType: 'image/png', buffer: Buffer.from(flatPng(64, 64, [], 8)) };

/** A page of the same stay; on a phone their names are folded away. */
async function openPage(page: Page, name: string): Promise<void> {
  const link = page.getByRole('link', { name, includeHidden: true }).first();
  await page.goto((await link.getAttribute('href'))!);
}

/** The paper of whoever detains, in the fields of the page. */
async function fillPaper(page: Page, paper: { authority: string; issuer: string; number: string; until: string }) {
  await page.getByLabel('Jenis surat').selectOption({ label: 'Surat perintah atau penetapan penahanan' });
  await page.getByLabel('Pihak yang menahan atau memutus').selectOption({ label: paper.authority });
  await page.getByLabel('Kantor yang mengeluarkan surat').fill(paper.issuer);
  await page.getByLabel('Nomor surat').fill(paper.number);
  await page.getByRole('textbox', { name: 'Tanggal surat' }).fill('09-10-2022');
  await page.getByRole('textbox', { name: 'Berlaku sejak' }).fill('09-10-2022');
  await page.getByRole('textbox', { name: 'Berlaku sampai' }).fill(paper.until);
}

/**
 * A man without papers who does not say his name is booked at the gate, comes under the prosecutor and is let go. `look` is called on every
 * page on the way.
 */
async function fromGateToRelease(page: Page, look: (page: Page) => Promise<void>): Promise<void> {
  await page.goto('/custody');
  await heading(page, 'Penghuni');
  await expect(page.getByText(/ penghuni untuk 97 tempat/)).toBeVisible();
  await look(page);
  await page.getByRole('link', { name: 'Terima penghuni baru' }).first().click();
  await heading(page, 'Terima penghuni baru');
  await page.getByLabel('Nama lain atau alias').fill('Codet');
  await page.getByRole('button', { name: 'Lanjut ke penerimaan' }).click();
  await expect(page.getByText(/hal yang perlu diperbaiki/).first()).toBeVisible();
  await expect(page.getByLabel('Nama lain atau alias')).toHaveValue('Codet');
  await look(page);
  await page.getByLabel('Tidak mau menyebut nama').check();
  await page.getByLabel('Tanpa dokumen identitas').check();
  await page.getByLabel('Laki-laki').check();
  await page.getByRole('button', { name: 'Lanjut ke penerimaan' }).click();

  await heading(page, 'Penerimaan');
  await look(page);
  await page.getByRole('textbox', { name: 'Jam masuk' }).fill('08:15');
  await page.getByLabel('Dibawa dari').fill('Polres Lombok Tengah');
  await fillPaper(page, {
    authority: 'Penyidik',
    issuer: 'Polres Lombok Tengah',
    number: 'SP.Han/7/X/2022',
    until: '28-10-2022',
  });
  await page.getByRole('button', { name: 'Terima dan beri nomor' }).click();
  // His age is not known: somebody is asked, and nothing that was typed is lost.
  await expect(page.getByText('Pilih umur orang ini pada hari masuk.').first()).toBeVisible();
  await expect(page.getByLabel('Dibawa dari')).toHaveValue('Polres Lombok Tengah');
  await page.getByLabel('Dewasa', { exact: true }).check();
  await page.getByRole('button', { name: 'Terima dan beri nomor' }).click();

  await expect(page.getByText('Penerimaan sudah dicatat dan nomor sudah diberikan.')).toBeVisible();
  await look(page);
  await page.getByLabel('Foto', { exact: true }).setInputFiles(face);
  await page.getByRole('button', { name: 'Simpan' }).click();
  await heading(page, 'Barang titipan');
  await look(page);
  await page.getByLabel('Barang', { exact: true }).fill('Dompet kulit');
  await page.getByRole('button', { name: 'Simpan' }).click();
  await page.getByRole('link', { name: 'Barang sudah lengkap' }).click();
  await heading(page, 'Kesehatan');
  await look(page);
  await page.getByLabel('Yang perlu diperhatikan').fill('Minum obat setiap hari');
  await page.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText('Perhatian kesehatan').first()).toBeVisible();
  await expect(page.getByText('Minum obat setiap hari')).toHaveCount(0);
  await look(page);

  await openPage(page, 'Surat dan register');
  await look(page);
  await fillPaper(page, {
    authority: 'Penuntut umum',
    issuer: 'Kejaksaan Negeri Lombok Tengah',
    number: 'Print.T-7/2022',
    until: '29-10-2022',
  });
  await page.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText(/^A\.II \d+\/2022$/).first()).toBeVisible();
  await expect(page.getByText(/^A\.I \d+\/2022$/).first()).toBeVisible();
  const number = await page
    .getByText(/^A\.II \d+\/2022$/)
    .first()
    .innerText();

  await page.getByRole('link', { name: 'Pembebasan' }).click();
  await expect(page.getByText('Masih ada barang titipan yang belum dikembalikan.')).toBeVisible();
  await look(page);
  await page.getByLabel('Sebab pembebasan').selectOption({ label: 'Perkara dihentikan' });
  await page.getByLabel('Nomor surat').fill('W21-77');
  await page.getByLabel('Keterangan').fill('Penuntut menghentikan perkaranya.');
  await page.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText('Bebas').first()).toBeVisible();
  await openPage(page, 'Barang titipan');
  await page.getByLabel('Diterima oleh').fill('Yang bersangkutan');
  await page.getByRole('button', { name: 'Kembalikan semua' }).click();
  await expect(page.getByText(/kepada Yang bersangkutan/)).toBeVisible();

  await page.goto(`/search?q=${number}`);
  await page.getByRole('link', { name: number, exact: true }).click();
  await expect(page.getByText('Bebas').first()).toBeVisible();
}

/** Each number above opens the list that adds up to it. */
async function numbersOpenTheirLists(page: Page, look: (page: Page) => Promise<void>): Promise<void> {
  for (const name of [/^[\d.]+ Tahanan$/, /^[\d.]+ Narapidana$/, /^[\d.]+ Perempuan$/])
    // Others book people here at the same time: what was read a moment ago may be one less.
    await expect(async () => {
      await page.goto('/custody');
      const link = page.getByRole('link', { name }).first();
      const count = /^[\d.]+/.exec((await link.innerText()).trim())![0];
      await link.click();
      await expect(page.getByText(`${count} orang`).first()).toBeVisible({ timeout: 2000 });
    }).toPass({ timeout: 60_000 });
  await look(page);
  await page.goto('/custody/register?register=reg_a2&year=2022');
  await heading(page, 'Buku register A.II tahun 2022');
  await look(page);
}

test('a man without papers is booked, comes under the prosecutor, and is let go @phone', async ({ officer }) => {
  test.slow();
  const page = await officer('registrasi.praya');
  await fromGateToRelease(page, expectFineOnBoth);
  await numbersOpenTheirLists(page, expectFineOnBoth);
  const head = await officer('kepala.praya');
  await head.goto('/custody/capacity');
  await head.getByLabel('Tempat', { exact: true }).fill('banyak');
  await head.getByRole('button', { name: 'Simpan' }).click();
  await expect(head.getByLabel('Tempat', { exact: true })).toHaveValue('banyak');
  await expectFineOnBoth(head);
  const above = await officer('kanwil.ntb');
  await above.goto('/custody');
  await expect(above.getByText('Rutan Kelas IIB Praya').first()).toBeVisible();
  await expectFineOnBoth(above);
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('a man without papers is booked, comes under the prosecutor, and is let go', async ({ officer }) => {
    test.slow();
    await fromGateToRelease(await officer('registrasi.praya'), async (shown) => expectFine(shown));
  });
});
