import { aPdf } from '../corpus/files.ts';
import { missing, toExamination, type Name } from './support/breach.ts';
import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, signInAs, test } from './support/journey.ts';
import { everybody, nothing, take, type Look, type Officers } from './support/proceeding.ts';

/** The counsellor proposes the last resort, the head takes his proposal back once and decides it anew. */
async function toProposal({ pk, head }: Officers, name: Name, look: Look): Promise<string> {
  const breach = new URL(await toExamination(pk, head, name, nothing)).pathname;
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
  return breach;
}

/** From what was proposed to the decree that is carried out, by the office, the Kanwil and the Ditjenpas. */
async function toDecree(officers: Officers, breach: string, look: Look): Promise<void> {
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
      await page.getByRole('textbox', { name: 'Hari sidang' }).fill('13-06-2022');
      await page.getByLabel('Nomor surat').fill('7/TPP/2022');
      await page
        .getByLabel('Berita acara bertanda tangan')
        .setInputFiles({ name: 'berita-acara.pdf', mimeType: 'application/pdf', buffer: Buffer.from(aPdf()) });
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

/** The counsellor finds that he is back, the head confirms it. */
async function bringBack(pk: Page, head: Page, file: string, look: (page: Page) => Promise<void>) {
  await pk.goto(`${file}/closure`);
  await look(pk);
  await pk.getByLabel('Sudah diserahkan ke Lapas atau Rutan').check();
  await pk.getByLabel('Nomor dokumen').fill('BAST-7/2022');
  await pk.getByLabel('Bagaimana hal itu diketahui').fill('Diserahkan oleh jaksa, berita acara diterima.');
  await pk.getByRole('button', { name: 'Ajukan untuk disahkan' }).click();
  await expect(pk.getByText('Isi di lembaga atau tempat penahanan mana ia berada.').first()).toBeVisible();
  await expect(pk.getByLabel('Nomor dokumen')).toHaveValue('BAST-7/2022');
  await pk.getByLabel('Lapas, Rutan, atau tempat penahanan').fill('Lapas Gili Lestari');
  await pk.getByRole('button', { name: 'Ajukan untuk disahkan' }).click();
  await expect(pk.getByText('Menunggu pengesahan').first()).toBeVisible();

  await head.goto('/at-large?waiting=1');
  await look(head);
  await head.goto(file);
  await head.getByRole('link', { name: 'Sahkan penutupan' }).click();
  await look(head);
  await head.getByLabel('Disahkan').check();
  await head.getByRole('button', { name: 'Simpan keputusan' }).click();
  await expect(head.getByText('Diserahkan ke lembaga', { exact: true }).first()).toBeVisible();
  await expect(head.getByText(/Dari .* sampai .* hari/).first()).toBeVisible();
}

async function fromMissToHandedOver(officers: Officers, name: Name, look: Look): Promise<void> {
  const { pk, section, head } = officers;
  // His counsellor is away: the section head hands him to a colleague first.
  await section.goto('/breaches?state=proposed');
  await section.getByRole('main').getByRole('rowheader').getByRole('link', { name }).click();
  await section.goto(section.url().replace(/\/breaches\/.*$/, '/assignment'));
  await section.getByRole('radio', { name: /^Riko/ }).check();
  await section.getByRole('button', { name: 'Tugaskan' }).click();
  await expect(section.getByText('Sudah disimpan.')).toBeVisible();

  const breach = await toProposal(officers, name, look);
  await toDecree(officers, breach, look);

  // The decree has opened the search; on the case for the decision the sitting's minutes are named.
  const client = breach.replace(/\/breaches\/.*$/, '');
  await pk.goto(`${client}/dossier?breach=${breach.split('/').at(-1)}`);
  await expect(pk.getByRole('row', { name: /^Sidang TPP telah memberi rekomendasi/ })).toContainText('Terpenuhi');
  await pk.goto('/at-large?state=decree_received');
  await expect(pk.locator(`a[href="${client}/at-large"]`)).toBeVisible();
  const file = `${client}/at-large`;
  await pk.goto(file);
  await pk.getByRole('link', { name: 'Penangkapan', exact: true }).click();
  await pk.getByLabel('Tempat').fill('Kabupaten Lombok Tengah');
  await pk.getByLabel('Keterangan').fill('Diberitahukan oleh kepolisian.');
  await pk.getByRole('button', { name: 'Simpan' }).click();
  await expect(pk.getByText('Ditangkap', { exact: true }).first()).toBeVisible();
  await bringBack(pk, head, file, look);
}

test('from the third miss to a decree, and until he is handed over: four roles at three units', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'pk.gili');
  await fromMissToHandedOver(await everybody(page, officer), missing.first, expectFineOnBoth);
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('from the third miss to a decree, and until he is handed over', async ({ page, officer }) => {
    test.slow();
    await signInAs(page, 'pk.gili');
    await fromMissToHandedOver(await everybody(page, officer), missing.second, async (shown) => expectFine(shown));
  });
});
