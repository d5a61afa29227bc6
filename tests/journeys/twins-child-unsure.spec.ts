import { aClientOf, comes, fillAdmission, heading, misheard, tellsWho, type Who } from './support/booking.ts';
import { describeTwin, expect, expectFine, expectFineOnBoth, type Page, test } from './support/journey.ts';

type Look = (page: Page) => Promise<void>;
const next = (page: Page) => page.getByRole('button', { name: 'Lanjut ke penerimaan' });
const admit = (page: Page) => page.getByRole('button', { name: 'Terima dan beri nomor' });

/** Of everybody who is shown the registrar says the same, with his reason. */
async function answersAll(page: Page, answer: 'Orang lain' | 'Belum yakin', reason: string): Promise<void> {
  const asked = page.getByRole('group', { name: /orang yang sama\?/ });
  for (let at = 0; at < (await asked.count()); at++) await asked.nth(at).getByLabel(answer).check();
  await page.getByLabel('Alasan jawaban').fill(reason);
  await next(page).click();
}
/** Written down at the gate: whoever is alike is another one, so that there is nobody to ask about. */
async function writtenDown(registrar: Page, who: Who): Promise<void> {
  await tellsWho(registrar, who);
  await expect(next(registrar).or(admit(registrar)).first()).toBeVisible();
  if ((await registrar.getByRole('group', { name: /orang yang sama\?/ }).count()) > 0)
    await answersAll(registrar, 'Orang lain', 'Wajahnya lain.');
  await heading(registrar, 'Penerimaan');
}

/** The second of two who are alike is asked about once, and what the registrar says is remembered. */
async function toldApart(registrar: Page, [first, second]: [Who, Who], reason: string, look: Look): Promise<void> {
  await writtenDown(registrar, first);
  await tellsWho(registrar, second);
  await expect(registrar.getByText('Orang ini mungkin sudah terdaftar.').first()).toBeVisible();
  const asked = registrar.getByRole('group', { name: new RegExp(`${first.name}: orang yang sama\\?`) });
  await expect(asked).toHaveCount(1);
  await look(registrar);
  await answersAll(registrar, 'Orang lain', reason);
  await heading(registrar, 'Penerimaan');
  const personId = new URL(registrar.url()).pathname.split('/').at(-1)!;

  await registrar.goto(`/people/${personId}/links`);
  const decided = registrar.locator('article', { hasText: first.name });
  await expect(decided.getByText('Dinyatakan orang lain').first()).toBeVisible();
  await expect(decided.getByText(reason).first()).toBeVisible();
  await look(registrar);
  // Nobody is asked a second time.
  await registrar.goto('/people/questions');
  for (const { name } of [first, second]) await expect(registrar.getByRole('link', { name })).toHaveCount(0);
}

/** Two brothers of one day and one mother. */
async function twins(registrar: Page, family: string, look: Look): Promise<void> {
  const born = { birth: '17-06-1994', place: 'Praya', mother: `Inaq ${family}` };
  const both: [Who, Who] = [
    { name: `Lalu Rendianto ${family}`, ...born },
    { name: `Lalu Randianto ${family}`, ...born },
  ];
  await toldApart(registrar, both, 'Saudara kembar, keduanya ada di sini.', look);
}

/** A son who bears his father's whole name, born in the same town on the same day of another year: nobody is asked whether he is his father. */
async function fatherAndSon(registrar: Page, name: string, look: Look): Promise<void> {
  const [family] = name.split(' ').slice(-1);
  await writtenDown(registrar, { name, birth: '15-06-1966', place: 'Praya', mother: `Inaq ${family}` });
  await tellsWho(registrar, { name, birth: '15-06-1994', place: 'Praya', mother: 'Inaq Suryawati' });
  await expect(next(registrar).or(admit(registrar)).first()).toBeVisible();
  await expect(registrar.getByRole('group', { name: new RegExp(`${name}: orang yang sama\\?`) })).toHaveCount(0);
  await look(registrar);
  if ((await registrar.getByRole('group', { name: /orang yang sama\?/ }).count()) > 0)
    await answersAll(registrar, 'Orang lain', 'Wajahnya lain.');
  await heading(registrar, 'Penerimaan');
  await registrar.goto('/people/questions');
  await heading(registrar, 'Siapa orang ini');
  await expect(registrar.getByRole('link', { name })).toHaveCount(0);
}

/** A boy of fifteen at a place for adults: it is said where he belongs, and he is taken in with a reason only. */
async function aChild(registrar: Page, name: string, look: Look): Promise<void> {
  await writtenDown(registrar, {
    name,
    birth: '05-05-2007',
    place: 'Mataram',
    mother: `Inaq ${name.split(' ').at(-1)}`,
  });
  await expect(registrar.getByText('Periksa tempatnya')).toBeVisible();
  await expect(registrar.getByText(/belum berumur 18 tahun.*LPAS.*LPKA/).first()).toBeVisible();
  await look(registrar);
  await fillAdmission(registrar, 'SP.Han/15/X/2022');
  await admit(registrar).click();
  await expect(registrar.getByText(/Menurut umurnya tempat ini bukan tempat yang semestinya/).first()).toBeVisible();
  await expect(registrar.getByLabel('Dibawa dari')).toHaveValue('Polres Lombok Tengah');
  await look(registrar);
  await registrar.getByLabel('Alasan tetap diterima di sini').fill('Dititipkan semalam, LPKA menjemput besok pagi.');
  await admit(registrar).click();
  await expect(registrar.getByText('Penerimaan sudah dicatat dan nomor sudah diberikan.')).toBeVisible();
  const stay = new URL(registrar.url()).pathname.replace(/\/photo$/, '');
  await registrar.goto(stay);
  await expect(registrar.getByText('Dititipkan semalam, LPKA menjemput besok pagi.').first()).toBeVisible();
  await expect(registrar.getByText('Anak', { exact: true }).first()).toBeVisible();
  await look(registrar);
}

/**
 * The registrar is not sure whether it is a client of another office. Nobody is kept at the gate; the question waits, is answered by two people
 * later, and the counsellor is told.
 */
async function fromUnsureToTold(
  { registrar, head, pk }: { registrar: Page; head: Page; pk: Page },
  nth: number,
  look: Look,
): Promise<void> {
  const client = await aClientOf(pk, nth);
  const name = misheard(client.name);
  await tellsWho(registrar, { ...client, name });
  await expect(registrar.getByText('Orang ini mungkin sudah terdaftar.').first()).toBeVisible();
  await answersAll(registrar, 'Belum yakin', 'Tidak membawa surat apa pun.');
  await heading(registrar, 'Penerimaan');
  await fillAdmission(registrar, `SP.Han/${80 + nth}/X/2022`);
  await admit(registrar).click();
  await expect(registrar.getByText('Penerimaan sudah dicatat dan nomor sudah diberikan.')).toBeVisible();

  const opens = async (page: Page) => {
    await page.goto('/people/questions');
    await look(page);
    await page.getByRole('link', { name }).first().click();
    return page.locator('article', { hasText: 'Seseorang di Bapas Kelas I Palembang' }).first();
  };
  const waiting = await opens(registrar);
  await expect(waiting.getByText('Ada yang belum yakin')).toBeVisible();
  await waiting.getByLabel('Orang yang sama').check();
  await waiting.getByLabel('Alasan').fill('Keluarganya membawa surat pembebasan bersyarat.');
  await waiting.getByRole('button', { name: 'Simpan jawaban' }).click();
  await expect(registrar.getByText('Menunggu persetujuan orang kedua').first()).toBeVisible();
  await look(registrar);

  const proposed = await opens(head);
  await proposed.getByLabel('Setujui').check();
  await proposed.getByLabel('Alasan').fill('Suratnya sudah dibandingkan.');
  await proposed.getByRole('button', { name: 'Simpan jawaban' }).click();
  await expect(head.getByText('Dinyatakan orang yang sama').first()).toBeVisible();
  await pk.goto(`${client.caseHref}/held`);
  await comes(pk, /Dipastikan orang yang sama/);
  await expect(pk.getByText('Dalam tahanan di Rutan Kelas IIB Praya').first()).toBeVisible();
  await look(pk);
}

test('twins are told apart once, and it is remembered', async ({ officer }) => {
  await twins(await officer('registrasi.praya'), 'Wirayasanegara', expectFineOnBoth);
});

test('a father and his son of the same name are not taken for each other', async ({ officer }) => {
  await fatherAndSon(await officer('registrasi.praya'), 'Lalu Sumardana Jayengrana', expectFineOnBoth);
});

test('a child is led to the right place, and taken in with a reason only @phone', async ({ officer }) => {
  await aChild(await officer('registrasi.praya'), 'Lalu Saptahadi Mandrawangsa', expectFineOnBoth);
});

test('who is not sure goes on booking; two people decide later and the counsellor is told', async ({ officer }) => {
  test.slow();
  const who = {
    registrar: await officer('registrasi.praya'),
    head: await officer('kepala.praya'),
    pk: await officer('pk.palembang'),
  };
  await fromUnsureToTold(who, 15, expectFineOnBoth);
});

describeTwin('without script', () => {
  test.use({ javaScriptEnabled: false });
  const look: Look = async (shown) => expectFine(shown);
  test('twins are told apart once, a father and his son are two, and a child is taken in with a reason only', async ({
    officer,
  }) => {
    test.slow();
    const registrar = await officer('registrasi.praya');
    await twins(registrar, 'Sasmitaningrat', look);
    await fatherAndSon(registrar, 'Lalu Wirabakti Kusumanegara', look);
    await aChild(registrar, 'Lalu Wiragunadi Pujangga', look);
  });
  test('who is not sure goes on booking, and two people decide later', async ({ officer }) => {
    test.slow();
    const who = {
      registrar: await officer('registrasi.praya'),
      head: await officer('kepala.praya'),
      pk: await officer('pk.palembang'),
    };
    await fromUnsureToTold(who, 17, look);
  });
});
