import { expect, type Page } from './journey.ts';
import { scan } from './letters.ts';

/** Those who have to do with a proceeding, at the office, the Kanwil and the Ditjenpas. */
export type Officers = { pk: Page; section: Page; head: Page; kanwil: Page; drafter: Page; decider: Page };
export type Look = (page: Page) => Promise<void>;

/** Takes one step of a proceeding: its page, what it asks, and that it is done. */
export async function take(page: Page, base: string, label: string, fill: (page: Page) => Promise<void>, look: Look) {
  await page.goto(base);
  await look(page);
  await page.getByRole('link', { name: label, exact: true }).click();
  await fill(page);
  await page.getByLabel('Alasan', { exact: true }).fill('Sesuai berkas dan hasil pemeriksaan.');
  const told = page.locator('textarea[name=told]');
  if (await told.isVisible()) await told.fill('Ini yang diputuskan tentang Saudara, dan mengapa.');
  await look(page);
  await page.getByRole('button', { name: 'Simpan langkah ini' }).click();
  await expect(page.getByText('Sudah disimpan.')).toBeVisible();
}
export const nothing = async () => {};

export async function everybody(page: Page, officer: (username: string) => Promise<Page>): Promise<Officers> {
  return {
    pk: page,
    section: await officer('kasi.gili'),
    head: await officer('kepala.gili'),
    kanwil: await officer('kanwil.ntb'),
    drafter: await officer('penyusun.ditjenpas'),
    decider: await officer('pejabat.ditjenpas'),
  };
}

/** The counsellor proposes the last resort, the head takes his proposal back once and decides it anew. */
export async function toProposal({ pk, head }: Officers, breach: string, look: Look): Promise<void> {
  await pk.goto(`${breach}/recommend`);
  await pk.getByLabel('Usulan pencabutan', { exact: true }).check();
  await pk.getByLabel('Alasan').fill('Tiga bulan tanpa kabar; teguran tidak akan mengubahnya.');
  await pk.getByRole('button', { name: 'Ajukan usulan' }).click();
  await expect(pk.getByText('Menunggu keputusan').first()).toBeVisible();

  const decides = async () => {
    await head.goto(`${breach}/decide`);
    await head.getByLabel('Usulan pencabutan', { exact: true }).check();
    await head.getByLabel('Alasan', { exact: true }).fill('Sesuai usulan pembimbing dan hasil pemeriksaan.');
    await head.getByLabel('Yang disampaikan kepada klien').fill('Kami mengusulkan pencabutan bimbingan Anda.');
    await head.getByRole('button', { name: 'Putuskan' }).click();
    await expect(head.getByText('Diusulkan pencabutan', { exact: true }).first()).toBeVisible();
  };
  await decides();
  await head.getByText('Tarik usulan pencabutan').first().click();
  await head.getByRole('button', { name: 'Tarik usulan pencabutan' }).click();
  await expect(head.getByText(/perlu diperbaiki|harus diisi|Tuliskan alasan/).first()).toBeVisible();
  await look(head);
  await head.getByLabel('Alasan').fill('Keterangan penjamin masih ditunggu.');
  await head.getByRole('button', { name: 'Tarik usulan pencabutan' }).click();
  await expect(head.getByText(/^Usulan pencabutan ditarik:/).first()).toBeVisible();
  await decides();
}

/** From what was proposed to the decree that is carried out, by the office, which sat on the day `sitting`, the Kanwil and the Ditjenpas. */
export async function toDecree(officers: Officers, breach: string, sitting: string, look: Look): Promise<void> {
  const { pk, section, head, kanwil, drafter, decider } = officers;
  await pk.goto(breach.replace(/\/breaches\/.*$/, '/revocations'));
  await look(pk);
  await pk.getByRole('button', { name: 'Mulai perkara ini' }).click();
  await expect(pk.getByText(/hal yang perlu diperbaiki/)).toBeVisible();
  await pk.getByLabel('Alasan', { exact: true }).fill('Tidak melapor tiga kali berturut-turut.');
  await pk.getByLabel('Yang disampaikan kepada klien').fill('Saudara diusulkan dicabut bimbingannya.');
  await pk.getByRole('button', { name: 'Mulai perkara ini' }).click();
  await expect(pk.getByText('Sudah disimpan.')).toBeVisible();
  const base = new URL(pk.url()).pathname;

  await take(
    section,
    base,
    'Catat hasil sidang TPP',
    async (page) => {
      await page.getByLabel('Menyetujui pencabutan', { exact: true }).check();
      await page.getByRole('textbox', { name: 'Hari sidang' }).fill(sitting);
      await page.getByLabel('Nomor surat').fill('7/TPP/2022');
      await page.getByLabel('Berita acara bertanda tangan').setInputFiles(scan('berita-acara.pdf'));
    },
    look,
  );
  // Nobody presides at this office's sittings here: another one compares the minutes with what was noted.
  await section.goto(`${base}/hear`);
  await expect(section.getByText(/Orang lain harus mengambil langkah ini/)).toBeVisible();
  await pk.goto(`${base}/hear`);
  await look(pk);
  await pk.getByRole('button', { name: 'Berita acara cocok, pastikan' }).click();
  await expect(pk.getByText('Sudah disimpan.')).toBeVisible();
  await take(head, base, 'Cabut sementara', nothing, look);
  await expect(head.getByRole('link', { name: 'Pencabutan sementara' })).toBeVisible();
  await take(head, base, 'Laporkan dan usulkan kepada Kanwil', nothing, look);

  await kanwil.goto('/today');
  await expect(kanwil.locator(`a[href="${base}"]`)).toBeVisible();
  await look(kanwil);
  await kanwil.goto('/revocations');
  await look(kanwil);
  await expect(kanwil.locator(`a[href="${base}"]`)).toBeVisible();
  await take(kanwil, base, 'Kembalikan dengan pertanyaan (Kanwil)', nothing, look);
  await take(pk, base, 'Jawab pertanyaan Kanwil', nothing, look);
  await take(kanwil, base, 'Teruskan kepada Ditjenpas', nothing, look);
  // The tier writes its letter itself; the office reads it once it was sent.
  await kanwil.goto(base);
  await kanwil.getByRole('link', { name: 'Usulan pencabutan dari Kanwil kepada Ditjenpas' }).click();
  await expect(
    kanwil
      .getByText('KONSEP')
      .or(kanwil.getByRole('button', { name: 'Beri nomor dan kunci' }))
      .first(),
  ).toBeVisible();
  await look(kanwil);
  await drafter.goto('/today');
  await expect(drafter.locator(`a[href="${base}"]`)).toBeVisible();
  await drafter.goto('/revocations');
  await look(drafter);
  await take(drafter, base, 'Susun rancangan SK', nothing, look);
  await drafter.goto(`${base}/sign_decree`);
  await expect(drafter.getByText(/Orang lain harus mengambil langkah ini/)).toBeVisible();
  await take(decider, base, 'Tetapkan SK', nothing, look);
  await take(head, base, 'Laksanakan SK', nothing, look);
  await expect(head.getByText('Dicabut', { exact: true }).first()).toBeVisible();
  await expect(head.getByText(/tidak dihitung di sini/)).toBeVisible();
  await look(head);
}
