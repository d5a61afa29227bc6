import { examine, missingChild, recordAppearance, reprimand, summon, takeUp } from './support/breach.ts';
import { freshCard } from './support/card.ts';
import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, signInAs, test } from './support/journey.ts';
import { comeInside } from './support/own-page.ts';

const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();

test('what an officer saw himself: he opens a breach, nobody is summoned who is held, the head stops it', async ({
  page,
  officer,
}) => {
  await signInAs(page, 'pk.gili');
  const head = await officer('kepala.gili');
  await page.goto('/breaches/summon');
  await heading(page, 'Panggil banyak klien');
  await expectFineOnBoth(page);
  await page.goto('/clients?whose=mine&state=active&sort=name');
  await page.getByRole('main').getByRole('rowheader').getByRole('link').first().click();
  await page.goto(`${new URL(page.url()).pathname}/breaches`);
  await expectFineOnBoth(page);
  await page.getByRole('link', { name: 'Buka pelanggaran' }).click();
  await expectFineOnBoth(page);
  await page.getByRole('button', { name: 'Buka pelanggaran ini' }).click();
  await expect(
    page.getByText('Pilih paling sedikit satu dasar pelanggaran.').or(page.getByText('Ada 2 hal')).first(),
  ).toBeVisible();
  await page.getByLabel('Menimbulkan keresahan dalam masyarakat').check();
  await page.getByLabel('Apa yang terjadi').fill('Laporan ketua RT.');
  await page.getByLabel('Yang disampaikan kepada klien').fill('Saudara diduga membuat keributan.');
  await page.getByLabel('Bila klien ditahan: di mana').fill('Rutan Rekaan');
  await page.getByRole('button', { name: 'Buka pelanggaran ini' }).click();
  await page.getByRole('link', { name: /^Panggilan/ }).click();
  await expect(page.getByText(/surat panggilan tidak dikirim/)).toBeVisible();
  await page.goBack();
  await head.goto(page.url());
  await head.getByRole('link', { name: 'Hentikan pelanggaran ini' }).click();
  await expectFineOnBoth(head);
});

test('a client whom nobody accuses reads that there is nothing', async ({ page, browser }) => {
  await comeInside(page, await freshCard(browser));
  await page.goto('/my/breaches');
  await expect(page.getByText('Tidak ada panggilan atau teguran.')).toBeVisible();
  await expectFineOnBoth(page);
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('a child whose misses were counted: his guardian and companion are called at each step, to a reprimand', async ({
    page: pk,
    officer,
  }) => {
    test.slow();
    await signInAs(pk, 'kasi.gili');
    const head = await officer('kepala.gili');
    await pk.goto('/breaches?state=proposed');
    await pk.getByRole('main').getByRole('rowheader').getByRole('link', { name: missingChild }).click();
    const breach = new URL(pk.url()).pathname;
    await takeUp(pk, expectFine);
    await summon(
      pk,
      head,
      { ordinal: 'I', tooSoon: '14-06-2022', on: '21-06-2022', receiver: 'Ibu klien' },
      expectFine,
    );
    await recordAppearance(pk, breach, 'Hadir');
    await examine(pk, breach, { statement: 'Klien takut datang sendiri dan kini diantar ibunya.' }, expectFine);
    await reprimand(pk, head, breach, '27-06-2022', expectFine);
  });
});
