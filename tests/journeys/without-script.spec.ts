import { freshCard } from './support/card.ts';
import { expect, expectFine, signInAs, test } from './support/journey.ts';
import { reportByPhone } from './support/own-page.ts';
import { nameTeam, proposePhases, sitTwenty } from './support/sitting.ts';

/** What must be done somewhere with a phone as old as it likes: no script, 360 px. The counter and the client's own page: counter.spec.ts, client.spec.ts. */
test.use({ javaScriptEnabled: false });

const once = () => Math.random().toString(36).slice(2, 8);

test('a report from a phone is reviewed', async ({ page, officer, browser }) => {
  const card = await freshCard(browser);
  await reportByPhone(page, card);

  const head = await officer('kepala.palembang');
  await head.goto(`/search?q=${encodeURIComponent(card.register)}`);
  await head.getByRole('main').getByRole('link', { name: card.name }).first().click();
  await head.getByRole('main').getByRole('link', { name: card.register }).first().click();
  await head.goto(`${new URL(head.url()).pathname}/check-ins`);
  await head.getByRole('main').getByRole('link', { name: 'Baca' }).first().click();
  await expect(head.getByText('Saya sedang mencari pekerjaan.')).toBeVisible();
  await head.getByRole('radio', { name: 'Diterima', exact: true }).check();
  await head.getByRole('button', { name: 'Simpan tinjauan' }).click();
  await expect(head.getByText('Tinjauan disimpan.')).toBeVisible();
});

test('a client is excused', async ({ page }) => {
  await signInAs(page, 'kasi.gili');
  await page.goto('/today/missed?row=1');
  await page.getByRole('main').getByRole('rowheader').getByRole('link').nth(-2).click();
  await page.getByRole('link', { name: 'Catat halangan' }).first().click();
  await page.getByRole('radio', { name: 'Sakit' }).check();
  await page.getByRole('button', { name: 'Simpan halangan' }).click();
  await expect(page.getByRole('radio', { name: 'Sakit' })).toBeChecked();
  await page.getByRole('textbox').last().fill('Surat dokter dibawa keluarganya dan sudah dilihat petugas.');
  await page.getByRole('button', { name: 'Simpan halangan' }).click();
  await expect(page.getByText('Berhalangan').first()).toBeVisible();
});

test('a paper list waits for the head, who approves it', async ({ page, officer }) => {
  const reason = `Listrik padam, buku halaman ${once()}`;
  await signInAs(page, 'loket.gili');
  await page.goto('/counter/paper');
  await page.getByLabel('Tanggal kedatangan', { exact: true }).fill('13-06-2022');
  await page.getByLabel('Mengapa di kertas?').fill(reason);
  await page.getByRole('button', { name: 'Buka daftar' }).click();
  await page.getByRole('main').getByRole('searchbox').fill('rah');
  await page.keyboard.press('Enter');
  await page.getByRole('main').getByRole('button', { name: 'Tambahkan' }).first().click();
  await page.getByRole('button', { name: 'Usulkan untuk disetujui' }).click();
  await expect(page.getByText('Menunggu persetujuan')).toBeVisible();

  const head = await officer('kepala.gili');
  await head.goto('/counter/paper');
  await head.getByRole('row').filter({ hasText: reason }).getByRole('link').click();
  await head.getByRole('button', { name: 'Setujui' }).click();
  await expect(head.getByText(/\d+ kedatangan dicatat, \d+ sudah ada, 0 tidak dapat dicatat\./)).toBeVisible();
});

test('a sitting of twenty items puts one off; the head decides the others and the next agenda carries that one', async ({
  page,
  officer,
}) => {
  test.slow();
  const head = await officer('kepala.gili');
  await nameTeam(head);
  await proposePhases('kasi.gili', 20);
  await signInAs(page, 'kasi.gili');
  await sitTwenty(page, head, expectFine);
});
