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

test('a sister office joins: its first administrator is posted from the page of the office, and gets his link', async () => {
  await database.owner.query(
    `insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at) values ($1, $2, 'account_admin', 'permanent', '2020-01-01', now())`,
    [admin.staffId, alone],
  );
  await database.owner.query('update accounts.account set password_set_at = now() where id = $1', [admin.accountId]);
  await database.owner.query('update accounts.session set proved_at = now() where account_id = $1', [admin.accountId]);
  const browser = as(admin.token);
  const { rows: sisters } = await database.owner.query<{ id: number }>(
    `select id from units.unit where code = 'lapas-contoh'`,
  );
  const page = await browser.open(`/settings/units/${sisters[0]!.id}`);
  const begin = page.links.find((href) => href.startsWith('/admin/accounts/new?unit='))!;
  expect(says(page)).toContain('Kantor ini belum memiliki pengelola');
  const blank = await browser.open(begin);
  expect(says(blank)).toContain('Administrator pertama sebuah kantor');
  const send = async (fields: Record<string, string>) => {
    const form = blank.forms.find((one) => one.controls.some(({ name }) => name === 'username'))!;
    const sent = new URLSearchParams(untouched(form));
    for (const [name, value] of Object.entries(fields)) sent.set(name, value);
    const answer = await browser.send({ method: 'POST', path: begin, body: sent });
    return answer.status === 303 ? browser.open(answer.headers.location!) : readPage(begin, answer);
  };
  // Nothing that was typed is lost, and the sentence stands beside the field.
  const refused = await send({ name: 'Petugas Rekaan', username: 'petugas.rekaan', role: 'pk' });
  expect(refused.status).toBe(409);
  const typed = refused.forms.flatMap(({ controls }) => controls);
  expect(typed.find(({ name }) => name === 'role')).toMatchObject({ invalid: true });
  expect(typed.find(({ name }) => name === 'username')?.value).toBe('petugas.rekaan');
  const made = await send({ name: 'Pengelola Rekaan', username: 'pengelola.rekaan', role: 'account_admin' });
  expect([made.status, says(made)]).toEqual([200, expect.stringContaining('Menunggu persetujuan')]);
  // The head of this house is the second person, and finds it waiting.
  const second = as(head.token);
  const waiting = (await second.open('/admin/accounts')).links.find((href) => href.startsWith('/admin/postings/'))!;
  expect(says(await second.open(waiting))).toContain('Pengelola Rekaan');
  second.close();
  const link = made.forms.find((one) => one.action.includes('?/link'))!;
  const answer = await browser.send({
    method: 'POST',
    path: browser.resolve(link.action, made.path),
    body: new URLSearchParams(untouched(link)),
  });
  expect([answer.status, answer.body.toString().includes('/sign-in/link/')]).toEqual([200, true]);
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
