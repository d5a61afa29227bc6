import { expect, test, type Browser } from '@playwright/test';
import { signInAs } from './journey.ts';
import { desk } from './screens.ts';

export type Card = { code: string; pin: string; name: string; register: string };

let ready: Promise<Card[]> | undefined;

/** A card that nobody has used: the counter makes all of the office's and prints the next sheet for this worker. */
export async function freshCard(browser: Browser): Promise<Card> {
  // A sheet holds the clients of one counsellor, and the last one may hold a single card.
  for (let sheets = 0; sheets < 5; sheets++) {
    ready ??= issueCards(browser);
    const card = (await ready).pop();
    if (card) return card;
    ready = undefined;
  }
  throw new Error('the office has no more cards that nobody used');
}

async function issueCards(browser: Browser): Promise<Card[]> {
  const context = await browser.newContext(desk);
  const page = await context.newPage();
  await signInAs(page, 'loket.palembang');
  await page.goto('/counter/cards');
  const forAll = page.getByRole('button', { name: 'Buat kartu untuk semua' });
  // Another worker may have pressed it already: the office needs that once.
  if (await forAll.isVisible()) await forAll.click();
  await page
    .getByRole('button', { name: /^Cetak lembar berikutnya/ })
    .first()
    .click();
  const sheet = page.getByRole('region', { name: 'Lembar kartu' });
  await expect(sheet).toBeVisible();
  const cards = await sheet.locator('li').evaluateAll((items) =>
    items.map((item) => {
      const [code = '', pin = ''] = Array.from(item.querySelectorAll('strong'), (one) => one.textContent ?? '');
      return {
        code,
        pin,
        name: item.querySelector('.name')?.textContent ?? '',
        register: item.querySelector('.name + p')?.textContent ?? '',
      };
    }),
  );
  await context.close();
  // Two workers that print at the same moment get the same sheet, as two officers would: each takes its share of it.
  const { parallelIndex, config } = test.info();
  const mine = cards.filter((_, i) => i % config.workers === parallelIndex % config.workers);
  return mine.filter(({ pin }) => /^\d{6}$/.test(pin)).reverse();
}
