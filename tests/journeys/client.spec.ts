import { everything } from '../support/width.ts';
import { freshCard } from './support/card.ts';
import { expect, expectFineOnBoth, test } from './support/journey.ts';
import { answer, answerAll, beginReport, comeInside, enterFirstTime, ownPin } from './support/own-page.ts';

/** Chromium shows itself a moving picture as camera; everything else as in playwright.config.ts. */
const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const usual = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const executablePath = process.env.CHROMIUM_PATH || '/usr/bin/chromium';
test.use({ launchOptions: { executablePath, args: [...usual, ...camera] } });

// A client has a phone; verify plays the same on a desk.
test.skip(({ viewport }) => !everything && viewport!.width > 600, 'a client has a phone');

test('a client reports from the phone with photo and position, and finds the report in the record', async ({
  page,
  context,
  browser,
}) => {
  test.slow();
  await context.grantPermissions(['camera', 'geolocation']);
  await context.setGeolocation({ latitude: -2.9909, longitude: 104.7566, accuracy: 25 });
  const card = await freshCard(browser);
  await page.goto(`/l/${card.code}`);
  await expectFineOnBoth(page);
  await enterFirstTime(page, card);
  await expectFineOnBoth(page);

  await page.goto('/my/report');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Data Anda');
  await expectFineOnBoth(page);
  await page.getByRole('button', { name: 'Saya sudah membaca dan setuju' }).click();
  await expect(page.getByRole('link', { name: 'Mulai' })).toBeVisible();
  await expectFineOnBoth(page);
  await page.getByRole('link', { name: 'Mulai' }).click();
  await expectFineOnBoth(page);

  // A changed address needs a word, and nothing typed is lost.
  await page.getByText('Pindah', { exact: true }).click();
  await page.getByRole('button', { name: 'Lanjutkan', exact: true }).click();
  await expect(page.getByRole('alert').first()).toBeFocused();
  await expectFineOnBoth(page);
  await answer(page, 'Apakah alamat Anda masih sama?', 'Pindah', {
    label: 'Jika pindah: alamat baru Anda',
    text: 'Jalan Merdeka 5, Palembang',
  });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Apakah nomor telepon Anda masih sama?');
  await page.reload();
  await page.goto('/my');
  await expect(page.getByText('Jawaban Anda masih tersimpan.')).toBeVisible();
  await page.getByRole('link', { name: 'Lanjutkan laporan' }).click();
  await page.getByRole('link', { name: 'Lanjutkan laporan' }).click();
  await answer(page, 'Apakah nomor telepon Anda masih sama?', 'Masih sama');
  await answer(page, 'Apakah pekerjaan Anda masih sama?', 'Masih sama');
  await answer(page, 'Bagaimana keadaan keluarga Anda?', 'Baik');
  await answer(page, 'Apakah ada masalah yang ingin Anda sampaikan?', 'Tidak ada');

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bolehkah kami mengetahui lokasi Anda sekarang?');
  await expectFineOnBoth(page);
  await page.getByRole('button', { name: 'Ya, sertakan lokasi saya' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Foto wajah Anda');
  await expectFineOnBoth(page);
  await page.getByRole('button', { name: 'Beri saya nomor' }).click();
  await expect(page.getByRole('group', { name: 'Nomor Anda' })).toContainText(/\d{4}/);
  await page.getByRole('button', { name: 'Buka kamera' }).click();
  await page.getByRole('button', { name: 'Ambil foto', exact: true }).click();
  await expect(page.getByAltText('Foto yang akan dikirim')).toBeVisible();
  await expectFineOnBoth(page);
  const bytes = await page.locator('#own-photo').evaluate((field) => (field as HTMLInputElement).files?.[0]?.size ?? 0);
  expect(bytes).toBeGreaterThan(1000);
  expect(bytes).toBeLessThanOrEqual(200_000);
  await page.getByRole('button', { name: 'Pakai foto ini' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Periksa jawaban Anda');
  await expect(page.getByText('Jalan Merdeka 5, Palembang')).toBeVisible();
  await expect(page.getByText('ketelitian kira-kira 25 meter')).toBeVisible();
  await expectFineOnBoth(page);
  await page.getByRole('button', { name: 'Kirim laporan' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Laporan Anda sudah kami terima');
  await expect(page.getByText('C: foto dengan angka baru')).toBeVisible();
  await expect(page.getByText(/pukul \d\d\.\d\d WIB/)).toBeVisible();
  await expect(page.getByText(card.name, { exact: true })).toBeVisible();
  await expectFineOnBoth(page);
  const receipt = new URL(page.url()).pathname;

  // Going back and sending again gives no second report.
  await page.goto('/my/report/check');
  await expect(page.getByText('Laporan Anda sudah terkirim sebelumnya.')).toBeVisible();
  await page.goto('/my/history');
  await expectFineOnBoth(page);
  await page.locator('main a[href^="/my/history/"]').first().click();
  await expect(page.locator(`a[href="${receipt}"]`)).toBeVisible();
  await expectFineOnBoth(page);
  await page.getByLabel('Apa yang sebenarnya terjadi?').fill('Saya juga datang ke loket.');
  await page.getByRole('button', { name: 'Kirim keberatan' }).click();
  await expect(page.getByText('Menunggu jawaban pembimbing')).toBeVisible();
  await expectFineOnBoth(page);

  for (const place of ['/my/who', '/my/duties', '/my/rights', '/my/guidance', '/my/privacy', '/my/pin']) {
    await page.goto(place);
    await expectFineOnBoth(page);
  }
  await page.emulateMedia({ media: 'print' });
  await page.goto(receipt);
  await expect(page.getByText('Kode tanda terima')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Keluar' })).toBeHidden();
});

test('wrong PINs lock the card kindly, unknown codes say nothing, and a closed page leads back', async ({
  page,
  browser,
}) => {
  const card = await freshCard(browser);
  await page.goto('/l/00000000000000000000');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Alamat ini tidak dapat dipakai');
  await expectFineOnBoth(page);
  await page.goto('/l');
  await expectFineOnBoth(page);
  await page.getByLabel('Kode pada kartu').fill('KARTU');
  await page.getByRole('button', { name: 'Lanjutkan' }).click();
  await expect(page.getByRole('alert')).toContainText('Kode ini tidak lengkap');
  await page.getByLabel('Kode pada kartu').fill(card.code.toLowerCase());
  await page.getByRole('button', { name: 'Lanjutkan' }).click();
  await enterFirstTime(page, card);
  await page.getByRole('button', { name: 'Keluar' }).click();
  await expect(page.getByText('Anda sudah keluar.')).toBeVisible();
  await page.goto('/my');
  await expect(page).toHaveURL(/\/l\?said=ended$/);
  // The door of the house knows whoever came with a card, and does not ask him for an officer's name.
  await page.goto('/');
  await expect(page).toHaveURL(/\/l$/);
  await page.getByRole('link', { name: 'Masuk lagi dengan PIN' }).click();
  // What is no PIN is no try.
  await page.getByLabel('PIN', { exact: true }).fill('9182');
  await page.getByRole('button', { name: 'Masuk' }).click();
  await expect(page.getByRole('alert')).toContainText('PIN terdiri atas enam angka.');
  for (const tries of [4, 3, 2, 1]) {
    await page.getByLabel('PIN', { exact: true }).fill('918273');
    await page.getByRole('button', { name: 'Masuk' }).click();
    await expect(page.getByRole('alert')).toContainText(`mencoba ${tries} kali`);
  }
  await page.getByLabel('PIN', { exact: true }).fill('918273');
  await page.getByRole('button', { name: 'Masuk' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('PIN terkunci');
  await expect(page.getByText('Hubungi atau datang ke Bapas')).toBeVisible();
  await expectFineOnBoth(page);
});

test('whoever does not agree loses nothing', async ({ page, browser }) => {
  await comeInside(page, await freshCard(browser));
  await page.goto('/my/report/photo');
  await expect(page).toHaveURL(/\/my\/report\/consent$/);
  await page.getByRole('link', { name: 'Saya tidak setuju' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tidak apa-apa');
  await expectFineOnBoth(page);
});

test('whoever agreed may take it back, and a page that stood open takes no report after that', async ({
  page,
  browser,
  context,
}) => {
  await comeInside(page, await freshCard(browser));
  await beginReport(page);
  const other = await context.newPage();
  await other.goto('/my/privacy');
  await expect(other.getByText('Pengawas Kanwil dan auditor hanya dengan menyebut alasan')).toBeVisible();
  await other.locator('summary', { hasText: 'Tarik kembali persetujuan' }).click();
  await expectFineOnBoth(other);
  await other.getByRole('button', { name: 'Tarik kembali persetujuan' }).click();
  await expect(other.getByText('Persetujuan Anda sudah ditarik kembali.')).toBeVisible();
  await expectFineOnBoth(other);
  await page.getByText('Masih sama', { exact: true }).click();
  await page.getByRole('button', { name: 'Lanjutkan', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Saya sudah membaca dan setuju' })).toBeVisible();
  await page.goto('/my/nowhere');
  await page.getByRole('link', { name: 'Ke halaman utama' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Halaman saya');
  await expect(page.getByRole('link', { name: 'Lanjutkan laporan' })).toHaveCount(0);
});

test('a page that nobody uses says so in time, in both languages', async ({ page, browser }) => {
  await page.clock.install();
  await comeInside(page, await freshCard(browser));
  await page.goto('/my'); // it counts from when its script began
  await page.clock.fastForward('13:00');
  await expect(page.getByText('Halaman ini akan tertutup dalam tiga menit')).toBeVisible();
  await page.getByRole('button', { name: 'Saya masih di sini' }).click();
  await expect(page.getByText('Halaman ini akan tertutup dalam tiga menit')).toBeHidden();
  await page.clock.fastForward('16:00');
  await expect(page).toHaveURL(/\/l\?said=ended$/);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Enter with your card');
});

test('a page closes while somebody answers, without a line: nothing is to be seen, and behind the PIN the answer is there', async ({
  page,
  context,
  browser,
  complaints,
}) => {
  await page.clock.install();
  await comeInside(page, await freshCard(browser));
  await beginReport(page);
  await page.getByText('Pindah', { exact: true }).click();
  await page.getByLabel('Jika pindah: alamat baru Anda').fill('Jalan Kenari 7, Palembang');
  await context.setOffline(true);
  await page.clock.fastForward('16:00');
  await expect(page.getByText('Yang Anda ketik menunggu di sini.')).toBeVisible();
  expect(await page.content()).not.toContain('Kenari');
  await context.setOffline(false);
  // The browser writes down each try that found no line.
  for (const said of complaints.splice(0)) expect(said).toContain('ERR_INTERNET_DISCONNECTED');
  await page.clock.fastForward('00:06');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ketik PIN Anda');
  await expect(page.getByText('jawaban Anda belum terkirim')).toBeVisible();
  expect(await page.content()).not.toContain('Kenari');
  await expectFineOnBoth(page);

  await page.getByLabel('PIN', { exact: true }).fill(ownPin);
  await page.getByRole('button', { name: 'Masuk' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Apakah ini Anda?');
  await page.getByRole('button', { name: 'Ya, lanjutkan' }).click();
  await expect(page.getByRole('alert').first()).toContainText('Yang Anda ketik ada di bawah ini');
  await expect(page.getByLabel('Jika pindah: alamat baru Anda')).toHaveValue('Jalan Kenari 7, Palembang');
  await expectFineOnBoth(page);
  await page.getByRole('button', { name: 'Lanjutkan', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Apakah nomor telepon Anda masih sama?');
});

test('the pages bring little script', async ({ page, browser }) => {
  await comeInside(page, await freshCard(browser));
  const scripts: string[] = [];
  page.on('request', (asked) => asked.resourceType() === 'script' && scripts.push(new URL(asked.url()).pathname));
  await page.goto('/my', { waitUntil: 'networkidle' });
  expect(scripts.sort()).toEqual(['/own.js', '/simpul.js']);
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('a report can be sent; it says plainly that it is grade D', async ({ page, browser }) => {
    test.slow();
    await enterFirstTime(page, await freshCard(browser));
    await beginReport(page);
    await answerAll(page);
    await expect(page.getByText('tidak dapat membaca lokasi')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Ya, sertakan lokasi saya' })).toBeHidden();
    await page.getByRole('button', { name: 'Tidak, lanjutkan tanpa lokasi' }).click();
    await expect(page.getByText('Foto tidak dapat diambil di sini')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Beri saya nomor' })).toBeHidden();
    await page.getByRole('button', { name: 'Lanjutkan tanpa foto' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Periksa jawaban Anda');
    await page.locator('a[href="/my/report/work"]').click();
    await answer(page, 'Apakah pekerjaan Anda masih sama?', 'Masih sama');
    await page.getByRole('button', { name: 'Kirim laporan' }).click();
    await expect(page.getByText('D: keterangan saja')).toBeVisible();
    await page.getByRole('button', { name: 'Keluar' }).click();
    await expect(page.getByText('Anda sudah keluar.')).toBeVisible();
  });
});
