import { aPdf } from '../corpus/files.ts';
import { freshCard } from './support/card.ts';
import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, test } from './support/journey.ts';
import { comeInside } from './support/own-page.ts';

const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();

const aFile = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

/** A client who stands at the counter asks there; his paper says so, and his guarantor is heard. By the keyboard alone. */
async function atTheCounter(counter: Page, letters: string, look: (page: Page) => Promise<void>): Promise<void> {
  await counter.goto('/counter');
  await counter.getByLabel('Klien yang datang').fill(letters);
  await counter.keyboard.press('Enter');
  await expect(counter.getByRole('link', { name: 'Izin bepergian', exact: true }).first()).toBeVisible();
  await look(counter);
  await counter.getByRole('link', { name: 'Izin bepergian', exact: true }).first().press('Enter');
  await heading(counter, /^Izin bepergian: /);
  await look(counter);
  await counter.getByLabel('Tempat tinggal selama bepergian').fill('Rumah kakak, Jalan Rekaan 5');
  await counter.getByRole('button', { name: 'Simpan permohonan' }).press('Enter');
  await expect(counter.getByText(/hal yang perlu diperbaiki/).first()).toBeVisible();
  await expect(counter.getByLabel('Tempat tinggal selama bepergian')).toHaveValue('Rumah kakak, Jalan Rekaan 5');
  await counter.getByRole('textbox', { name: 'Berangkat' }).fill('20-06-2022');
  await counter.getByRole('textbox', { name: 'Kembali paling lambat' }).fill('21-06-2022');
  await counter.getByLabel('Kabupaten atau kota tujuan').selectOption({ label: 'Kota Bandar Lampung' });
  await counter.getByLabel('Keperluan', { exact: true }).selectOption({ label: 'Keluarga' });
  await counter.getByLabel('Jelaskan keperluannya').fill('Pernikahan adik');
  await counter.getByRole('button', { name: 'Simpan permohonan' }).press('Enter');
  await expect(counter.getByText(/Permohonan sudah dicatat\./)).toBeVisible();
  await expect(counter.getByRole('heading', { name: 'Tanda terima permohonan izin bepergian' })).toBeVisible();
  await look(counter);
  await counter.getByText('Catat kata penjamin atau wali').first().click();
  await counter.getByLabel('Nama yang didengar').first().fill('Ibu Rekaan');
  await counter.getByLabel('Setuju', { exact: true }).first().check();
  await counter.getByRole('button', { name: 'Simpan keterangan' }).first().press('Enter');
  await expect(counter.getByText('Sudah ditambahkan pada permohonan.')).toBeVisible();
  await look(counter);
}

/**
 * A client asks on his own page, his counsellor's office advises, the head grants and numbers the letter, and whoever holds the paper
 * checks it. `look` is called on every page on the way.
 */
async function fromAskingToChecking(
  own: Page,
  name: string,
  { section, head }: { section: Page; head: Page },
  look: (page: Page) => Promise<void>,
): Promise<string> {
  await own.goto('/my/permits');
  await expect(own.getByText('Anda belum pernah meminta izin.')).toBeVisible();
  await own.getByRole('link', { name: 'Minta izin bepergian' }).click();
  await look(own);
  await own.getByRole('textbox', { name: 'Berangkat' }).fill('20-06-2022');
  await own.getByRole('textbox', { name: 'Kembali paling lambat' }).fill('19-06-2022');
  await own.getByLabel('Kabupaten atau kota tujuan').selectOption({ label: 'Kota Bandar Lampung' });
  await own.getByLabel('Tempat tinggal selama bepergian').fill('Rumah kakak, Jalan Rekaan 5');
  await own.getByLabel('Keperluan', { exact: true }).selectOption({ label: 'Keluarga' });
  await own.getByLabel('Jelaskan keperluannya').fill('Pernikahan adik');
  await own.getByRole('button', { name: 'Kirim permohonan' }).click();
  await expect(own.getByText('Hari kembali lebih awal daripada hari berangkat.').first()).toBeVisible();
  await expect(own.getByLabel('Tempat tinggal selama bepergian')).toHaveValue('Rumah kakak, Jalan Rekaan 5');
  await own.getByRole('textbox', { name: 'Kembali paling lambat' }).fill('21-06-2022');
  await own.getByRole('button', { name: 'Kirim permohonan' }).click();
  await expect(own.getByText('Permohonan Anda sedang dipertimbangkan pembimbing.')).toBeVisible();
  await own.getByText('Tambahkan surat, misalnya tiket atau undangan').click();
  await own.getByLabel('Nama surat').fill('Undangan pernikahan');
  await own.getByLabel('Berkas surat').setInputFiles(aFile('undangan.exe', Buffer.from('MZ bukan surat')));
  await own.getByRole('button', { name: 'Tambahkan surat' }).click();
  await expect(own.getByLabel('Nama surat')).toHaveValue('Undangan pernikahan');
  await look(own);
  await own.getByLabel('Berkas surat').setInputFiles(aFile('undangan.pdf', Buffer.from(aPdf())));
  await own.getByRole('button', { name: 'Tambahkan surat' }).click();
  await expect(own.getByText('Surat pendukung yang sudah kami terima:')).toBeVisible();
  await look(own);

  await section.goto('/permits?state=asked');
  await look(section);
  await section.getByRole('main').getByRole('link', { name, exact: true }).first().click();
  await heading(section, 'Izin bepergian');
  const permit = new URL(section.url()).pathname;
  await expect(section.getByRole('link', { name: 'Undangan pernikahan' })).toBeVisible();
  await look(section);
  await section.getByRole('link', { name: 'Beri pertimbangan' }).click();
  await section.getByLabel('Disarankan diizinkan').check();
  await section.getByLabel('Alasan').fill('Keluarga mendukung dan wajib lapor lengkap.');
  await section.getByRole('button', { name: 'Simpan langkah' }).click();
  await expect(section.getByText('Penjamin belum didengar. Catat keterangannya lebih dahulu.').first()).toBeVisible();
  await expect(section.getByLabel('Alasan')).toHaveValue('Keluarga mendukung dan wajib lapor lengkap.');
  await look(section);
  await section.goto(permit);
  await section.getByLabel('Setuju', { exact: true }).check();
  await section.getByRole('button', { name: 'Simpan keterangan' }).click();
  await section.getByRole('link', { name: 'Beri pertimbangan' }).click();
  await section.getByLabel('Disarankan diizinkan').check();
  await section.getByLabel('Alasan').fill('Keluarga mendukung dan wajib lapor lengkap.');
  await section.getByRole('button', { name: 'Simpan langkah' }).click();
  await expect(section.getByText('Menunggu keputusan').first()).toBeVisible();

  await head.goto(permit);
  await head.getByRole('link', { name: 'Putuskan permohonan' }).click();
  await head.getByLabel('Izinkan', { exact: true }).check();
  await head.getByLabel('Alasan').fill('Sesuai pertimbangan pembimbing.');
  await look(head);
  await head.getByRole('button', { name: 'Simpan langkah' }).click();
  await head.getByRole('link', { name: 'Konsep surat izin' }).click();
  await head.getByRole('button', { name: 'Beri nomor dan kunci' }).click();
  await head.goto(permit);
  await expect(head.getByText('Diizinkan', { exact: true }).first()).toBeVisible();
  const check = await head.getByRole('link', { name: /^Periksa: / }).getAttribute('href');
  await look(head);
  const letter = await head
    .getByRole('heading', { name: 'Surat izin', exact: true })
    .locator('+ p a')
    .getAttribute('href');
  const paper = await head.request.get(`${letter}/pdf`);
  expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');

  await own.goto(check!);
  await heading(own, 'Izin ini asli, tetapi belum mulai berlaku');
  await expect(own.getByText('Kota Bandar Lampung')).toBeVisible();
  await expect(own.getByText(name)).toHaveCount(0);
  await look(own);
  await own.goto('/my/permits');
  await expect(own.getByText('Anda diizinkan bepergian.')).toBeVisible();
  await expect(own.getByRole('listitem').filter({ hasText: 'Permohonan Anda dikabulkan.' })).toContainText(
    'Sesuai pertimbangan pembimbing.',
  );
  await expect(own.getByRole('link', { name: 'Sampaikan keberatan atau pengaduan' })).toBeVisible();
  await look(own);
  return permit;
}

test('a client asks for leave, and a policeman checks the paper', async ({ page, browser, officer }) => {
  test.slow();
  const card = await freshCard(browser);
  await comeInside(page, card);
  const [section, head] = [await officer('kasi.palembang'), await officer('kepala.palembang')];
  const permit = await fromAskingToChecking(page, card.name, { section, head }, expectFineOnBoth);
  await atTheCounter(await officer('loket.palembang'), 'sur', expectFineOnBoth);

  await page.goto('/p');
  await expectFineOnBoth(page);
  for (const typed of ['', 'bukan kode']) {
    await page.goto('/p');
    await page.getByLabel('Kode surat izin').fill(typed);
    await page.getByRole('button', { name: 'Periksa' }).click();
    await expect(page.getByText(/Kode ini tidak lengkap/).first()).toBeVisible();
  }
  await page.goto('/p/8KQ2-77HM');
  await heading(page, 'Kode ini tidak dikenal');

  await section.goto(permit.replace(/\/[^/]+$/, ''));
  await expectFineOnBoth(section);
  await section.getByRole('link', { name: 'Catat permohonan izin' }).click();
  await expectFineOnBoth(section);
  await section.getByRole('button', { name: 'Simpan permohonan' }).click();
  await expect(section.getByText(/hal yang perlu diperbaiki/).first()).toBeVisible();

  // His supervision ends before he sets out: the permit falls with it, and the head writes that down.
  const client = permit.split('/permits/')[0]!;
  await section.goto(`${client}/ending`);
  await section.getByRole('radio', { name: 'Meninggal dunia' }).check();
  await section.getByLabel('Nomor surat').fill('SK-Kematian-17/2022');
  await section.getByRole('textbox', { name: /^Catatan/ }).fill('Keluarga membawa surat kematian.');
  await section.getByRole('button', { name: 'Ajukan pengakhiran' }).click();
  await head.goto(`${client}/ending`);
  await head.getByRole('button', { name: 'Setujui pengakhiran' }).click();
  await expect(head.getByText('Berakhir').first()).toBeVisible();
  await head.goto(permit);
  await head.getByRole('link', { name: 'Catat bahwa izin gugur' }).click();
  await expectFineOnBoth(head);
  await head.getByRole('button', { name: 'Simpan langkah' }).click();
  await expect(head.getByText(/hal yang perlu diperbaiki/).first()).toBeVisible();
  await head.getByLabel('Alasan').fill('Bimbingan berakhir karena klien meninggal dunia.');
  await head.getByRole('button', { name: 'Simpan langkah' }).click();
  await expect(head.getByText('Dicabut', { exact: true }).first()).toBeVisible();
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('a client asks for leave, and a policeman checks the paper', async ({ page, browser, officer }) => {
    test.slow();
    const card = await freshCard(browser);
    await comeInside(page, card);
    const who = { section: await officer('kasi.palembang'), head: await officer('kepala.palembang') };
    await fromAskingToChecking(page, card.name, who, async (shown) => expectFine(shown));
    await atTheCounter(await officer('loket.palembang'), 'mar', async (shown) => expectFine(shown));
  });
});
