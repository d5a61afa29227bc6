import { choosePassword, confirm, proveOnce } from './support/accounts.ts';
import { expect, expectFineOnBoth, officeUrl, signInAs, signInByHand, test } from './support/journey.ts';

test('whoever must choose another password does so before he works, and is told why one is too weak', async ({
  page,
  browser,
}) => {
  const username = `petugas.${Math.random().toString(36).slice(2, 8)}`;
  const [first, second] = ['sepeda kunyit lautan tujuh', 'tangga beras merpati enam'];
  await signInAs(page, 'admin.akun');
  await page.goto('/account/prove?back=/admin/accounts/new');
  await page.getByLabel('Kata sandi').fill('contoh-simpul-2022');
  await page.getByRole('button', { name: 'Lanjutkan' }).click();
  await page.getByLabel('Nama', { exact: true }).fill('Wulan Rekaan Asih');
  await page.getByLabel('Nama pengguna').fill(username);
  await page.getByLabel('Peran').selectOption({ label: 'Petugas loket' });
  await page.getByRole('button', { name: 'Buat akun' }).click();
  await proveOnce(page);
  await confirm(page, 'Buat tautan sekali pakai');
  const link = new URL(await page.locator('code.address').innerText()).pathname;
  const file = new URL(page.url()).pathname;

  const own = await browser.newContext({ baseURL: officeUrl(), viewport: page.viewportSize() });
  const desk = await own.newPage();
  await desk.goto(link);
  await choosePassword(desk, first);
  await expect(desk.getByText('Kata sandi sudah disimpan.')).toBeVisible();
  await page.goto(file);
  await confirm(page, 'Wajibkan kata sandi baru');
  await expect(page.getByText('Pemilik akun harus memilih kata sandi baru')).toBeVisible();

  await signInByHand(desk, username, first);
  await expect(desk).toHaveURL(/\/sign-in\/new-password/);
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Kata sandi baru');
  await expectFineOnBoth(desk);
  // No way around it.
  await desk.goto('/account');
  await expect(desk).toHaveURL(/\/sign-in\/new-password/);

  for (const [weak, why] of [
    ['lautan', 'Kata sandi paling sedikit 12 huruf.'],
    ['123456789012', 'Kata sandi ini hanya mengulang atau mengurutkan huruf dan angka.'],
    [`${username} ${username}`, 'Kata sandi ini memuat nama Anda atau nama kantor.'],
  ] as const) {
    await choosePassword(desk, weak);
    await expect(desk.getByRole('alert')).toBeFocused();
    const field = desk.getByLabel('Kata sandi baru', { exact: true });
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(new RegExp(why.replaceAll('.', '\\.')));
  }
  await expectFineOnBoth(desk);
  await choosePassword(desk, second);
  await desk.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  expect((await desk.goto('/account'))?.status()).toBe(200);
  await own.close();
});
