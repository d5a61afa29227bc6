import { aPdf } from '../corpus/files.ts';
import { freshCard } from './support/card.ts';
import { expect, expectFine, expectFineOnBoth, signInAs, test, type Page } from './support/journey.ts';
import { comeInside } from './support/own-page.ts';

/** Two screens play at the same time, with script and without: each takes a breach of its own. */
type Officers = { pk: Page; section: Page; head: Page; kanwil: Page; drafter: Page; decider: Page };
type Look = (page: Page) => Promise<void>;

async function take(page: Page, base: string, label: string, fill: (page: Page) => Promise<void>, look: Look) {
  await page.goto(base);
  await look(page);
  await page.getByRole('link', { name: label, exact: true }).click();
  await fill(page);
  await page.getByLabel('Alasan', { exact: true }).fill('Sesuai berkas dan hasil pemeriksaan.');
  await look(page);
  await page.getByRole('button', { name: 'Simpan langkah ini' }).click();
  await expect(page.getByText('Sudah disimpan.')).toBeVisible();
}
const nothing = async () => {};

/** A client of the office whose breach waits for a proceeding: his page of revocations. */
async function waitingClient(pk: Page, which: 'first' | 'last'): Promise<string> {
  await pk.goto('/breaches?state=proposed_for_revocation');
  const links = pk.getByRole('main').getByRole('rowheader').getByRole('link');
  const hrefs = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')!));
  for (const href of which === 'first' ? hrefs : hrefs.reverse()) {
    const page = href.replace(/\/breaches\/.*$/, '/revocations');
    await pk.goto(page);
    if (await pk.getByRole('button', { name: 'Mulai perkara ini' }).isVisible()) return page;
  }
  throw new Error('no breach waits for a proceeding');
}

/** From a breach to the decree, through four roles at three units. */
async function toDecree(
  { pk, section, head, kanwil, drafter, decider }: Officers,
  which: 'first' | 'last',
  look: Look,
) {
  await waitingClient(pk, which);
  await look(pk);
  await pk.getByRole('button', { name: 'Mulai perkara ini' }).click();
  await expect(pk.getByText(/hal yang perlu diperbaiki/)).toBeVisible();
  await pk.getByLabel('Alasan', { exact: true }).fill('Berulang kali menimbulkan keresahan dalam masyarakat.');
  await pk.getByLabel('Yang disampaikan kepada klien').fill('Saudara diusulkan dicabut bimbingannya.');
  await pk.getByRole('button', { name: 'Mulai perkara ini' }).click();
  await expect(pk.getByText('Sudah disimpan.')).toBeVisible();
  const base = new URL(pk.url()).pathname;

  await take(
    section,
    base,
    'Catat hasil sidang TPP',
    async (page) => {
      await page.getByLabel('Menyetujui pencabutan', { exact: true }).check();
      await page.getByRole('textbox', { name: 'Hari sidang' }).fill('13-06-2022');
      await page.getByLabel('Nomor surat').fill('7/TPP/2022');
      await page
        .getByLabel('Berita acara bertanda tangan')
        .setInputFiles({ name: 'berita-acara.pdf', mimeType: 'application/pdf', buffer: Buffer.from(aPdf()) });
    },
    look,
  );
  // Nobody presides at this office's sittings here: another one compares the minutes with what was noted.
  await section.goto(`${base}/hear`);
  await expect(section.getByText(/Orang lain harus mengambil langkah ini/)).toBeVisible();
  await pk.goto(`${base}/hear`);
  await look(pk);
  await pk.getByRole('button', { name: 'Berita acara cocok, pastikan' }).click();
  await expect(pk.getByText('Sudah disimpan.')).toBeVisible();
  await take(head, base, 'Cabut sementara', nothing, look);
  await expect(head.getByRole('link', { name: 'Pencabutan sementara' })).toBeVisible();
  await take(head, base, 'Laporkan dan usulkan kepada Kanwil', nothing, look);

  await kanwil.goto('/today');
  await expect(kanwil.locator(`a[href="${base}"]`)).toBeVisible();
  await look(kanwil);
  await kanwil.goto('/revocations');
  await look(kanwil);
  await expect(kanwil.locator(`a[href="${base}"]`)).toBeVisible();
  await take(kanwil, base, 'Kembalikan dengan pertanyaan (Kanwil)', nothing, look);
  await take(pk, base, 'Jawab pertanyaan Kanwil', nothing, look);
  await take(kanwil, base, 'Teruskan kepada Ditjenpas', nothing, look);
  // The tier writes its letter itself; the office reads it once it was sent.
  await kanwil.goto(base);
  await kanwil.getByRole('link', { name: 'Usulan pencabutan dari Kanwil kepada Ditjenpas' }).click();
  await expect(
    kanwil
      .getByText('KONSEP')
      .or(kanwil.getByRole('button', { name: 'Beri nomor dan kunci' }))
      .first(),
  ).toBeVisible();
  await look(kanwil);
  await drafter.goto('/today');
  await expect(drafter.locator(`a[href="${base}"]`)).toBeVisible();
  await drafter.goto('/revocations');
  await look(drafter);
  await take(drafter, base, 'Susun rancangan SK', nothing, look);
  await drafter.goto(`${base}/sign_decree`);
  await expect(drafter.getByText(/Orang lain harus mengambil langkah ini/)).toBeVisible();
  await take(decider, base, 'Tetapkan SK', nothing, look);
  await take(head, base, 'Laksanakan SK', nothing, look);
  await expect(head.getByText('Dicabut', { exact: true }).first()).toBeVisible();
  await expect(head.getByText(/tidak dihitung di sini/)).toBeVisible();
  await look(head);
}

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
async function everybody(page: Page, officer: (username: string) => Promise<Page>): Promise<Officers> {
  return {
    pk: page,
    section: await officer('kasi.gili'),
    head: await officer('kepala.gili'),
    kanwil: await officer('kanwil.ntb'),
    drafter: await officer('penyusun.ditjenpas'),
    decider: await officer('pejabat.ditjenpas'),
  };
}

test('from a breach to a decree, through four roles at three units; what was filed before is counted', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'pk.gili');
  const officers = await everybody(page, officer);
  await toDecree(officers, 'first', expectFineOnBoth);
  await page.goto('/revocations?state=all');
  await expectFineOnBoth(page);

  const { head } = officers;
  await head.goto('/revocations/figures');
  await expectFineOnBoth(head);
  await expect(head.getByRole('link', { name: /^Dicabut: / })).toBeVisible();
  await head.getByRole('table').getByRole('link').first().click();
  await expect(head.getByRole('heading', { name: 'Daftar di balik angka' })).toBeVisible();
  const palembang = await officer('kepala.palembang');
  await palembang.goto('/revocations/figures');
  await expect(palembang.getByRole('link', { name: '58 usulan diajukan' })).toBeVisible();
  // Others receive clients of this office meanwhile; the very figures are proved by the tests of the demo.
  await expect(palembang.getByText(/1,5[789]\s?% dari 3\.6\d\d klien/)).toBeVisible();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('from a breach to a decree', async ({ page, officer }) => {
    test.slow();
    await signInAs(page, 'pk.gili');
    await toDecree(await everybody(page, officer), 'last', async (shown) => expectFine(shown));
  });
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
