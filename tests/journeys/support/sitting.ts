import { aPdf } from '../../corpus/files.ts';
import { Browser as PlainBrowser } from '../../corpus/forms/browser.ts';
import { readPage } from '../../corpus/forms/page.ts';
import type { Locator } from '@playwright/test';
import { expect, officeUrl, type Page } from './journey.ts';

/** So many clients of an office wait for a sitting; their counsellor's report is sent as a form without a browser. */
export async function proposePhases(username: string, count: number): Promise<void> {
  const plain = await new PlainBrowser(officeUrl()).signIn(username);
  let left = count;
  for (const link of (await plain.open('/clients?whose=office&state=active&sort=name')).links) {
    if (left === 0) break;
    if (!/^\/clients\/[0-9a-f-]{36}$/.test(link)) continue;
    const page = await plain.open(`${link}/phase`);
    const form = page.forms.find(({ action }) => action === '?/propose');
    if (!form) continue;
    const hidden = (name: string) => form.controls.find((control) => control.name === name)!.value;
    const answer = await plain.send({
      method: 'POST',
      path: `${link}/phase?/propose`,
      body: new URLSearchParams({
        submissionId: hidden('submissionId'),
        version: hidden('version'),
        toPhase: 'advanced',
        report: 'Program diikuti dengan baik, keluarga mendukung.',
      }),
    });
    expect(answer.status, readPage(link, answer).title).toBe(303);
    left -= 1;
  }
  plain.close();
  expect(left).toBe(0);
}

/** The head names who presides, who writes and who sits, unless enough do already: one may present, and three still vote. */
export async function nameTeam(head: Page): Promise<void> {
  for (const [index, duty] of ['Ketua', 'Sekretaris', 'Anggota', 'Anggota'].entries()) {
    await head.goto('/sittings/members');
    const sits = head.getByRole('main').getByRole('listitem').filter({ hasText: duty });
    if ((await sits.count()) > (index === 3 ? 1 : 0)) continue;
    await head.getByLabel(/^Petugas/).selectOption({ index: index + 1 });
    await head.getByLabel('Tugas dalam TPP').selectOption({ label: duty });
    await head.getByLabel('Mulai', { exact: true }).fill('01-06-2022');
    await head.getByRole('button', { name: 'Tambah anggota' }).click();
    await expect(head.getByText('Sudah disimpan.')).toBeVisible();
  }
}

/** A new agenda with everything that waits, or only with what was put off. */
export async function draft(page: Page, { all }: { all: boolean }): Promise<void> {
  await page.goto('/sittings/new');
  await page.getByLabel('Tanggal sidang', { exact: true }).fill('13-06-2022');
  await page.getByLabel('Tempat').fill('Ruang rapat');
  await page.getByLabel(/^Masukkan semua yang menunggu/).setChecked(all);
  await page.getByRole('button', { name: 'Buat agenda' }).click();
  await expect(page.getByRole('heading', { name: /^Agenda/ })).toBeVisible();
}

const dissent = 'Keluarga belum siap menerima kelonggaran.';

/** The first item is put off, the second advised against one voice, all others together. */
async function hearAll(page: Page, base: string, look: () => Promise<void>): Promise<void> {
  await page.getByRole('link', { name: 'Catat rekomendasi', exact: true }).click();
  await look();
  await page.getByRole('radio', { name: 'Ditunda ke sidang berikut' }).check();
  await page.getByRole('button', { name: 'Simpan dan lanjut' }).click();
  await expect(page.getByRole('radio', { name: 'Ditunda ke sidang berikut' })).toBeChecked();
  await page.getByLabel('Alasan', { exact: true }).fill('Laporan belum lengkap.');
  await page.getByRole('button', { name: 'Simpan dan lanjut' }).click();
  await expect(page.getByText(/Tersimpan\. Tinggal \d+ butir\./)).toBeVisible();

  await page.getByRole('radio', { name: 'Menyarankan disetujui' }).check();
  await page.getByLabel('Alasan', { exact: true }).fill('Syarat sudah dipenuhi.');
  await page.getByText('Suara dan pendapat berbeda').click();
  await page.getByLabel(/^Pendapat berbeda 1: siapa/).selectOption({ index: 1 });
  await page.getByLabel(/^Pendapat berbeda 1: alasannya/).fill(dissent);
  await page.getByRole('button', { name: 'Simpan dan lanjut' }).click();
  // What somebody disagreed with was not agreed by all.
  await expect(page.getByText(/Ada pendapat berbeda, jadi bukan mufakat/).first()).toBeVisible();
  await page.getByRole('radio', { name: 'Pemungutan suara' }).check();
  await page.getByLabel(/^Suara setuju/).fill('2');
  await page.getByLabel(/^Suara tidak setuju/).fill('1');
  await look();
  await page.getByRole('button', { name: 'Simpan dan lanjut' }).click();
  await expect(page.getByText(/Tersimpan\. Tinggal \d+ butir\./)).toBeVisible();

  await page.goto(`${base}/quick`);
  await page.getByRole('radio', { name: 'Menyarankan disetujui' }).check();
  await page.getByLabel('Alasan', { exact: true }).fill('Syarat sudah dipenuhi.');
  await look();
  await page.getByRole('button', { name: 'Catat yang dipilih' }).click();
  await expect(page.getByText(/\d+ butir dicatat\./)).toBeVisible();
}

/** What the minutes say, with their number, and the signed paper that comes back. */
async function signMinutes(page: Page, head: Page, look: () => Promise<void>): Promise<void> {
  await page.getByRole('link', { name: 'Berita acara sidang TPP' }).click();
  await expect(page.getByText('Laporan belum lengkap.').first()).toBeVisible();
  await expect(page.getByText(dissent).first()).toBeVisible();
  await look();
  // Whoever heads the office, or presides, has it numbered; then the signed paper comes back.
  const minutes = new URL(page.url()).pathname;
  await head.goto(minutes);
  await head.getByRole('button', { name: 'Beri nomor dan kunci' }).click();
  await expect(head.getByText('Sudah disimpan.')).toBeVisible();
  await page.goto(minutes);
  await look();
  await page
    .getByLabel('Salinan bertanda tangan', { exact: true })
    .setInputFiles({ name: 'berita-acara.pdf', mimeType: 'application/pdf', buffer: Buffer.from(aPdf()) });
  await page.getByRole('button', { name: 'Simpan dan kunci' }).click();
  await expect(page.getByText('Sudah disimpan.')).toBeVisible();
}

/** Two whose phase is to be decided and who stand on the agenda once: at an office where more goes on, somebody may wait for two things. */
async function chooseTwo(agenda: Locator): Promise<{ off: string; against: string }> {
  const rows = await agenda.evaluateAll((all) =>
    all.map((one) => ({ name: one.querySelector('strong')!.textContent.trim(), says: one.textContent })),
  );
  const [off, against] = rows
    .filter(({ says }) => says.includes('Perpindahan tahap bimbingan'))
    .map(({ name }) => name)
    .filter((name) => rows.filter((other) => other.name === name).length === 1);
  return { off: off!, against: against! };
}

/** From the agenda to the signed minutes; `look` sees each page on the way. The names are of what was put off and of what one disagreed with. */
async function holdSitting(
  page: Page,
  head: Page,
  look: () => Promise<void>,
): Promise<{ off: string; against: string }> {
  const base = new URL(page.url()).pathname;
  const agenda = page.getByRole('main').locator('.agenda > li');
  const { off, against } = await chooseTwo(agenda);
  for (const name of [against, off]) {
    const first = page.getByRole('button', { name: `Paling atas: ${name}`, exact: true });
    if ((await first.count()) > 0) await first.click();
    await expect(agenda.first().locator('strong')).toHaveText(name);
  }
  await look();
  await page.getByRole('button', { name: 'Undang anggota' }).click();
  await page.getByRole('link', { name: 'Undangan sidang TPP' }).click();
  await expect(page.getByRole('main').getByText('Yang diundang:', { exact: true })).toBeVisible();
  // As a word: a short name may be part of another one.
  await expect(page.getByText(new RegExp(`\\b${off}\\b`))).toHaveCount(0);
  await look();
  await page.goto(base);
  await page.getByRole('button', { name: 'Catat kehadiran dan buka sidang' }).click();
  await hearAll(page, base, look);
  await page.goto(base);
  await page.getByRole('button', { name: 'Tutup sidang dan susun berita acara' }).click();
  await expect(
    page.getByText(/Sidang ditutup: \d+ rekomendasi diteruskan, 1 ditunda ke agenda berikut, 0 gugur\./),
  ).toBeVisible();
  await signMinutes(page, head, look);
  await page.goto(base);
  await expect(page.getByText('Ditandatangani', { exact: true }).first()).toBeVisible();
  return { off, against };
}

/** A sitting of twenty items: one is put off, one advised against a voice; the head decides, and the next agenda carries what was put off. */
export async function sitTwenty(page: Page, head: Page, look: (page: Page) => Promise<void>): Promise<void> {
  await page.goto('/sittings/queue');
  expect(await page.getByRole('main').getByRole('rowheader').count()).toBeGreaterThanOrEqual(20);
  await look(page);
  await page.goto('/sittings/new');
  await look(page);
  await draft(page, { all: true });
  const agenda = page.getByRole('main').locator('.agenda > li');
  expect(await agenda.count()).toBeGreaterThanOrEqual(20);
  const { off, against } = await holdSitting(page, head, () => look(page));
  const decided = agenda.filter({ has: page.getByText(against, { exact: true }) });
  const client = await decided.locator('strong a').getAttribute('href');
  await page.goto('/sittings');
  await expect(
    page
      .getByRole('main')
      .getByText(/^\d+\/TPP\/2022$/)
      .first(),
  ).toBeVisible();
  await look(page);

  await draft(page, { all: false });
  await expect(agenda.filter({ hasText: 'Ditunda sidang sebelumnya' }).getByText(off, { exact: true })).toBeVisible();

  await head.goto(client!);
  await head.getByRole('button', { name: 'Tetapkan tahap ini' }).click();
  await expect(head.getByText('Ditetapkan', { exact: true })).toBeVisible();
  await look(head);
}
