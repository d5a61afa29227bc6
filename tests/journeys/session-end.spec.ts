import { demoPassword } from '../../src/invented/demo/accounts.ts';
import { expect, expectFineOnBoth, officeUrl, signInByHand, test } from './support/journey.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

test('a session is ended elsewhere while its owner types: after signing in the text is there, and is recorded once', async ({
  browser,
  officer,
}) => {
  const office = await browser.newContext({
    baseURL: officeUrl(),
    userAgent: firefox,
    locale: 'id-ID',
    viewport: { width: 1280, height: 800 },
  });
  const desk = await office.newPage();
  await signInByHand(desk, 'pk.gili');
  await desk.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await desk.goto('/clients');
  await desk.getByRole('main').getByRole('rowheader').getByRole('link').first().click();
  await expect(desk).toHaveURL(/\/clients\/[0-9a-f-]{36}/);
  await desk.goto(`${new URL(desk.url()).pathname}/notes`);
  const note = `Catatan kunjungan ${Math.random().toString(36).slice(2, 10)}. ${'Klien bercerita tentang pekerjaan, keluarga, dan rencananya bulan depan. '.repeat(20)}`;
  const field = desk.getByLabel('Apa yang terjadi');
  await field.fill(note.trim());

  // He is at another machine now, and ends what he left open.
  const laptop = await officer('pk.gili');
  await laptop.goto('/account');
  const there = laptop.getByRole('row').filter({ hasText: 'Firefox' });
  await there.getByRole('button', { name: 'Akhiri sesi ini' }).click();
  await expect(laptop.getByText('Sesi sudah diakhiri.')).toBeVisible();

  await desk.getByRole('main').getByRole('button', { name: 'Simpan catatan' }).click();
  await expect(desk.getByText('isian Anda belum terkirim')).toBeVisible();
  await expect(desk.getByText(note.slice(0, 30))).toHaveCount(0);
  await expectFineOnBoth(desk);
  await desk.getByLabel('Nama pengguna', { exact: true }).first().fill('pk.gili');
  await desk.getByLabel('Kata sandi', { exact: true }).first().fill(demoPassword);
  await desk.keyboard.press('Enter');

  await expect(desk.getByRole('alert')).toContainText('Sesi Anda berakhir');
  await expect(field).toHaveValue(note.trim());
  await desk.getByRole('main').getByRole('button', { name: 'Simpan catatan' }).click();
  await expect(desk.getByRole('main').getByText(note.slice(0, 30))).toHaveCount(1);
  await office.close();
});
