import { callForChild, missing, toExamination, type Name } from './support/breach.ts';
import { freshCard } from './support/card.ts';
import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, signInAs, test } from './support/journey.ts';
import { comeInside } from './support/own-page.ts';

const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();

/** The third miss, answered by the counsellor and decided by the head: a reprimand. `look` is called on every page on the way. */
async function toReprimand(pk: Page, head: Page, name: Name, look: (page: Page) => Promise<void>) {
  const breach = await toExamination(pk, head, name, look);

  await pk.goto(breach);
  await pk.getByRole('link', { name: 'Usulan pembimbing' }).click();
  await look(pk);
  await pk.getByLabel('Teguran, konseling, dan pengawasan lebih ketat').check();
  await pk.getByLabel('Alasan').fill('Pertama kali; klien bersedia melapor lewat panggilan video.');
  await pk.getByLabel('Konseling dan pengawasan').fill('Konseling sebulan sekali, lapor dua kali sebulan.');
  await callForChild(pk);
  await pk.getByRole('button', { name: 'Ajukan usulan' }).click();
  await expect(pk.getByText('Menunggu keputusan').first()).toBeVisible();

  await head.goto('/breaches?state=recommended');
  await look(head);
  await head.goto(`${new URL(breach).pathname}/decide`);
  await head.getByLabel('Teguran, konseling, dan pengawasan lebih ketat').check();
  await head.getByLabel('Alasan', { exact: true }).fill('Sesuai usulan pembimbing; belum pernah ditegur.');
  await head.getByLabel('Yang disampaikan kepada klien').fill('Anda ditegur karena tidak melapor tiga kali.');
  await head.getByRole('textbox', { name: 'Menghadap berikutnya' }).fill('27-06-2022');
  await callForChild(head);
  await look(head);
  await head.getByRole('button', { name: 'Putuskan' }).click();
  await expect(head.getByText('Ditegur', { exact: true }).first()).toBeVisible();
  await look(head);
  await head
    .getByRole('link', { name: /^Surat teguran/ })
    .first()
    .click();
  await heading(head, 'Surat Teguran');
  await head.goto(`${new URL(breach).pathname}/file`);
  await look(head);
  await expect(head.getByRole('heading', { name: 'BERKAS PELANGGARAN', exact: true })).toBeVisible();
  return breach;
}

test('from the third miss to a reprimand, which the client can read', async ({ page, officer }) => {
  test.slow();
  await signInAs(page, 'pk.gili');
  const head = await officer('kepala.gili');
  const breach = await toReprimand(page, head, missing.ofCounsellor, expectFineOnBoth);

  await page.goto('/breaches/summon');
  await heading(page, 'Panggil banyak klien');
  await expectFineOnBoth(page);
  await page.goto(`${new URL(breach).pathname.replace(/\/[^/]+$/, '')}`);
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
  test('from the third miss to a reprimand', async ({ page, officer }) => {
    test.slow();
    await signInAs(page, 'kasi.gili');
    await toReprimand(page, await officer('kepala.gili'), missing.child, async (shown) => expectFine(shown));
  });
});
