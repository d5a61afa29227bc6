import { expect, type Page } from './journey.ts';

export const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();
const said = (page: Page, label: string) => page.locator('dt', { hasText: label }).locator('+ dd').first().innerText();

const months = 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' ');
/** A day as the page says it, as a form takes it; undefined where only its year is known, or nothing. */
function typed(day: string): string | undefined {
  const [, date, month, year] = /(\d+) (\p{L}+) (\d{4})/u.exec(day) ?? [];
  return year && [date!.padStart(2, '0'), String(months.indexOf(month!) + 1).padStart(2, '0'), year].join('-');
}

export type Who = { name: string; birth: string; place: string; mother: string };
export type Client = Who & { sex: string; caseHref: string };
/**
 * A client of the counsellor, as his own record tells him: the one at that place of his list, or one further down where the day of birth,
 * the place or the mother is not known. The steps keep those apart who begin at places of their own.
 */
export async function aClientOf(pk: Page, nth: number): Promise<Client> {
  await pk.goto('/clients');
  await pk.getByRole('main').locator('tbody a[href^="/clients/"]').nth(nth).click();
  await heading(pk, 'Ringkasan');
  const caseHref = new URL(pk.url()).pathname;
  const name = await pk.getByRole('heading', { level: 1 }).innerText();
  await pk.getByRole('link', { name: 'Data diri' }).first().click();
  await heading(pk, 'Ringkasan');
  const birth = typed(await said(pk, 'Tanggal lahir'));
  const [place, mother, sex] = [
    await said(pk, 'Tempat lahir'),
    await said(pk, 'Nama ibu'),
    await said(pk, 'Jenis kelamin'),
  ];
  if (!birth || [place, mother].some((one) => one.includes('Belum diketahui'))) return aClientOf(pk, nth + 7);
  return { name, caseHref, birth, place, mother, sex };
}
/** One letter is another one, as an ear hears it. */
export const misheard = (name: string) => name.slice(0, 2) + (name[2] === 'e' ? 'i' : 'e') + name.slice(3);

/** What is for a job to do right after a deed is there a moment later. */
export async function comes(page: Page, what: RegExp): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(what).first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
}

/** Who is brought to the gate, as far as the registrar is told; he is asked who it may be where somebody is alike. */
export async function tellsWho(registrar: Page, who: Who): Promise<void> {
  await registrar.goto('/custody/admit');
  await registrar.getByLabel(/^Nama\s*\(/).fill(who.name);
  await registrar.getByLabel('Laki-laki').check();
  await registrar.getByLabel('Tempat lahir').fill(who.place);
  await registrar.getByRole('textbox', { name: 'Tanggal lahir' }).fill(who.birth);
  await registrar.getByLabel('Nama ibu').fill(who.mother);
  await registrar.getByRole('button', { name: 'Lanjut ke penerimaan' }).click();
}

/** The admission of whoever was written down, on a warrant of the police. */
export async function fillAdmission(registrar: Page, number: string): Promise<void> {
  await registrar.getByRole('textbox', { name: 'Jam masuk' }).fill('09:20');
  await registrar.getByLabel('Dibawa dari').fill('Polres Lombok Tengah');
  await registrar.getByLabel('Jenis surat').selectOption({ label: 'Surat perintah atau penetapan penahanan' });
  await registrar.getByLabel('Pihak yang menahan atau memutus').selectOption({ label: 'Penyidik' });
  await registrar.getByLabel('Kantor yang mengeluarkan surat').fill('Polres Lombok Tengah');
  await registrar.getByLabel('Nomor surat').fill(number);
  for (const [label, day] of [
    ['Tanggal surat', '09-10-2022'],
    ['Berlaku sejak', '09-10-2022'],
    ['Berlaku sampai', '28-10-2022'],
  ] as const)
    await registrar.getByRole('textbox', { name: label }).fill(day);
}
