import { examine, recordAppearance, reprimand, summon, takeUp } from './support/breach.ts';
import { answerInVain } from './support/contacts.ts';
import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, signInAs } from './support/journey.ts';
import { noteReceipt, sendLetter } from './support/letters.ts';
import { test, type OwnOffice } from './support/own-office.ts';
import { comeInside } from './support/own-page.ts';
import { everybody, nothing, toDecree, toProposal, type Look, type Officers } from './support/proceeding.ts';
import { receiveAndRegister } from './support/reception.ts';
import { bringBack, receiveCopies, sendCopies } from './support/search.ts';

/**
 * Somebody is received as a client in June and never reports. The nights that follow count what he owed, the third one puts a breach before his
 * counsellor. Answers the page of that breach.
 */
async function missThrice(office: OwnOffice, section: Page, pk: Page, name: string): Promise<string> {
  const client = await receiveAndRegister(section, name, 'Pembebasan Bersyarat (PB)');
  // No letter goes out to somebody of whom nobody knows where he lives.
  const person = await section.locator('a[href^="/people/"]').first().getAttribute('href');
  await section.goto(`${person}/addresses`);
  await section.getByLabel('Jalan dan nomor').fill('Jalan Nelayan 5, Gili Lestari');
  await section.getByRole('button', { name: 'Tambah', exact: true }).click();
  await expect(section.getByText('Jalan Nelayan 5').first()).toBeVisible();
  await section.goto(`${client}/assignment`);
  await section.getByRole('radio', { name: /^Riko/ }).check();
  await section.getByRole('button', { name: 'Tugaskan' }).click();
  await expect(section.getByText('Sudah disimpan.')).toBeVisible();

  const missed = async (before: string, count: number) => {
    await office.passNight(before);
    await pk.goto(`${client}/check-ins`);
    await expect(pk.getByText('Tidak lapor', { exact: true })).toHaveCount(count);
  };
  await missed('2022-08-01', 1);
  await pk.goto(`${client}/breaches`);
  await expect(pk.getByRole('main').getByRole('link', { name: 'Tidak lapor' })).toHaveCount(0);
  await missed('2022-09-01', 2);
  await missed('2022-10-01', 3);
  await office.passNight('2022-10-03');
  await pk.goto(`${client}/breaches`);
  await pk.getByRole('main').locator(`a[href^="${client}/breaches/"]:not([href$="/new"])`).click();
  return new URL(pk.url()).pathname;
}

/** The counsellor sets a day for a visit, goes there by his list, and finds nobody. */
async function visitByList(office: OwnOffice, pk: Page, client: string, name: string): Promise<void> {
  await pk.goto(`${client}/contacts/plan`);
  await pk.getByText('Kunjungan rumah', { exact: true }).click();
  await pk.getByRole('textbox', { name: /^Tanggal/ }).fill('04-10-2022');
  await pk.getByRole('button', { name: 'Simpan rencana' }).click();
  await office.passNight('2022-10-04');
  await pk.goto('/visits');
  await pk
    .locator('#list > li')
    .filter({ hasText: name })
    .getByRole('button', { name: /^Catat/ })
    .click();
  await answerInVain(pk, { on: '04-10-2022', note: 'Rumah terkunci; menurut tetangga ia bekerja di luar kota.' });
}

type Players = { page: Page; officer: (username: string) => Promise<Page>; office: OwnOffice };

async function toReprimand({ page: client, officer, office }: Players, look: Look): Promise<void> {
  const name = 'Narma Wirabrata';
  const pk = await officer('pk.gili');
  const head = await officer('kepala.gili');
  const breach = await missThrice(office, await officer('kasi.gili'), pk, name);
  await takeUp(pk, look);
  await visitByList(office, pk, breach.replace(/\/breaches\/.*$/, ''), name);
  await pk.goto(breach);
  await expect(pk.getByText('Rumah terkunci; menurut tetangga').first()).toBeVisible();
  await summon(pk, head, { ordinal: 'I', tooSoon: '05-10-2022', on: '12-10-2022', receiver: 'Klien sendiri' }, look);
  await office.passNight('2022-10-12');
  await recordAppearance(pk, breach, 'Hadir');
  await expect(pk.getByText('Hadir, 12 Oktober 2022')).toBeVisible();
  await expect(pk.getByText('Diterima 4 Oktober 2022 (Klien sendiri)')).toBeVisible();
  const statement = 'Klien bekerja di luar kota dan tidak tahu cara melapor dari jauh.';
  await examine(pk, breach, { statement }, look);
  await reprimand(pk, head, breach, '26-10-2022', look);
  await sendLetter(pk, head);
  await noteReceipt(pk, 'Klien sendiri');

  // With his card he reads what was decided about him, and when he is to come again.
  const desk = await officer('loket.gili');
  await desk.goto(`/counter/cards?q=${encodeURIComponent(name)}`);
  await desk.getByRole('button', { name: new RegExp(`^Buat kartu.*${name}`) }).click();
  const sheet = desk.getByRole('region', { name: 'Lembar kartu' });
  await expect(sheet).toBeVisible();
  const [code = '', pin = ''] = await sheet.locator('strong').allInnerTexts();
  await comeInside(client, { code, pin, name, register: '' });
  await client.goto('/my/breaches');
  await expect(client.getByText('Anda ditegur karena tidak melapor tiga kali.')).toBeVisible();
  await expect(client.getByText(/^Menghadap lagi: .*26 Oktober 2022/)).toBeVisible();
  await look(client);
}

/** Three times he is called and does not come; somebody goes to his home before the last time. */
async function stayAway(office: OwnOffice, pk: Page, head: Page, breach: string, look: Look): Promise<void> {
  const calls = [
    { ordinal: 'I', on: '10-10-2022', after: '2022-10-11' },
    { ordinal: 'II', on: '18-10-2022', after: '2022-10-19' },
    { ordinal: 'III', on: '26-10-2022', after: '2022-10-27' },
  ] as const;
  for (const { ordinal, on, after } of calls) {
    if (ordinal === 'III') {
      await pk.goto(breach);
      await pk.getByRole('link', { name: 'Kunjungan rumah' }).click();
      await pk.getByRole('button', { name: 'Mulai mencatat' }).click();
      await answerInVain(pk, { on: '19-10-2022', note: 'Rumah kosong; keluarga tidak tahu ke mana ia pergi.' });
    }
    await pk.goto(breach);
    await summon(pk, head, { ordinal, on, receiver: 'Ibu klien' }, ordinal === 'I' ? look : nothing);
    await office.passNight(after);
    await recordAppearance(pk, breach, 'Tidak hadir');
  }
  await examine(pk, breach, { statement: 'Tiga panggilan diterima ibunya; klien tidak hadir.', isAbsent: true }, look);
}

/** From the decree until somebody has him: who gets a copy, what the police is asked, what is still missing after a month. */
async function untilArrested(office: OwnOffice, { pk, head }: Officers, file: string, look: Look): Promise<void> {
  await pk.goto('/at-large?state=decree_received');
  await expect(pk.locator(`a[href="${file}"]`)).toBeVisible();
  await sendCopies(pk, file);
  await receiveCopies(pk);
  await look(pk);
  await pk.goto(file);
  await expect(pk.getByText('Salinan dikirim', { exact: true }).first()).toBeVisible();

  await pk.getByRole('link', { name: 'Buat surat' }).click();
  const request = pk.locator('form[action="?/request"]');
  await request.getByLabel('Kepada').fill('Kepala Kepolisian Resor Lombok Barat di Gerung');
  await request.getByRole('button', { name: 'Buat konsep' }).click();
  await expect(pk.getByRole('heading', { name: /penangkapan/i }).first()).toBeVisible();
  await sendLetter(pk, head);
  await noteReceipt(pk, 'Piket reserse');
  await pk.goto(file);
  await expect(pk.getByText('Penangkapan diminta', { exact: true }).first()).toBeVisible();

  await pk.getByRole('link', { name: 'Masuk daftar pencarian orang (DPO)' }).click();
  await look(pk);
  await pk.getByLabel('Nomor DPO').fill('DPO/17/X/2022');
  await pk.getByLabel('Keterangan').fill('Diberitahukan oleh Polres Lombok Barat.');
  await pk.getByRole('button', { name: 'Simpan' }).click();
  await expect(pk.getByText('Masuk DPO', { exact: true }).first()).toBeVisible();

  await office.passNight('2022-11-28');
  await pk.goto(file);
  await expect(pk.getByText(/^Lebih dari 30 hari sejak keputusan dan ia belum ditangkap/)).toBeVisible();
  await pk.getByRole('link', { name: 'Penangkapan', exact: true }).click();
  await pk.getByLabel('Tempat').fill('Kabupaten Lombok Tengah');
  await pk.getByLabel('Keterangan').fill('Diberitahukan oleh kepolisian.');
  await pk.getByRole('button', { name: 'Simpan' }).click();
  await expect(pk.getByText('Ditangkap', { exact: true }).first()).toBeVisible();
}

async function toHandedOver({ page, officer, office }: Players, look: Look): Promise<void> {
  await signInAs(page, 'pk.gili');
  const officers = await everybody(page, officer);
  const { pk, section, head } = officers;
  const breach = await missThrice(office, section, pk, 'Danu Lokarengga');
  await takeUp(pk, nothing);
  await stayAway(office, pk, head, breach, nothing);
  await toProposal(officers, breach, look);
  await toDecree(officers, breach, '27-10-2022', look);

  // The decree has opened the search; on the case for the decision the sitting's minutes are named.
  const client = breach.replace(/\/breaches\/.*$/, '');
  await pk.goto(`${client}/dossier?breach=${breach.split('/').at(-1)}`);
  await expect(pk.getByRole('row', { name: /^Sidang TPP telah memberi rekomendasi/ })).toContainText('Terpenuhi');
  await untilArrested(office, officers, `${client}/at-large`, look);
  await bringBack(pk, head, `${client}/at-large`, look);
}

test('from the third miss to a reprimand, which the client reads', async ({ page, officer, office }) => {
  test.slow();
  await toReprimand({ page, officer, office }, expectFineOnBoth);
});

test('from the third miss to a decree, and until he is handed over: four roles at three units', async ({
  page,
  officer,
  office,
}) => {
  test.slow();
  await toHandedOver({ page, officer, office }, expectFineOnBoth);
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('from the third miss to a reprimand, which the client reads', async ({ page, officer, office }) => {
    test.slow();
    await toReprimand({ page, officer, office }, expectFine);
  });

  test('from the third miss to a decree, and until he is handed over', async ({ page, officer, office }) => {
    test.slow();
    await toHandedOver({ page, officer, office }, expectFine);
  });
});
