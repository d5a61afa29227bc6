import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { demoPassword } from '../../../src/invented/demo/accounts.ts';

/** Signs in as an officer of the demo, as he would: two fields and Enter. */
export async function signIn(page: Page, username: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Nama pengguna', { exact: true }).first().fill(username);
  await page.getByLabel('Kata sandi', { exact: true }).first().fill(demoPassword);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/today$/);
}

/** No violation that a tool can see, on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
  expect(found, page.url()).toEqual([]);
}

/** Every address on the page that leads somewhere else in Simpul, without what is behind `#`. */
export async function addressesOn(page: Page): Promise<string[]> {
  const hrefs = await page
    .locator('a[href^="/"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
  return [...new Set(hrefs.map((href) => href.split('#')[0]!))];
}
