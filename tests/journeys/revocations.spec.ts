import { freshCard } from './support/card.ts';
import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, signInAs, test } from './support/journey.ts';
import { comeInside } from './support/own-page.ts';
import { everybody, nothing, take, type Look, type Officers } from './support/proceeding.ts';

/** A client of whom it becomes known that he was not released after all: his page of revocations. */
async function unreleasedClient(pk: Page, which: 'first' | 'last'): Promise<string> {
  await pk.goto('/clients?whose=mine&state=active&sort=name');
  const links = pk.getByRole('main').getByRole('rowheader').getByRole('link');
  const hrefs = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')!));
  for (const href of which === 'first' ? hrefs : hrefs.reverse()) {
    await pk.goto(`${href}/revocations`);
    const hasMatter = (await pk.getByRole('main').locator('a[href^="/revocations/"]').count()) > 0;
    if (hasMatter || (await pk.getByRole('radio').count()) > 0) continue;
    await pk.goto(`${href}/period`);
    const release = pk.locator('#release');
    if ((await release.getByText('Betulkan hari pembebasan').count()) === 0) continue;
    await release.getByText('Betulkan hari pembebasan').click();
    await release.getByRole('textbox', { name: /^Bebas pada/ }).fill('');
    await release.getByRole('textbox', { name: /^Perkiraan bebas/ }).fill('30-12-2022');
    await release.getByLabel('Menurut surat').fill('Surat Lapas 7/2022');
    await release.getByLabel('Mengapa dibetulkan').fill('Lapas memberitahukan bahwa ia belum keluar.');
    await release.getByRole('button', { name: 'Simpan' }).click();
    await expect(pk.getByText('Belum bebas, diperkirakan 30 Desember 2022').first()).toBeVisible();
    return `${href}/revocations`;
  }
  throw new Error('no client of whom a release is on record');
}

/** Before his release a decree is called off: from what the Lapas found to the decree that ends it. */
async function toCancellation(
  { pk, head, kanwil, drafter, decider }: Officers,
  which: 'first' | 'last',
  look: Look,
): Promise<void> {
  await pk.goto(await unreleasedClient(pk, which));
  await expect(pk.getByRole('heading', { name: 'Mulai perkara pembatalan' })).toBeVisible();
  await look(pk);
  await pk.getByRole('radio', { name: 'Putusan perkara lain' }).check();
  await pk.getByLabel('Alasan', { exact: true }).fill('Dipidana lagi sebelum dibebaskan, menurut putusan.');
  await pk.getByLabel('Yang disampaikan kepada klien').fill('Keputusan pembebasan Saudara diusulkan dibatalkan.');
  await pk.getByRole('button', { name: 'Mulai perkara ini' }).click();
  await expect(pk.getByRole('radio', { name: 'Putusan perkara lain' })).toBeChecked();
  await pk.getByLabel('Nomor surat').fill('88/Pid/2022');
  await pk.getByRole('button', { name: 'Mulai perkara ini' }).click();
  await expect(pk.getByText('Sudah disimpan.')).toBeVisible();
  const base = new URL(pk.url()).pathname;

  // Danger gives nobody a power before release: the file comes first, with who said so and why.
  await pk.getByText('Tandai mendesak').first().click();
  await pk.getByLabel('Bahaya', { exact: true }).fill('Mengancam saksi dari dalam Lapas.');
  await pk.getByRole('button', { name: 'Tandai mendesak' }).click();
  await expect(
    pk.getByText(/^Sejak 13 Juni 2022, oleh .*tidak memberi kewenangan bertindak lebih dahulu/),
  ).toBeVisible();
  await expect(pk.getByRole('button', { name: 'Tandai mendesak' })).toHaveCount(0);
  await look(pk);

  const paper = (number: string) => async (page: Page) => {
    await page.getByRole('textbox', { name: 'Tanggal surat' }).fill('13-06-2022');
    await page.getByLabel('Nomor surat').fill(number);
  };
  await take(pk, base, 'Catat sidang TPP Lapas', paper('5/TPP-Lapas/2022'), look);
  await take(pk, base, 'Catat usulan Kalapas', paper('W21.PAS-5/2022'), look);
  await take(kanwil, base, 'Teruskan kepada Ditjenpas', nothing, look);
  await take(drafter, base, 'Susun rancangan SK', nothing, look);
  await take(decider, base, 'Tetapkan SK', nothing, look);
  await take(head, base, 'Laksanakan SK', nothing, look);
  await expect(head.getByText('SK dibatalkan', { exact: true }).first()).toBeVisible();
  await look(head);
}

test('what was filed before is counted, and how proceedings ended', async ({ page, officer }) => {
  await signInAs(page, 'pk.gili');
  await page.goto('/revocations?state=all');
  await expectFineOnBoth(page);
  const head = await officer('kepala.gili');
  await head.goto('/revocations/figures');
  await expectFineOnBoth(head);
  await head.getByRole('table').getByRole('link').first().click();
  await expect(head.getByRole('heading', { name: 'Daftar di balik angka' })).toBeVisible();
  const kanwil = await officer('kanwil.ntb');
  await kanwil.goto('/revocations/figures');
  await expectFineOnBoth(kanwil);
  const open = kanwil.getByRole('table', { name: 'Pelanggaran yang terbuka di Bapas' });
  await expect(open.getByRole('cell', { name: 'Semua yang terbuka' }).first()).toBeVisible();
  await open.getByRole('link').first().click();
  await expect(kanwil.getByRole('heading', { name: 'Daftar di balik angka' })).toBeVisible();
  await expectFineOnBoth(kanwil);
  const palembang = await officer('kepala.palembang');
  await palembang.goto('/revocations/figures');
  await expect(palembang.getByRole('link', { name: '58 usulan diajukan' })).toBeVisible();
  // Others receive clients of this office meanwhile; the very figures are proved by the tests of the demo.
  await expect(palembang.getByText(/1,5[789]\s?% dari 3\.6\d\d klien/)).toBeVisible();
});

test('each way is read with who, on which paper, and by when', async ({ page, officer }) => {
  await signInAs(page, 'pk.gili');
  await page.goto('/revocations');
  await page.getByRole('link', { name: 'Jalur menurut jenis klien' }).click();
  const terms = page.getByRole('table', { name: 'Batas waktu' });
  const termOf = (whose: string) =>
    terms.getByRole('row').filter({ has: page.getByRole('rowheader', { name: whose, exact: true }) });
  await expect(termOf('Kanwil')).toContainText('5 hari kerja');
  await expect(termOf('Kanwil')).toContainText('pilihan Simpul');
  await expect(termOf('Kanwil')).toContainText('2 hari kerja');
  const powerless = page.getByText(/tidak memberi kewenangan bertindak lebih dahulu pada jalur ini/);
  await expect(powerless).toHaveCount(4);
  await expect(termOf('Seluruh layanan, dari usulan sampai keputusan')).toContainText('20 hari kerja');
  await expect(termOf('Kepala Bapas, laporan kepada Kanwil')).toContainText('belum dipastikan');
  const tiers = page.getByRole('table', { name: 'berjenjang lewat Kanwil dan Ditjenpas', exact: true });
  await expect(tiers.getByRole('rowheader', { name: /^Di Kanwil/ })).toContainText('Batas: 5 hari kerja');
  const signing = tiers.getByRole('row', { name: /Tetapkan SK/ });
  await expect(signing).toContainText('Bukan orang yang mengambil langkah: susun rancangan SK.');
  await expectFineOnBoth(page);

  // The terms that an office chose are those of the page.
  const head = await officer('kepala.gili');
  await head.goto('/rules');
  await head.getByRole('link', { name: 'Jalur menurut jenis klien' }).click();
  await expect(head.getByRole('heading', { level: 1, name: 'Jalur menurut jenis klien' })).toBeVisible();
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('a decree is called off before release', async ({ page, officer }) => {
    test.slow();
    await signInAs(page, 'pk.gili');
    await toCancellation(await everybody(page, officer), 'last', async (shown) => expectFine(shown));
  });
});

test('a decree is called off before release', async ({ page, officer }) => {
  test.slow();
  await signInAs(page, 'pk.gili');
  await toCancellation(await everybody(page, officer), 'first', expectFineOnBoth);
});

test('a client reads that nothing is proposed against him', async ({ page, browser }) => {
  await comeInside(page, await freshCard(browser));
  await page.goto('/my/revocations');
  await expect(page.getByText('Tidak ada perkara pencabutan.')).toBeVisible();
  await expectFineOnBoth(page);
});
