import { expect, expectFine, signInAs, test } from './support/journey.ts';

test('an auditor finds what an officer did and what he opened, and reads it in words', async ({ page, officer }) => {
  test.slow();
  const pk = await officer('pk.gili');
  await pk.goto('/clients');
  const client = pk.getByRole('main').getByRole('rowheader').getByRole('link').first();
  const number = (await pk.getByRole('main').getByRole('rowheader').first().locator('.soft').last().innerText()).split(
    ' · ',
  )[0]!;
  await client.click();
  await expect(pk.getByRole('heading', { level: 1 })).toBeVisible();

  await signInAs(page, 'auditor');
  await page.goto('/audit');
  await expectFine(page);
  await page.getByLabel('Nama pengguna petugas').fill('pk.gili');
  await page.getByRole('button', { name: 'Tampilkan' }).click();
  const lines = page.getByRole('table').getByRole('row');
  await expect(lines.nth(1)).toContainText('pk.gili');
  await expect(lines.filter({ hasNotText: 'pk.gili' })).toHaveCount(1); // the head
  await expectFine(page);

  await page.goto('/audit?log=access_log');
  await page.getByLabel('Nama pengguna petugas').fill('pk.gili');
  await page.getByLabel(/^Kode klien/).fill(number);
  await page.getByRole('button', { name: 'Tampilkan' }).click();
  await expect(lines.nth(1)).toContainText(number);
  await expect(lines.nth(1)).toContainText('pk.gili');
  await expectFine(page);
  // No line says its detail in the words of the program.
  for (const log of ['journal', 'access_log']) {
    await page.goto(`/audit?log=${log}`);
    const shown = await page.locator('td[data-label="Rincian"]').allInnerTexts();
    // What people typed stands there as they typed it; the journey of bad inputs types what no program would say.
    const details = shown.filter((detail) => !/alert\(1\)|javascript:|srcdoc|@import/.test(detail));
    expect(details.length).toBeGreaterThan(0);
    for (const detail of details)
      expect(detail).not.toMatch(/\b\w*[a-z][A-Z_]\w*:|[{}[\]"]|\b(true|false|null)\b|\b[a-z-]+\.[a-z-]+;/);
  }
});
