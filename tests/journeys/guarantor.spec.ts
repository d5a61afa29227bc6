import { everything } from '../support/width.ts';
import type { Card } from './support/card.ts';
import { expect, expectFineOnBoth, test, type Page } from './support/journey.ts';
import { enterFirstTime, ownPin } from './support/own-page.ts';

// A guarantor has a phone; verify plays the same on a desk.
test.skip(({ viewport }) => !everything && viewport!.width > 600, 'a guarantor has a phone');

const once = () => Math.random().toString(36).slice(2, 6);

/** Two journeys play at the same time, each with a client of its own. The head writes a guarantor down for a client of the office, says his duties to him and prints his card. */
async function guarantorsCard(head: Page, nth: number): Promise<Card & { client: string; file: string }> {
  await head.goto('/clients?whose=office');
  await head
    .getByRole('main')
    .getByRole('rowheader')
    .getByRole('link', { name: /^[A-Z][a-z]{4,} [A-Z][a-z]{4,}$/ })
    .nth(nth)
    .click();
  const client = await head.getByRole('heading', { level: 1 }).innerText();
  const file = new URL(head.url()).pathname;
  await head.goto(`${file}/guarantor`);
  const name = `Penjamin Rekaan ${once()}`;
  await head.getByLabel('Nama', { exact: true }).last().fill(name);
  await head.getByLabel('Hubungan dengan klien').selectOption({ label: 'Orang tua' });
  await head.getByRole('button', { name: 'Simpan', exact: true }).click();
  const mine = head.locator('.entry').filter({ hasText: name });
  await mine.locator('summary', { hasText: 'Pastikan kewajiban' }).click();
  await mine.getByLabel('Penjamin memahami dan menyanggupi kewajibannya').check();
  await mine.getByRole('button', { name: 'Pastikan kewajiban' }).click();
  await expect(mine.getByText('Kewajiban dipastikan').first()).toBeVisible();
  await head.getByRole('button', { name: new RegExp(`^Buat kartu.*${name}`) }).click();
  const card = head.getByRole('region', { name: 'Lembar kartu' }).getByRole('listitem').filter({ hasText: name });
  const [code = '', pin = ''] = await card.locator('strong').allInnerTexts();
  expect(pin).toMatch(/^\d{6}$/);
  return { code, pin, name, register: '', client, file };
}

/** What a guarantor reads, and what is not his to read. */
async function looksAround(page: Page, card: Card & { client: string }): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Anda penjamin');
  await expect(page.getByText('PIN Anda sudah diganti.')).toBeVisible();
  await expect(page.getByText(card.client, { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: 'Yang Anda janjikan' })).toBeVisible();
  await expect(page.getByText('Mengingatkan klien untuk lapor tepat waktu.')).toBeVisible();
  await expect(page.getByText('Laporan klien berikutnya')).toBeVisible();
  await expectFineOnBoth(page);
  await page.getByRole('link', { name: 'Data Anda' }).click();
  await expect(page.getByText('Untuk menghubungi Anda tentang klien yang Anda jamin')).toBeVisible();
  await expect(page.getByText('Jawaban Anda')).toHaveCount(0);
  await expectFineOnBoth(page);
  await page.goBack();
  for (const path of ['/my/report', '/my/history', '/my/breaches', '/my/permits', '/clients'])
    expect((await page.request.get(path, { maxRedirects: 0 })).status(), path).not.toBe(200);
}

/** A PIN that he chooses himself; whoever he told the old one is out. */
async function changesPin(page: Page, card: Card): Promise<void> {
  const newPin = '719304';
  await page.getByRole('link', { name: 'Ganti PIN' }).click();
  await expectFineOnBoth(page);
  await page.getByLabel('PIN sekarang', { exact: true }).fill(ownPin);
  await page.getByLabel('PIN baru', { exact: true }).fill(newPin);
  await page.getByLabel('PIN baru, sekali lagi').fill(newPin);
  await page.getByRole('button', { name: 'Simpan PIN' }).click();
  await expect(page.getByText('PIN Anda sudah diganti.')).toBeVisible();
  await page.context().clearCookies();
  await page.goto(`/l/${card.code}`);
  await page.getByLabel('PIN', { exact: true }).fill(newPin);
  await page.getByRole('button', { name: 'Masuk' }).click();
  await page.goto('/my');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Anda penjamin');
}

test(
  'a guarantor reads on the phone what was promised and when, and nothing of the reports',
  { tag: '@phone' },
  async ({ page, officer }) => {
    test.slow();
    const head = await officer('kepala.palembang');
    const card = await guarantorsCard(head, 0);
    await page.goto(`/l/${card.code}`);
    await expectFineOnBoth(page);
    await enterFirstTime(page, card);
    await looksAround(page, card);
    await changesPin(page, card);

    // When somebody else vouches, his card opens nothing more.
    await head.goto(`${card.file}/guarantor`);
    const mine = head.locator('.entry').filter({ hasText: card.name });
    await mine.locator('summary', { hasText: 'Akhiri penjaminan' }).click();
    await mine.getByLabel('Alasan').fill('Penjamin pindah ke kota lain.');
    await mine.getByRole('button', { name: 'Akhiri penjaminan' }).click();
    await expect(mine.getByText('Berakhir')).toBeVisible();
    await page.goto('/my');
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Anda penjamin');
  },
);

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('a guarantor gets as far with a phone that knows no script', { tag: '@phone' }, async ({ page, officer }) => {
    test.slow();
    const card = await guarantorsCard(await officer('kepala.palembang'), 2);
    await enterFirstTime(page, card);
    await looksAround(page, card);
    await changesPin(page, card);
  });
});
