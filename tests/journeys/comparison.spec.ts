import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, signInAs, test } from './support/journey.ts';

/** The last client of the first page whose name has two words, and that name with its last letter wrong. */
async function somebodyKnown(page: Page): Promise<{ name: string; misspelt: string; birth: string }> {
  await page.goto('/clients?whose=office');
  await page
    .getByRole('main')
    .getByRole('rowheader')
    .getByRole('link', { name: /^[A-Z][a-z]{4,} [A-Z][a-z]{4,}$/ })
    .last()
    .click();
  const name = await page.getByRole('heading', { level: 1 }).innerText();
  const birth = await page.locator('dt', { hasText: 'Tanggal lahir' }).locator('+ dd').innerText();
  return { name, misspelt: `${name.slice(0, -1)}${name.endsWith('k') ? 'p' : 'k'}`, birth };
}

/** Writes him down once more and leaves it open whether it is he. */
async function leaveADoubt(page: Page): Promise<string> {
  const known = await somebodyKnown(page);
  await page.goto('/people/new');
  await page.getByLabel('Nama', { exact: true }).fill(known.misspelt);
  await page.getByLabel('Tanggal lahir').fill(known.birth);
  await page.getByRole('button', { name: 'Simpan orang ini' }).click();
  const candidates = page.getByRole('group', { name: /orang yang sama\?/ });
  // Whom the server found comes with its answer; until then there is nobody to answer for.
  await expect(candidates.first()).toBeVisible();
  for (const group of await candidates.all()) await group.getByRole('radio', { name: 'Belum yakin' }).check();
  await page.getByLabel('Alasan jawaban').fill('Fotonya kabur');
  await page.getByRole('button', { name: 'Simpan orang ini' }).click();
  await expect(page.getByRole('heading', { name: known.misspelt })).toBeVisible();
  return known.misspelt;
}

async function start(page: Page): Promise<void> {
  await page.goto('/comparisons');
  await page.locator('summary', { hasText: 'Bandingkan seluruh register' }).click();
  await page.getByRole('button', { name: 'Mulai membandingkan' }).click();
  await expect(page).toHaveURL(/\/comparisons\/[0-9a-f-]{36}$/);
}

/** From the number on the quality desk through its list to one decision, and on in the same list. */
async function decideOneOfTheOffice(page: Page, name: string, look: (page: Page) => Promise<void>): Promise<void> {
  await page.goto('/quality');
  await look(page);
  await page
    .getByRole('link', { name: /kemungkinan ganda di kantor ini/ })
    .first()
    .click();
  await expect(page).toHaveURL(/place=inside/);
  await look(page);
  const row = page.getByRole('row').filter({ hasText: name }).first();
  await row.getByRole('link', { name: 'Periksa' }).click();
  await expect(page.getByRole('heading', { name: 'Orang yang sama?' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Catatan ini' })).toBeVisible();
  await look(page);

  // Without an answer the sentence stands beside the field and the reason is still there.
  await page.getByLabel('Alasan').fill('KTP sudah dibandingkan');
  await page.getByRole('button', { name: 'Simpan jawaban' }).click();
  await expect(page.getByLabel('Alasan')).toHaveValue('KTP sudah dibandingkan');
  await page.getByRole('radio', { name: 'Orang lain' }).check();
  await page.getByRole('button', { name: 'Simpan jawaban' }).click();
  // The next one of the list, or the list where there is no other.
  await expect(page.getByText(/Jawaban sudah disimpan\./)).toBeVisible();
  await expect(page).toHaveURL(/\/people\/questions(\/[0-9a-f-]{36})?\?.*place=inside/);
  await page.goto('/people/questions?place=inside');
  await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(0);
}

test('a whole register is compared in the background: started, paused, resumed and ended, and what is open is gone through one by one', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'kepala.palembang');
  await page.goto('/comparisons');
  await expectFineOnBoth(page);
  await start(page);
  await page.getByRole('button', { name: 'Jeda' }).click();
  await expect(page.getByText('Dijeda').first()).toBeVisible();
  await expectFineOnBoth(page);
  await page.goto('/today');
  await page.goto('/comparisons');
  await expect(page.getByRole('row').filter({ hasText: 'Dijeda' }).first()).toBeVisible();
  await page.getByRole('main').getByRole('rowheader').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Lanjutkan' }).click();
  await expect(page.getByText('Sedang berjalan').first()).toBeVisible();
  await page.locator('summary', { hasText: 'Hentikan' }).click();
  await page.getByRole('button', { name: 'Ya, hentikan' }).click();
  await expect(page.getByText(/Dihentikan setelah/)).toBeVisible();
  await expectFine(page);

  const section = await officer('kasi.palembang');
  await decideOneOfTheOffice(section, await leaveADoubt(section), expectFineOnBoth);
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('a register is compared to its end while the page loads itself again, and what is open is gone through one by one', async ({
    page,
    officer,
  }) => {
    test.slow();
    await signInAs(page, 'kepala.gili');
    await start(page);
    await expect(async () => {
      await page.reload();
      await expect(page.getByText(/orang sudah dibandingkan\.$/).first()).toBeVisible({ timeout: 500 });
      await expect(page.getByText('Selesai').first()).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 60_000 });
    await expectFine(page);

    const section = await officer('kasi.gili');
    await decideOneOfTheOffice(section, await leaveADoubt(section), async (shown) => expectFine(shown));
  });
});
