import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { Browser } from '../corpus/forms/browser.ts';
import { nameForm } from '../corpus/forms/name-form.ts';
import { Office } from '../corpus/forms/office.ts';
import { anAccount } from '../corpus/forms/scenarios/account.ts';
import { step } from '../corpus/forms/scenarios/steps.ts';

let office: Office;
beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
});
afterAll(() => office?.close());
beforeEach(() => office.newDay());
const { fill, send } = nameForm(() => office);

const newestPosting = async (account: string): Promise<string> => {
  const { id } = await office.one<{ id: string }>(
    `select p.id from units.posting p join accounts.account a on a.staff_id = p.staff_id where a.id = $1 order by p.made_at desc, p.id desc`,
    [account],
  );
  return `/admin/postings/${id}`;
};

test('a role that is taken away or given while its officer works counts with his next click, in the same session', async () => {
  const username = await anAccount(office, 'section_head');
  const { id: account } = await office.one<{ id: string }>('select id from accounts.account where username = $1', [
    username,
  ]);
  const admin = await office.as('admin.akun');
  const own = await new Browser(office.url).signIn(username);
  const filled = await fill();
  const open = await own.open(filled.path);
  expect([open.status, open.navigation.includes('/clients')]).toEqual([200, true]);
  expect((await own.open('/counter/cards')).status).toBe(200);

  // He loses the role while this form stands open.
  await step(office, '/admin/postings/[id] withdraw', { browser: admin, path: await newestPosting(account) });
  const sent = await send(filled, { browser: own });
  expect([403, 404]).toContain(sent.answer.status);
  expect(sent.writes).toEqual([]);
  const without = await own.open('/clients');
  expect([without.status, without.navigation.includes('/clients')]).toEqual([403, false]);

  // A new one waits for a second person; with his approval it counts.
  await step(
    office,
    '/admin/accounts/[id] post',
    { browser: admin, path: `/admin/accounts/${account}` },
    { role: 'counter', kind: 'permanent', startsOn: '13-06-2022' },
  );
  expect((await own.open('/counter')).status).toBe(403);
  await step(office, '/admin/postings/[id] approve', {
    browser: await office.as('admin.akun2'),
    path: await newestPosting(account),
  });
  const desk = await own.open('/counter');
  expect([desk.status, desk.navigation.includes('/counter')]).toEqual([200, true]);
  expect((await own.open('/clients')).navigation).not.toContain('/handover');
  own.close();
});

test('whoever works at two offices has the lists of the one he chose, and choosing gives no right', async () => {
  const username = await anAccount(office, 'section_head');
  const idOf = async (code: string) =>
    (await office.one<{ id: number }>('select id from units.unit where code = $1', [code])).id;
  const [palembang, gili, kanwil] = [
    await idOf('bapas-palembang'),
    await idOf('bapas-gili-lestari'),
    (await office.one<{ id: number }>(`select id from units.unit where type = 'kanwil' order by id limit 1`)).id,
  ];
  await office.rows(
    `insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at)
     select a.staff_id, $2, 'head_of_bapas', 'acting', '2020-01-01', now() from accounts.account a where a.username = $1`,
    [username, gili],
  );
  const own = await new Browser(office.url).signIn(username);
  const unitsOf = async (path: string) => {
    const page = await own.open(path);
    expect(page.status).toBe(200);
    const found = page.links.flatMap((link) => /^\/exports\/new\?list=workload&unit=(\d+)/.exec(link)?.[1] ?? []);
    return [...new Set(found.map(Number))];
  };
  const choose = async (place: number) => {
    const body = new URLSearchParams({ place: String(place), back: '/breaches' });
    const { status, headers } = await own.send({ method: 'POST', path: '/place', body });
    expect([status, headers.location]).toEqual([303, '/breaches']);
  };
  expect(await unitsOf('/today')).toEqual([palembang]);
  await choose(gili);
  expect(await unitsOf('/today')).toEqual([gili]);
  await choose(kanwil);
  expect(await unitsOf('/today')).toEqual([gili]);
  await choose(palembang);
  expect(await unitsOf('/today')).toEqual([palembang]);
  own.close();
});
