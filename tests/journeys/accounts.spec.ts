import { TOTP } from 'otpauth';
import { choosePassword, confirm, proveOnce } from './support/accounts.ts';
import { expect, expectFineOnBoth, officeUrl, signInAs, signInByHand, test } from './support/journey.ts';

const password = 'sepeda kunyit lautan tujuh';
/** Passkeys are bound to a name, and a number is none. */
const named = () => officeUrl().replace('127.0.0.1', 'localhost');

test('an account is made, its owner sets the password, shows a second factor and a passkey, and ends a session elsewhere', async ({
  page,
  officer,
  browser,
}) => {
  test.slow();
  const username = `petugas.${Math.random().toString(36).slice(2, 8)}`;
  await signInAs(page, 'admin.akun');
  await page.goto('/admin/accounts');
  await page.getByRole('link', { name: 'Akun baru' }).click();
  await expectFineOnBoth(page);
  await page.getByLabel('Nama', { exact: true }).fill('Ratna Rekaan Sari');
  await page.getByLabel('Nama pengguna').fill(username);
  await page.getByRole('button', { name: 'Buat akun' }).click();
  // The role was forgotten; what was typed is still there.
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel('Nama pengguna')).toHaveValue(username);
  await expectFineOnBoth(page);
  await page.getByLabel('Peran').selectOption({ label: 'Petugas loket' });
  await page.getByRole('button', { name: 'Buat akun' }).click();
  if (await page.getByText('Buktikan dahulu bahwa ini Anda, lalu').first().isVisible()) {
    const elsewhere = await page.context().newPage();
    await elsewhere.goto('/account/prove?back=/account');
    await elsewhere.getByLabel('Kata sandi').fill('contoh-simpul-2022');
    await elsewhere.getByRole('button', { name: 'Lanjutkan' }).click();
    await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('Akun saya');
    await elsewhere.close();
    await page.getByRole('button', { name: 'Buat akun' }).click();
  }
  await expect(page.getByText('Penugasan menunggu persetujuan orang kedua, misalnya kepala kantor.')).toBeVisible();
  await expectFineOnBoth(page);
  const file = page.url();
  await proveOnce(page);
  await confirm(page, 'Buat tautan sekali pakai');
  const link = new URL(await page.locator('code.address').innerText()).pathname;
  await expectFineOnBoth(page);

  // The officer at his own machine: nobody else ever knew this password.
  const own = await browser.newContext({ baseURL: named(), viewport: page.viewportSize() });
  const desk = await own.newPage();
  await desk.goto(link);
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Tetapkan kata sandi Anda');
  await expectFineOnBoth(desk);
  await choosePassword(desk, username);
  await expect(desk.getByRole('alert')).toBeFocused();
  await expectFineOnBoth(desk);
  await choosePassword(desk, password);
  await expect(desk.getByText('Kata sandi sudah disimpan.')).toBeVisible();
  await desk.goto(link);
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Tautan tidak berlaku');
  await signInByHand(desk, username, password);
  await desk.waitForURL((url) => !url.pathname.startsWith('/sign-in'));

  // Not approved yet: no role, so no counter.
  expect((await desk.goto('/counter'))?.status()).toBe(403);
  const head = await officer('kepala.palembang');
  // His day says that somebody cannot begin without him.
  await head.goto('/today');
  await head.getByRole('link', { name: /Penugasan yang menunggu persetujuan Anda: [1-9]/ }).click();
  await head.getByRole('link', { name: 'Periksa penugasan Ratna Rekaan Sari' }).first().click();
  await expectFineOnBoth(head);
  await proveOnce(head);
  await head.getByRole('button', { name: 'Setujui' }).click();
  await expect(head.getByText('Penugasan sudah disetujui.')).toBeVisible();
  const posting = head.url();
  // At once: the same session, no new sign-in.
  expect((await desk.goto('/counter'))?.status()).toBe(200);

  await desk.goto('/account');
  await desk.getByRole('link', { name: 'Pasang aplikasi kode' }).click();
  await expectFineOnBoth(desk);
  const secret = (await desk.locator('ol code').innerText()).replaceAll(' ', '');
  const app = new TOTP({ secret });
  await desk.getByRole('textbox', { name: 'Kode' }).fill('000000');
  await desk.getByRole('button', { name: 'Simpan faktor kedua' }).click();
  await expect(desk.getByRole('alert')).toBeFocused();
  await expect(desk.locator('ol code')).toHaveText(secret.replace(/(.{4})(?=.)/g, '$1 '));
  await desk.getByRole('textbox', { name: 'Kode' }).fill(app.generate());
  await desk.getByRole('button', { name: 'Simpan faktor kedua' }).click();
  await expect(desk.getByText('Faktor kedua sudah terpasang.')).toBeVisible();
  await expectFineOnBoth(desk);
  await desk.getByRole('button', { name: 'Buat kode cadangan' }).click();
  const spare = await desk.locator('ol.codes code').allInnerTexts();
  expect(new Set(spare).size).toBe(10);
  await expectFineOnBoth(desk);

  const devtools = await own.newCDPSession(desk);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'usb',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  });
  await desk.goto('/account/passkeys/new');
  await expectFineOnBoth(desk);
  await desk.getByLabel('Nama kunci').fill('Kunci USB di laci');
  await desk.getByRole('button', { name: 'Buat kunci sandi' }).click();
  await expect(desk.getByText('Kunci USB di laci').first()).toBeVisible();
  await expectFineOnBoth(desk);

  // The next sign-in wants more than the password: here a code of the printed card, on the desk the passkey.
  const second = await browser.newContext({ baseURL: named(), viewport: page.viewportSize() });
  const laptop = await second.newPage();
  await signInByHand(laptop, username, password);
  await expect(laptop.getByRole('heading', { level: 1 })).toHaveText('Langkah kedua');
  await expectFineOnBoth(laptop);
  await laptop.getByRole('textbox', { name: 'Kode' }).fill('123456');
  await laptop.getByRole('button', { name: 'Lanjutkan' }).click();
  await expect(laptop.getByRole('alert')).toBeFocused();
  await laptop.getByRole('textbox', { name: 'Kode' }).fill(spare[0]!);
  await laptop.getByRole('button', { name: 'Lanjutkan' }).click();
  await laptop.waitForURL((url) => !url.pathname.startsWith('/sign-in'));

  await desk.goto('/account');
  await desk.getByRole('button', { name: 'Akhiri sesi ini' }).click();
  await expect(desk.getByText('Sesi sudah diakhiri.')).toBeVisible();
  await laptop.goto('/today');
  await expect(laptop).toHaveURL(/\/sign-in/);
  await second.close();

  await desk.locator('header details').last().locator('summary').click();
  await desk.getByRole('button', { name: 'Keluar' }).first().click();
  await signInByHand(desk, username, password);
  await desk.getByRole('link', { name: 'Gunakan kunci sandi' }).click();
  await expectFineOnBoth(desk);
  await desk.getByRole('button', { name: 'Gunakan kunci sandi' }).click();
  await desk.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  expect((await desk.goto('/counter'))?.status()).toBe(200);

  // And away again at once, by the administrator who gave it.
  await page.goto(new URL(posting).pathname);
  await proveOnce(page);
  await page.locator('summary', { hasText: 'Cabut penugasan' }).click();
  await page.getByLabel('Alasan').fill('Dipindahkan ke kantor lain.');
  await page.getByRole('button', { name: 'Cabut penugasan', exact: true }).click();
  await expect(page.getByText('Penugasan sudah dicabut.')).toBeVisible();
  expect((await desk.goto('/counter'))?.status()).toBe(403);
  await page.goto(new URL(file).pathname);
  await confirm(page, 'Akhiri semua sesi');
  await expect(page.getByText('Sesi sudah diakhiri.')).toBeVisible();
  await desk.goto('/account');
  await expect(desk).toHaveURL(/\/sign-in/);
  await own.close();

  // The end of his service is recorded, found to be a mistake and corrected; both stay on record.
  await page.locator('summary', { hasText: 'Selesai bertugas' }).click();
  await page.getByLabel('Alasan', { exact: true }).fill('Pensiun.');
  await page.getByRole('button', { name: 'Catat selesai bertugas' }).click();
  await expect(page.getByText('Petugas dicatat selesai bertugas.')).toBeVisible();
  await expectFineOnBoth(page);
  await page.locator('summary', { hasText: 'Betulkan pencatatan yang keliru' }).click();
  await page.getByRole('button', { name: 'Betulkan pencatatan', exact: true }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expectFineOnBoth(page);
  await page.getByLabel('Alasan pembetulan').fill('Yang pensiun petugas lain.');
  await page.getByRole('button', { name: 'Betulkan pencatatan', exact: true }).click();
  await expect(page.getByText('Pencatatan selesai bertugas sudah dibetulkan.')).toBeVisible();
  await expect(page.getByText('Dibetulkan: Yang pensiun petugas lain.')).toBeVisible();
  await expect(page.getByText('Ditangguhkan', { exact: true })).toBeVisible();
  await expectFineOnBoth(page);
});
