import { expect, type Page } from '@playwright/test';
import { demoPassword } from '../../../src/invented/demo/accounts.ts';

/** What changes who may do what is done only soon after showing who one is. */
export async function proveOnce(page: Page): Promise<void> {
  if (!(await page.getByText('Buktikan dahulu bahwa ini Anda').isVisible())) return;
  const back = new URL(page.url()).pathname;
  await page.goto(`/account/prove?back=${encodeURIComponent(back)}`);
  await page.getByLabel('Kata sandi').fill(demoPassword);
  await page.getByRole('button', { name: 'Lanjutkan' }).click();
  await expect(page).toHaveURL(new RegExp(`${back}$`));
}

/** Two presses: the first says what will happen. */
export async function confirm(page: Page, label: string): Promise<void> {
  await page.locator('summary', { hasText: label }).click();
  await page.getByRole('button', { name: label, exact: true }).click();
}

/** A new password, typed twice. */
export async function choosePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('Kata sandi baru', { exact: true }).fill(password);
  await page.getByLabel('Kata sandi baru sekali lagi').fill(password);
  await page.getByRole('button', { name: 'Simpan kata sandi' }).click();
}
