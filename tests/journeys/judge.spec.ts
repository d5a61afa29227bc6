import { callForChild, callWithChild } from './support/breach.ts';
import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, signInAs, test } from './support/journey.ts';
import { take, type Look } from './support/proceeding.ts';

/** A client with a supervision sentence of whom nothing is alleged yet: a child, or a grown-up. */
async function underSentence(page: Page, age: 'child' | 'adult'): Promise<string> {
  await page.goto(`/clients?whose=office&kind=supervision_sentence&age=${age}&state=active`);
  const link = page.getByRole('main').getByRole('rowheader').getByRole('link').last();
  return (await link.getAttribute('href'))!;
}

/** He is called because somebody complained, comes, and is heard; a child not alone. */
async function toHearing(section: Page, client: string, look: Look): Promise<string> {
  await section.goto(`${client}/breaches/new`);
  await section.getByLabel('Menimbulkan keresahan dalam masyarakat').check();
  await section.getByLabel('Apa yang terjadi').fill('Laporan ketua RT tentang keributan.');
  await section.getByLabel('Yang disampaikan kepada klien').fill('Saudara diduga membuat keributan di kampung.');
  await section.getByRole('button', { name: 'Buka pelanggaran ini' }).click();
  await expect(section.getByText('Dibuka', { exact: true }).first()).toBeVisible();
  const breach = new URL(section.url()).pathname;

  for (const [kind, text] of [
    ['evidence', 'Surat ketua RT dan keterangan dua tetangga.'],
    ['alternative', 'Ditegur lisan dan dikunjungi dua kali.'],
  ] as const) {
    await section.goto(`${breach}/entry?kind=${kind}`);
    await section.getByLabel('Uraian').fill(text);
    await section.getByRole('button', { name: 'Tambahkan' }).click();
    await expect(section.getByText(text).first()).toBeVisible();
  }

  await section.goto(`${breach}/summons`);
  await section.getByRole('textbox', { name: 'Menghadap tanggal' }).fill('21-06-2022');
  await section.getByLabel('Keperluan').fill('Didengar tentang laporan ketua RT.');
  if ((await section.getByRole('group', { name: 'Pendamping' }).count()) > 0) {
    await section.getByRole('button', { name: 'Buat surat panggilan' }).click();
    await expect(section.getByText(/hal yang perlu diperbaiki|Perkara anak/).first()).toBeVisible();
    await expect(section.getByLabel('Keperluan')).toHaveValue('Didengar tentang laporan ketua RT.');
    await callWithChild(section, 'Ikut dipanggil');
  }
  await look(section);
  await section.getByRole('button', { name: 'Buat surat panggilan' }).click();
  await expect(section.getByRole('heading', { name: 'Surat Panggilan I' }).first()).toBeVisible();
  await look(section);

  await section.goto(`${breach}/examination`);
  await section.getByLabel('Pukul').fill('10.00');
  await section.getByLabel('Isi pemeriksaan').fill('Klien mengakui keributan itu dan menyesal.');
  await callForChild(section);
  await look(section);
  await section.getByRole('button', { name: 'Simpan dan buat BAP' }).click();
  await expect(section.getByRole('heading', { name: 'Berita Acara Pemeriksaan' }).first()).toBeVisible();
  return breach;
}

/** What is proposed and decided about the breach, and the proceeding that comes of it. */
async function toProceeding(section: Page, head: Page, client: string, breach: string, look: Look): Promise<string> {
  await section.goto(`${breach}/recommend`);
  await section.getByLabel('Usulan pencabutan', { exact: true }).check();
  await section.getByLabel('Alasan').fill('Teguran tidak mengubahnya.');
  await callForChild(section);
  await section.getByRole('button', { name: 'Ajukan usulan' }).click();
  await expect(section.getByText('Menunggu keputusan').first()).toBeVisible();
  await head.goto(`${breach}/decide`);
  await head.getByLabel('Usulan pencabutan', { exact: true }).check();
  await head.getByLabel('Alasan', { exact: true }).fill('Sesuai usulan dan hasil pemeriksaan.');
  await head.getByLabel('Yang disampaikan kepada klien').fill('Kami mengusulkan pidana pengawasan Saudara diubah.');
  await callForChild(head);
  await head.getByRole('button', { name: 'Putuskan' }).click();
  await expect(head.getByText('Diusulkan pencabutan', { exact: true }).first()).toBeVisible();
  await section.goto(`${client}/revocations`);
  await section.getByLabel('Alasan', { exact: true }).fill('Berulang kali menimbulkan keresahan.');
  await section.getByLabel('Yang disampaikan kepada klien').fill('Perkara Saudara dibawa kepada jaksa.');
  await callForChild(section);
  await look(section);
  await section.getByRole('button', { name: 'Mulai perkara ini' }).click();
  await expect(section.getByText('Sudah disimpan.')).toBeVisible();
  return new URL(section.url()).pathname;
}

/** The prosecutor brings it before the judge, who lets the supervision go on longer; one notes the judgment, another one confirms it. */
async function toAnotherLastDay(section: Page, head: Page, base: string, judgment: string, look: Look): Promise<void> {
  const paper = (number: string) => async (page: Page) => {
    await page.getByRole('textbox', { name: 'Tanggal surat' }).fill('13-06-2022');
    await page.getByLabel('Nomor surat').fill(number);
  };
  await take(
    section,
    base,
    'Tulis pertimbangan PK',
    async (page) => {
      await page.getByLabel('Nomor surat').fill('L-1/2022');
      await callForChild(page);
    },
    look,
  );
  await take(head, base, 'Kirim kepada jaksa', callForChild, look);
  await take(section, base, 'Catat bahwa jaksa mengajukan kepada hakim', paper('P-1/2022'), look);

  await section.goto(`${base}/note_period`);
  const hint = await section.getByText(/^Sekarang .* Paling lambat/).innerText();
  expect(hint).toMatch(/Paling lambat .* \d{4}/);
  await take(
    section,
    base,
    'Catat putusan yang mengubah masa pengawasan',
    async (page) => {
      await paper(judgment)(page);
      await page.getByLabel('Diterbitkan oleh').fill('Pengadilan Negeri Rekaan');
      await page.getByRole('textbox', { name: 'Hari terakhir bimbingan menurut putusan' }).fill('31-12-2022');
    },
    look,
  );
  // Whoever noted it does not confirm it.
  await section.goto(`${base}/confirm_period`);
  await expect(section.getByRole('button', { name: 'Simpan langkah ini' })).toHaveCount(0);
  await look(section);
  await take(
    head,
    base,
    'Sahkan perubahan masa pengawasan',
    async (page) => {
      await page.getByRole('textbox', { name: 'Menghadap berikutnya' }).fill('20-06-2022');
      await callForChild(page);
    },
    look,
  );
  await expect(head.getByText('Tidak dicabut', { exact: true }).first()).toBeVisible();
  await expect(head.getByText(/menjadi 31 Desember 2022|menjadi Sabtu, 31 Desember 2022/).first()).toBeVisible();
  await look(head);
}

test('a child is called with his family, and the judge lets his supervision go on to another last day', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'kasi.gili');
  const head = await officer('kepala.gili');
  const client = await underSentence(page, 'child');
  const breach = await toHearing(page, client, expectFineOnBoth);
  const base = await toProceeding(page, head, client, breach, expectFineOnBoth);
  await toAnotherLastDay(page, head, base, '7/Pid.Anak/2022', expectFineOnBoth);

  // Of what the prosecutor did the family is told by a letter; what the judge decided it heard when it was confirmed.
  await page.goto(base);
  await expect(page.getByText('Belum diberitahukan: 1 langkah')).toBeVisible();
  await page.getByRole('link', { name: 'Beri tahu keluarga anak' }).click();
  await expectFineOnBoth(page);
  await page.getByRole('button', { name: 'Simpan dan buat surat' }).click();
  await expect(page.getByText(/Perkara anak: isi siapa yang diberi tahu/).first()).toBeVisible();
  await callWithChild(page, 'Diberi tahu');
  await page.getByRole('button', { name: 'Simpan dan buat surat' }).click();
  await expect(page.getByText('Sudah disimpan.')).toBeVisible();
  await expect(page.getByText('Keluarga belum diberi tahu')).toHaveCount(0);
  await page.getByRole('link', { name: 'Surat: Konsep' }).first().click();
  await expect(page.getByText('Pekerja sosial Rekaan (pendamping)').first()).toBeVisible();
  await expectFineOnBoth(page);
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('the judge lets a supervision go on to another last day', async ({ page, officer }) => {
    test.slow();
    await signInAs(page, 'kasi.gili');
    const head = await officer('kepala.gili');
    const look: Look = async (shown) => expectFine(shown);
    const client = await underSentence(page, 'adult');
    const base = await toProceeding(page, head, client, await toHearing(page, client, look), look);
    await toAnotherLastDay(page, head, base, '8/Pid/2022', look);
  });
});
