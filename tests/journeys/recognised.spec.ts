import { aClientOf, comes, fillAdmission, heading, misheard, tellsWho } from './support/booking.ts';
import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, test } from './support/journey.ts';

/**
 * A client is arrested under a name that differs by a letter. The registrar is shown a pointer and says that it is he; his counsellor reads of
 * it the same minute, and a breach waits for his word. The head of the institution confirms, finds out better, and takes it back.
 */
async function fromBookingToUndoing(
  who: { registrar: Page; head: Page; pk: Page },
  nth: number,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const { registrar, head, pk } = who;
  const client = await aClientOf(pk, nth);
  await tellsWho(registrar, { ...client, name: misheard(client.name) });
  await expect(registrar.getByText('Orang ini mungkin sudah terdaftar.').first()).toBeVisible();
  // Nothing of the other register but which office, how sure, and what agrees.
  await expect(registrar.getByText(/Bapas Kelas I Palembang/).first()).toBeVisible();
  await expect(registrar.getByText(client.name)).toHaveCount(0);
  await look(registrar);
  await registrar
    .getByRole('group', { name: /Bapas Kelas I Palembang: orang yang sama\?/ })
    .first()
    .getByLabel('Orang yang sama')
    .check();
  await registrar.getByLabel('Alasan jawaban').fill('Ia sendiri menyebut wajib lapornya di Palembang.');
  await registrar.getByRole('button', { name: 'Lanjut ke penerimaan' }).click();
  await heading(registrar, 'Penerimaan');
  await fillAdmission(registrar, `SP.Han/${70 + nth}/X/2022`);
  await registrar.getByRole('button', { name: 'Terima dan beri nomor' }).click();
  await expect(registrar.getByText('Penerimaan sudah dicatat dan nomor sudah diberikan.')).toBeVisible();

  await pk.goto(`${client.caseHref}/held`);
  await comes(pk, /Kemungkinan besar orang yang sama/);
  await heading(pk, 'Rutan Kelas IIB Praya');
  await look(pk);
  await pk.getByRole('button', { name: 'Saya sudah membaca' }).click();
  await expect(pk.getByText('Dicatat: Anda sudah membaca pemberitahuan ini.')).toBeVisible();

  await head.goto('/people/questions');
  await look(head);
  await head
    .getByRole('link', { name: misheard(client.name) })
    .first()
    .click();
  // So that nobody at the other office confirms unseen: what is compared, and nothing else.
  await head.getByLabel('Mengapa data orang ini perlu diperlihatkan').fill('Kepala Bapas memintanya lewat telepon.');
  await head.getByRole('button', { name: 'Perlihatkan untuk dibandingkan' }).click();
  await expect(head.getByText(/diperlihatkan kepada kantor itu sampai/)).toBeVisible();
  await look(head);
  await pk.goto('/people/questions');
  await pk.getByRole('link', { name: client.name }).first().click();
  await expect(pk.getByRole('row', { name: new RegExp(misheard(client.name)) })).toBeVisible();
  await look(pk);
  await pk.goto(`${client.caseHref}/held`);
  await head.getByLabel('Setujui').check();
  await head.getByLabel('Alasan').fill('Surat dan ceritanya cocok.');
  await head.getByRole('button', { name: 'Simpan jawaban' }).click();
  await expect(head.getByText('Dinyatakan orang yang sama').first()).toBeVisible();
  // The head of the page may have been read a moment before what stands below it.
  await comes(pk, /Dipastikan orang yang sama/);
  await comes(pk, /Dalam tahanan di Rutan Kelas IIB Praya/);
  await pk.getByRole('link', { name: 'Buka pelanggaran yang diusulkan' }).click();
  await expect(pk.getByText(/Tercatat masuk Rutan Kelas IIB Praya/).first()).toBeVisible();

  await head.getByLabel('Batalkan').check();
  await head.getByLabel('Alasan').fill('Sidik jarinya milik orang lain.');
  await head.getByRole('button', { name: 'Simpan jawaban' }).click();
  await expect(head.getByText('Keputusan dibatalkan').first()).toBeVisible();
  await pk.goto(`${client.caseHref}/held`);
  await comes(pk, /Ternyata bukan orang yang sama/);
  await look(pk);
  await expect(pk.getByText('Dalam tahanan di Rutan Kelas IIB Praya')).toHaveCount(0);
  await pk.goto(`${client.caseHref}/breaches`);
  await comes(pk, /Tidak dilanjutkan|Ditolak|Dihentikan|tidak beralasan/i);
}

test('a client who is booked under a name one letter off is known by the pointer; his counsellor is told, and told otherwise', async ({
  officer,
}) => {
  test.slow();
  const who = {
    registrar: await officer('registrasi.praya'),
    head: await officer('kepala.praya'),
    pk: await officer('pk.palembang'),
  };
  await fromBookingToUndoing(who, 11, expectFineOnBoth);
  await who.pk.goto('/held?group=withdrawn');
  await expectFineOnBoth(who.pk);
  await who.pk.goto('/quality');
  await expectFineOnBoth(who.pk);
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('a client who is booked under a name one letter off is known by the pointer', async ({ officer }) => {
    test.slow();
    const who = {
      registrar: await officer('registrasi.praya'),
      head: await officer('kepala.praya'),
      pk: await officer('pk.palembang'),
    };
    await fromBookingToUndoing(who, 13, async (shown) => expectFine(shown));
  });
});
