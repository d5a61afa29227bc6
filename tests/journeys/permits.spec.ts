import { freshCard } from './support/card.ts';
import { expect, expectFine, expectFineOnBoth, test, type Page } from './support/journey.ts';
import { comeInside } from './support/own-page.ts';

const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();

/**
 * A client asks on his own page, his counsellor's office advises, the head grants and numbers the letter, and whoever holds the paper
 * checks it. `look` is called on every page on the way.
 */
async function fromAskingToChecking(
  own: Page,
  name: string,
  { section, head }: { section: Page; head: Page },
  look: (page: Page) => Promise<void>,
): Promise<string> {
  await own.goto('/my/permits');
  await expect(own.getByText('Anda belum pernah meminta izin.')).toBeVisible();
  await own.getByRole('link', { name: 'Minta izin bepergian' }).click();
  await look(own);
  await own.getByRole('textbox', { name: 'Berangkat' }).fill('20-06-2022');
  await own.getByRole('textbox', { name: 'Kembali paling lambat' }).fill('19-06-2022');
  await own.getByLabel('Kabupaten atau kota tujuan').selectOption({ label: 'Kota Bandar Lampung' });
  await own.getByLabel('Tempat tinggal selama bepergian').fill('Rumah kakak, Jalan Rekaan 5');
  await own.getByLabel('Keperluan', { exact: true }).selectOption({ label: 'Keluarga' });
  await own.getByLabel('Jelaskan keperluannya').fill('Pernikahan adik');
  await own.getByRole('button', { name: 'Kirim permohonan' }).click();
  await expect(own.getByText('Hari kembali lebih awal daripada hari berangkat.').first()).toBeVisible();
  await expect(own.getByLabel('Tempat tinggal selama bepergian')).toHaveValue('Rumah kakak, Jalan Rekaan 5');
  await own.getByRole('textbox', { name: 'Kembali paling lambat' }).fill('21-06-2022');
  await own.getByRole('button', { name: 'Kirim permohonan' }).click();
  await expect(own.getByText('Permohonan Anda sedang dipertimbangkan pembimbing.')).toBeVisible();
  await look(own);

  await section.goto('/permits?state=asked');
  await look(section);
  await section.getByRole('main').getByRole('link', { name, exact: true }).first().click();
  await heading(section, 'Izin bepergian');
  const permit = new URL(section.url()).pathname;
  await look(section);
  await section.getByRole('link', { name: 'Beri pertimbangan' }).click();
  await section.getByLabel('Disarankan diizinkan').check();
  await section.getByLabel('Alasan').fill('Keluarga mendukung dan wajib lapor lengkap.');
  await section.getByRole('button', { name: 'Simpan langkah' }).click();
  await expect(section.getByText('Penjamin belum didengar. Catat keterangannya lebih dahulu.').first()).toBeVisible();
  await expect(section.getByLabel('Alasan')).toHaveValue('Keluarga mendukung dan wajib lapor lengkap.');
  await look(section);
  await section.goto(permit);
  await section.getByLabel('Setuju', { exact: true }).check();
  await section.getByRole('button', { name: 'Simpan keterangan' }).click();
  await section.getByRole('link', { name: 'Beri pertimbangan' }).click();
  await section.getByLabel('Disarankan diizinkan').check();
  await section.getByLabel('Alasan').fill('Keluarga mendukung dan wajib lapor lengkap.');
  await section.getByRole('button', { name: 'Simpan langkah' }).click();
  await expect(section.getByText('Menunggu keputusan').first()).toBeVisible();

  await head.goto(permit);
  await head.getByRole('link', { name: 'Putuskan permohonan' }).click();
  await head.getByLabel('Izinkan', { exact: true }).check();
  await head.getByLabel('Alasan').fill('Sesuai pertimbangan pembimbing.');
  await look(head);
  await head.getByRole('button', { name: 'Simpan langkah' }).click();
  await head.getByRole('link', { name: 'Konsep surat izin' }).click();
  await head.getByRole('button', { name: 'Beri nomor dan kunci' }).click();
  await head.goto(permit);
  await expect(head.getByText('Diizinkan', { exact: true }).first()).toBeVisible();
  const check = await head.getByRole('link', { name: /^Periksa: / }).getAttribute('href');
  await look(head);
  const letter = await head
    .getByRole('heading', { name: 'Surat izin', exact: true })
    .locator('+ p a')
    .getAttribute('href');
  const paper = await head.request.get(`${letter}/pdf`);
  expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');

  await own.goto(check!);
  await heading(own, 'Izin ini asli, tetapi belum mulai berlaku');
  await expect(own.getByText('Kota Bandar Lampung')).toBeVisible();
  await expect(own.getByText(name)).toHaveCount(0);
  await look(own);
  await own.goto('/my/permits');
  await expect(own.getByText('Anda diizinkan bepergian.')).toBeVisible();
  await expect(own.getByText('Alasan: Sesuai pertimbangan pembimbing.')).toBeVisible();
  return permit;
}

test('a client asks for leave, and a policeman checks the paper', async ({ page, browser, officer }) => {
  test.slow();
  const card = await freshCard(browser);
  await comeInside(page, card);
  const [section, head] = [await officer('kasi.palembang'), await officer('kepala.palembang')];
  const permit = await fromAskingToChecking(page, card.name, { section, head }, expectFineOnBoth);

  await page.goto('/p');
  await expectFineOnBoth(page);
  await page.getByLabel('Kode surat izin').fill('bukan kode');
  await page.getByRole('button', { name: 'Periksa' }).click();
  await expect(page.getByText(/Kode ini tidak lengkap/).first()).toBeVisible();
  await page.goto('/p/8KQ2-77HM');
  await heading(page, 'Kode ini tidak dikenal');

  await section.goto(permit.replace(/\/[^/]+$/, ''));
  await expectFineOnBoth(section);
  await section.getByRole('link', { name: 'Catat permohonan izin' }).click();
  await expectFineOnBoth(section);
  await section.getByRole('button', { name: 'Simpan permohonan' }).click();
  await expect(section.getByText(/hal yang perlu diperbaiki/).first()).toBeVisible();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('a client asks for leave, and a policeman checks the paper', async ({ page, browser, officer }) => {
    test.slow();
    const card = await freshCard(browser);
    await comeInside(page, card);
    const who = { section: await officer('kasi.palembang'), head: await officer('kepala.palembang') };
    await fromAskingToChecking(page, card.name, who, async (shown) => expectFine(shown));
  });
});
