import { callWithChild } from './support/breach.ts';
import { expect, expectFine, expectFineOnBoth, signInAs, test, type Page } from './support/journey.ts';
import { sendCopies } from './support/search.ts';

const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();

/** From the list of the office to somebody's search. */
async function openSearch(page: Page, state: string): Promise<string> {
  await page.goto(`/at-large?state=${state}`);
  await page.getByRole('main').getByRole('rowheader').getByRole('link').first().click();
  await heading(page, 'Belum kembali ke lembaga');
  return new URL(page.url()).pathname;
}

test('from the decree to the arrest: a correction by two people, copies, a sighting, and what is asked of the police', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'pk.gili');
  const head = await officer('kepala.gili');
  const file = await openSearch(page, 'decree_received');
  await expectFineOnBoth(page);
  // Wherever the client is met, it stands there that he is searched for.
  await page.goto(file.replace(/\/at-large$/, ''));
  await expect(page.getByText('Mungkin orang yang dicari')).toBeVisible();
  await page.goto(file);

  await page.getByRole('link', { name: 'Perbaiki keputusan' }).click();
  await expectFineOnBoth(page);
  await page.getByLabel('Ditetapkan oleh').fill('Direktur Jenderal Pemasyarakatan');
  await page.getByLabel('Mengapa perlu diperbaiki').fill('Yang menetapkan tertulis keliru.');
  await page.getByRole('button', { name: 'Ajukan untuk disahkan' }).click();
  await head.goto(file);
  await head.getByRole('link', { name: 'Benarkan perbaikan keputusan' }).click();
  await expectFineOnBoth(head);
  await head.getByLabel('Disahkan').check();
  await head.getByRole('button', { name: 'Simpan keputusan' }).click();
  await expect(head.getByText('Direktur Jenderal Pemasyarakatan', { exact: true })).toBeVisible();
  await sendCopies(page, file);
  await expectFineOnBoth(page);
  await page.goto(file);
  await expect(page.getByText('Salinan dikirim', { exact: true }).first()).toBeVisible();

  await page.getByRole('link', { name: 'Catat tempat terlihat' }).click();
  await expectFineOnBoth(page);
  await page.getByLabel('Di mana').fill('Pelabuhan kapal');
  await page.getByLabel('Biasanya benar').check();
  await page.getByLabel('Mungkin benar').check();
  await page.getByLabel('Keterangan', { exact: true }).fill('Terlihat naik kapal pagi hari.');
  await page.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText('Terlihat naik kapal pagi hari.')).toBeVisible();

  await page.getByRole('link', { name: 'Buat surat' }).click();
  await expectFineOnBoth(page);
  await page.goto(file);
  await page.getByRole('link', { name: 'Penangkapan', exact: true }).click();
  await expectFineOnBoth(page);
  await page.getByLabel('Keterangan').fill('Diberitahukan oleh kepolisian.');
  await page.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText('Isi di mana ia ditangkap.').first()).toBeVisible();
  await page.getByLabel('Tempat').fill('Kabupaten Lombok Tengah');
  await page.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText('Ditangkap', { exact: true }).first()).toBeVisible();
  await page.getByRole('link', { name: 'Lampiran permintaan penangkapan' }).click();
  await expect(page.getByRole('heading', { name: 'LAMPIRAN PERMINTAAN PENANGKAPAN', exact: true })).toBeVisible();
  await expectFineOnBoth(page);
});

test('the family of a child who is searched for is told of every step, by a letter', async ({ page }) => {
  await signInAs(page, 'pk.gili');
  await page.goto('/tasks?kind=at-large.family');
  await page.locator('a[href$="/at-large/family"]').click();
  await heading(page, 'Orang tua, wali, dan pendamping anak');
  await expect(page.getByText('22 Mei 2022: Salinan keputusan dikirim')).toBeVisible();
  await expect(page.getByText('27 Mei 2022: Permintaan penangkapan')).toBeVisible();
  await expectFineOnBoth(page);
  await page.getByRole('button', { name: 'Simpan dan buat surat' }).click();
  await expect(page.getByText(/Perkara anak: isi siapa yang diberi tahu/).first()).toBeVisible();
  await callWithChild(page, 'Diberi tahu');
  await page.getByRole('button', { name: 'Simpan dan buat surat' }).click();
  await expect(page.getByText('Sudah disimpan.')).toBeVisible();
  await expect(page.getByText(/^Belum diberitahukan/)).toHaveCount(0);
  await page.getByRole('link', { name: 'Surat: Konsep' }).first().click();
  await expect(page.getByText('Pekerja sosial Rekaan (pendamping)').first()).toBeVisible();
});

test('another office sees the pointer only, and tells the one that searches', async ({ page }) => {
  await signInAs(page, 'pk.palembang');
  await page.goto('/away');
  await heading(page, 'Dicabut dan belum kembali ke lembaga');
  await expectFineOnBoth(page);
  await page.getByLabel('Nama lengkap atau NIK').fill('Nama Yang Tidak Ada');
  await page.getByRole('button', { name: 'Periksa' }).click();
  await expect(page.getByText('Tidak ada yang cocok')).toBeVisible();
  await page.getByRole('link', { name: 'Beri tahu kantor yang mencari' }).first().click();
  await expectFineOnBoth(page);
  await page.getByLabel('Di mana').fill('Terminal Alang-Alang Lebar');
  await page.getByLabel('Belum dapat dinilai').first().check();
  await page.getByLabel('Mungkin benar').check();
  await page.getByLabel('Keterangan', { exact: true }).fill('Mirip orang yang dicari, membawa tas hijau.');
  await page.getByRole('button', { name: 'Beri tahu kantor yang mencari' }).click();
  await expect(page.getByText('Keterangan sudah disampaikan')).toBeVisible();

  await page.goto('/away/offices');
  await expectFineOnBoth(page);
  const count = await page
    .getByRole('row', { name: /Gili Lestari/ })
    .getByRole('link')
    .first()
    .innerText();
  await page
    .getByRole('row', { name: /Gili Lestari/ })
    .getByRole('link')
    .first()
    .click();
  await expect(page.getByText(`${count} orang`)).toBeVisible();
  await page.goto('/away/arrests?of=client_again');
  await expectFine(page);
  await page.goto('/away/arrests');
  await expectFineOnBoth(page);
});

test('a decree is lifted: one puts the later decree forward, the head lets guidance go on, and the file says by which', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'kasi.gili');
  const head = await officer('kepala.gili');
  const base = (await openSearch(page, 'handed_over')).replace(/\/at-large$/, '');
  await page.goto(base);
  await page.getByRole('link', { name: 'Nyatakan keputusan tidak berlaku' }).click();
  await expectFineOnBoth(page);
  await page.getByLabel('Nomor keputusan yang menyatakan tidak berlaku').fill('PAS-77.PK.05.06 Tahun 2022 (rekaan)');
  await page.getByRole('textbox', { name: 'Tanggal keputusan itu' }).fill('11-01-2022');
  await page.getByLabel('Pejabat yang mengeluarkan').fill('Direktur Jenderal Pemasyarakatan');
  await page.getByLabel('Alasan', { exact: true }).fill('Pengadilan menyatakan pencabutan itu tidak sah.');
  await page.getByRole('button', { name: 'Ajukan keputusan ini' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await page.getByRole('link', { name: /tidak mendahului/ }).click();
  await page.locator('input:focus').fill('10-06-2022');
  await page.getByRole('button', { name: 'Ajukan keputusan ini' }).click();
  await page.goto(`${base}/ending`);
  await expect(page.getByText('Anda yang mengajukannya')).toBeVisible();
  await expectFineOnBoth(page);

  await head.goto(base);
  await head.getByRole('main').getByRole('link', { name: 'Nyatakan keputusan tidak berlaku' }).click();
  await expectFineOnBoth(head);
  await head.getByRole('button', { name: 'Setujui, bimbingan dilanjutkan' }).click();
  await expect(head.getByText('Dalam bimbingan').first()).toBeVisible();
  await expect(head.getByText(/PAS-77\.PK\.05\.06/).first()).toBeVisible();
  await expectFineOnBoth(head);
});
