import { TOTP } from 'otpauth';
import { startEmptyOffice, type EmptyOffice } from '../support/demo-office.ts';
import { choosePassword } from './support/accounts.ts';
import { expect, expectFineOnBoth, test } from './support/journey.ts';

let office: EmptyOffice;
test.beforeAll(async () => {
  office = await startEmptyOffice();
});
test.afterAll(() => office.stop());

test('an office begins empty: its first administrator opens the address on the console, and names the office', async ({
  browser,
  page,
}) => {
  const password = 'sepeda kunyit lautan tujuh';
  const own = await browser.newContext({ baseURL: office.url, viewport: page.viewportSize(), locale: 'id-ID' });
  const desk = await own.newPage();
  await desk.goto('/');
  await expectFineOnBoth(desk);
  await desk.goto(office.begin);
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Tetapkan kata sandi Anda');
  await choosePassword(desk, 'admin admin admin');
  await expect(desk.getByRole('alert')).toBeFocused();
  await expectFineOnBoth(desk);
  await choosePassword(desk, password);
  await expect(desk.getByText('Kata sandi sudah disimpan.')).toBeVisible();
  await expect(desk.getByLabel('Nama pengguna', { exact: true }).first()).toHaveValue('admin');
  await desk.getByLabel('Kata sandi', { exact: true }).first().fill(password);
  await desk.keyboard.press('Enter');

  // An office with people in it wants a second factor of whoever administers it.
  await expect(desk.getByRole('heading', { level: 1 })).not.toHaveText('Masuk');
  const setUp = desk.getByRole('link', { name: 'Pasang aplikasi kode' });
  if (await setUp.isVisible()) await setUp.click();
  const secret = (await desk.locator('ol code').innerText()).replaceAll(' ', '');
  await expectFineOnBoth(desk);
  await desk.getByRole('textbox', { name: 'Kode' }).fill(new TOTP({ secret }).generate());
  await desk.getByRole('button', { name: 'Simpan faktor kedua' }).click();
  await expect(desk.getByText('Faktor kedua sudah terpasang.')).toBeVisible();

  // His day says what comes first, and no longer once it is done.
  await desk.goto('/today');
  await expectFineOnBoth(desk);
  const first = desk.getByRole('link', { name: /Kantor ini belum diberi nama/ });
  await first.click();
  await expectFineOnBoth(desk);
  await desk.getByLabel('Nama', { exact: true }).fill('Bapas Rekaan Sejahtera');
  await desk.getByRole('main').getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Bapas Rekaan Sejahtera');
  await desk.goto('/today');
  await expect(desk.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(first).toHaveCount(0);
  // The address on the console is spent.
  await desk.goto(office.begin);
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Tautan tidak berlaku');
  await own.close();
});
