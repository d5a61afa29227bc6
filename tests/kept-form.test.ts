import { TOTP } from 'otpauth';
import { afterAll, expect, test } from 'vitest';
import { hashSecret, holdKeys } from '#modules/accounts/server';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';
import { serveDatabase } from '#tests/support/web';
import { dataFolder } from '../src/platform/data-folder.server.ts';
import { Browser } from './corpus/forms/browser.ts';
import { readPage, untouched, type Form, type Page } from './corpus/forms/page.ts';

const database = await freshDatabase('kept_form');
const office = await openOffice(database);
const web = await serveDatabase(database);
holdKeys({
  pepper: dataFolder(web.data).key('pepper'),
  secondFactor: dataFolder(web.data).key('second_factor'),
  isDemo: false,
});
const browser = new Browser(web.url);
afterAll(async () => {
  browser.close();
  await office.close();
});

const password = 'sepeda kunyit lautan tujuh';
const typed = 'Kenari Rekaan Sari';

/** The form as it stands, with what somebody fills in. */
function fillIn(form: Form, fields: Record<string, string> = {}): URLSearchParams {
  const body = new URLSearchParams(
    untouched(form).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return body;
}
async function press(page: Page, form: Form, to = form.action, fields: Record<string, string> = {}): Promise<Page> {
  const path = browser.resolve(to || page.path, page.path);
  const body = fillIn(form, fields);
  const answer = await browser.send({ method: 'POST', path, body });
  // A browser sends the same form on to where a 307 leads.
  if (answer.status !== 307) return readPage(path, answer);
  const on = browser.resolve(answer.headers.location!, path);
  return readPage(on, await browser.send({ method: 'POST', path: on, body }));
}
const formWith = (page: Page, field: string) =>
  page.forms.find(({ controls }) => controls.some(({ name, type }) => name === field && type !== 'hidden'))!;

test('what was typed comes along through setting up a second factor and the spare codes', async () => {
  const section = await office.officer('section_head', 'palembang');
  const { username } = await office.owner
    .updateTable('accounts.account')
    .set({ password_hash: await hashSecret(password), password_set_at: new Date() })
    .where('id', '=', section.accountId)
    .returning('username')
    .executeTakeFirstOrThrow();
  browser.carry(`simpul_session=${section.token}`);
  const open = await browser.open('/people/new');
  const form = formWith(open, 'name');

  // While he types he becomes head of the office, for which a password is not enough, and his session ends.
  await office.owner
    .insertInto('units.posting')
    .values({
      staff_id: section.staffId,
      unit_id: office.units.palembang,
      role: 'head_of_bapas',
      kind: 'acting',
      starts_on: '2020-01-01',
      approved_at: new Date(),
    })
    .execute();
  await office.owner
    .updateTable('accounts.session')
    .set({ ended_at: new Date(), ended_why: 'by_owner' })
    .where('account_id', '=', section.accountId)
    .execute();
  const door = await press(open, form, '', { name: typed });
  expect([door.status, door.html.includes(typed)]).toEqual([401, false]);

  const enrol = await press(door, formWith(door, 'username'), undefined, { username: username!, password });
  const secret = enrol.words.map((word) => word.replaceAll(' ', '')).find((word) => /^[A-Z2-7]{26,64}$/.test(word))!;
  const totp = new TOTP({ secret });
  const wrong = await press(enrol, formWith(enrol, 'factorCode'), undefined, { factorCode: '000000' });
  expect(wrong.status).toBe(409);
  const first = await press(wrong, formWith(wrong, 'factorCode'), undefined, { factorCode: totp.generate() });
  expect(first.words.join(' ')).toContain('Faktor kedua sudah terpasang.');

  const make = first.forms.find(({ action, controls }) => /spare-codes/.test(action) && controls.length > 0)!;
  const codes = await press(first, make);
  expect(codes.html.match(/<li><code>/g)).toHaveLength(10);
  const on = codes.forms.find(({ action }) => action.startsWith('/people/new'))!;
  const back = await press(codes, on);
  expect(back.summary.map(({ text }) => text).join(' ')).toContain('Sesi Anda berakhir');
  const again = formWith(back, 'name');
  expect(again.controls.find(({ name }) => name === 'name')!.value).toBe(typed);

  const saved = await browser.send({ method: 'POST', path: back.path, body: fillIn(again) });
  expect(saved.status).toBe(303);
  const { rows } = await database.owner.query('select count(*)::int as n from people.person where name = $1', [typed]);
  expect(rows).toEqual([{ n: 1 }]);
});
