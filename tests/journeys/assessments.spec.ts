import { expect, expectFineOnBoth, signInAs, test, type Page } from './support/journey.ts';

/** Two screens play the same journey at the same time: one takes the first of a list, the other the last. */
const mineOf = (page: Page) => {
  const links = page.getByRole('main').getByRole('rowheader').getByRole('link');
  return test.info().project.name === 'phone' ? links.last() : links.first();
};
const no = ['a1', 'a2', 'a4', 'a6', 'a7', 'a8', 'a10', 'b1', 'b2', 'b3', 'b4', 'c1', 'c2', 'c3', 'd1', 'd2', 'd3'];
const answers: Readonly<Record<string, string>> = {
  ...Object.fromEntries(no.map((item) => [item, 'no'])),
  a3: 'few',
  a5: 'none',
  a9: 'none',
};

/** Answers the page as it stands, with the verdict as its source. */
async function answerPage(page: Page): Promise<void> {
  await page.getByLabel('Sumber untuk halaman ini').selectOption({ label: 'Putusan' });
  const names = await page
    .getByRole('radio')
    .evaluateAll((all) => [...new Set(all.map((one) => (one as HTMLInputElement).name))]);
  for (const name of names) await page.locator(`input[name="${name}"][value="${answers[name] ?? 'unknown'}"]`).check();
  await page.getByRole('button', { name: 'Simpan dan lanjut', exact: true }).click();
}

test(
  'from a client who was never assessed to a band on his case: consent, page after page, what is missing, locked',
  { tag: '@phone' },
  async ({ page }) => {
    test.slow();
    await signInAs(page, 'kepala.gili');
    await page.goto('/assessments?group=never');
    await expectFineOnBoth(page);
    const name = await mineOf(page).innerText();
    await mineOf(page).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await expect(page.getByText('Klien ini belum pernah diasesmen')).toBeVisible();
    await expectFineOnBoth(page);

    await page.getByRole('link', { name: 'Mulai asesmen' }).first().click();
    await page.getByRole('button', { name: 'Mulai', exact: true }).click();
    await expect(page.getByRole('alert')).toBeFocused();
    await expectFineOnBoth(page);
    await page.getByText('Klien setuju diasesmen').click();
    await page.getByText('Tatap muka di kantor').click();
    await page.getByText('Tidak', { exact: true }).click();
    await page.getByRole('button', { name: 'Mulai', exact: true }).click();

    await expect(page.getByRole('heading', { level: 2, name: 'RRI bagian A: riwayat' })).toBeVisible();
    await expectFineOnBoth(page);
    await page.getByRole('button', { name: 'Simpan dan lanjut', exact: true }).click();
    await expect(page.getByText('10 butir belum lengkap')).toBeVisible();
    await expectFineOnBoth(page);
    await page.getByRole('link', { name: 'RRI bagian A: riwayat' }).click();
    for (let at = 0; at < 5 && !page.url().endsWith('/check'); at++) await answerPage(page);
    await page.getByRole('button', { name: 'Selesaikan dan kunci' }).click();

    await expect(page.getByText('Asesmen selesai dan terkunci.')).toBeVisible();
    await expect(page.getByText('0 dari 17')).toBeVisible();
    await expectFineOnBoth(page);
    await page.goto(page.url().replace(/[^/]+$/, 'compare'));
    await expect(page.getByText('Belum ada dua asesmen yang selesai')).toBeVisible();
    await expectFineOnBoth(page);
    await page.goto(page.url().replace(/\/assessments\/compare$/, ''));
    await expect(page.getByText('Risiko dan asesmen')).toBeVisible();
  },
);
