import { afterAll, expect, test } from 'vitest';
import { Browser } from './corpus/forms/browser.ts';
import { readPage, untouched, type Page } from './corpus/forms/page.ts';
import { freshDatabase } from './support/database.ts';
import { openOffice } from './support/office.ts';
import { serveDatabase } from './support/web.ts';

/** An office that has just begun: alone in its tree, with one administrator, over HTTP as he sees it and without script. */
const database = await freshDatabase('new_installation');
const office = await openOffice(database);
afterAll(() => office.close());

const { rows } = await database.owner.query<{ id: number }>(
  `insert into units.unit (code, name, type, zone) values ('kantor', 'Kantor (ganti nama ini)', 'bapas', 'Asia/Jakarta') returning id`,
);
const alone = rows[0]!.id;
const admin = await office.enrol(await office.officer('office_admin', 'palembang'));
await database.owner.query('update units.posting set unit_id = $1 where staff_id = $2', [alone, admin.staffId]);
const head = await office.enrol(await office.officer('head_of_bapas', 'palembang'));
await database.owner.query('update units.posting set unit_id = $1 where staff_id = $2', [alone, head.staffId]);
const { url } = await serveDatabase(database);
const as = (token: string) => new Browser(url).carry(`simpul_session=${token}; Path=/`);

/** Sends the page's own form with what is filled in, and follows where it leads. */
async function fill(browser: Browser, page: Page, fields: Record<string, string>): Promise<Page> {
  const form = page.forms.find((one) => one.controls.some(({ name }) => name === 'code'));
  if (!form) throw new Error(`${page.path} has no form for a unit`);
  const sent = new URLSearchParams(untouched(form));
  for (const [name, value] of Object.entries(fields)) sent.set(name, value);
  const answer = await browser.send({
    method: 'POST',
    path: browser.resolve(form.action || page.path, page.path),
    body: sent,
  });
  if (answer.status === 303) return browser.open(browser.resolve(answer.headers.location!, page.path));
  return readPage(page.path, answer);
}
const says = (page: Page) => page.words.join(' ');

test('its administrator enters the Kanwil above it, Ditjenpas above that, and a sister office beside it, page by page', async () => {
  const browser = as(admin.token);
  const list = await browser.open('/settings/units');
  expect(says(list)).toContain('tambah unit di atasnya');
  expect(list.links).toContain(`/settings/units/${alone}`);
  const own = await browser.open(`/settings/units/${alone}`);
  expect(own.links).toContain(`/settings/units/new?above=${alone}`);

  const blank = await browser.open(`/settings/units/new?above=${alone}`);
  expect(says(blank)).toContain('berpindah ke bawah unit baru ini');
  const type = blank.forms.flatMap(({ controls }) => controls).find(({ name }) => name === 'type')!;
  expect(type.options.map(({ value }) => value)).toEqual(['kanwil', 'ditjenpas']);

  // A mistake is said beside its field, and what was typed stays.
  const refused = await fill(browser, blank, { name: 'Kanwil Contoh', code: 'KANWIL CONTOH!' });
  expect(refused.status).toBe(422);
  const typed = refused.forms.flatMap(({ controls }) => controls);
  expect(typed.find(({ name }) => name === 'code')).toMatchObject({ invalid: true });
  expect(typed.find(({ name }) => name === 'name')?.value).toBe('Kanwil Contoh');

  const kanwil = await fill(browser, blank, { name: 'Kanwil Contoh', code: 'kanwil-contoh' });
  expect(kanwil.status).toBe(200);
  expect(says(kanwil)).toMatch(/Unit sudah ditambahkan.*Tidak ada petugas di unit ini/s);
  const kanwilId = /\/settings\/units\/(\d+)/.exec(kanwil.path)![1]!;
  // As data it has no parts of Simpul to switch.
  expect(kanwil.forms.some(({ controls }) => controls.some(({ name }) => name === 'on[]'))).toBe(false);

  const top = await fill(browser, await browser.open(`/settings/units/new?above=${kanwilId}`), {
    name: 'Ditjenpas Contoh',
    code: 'ditjenpas-contoh',
  });
  expect(top.links).not.toContain(`/settings/units/new?above=${/(\d+)/.exec(top.path)![1]}`);
  const sister = await fill(browser, await browser.open(`/settings/units/new?parent=${kanwilId}`), {
    name: 'Lapas Contoh',
    code: 'lapas-contoh',
    type: 'lapas',
  });
  expect(says(sister)).toContain('Unit sudah ditambahkan');
  const whole = says(await browser.open('/settings/units'));
  for (const name of ['Ditjenpas Contoh', 'Kanwil Contoh', 'Lapas Contoh', 'Kantor (ganti nama ini)'])
    expect(whole).toContain(name);
  expect((await browser.open(`/settings/units/new?above=${alone}`)).status).toBe(200);
  const again = await fill(browser, await browser.open(`/settings/units/new?above=${alone}`), {
    name: 'Kanwil Kedua',
    code: 'kanwil-kedua',
  });
  expect([again.status, says(again).includes('sudah memiliki unit di atasnya')]).toEqual([409, true]);
  browser.close();
}, 120_000);

test('whoever does not administer, and offices of others, are as before', async () => {
  const stranger = as(head.token);
  expect((await stranger.open(`/settings/units/new?above=${alone}`)).status).toBe(403);
  stranger.close();
  const browser = as(admin.token);
  await office.officer('head_of_bapas', 'kupang');
  expect((await browser.open(`/settings/units/${office.units.kupang}`)).status).toBe(404);
  expect((await browser.open(`/settings/units/new?above=${office.units.ditjenpas}`)).status).toBe(404);
  browser.close();
}, 60_000);
