import { expect, expectFine, expectFineOnBoth, signInAs, test, type Page } from './support/journey.ts';

// One after the other: a search that has just been closed is not there any more for whoever was about to tell of it.
test.describe.configure({ mode: 'default' });

const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();

/** From the list of the office to somebody's search. */
async function openSearch(page: Page, state: string): Promise<string> {
  await page.goto(`/at-large?state=${state}`);
  await page.getByRole('main').getByRole('rowheader').getByRole('link').first().click();
  await heading(page, 'Belum kembali ke lembaga');
  return new URL(page.url()).pathname;
}

/** The counsellor finds that he is back, the head confirms it. */
async function bringBack(pk: Page, head: Page, file: string, look: (page: Page) => Promise<void>) {
  await pk.goto(`${file}/closure`);
  await look(pk);
  await pk.getByLabel('Sudah diserahkan ke Lapas atau Rutan').check();
  await pk.getByLabel('Nomor dokumen').fill('BAST-7/2022');
  await pk.getByLabel('Bagaimana hal itu diketahui').fill('Diserahkan oleh jaksa, berita acara diterima.');
  await pk.getByRole('button', { name: 'Ajukan untuk disahkan' }).click();
  await expect(pk.getByText('Isi di lembaga atau tempat penahanan mana ia berada.').first()).toBeVisible();
  await expect(pk.getByLabel('Nomor dokumen')).toHaveValue('BAST-7/2022');
  await pk.getByLabel('Lapas, Rutan, atau tempat penahanan').fill('Lapas Gili Lestari');
  await pk.getByRole('button', { name: 'Ajukan untuk disahkan' }).click();
  await expect(pk.getByText('Menunggu pengesahan').first()).toBeVisible();

  await head.goto('/at-large?waiting=1');
  await look(head);
  await head.goto(file);
  await head.getByRole('link', { name: 'Sahkan penutupan' }).click();
  await look(head);
  await head.getByLabel('Disahkan').check();
  await head.getByRole('button', { name: 'Simpan keputusan' }).click();
  await expect(head.getByText('Diserahkan ke lembaga', { exact: true }).first()).toBeVisible();
  await expect(head.getByText(/Dari .* sampai .* hari/).first()).toBeVisible();
}

test('from the decree to handed over: copies, a sighting, the arrest, and two people for the end', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'pk.gili');
  const head = await officer('kepala.gili');
  const file = await openSearch(page, 'decree_received');
  await expectFineOnBoth(page);

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
  await page.goto(file);
  await page.getByRole('link', { name: 'Salinan keputusan', exact: true }).click();
  for (const [who, name] of [
    ['Kejaksaan', 'Kejaksaan Negeri Rekaan'],
    ['Kepolisian', 'Polres Rekaan'],
    ['Lapas atau Rutan asal', 'Lapas Rekaan'],
    ['Kantor Wilayah', 'Kanwil Rekaan'],
  ] as const) {
    await page.getByLabel(who, { exact: true }).check();
    await page.getByLabel('Nama kantor').fill(name);
    await page.getByRole('button', { name: 'Simpan' }).last().click();
    await heading(page, `${who}: ${name}`);
  }
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
  await bringBack(page, head, file, expectFineOnBoth);
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

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('somebody who was arrested is handed over', async ({ page, officer }) => {
    await signInAs(page, 'pk.gili');
    const file = await openSearch(page, 'wanted');
    await bringBack(page, await officer('kepala.gili'), file, async (shown) => expectFine(shown));
  });
});
