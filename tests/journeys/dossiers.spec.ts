import { missingChild } from './support/breach.ts';
import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, signInAs, test } from './support/journey.ts';

const heading = (page: Page, name: string) =>
  expect(page.getByRole('heading', { name, exact: true }).first()).toBeVisible();

/** From what the system has counted to the page on which it is decided, and what stands there whoever reads it. */
async function toDossier(page: Page): Promise<void> {
  await page.goto('/breaches?state=all');
  await page.getByRole('main').getByRole('rowheader').getByRole('link', { name: missingChild }).click();
  await page.getByRole('link', { name: 'Lihat berkas perkara' }).click();
  await heading(page, 'Berkas perkara');
  await expect(page.getByText('RAHASIA').first()).toBeVisible();
  const criterion = (name: string | RegExp) => page.getByRole('row', { name });
  await expect(criterion(/Tidak lapor diri tiga kali berturut-turut/)).toContainText('Terpenuhi');
  await expect(criterion(/Melakukan tindak pidana baru/)).toContainText('Belum diketahui');
  await expect(criterion(/^Sidang TPP telah memberi rekomendasi/)).toContainText('Tidak terpenuhi');
  await expect(page.getByText(/^Serupa berarti:/)).toBeVisible();
}

test('whoever decides sees the case on one page, from the record to each criterion and back', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'kepala.gili');
  await toDossier(page);
  await expectFineOnBoth(page);
  const dossier = page.url();

  // A criterion leads to the very records that say so.
  const missed = page.getByRole('row', { name: /Tidak lapor diri tiga kali berturut-turut/ });
  const evidence = missed.getByRole('link', { name: /^Masa lapor/ });
  expect(await evidence.count()).toBeGreaterThanOrEqual(3);
  await evidence.first().click();
  await expect(page).toHaveURL(/\/check-ins#period-/);
  const period = new URL(page.url()).hash.slice(1);
  await expect(page.locator(`[id="${period}"]`)).toContainText('Tidak lapor');

  // What is printed is the annex: marked, with whose it is, and without the ways to elsewhere.
  await page.goto(dossier);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('LAMPIRAN USULAN: BERKAS PERKARA UNTUK KEPUTUSAN')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Buka pelanggaran' })).toBeHidden();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await page.emulateMedia({ media: null });

  // Elsewhere the file is absent.
  const other = await officer('kepala.palembang');
  const answer = await other.goto(dossier);
  expect([403, 404]).toContain(answer?.status());
});

test('what similar cases led to is told from five up, and a client whom nobody accuses has nothing to decide', async ({
  page,
}) => {
  await signInAs(page, 'kepala.gili');
  // One that has ended among clients who are alike: the others of this spring.
  await page.goto('/breaches?state=reprimanded');
  await page.getByRole('main').getByRole('rowheader').getByRole('link').last().click();
  const client = new URL(page.url()).pathname.split('/breaches/')[0]!;
  await page.goto(`${client}/breaches`);
  await page.getByRole('link', { name: 'Berkas perkara klien' }).click();
  await heading(page, 'Akhir perkara yang serupa');
  const row = page.getByRole('row', { name: /^Ditegur/ });
  await expect(row).toContainText(/\d/);
  await expect(page.getByRole('row', { name: /^Klien serupa/ })).toContainText(/\d/);
  await expect(page.getByRole('row', { name: /^Pengusul dan pemutus/ })).toContainText('Terpenuhi');

  await page.goto('/clients?whose=office&state=active');
  await page.getByRole('main').getByRole('rowheader').getByRole('link').first().click();
  const quiet = new URL(page.url()).pathname;
  await page.goto(`${quiet}/dossier`);
  await heading(page, 'Berkas perkara');
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('the case on one page', async ({ page }) => {
    await signInAs(page, 'kasi.gili');
    await toDossier(page);
    await expectFine(page);
  });
});
