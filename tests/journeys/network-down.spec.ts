import { expect, expectFine, expectFineOnBoth, officeUrl, signInAs, test } from './support/journey.ts';

test.use({ serviceWorkers: 'allow' });

test('on a poor line the device says so under the address that was asked for, and trying again goes on @phone', async ({
  page,
  context,
  complaints,
}) => {
  await page.goto('/network-down');
  await expectFineOnBoth(page);
  await signInAs(page, 'loket.palembang');
  await page.goto('/counter');
  const kept = () =>
    page.evaluate(async () => {
      const addresses: string[] = [];
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) addresses.push(new URL(url).pathname);
      return addresses.filter((address) => !address.endsWith('.css')).sort();
    });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(kept).toEqual(['/network-down', '/simpul.js']);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);

  await context.setOffline(true);
  await page.goto('/petitions?state=all');
  await expect(page.getByRole('heading', { name: 'Tidak ada sambungan ke server' })).toBeVisible();
  expect(page.url()).toBe(`${officeUrl()}/petitions?state=all`);
  expect(await page.evaluate(() => getComputedStyle(document.querySelector('a.button')!).minHeight)).not.toBe('auto');
  await context.setOffline(false);
  await page.getByRole('link', { name: 'Coba lagi' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Permohonan dan pengaduan');
  await expectFine(page);

  // What is sent while the line is down is sent by trying again, and once.
  await page.goto('/petitions/new');
  await page.getByLabel('Nama klien').fill('Orang Putus Jaringan');
  await page.getByLabel('Apa yang terjadi').fill('Membuat keributan di depan warung setiap malam.');
  await page.getByLabel('Tanpa nama').check();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Simpan dan buat tanda terima' }).click();
  await expect(page.getByRole('heading', { name: 'Tidak ada sambungan ke server' })).toBeVisible();
  await context.setOffline(false);
  await page.getByRole('link', { name: 'Coba lagi' }).click();
  await expect(page.locator('dd.code')).toBeVisible();
  // In the other language it is kept anew.
  await page.goto('/petition');
  await page.getByRole('button', { name: 'English' }).click();
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.match('/network-down'))?.text())?.includes('lang="en"')))
    .toBe(true);
  // No page that says something of somebody has stayed on the device.
  expect(await kept()).toEqual(['/network-down', '/simpul.js']);
  for (const said of complaints.splice(0)) expect(said).toMatch(/ERR_INTERNET_DISCONNECTED|^503 |status of 503/);
});
