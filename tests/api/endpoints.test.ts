import { readdirSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { addDays, firstOfMonth, lastOfMonth, monthOf, plainDate } from '#kernel/plain-date';
import { dayAt } from '#kernel/zone';
import type { Action } from '#modules/access';
import { addPerson } from '#modules/people/server';
import { aProgram, aToken, apiAt, document, type Call, type Called } from '#tests/support/api';
import { aClient } from '#tests/support/cases';
import { layOut } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { serveDatabase } from '#tests/support/web';
import { endpoints } from '../../src/routes/api/v1/endpoints.ts';

const database = await freshDatabase('api');
const office = await openOffice(database);
const web = await serveDatabase(database);
const { palembang, musi, kanwil } = office.units;
const today = dayAt('Asia/Jakarta', new Date());
const month = monthOf(addDays(firstOfMonth(today), -1)); // the last whole month
const everything = [...new Set(endpoints.flatMap(({ scopes }) => [...scopes]))].filter((one) => one !== 'custody:feed');

const head = await aProgram(office, 'head_of_bapas', 'palembang', everything);
const musiHead = await aProgram(office, 'head_of_bapas', 'musi', everything);
const pk = await office.officer('pk', 'palembang');
const call = apiAt(web.url, head.token);

type Client = { caseId: string; personId: string };
const clients: Client[] = [];
let foreign: Client;
let reporting: Client;

beforeAll(async () => {
  for (let i = 0; i < 120; i++)
    clients.push(
      await aClient(office, {
        name: `Klien ${i % 7 === 0 ? 'Zainal' : 'Abdul'} ${i}`,
        pk: i % 3 === 0 ? pk.staffId : null,
        receivedOn: '2025-01-05',
        state: i % 10 === 9 ? 'ended' : 'active',
        ...(i % 25 === 24 ? { ageGroup: 'child' as const } : {}),
      }),
    );
  foreign = await aClient(office, { at: 'musi', name: 'NamaKenariMusi', receivedOn: '2025-01-05' });
  reporting = await aClient(office, {
    name: 'Pelapor Rajin',
    pk: pk.staffId,
    receivedOn: addDays(today, -120),
    guidanceStart: addDays(today, -120),
    guidanceEnd: addDays(today, 400),
  });
  await layOut(office, palembang, reporting.caseId, new Date());
  // 130 reports of last month, through three channels, some taken back.
  const first = firstOfMonth(month);
  for (let i = 0; i < 130; i++) {
    const client = clients[i % 100]!;
    await office.owner
      .insertInto('check_ins.check_in')
      .values({
        case_id: client.caseId,
        unit_id: palembang,
        channel: (['in_person', 'remote_call', 'home_visit'] as const)[i % 3]!,
        medium: i % 3 === 1 ? 'telephone' : null,
        happened_on: addDays(first, i % 28),
        happened_at: new Date(`${addDays(first, i % 28)}T03:00:00Z`),
        grade: 'A',
        counts: true,
        standing: 'extra',
        received_by: pk.staffId,
        recorded_by: pk.accountId,
        voided_at: i % 13 === 12 ? new Date() : null,
        voided_by: i % 13 === 12 ? pk.accountId : null,
        void_reason: i % 13 === 12 ? 'salah orang' : null,
      })
      .execute();
  }
});
afterAll(() => office.close());

const count = async (sql: string, ...values: unknown[]) =>
  (await database.owner.query<{ n: number }>(`select count(*)::int as n ${sql}`, values)).rows[0]!.n;

/** Every page of a list, from the first to the last. */
async function pages(address: string, more: Call = {}): Promise<Called['body'][]> {
  const read: Called['body'][] = [];
  for (let after: unknown = null; read.length === 0 || after; after = read.at(-1)!['next']) {
    const sign = address.includes('?') ? '&' : '?';
    const { status, body } = await call(after ? `${address}${sign}after=${after as string}` : address, more);
    expect(status).toBe(200);
    read.push(body);
  }
  return read;
}

describe('the description of the API', () => {
  test('is valid OpenAPI 3.1 and anybody may read it', async () => {
    const answer = await fetch(`${web.url}/api/v1/openapi.json`);
    const told = (await answer.json()) as Record<string, unknown>;
    expect(told['openapi']).toMatch(/^3\.1\./);
    const { valid, errors } = await new Validator().validate(structuredClone(told));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(told['paths']).toEqual(JSON.parse(JSON.stringify(document.paths)));
  });

  test('names every route that there is, and no other', () => {
    const root = new URL('../../src/routes/api/v1', import.meta.url).pathname;
    const routes = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('+server.ts') && !file.startsWith('openapi.json'))
      .map((file) => `/api/v1/${file.replace(/\/\+server\.ts$/, '').replaceAll(/\[(\w+)\]/g, '{$1}')}`);
    expect(Object.keys(document.paths).sort()).toEqual(routes.sort());
  });

  test('a broken description would be noticed', async () => {
    const broken = structuredClone(document) as unknown as { paths: Record<string, { get?: { responses?: unknown } }> };
    delete broken.paths['/api/v1/units']!.get!.responses;
    broken.paths['/api/v1/units']!.get!.responses = 'none';
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });
});

describe('what each address answers', () => {
  test('units: the whole tree', async () => {
    const { body } = await call('/units');
    expect(body.items).toHaveLength(await count('from units.unit'));
    expect(body.items.find((unit) => unit['id'] === palembang)).toMatchObject({
      code: 'bapas-palembang',
      type: 'bapas',
      parentId: kanwil,
      zone: 'Asia/Jakarta',
    });
  });

  test('people: by name, by the end of a NIK and by register number, with a pointer at most to another office', async () => {
    const nik = '1671994107890003'; // of a district that is not there, so it is nobody's
    const writer = await office.as(await office.officer('head_of_bapas', 'palembang'), new Date());
    const made = await writer.runOnce({ id: newId(), body: {} }, async (ctx) => ({
      ok: true,
      personId: await addPerson(ctx, { unitId: palembang, name: 'Kasmiran Wulandari', nik }),
    }));
    for (const q of ['kasmiran', 'KASMIRAM wulandari', nik, nik.slice(-6)]) {
      const { body } = await call(`/people?q=${encodeURIComponent(q)}`);
      expect(
        body.items.map((one) => one['personId']),
        q,
      ).toContain(made.personId);
    }
    const label = (
      await database.owner.query<{ register_label: string }>(
        'select register_label from cases.client_case where id = $1',
        [clients[0]!.caseId],
      )
    ).rows[0]!.register_label;
    const byRegister = await call(`/people?q=${encodeURIComponent(label)}`);
    expect(byRegister.status).toBe(200);

    const elsewhere = await call(`/people?q=${nik}`, { token: musiHead.token });
    expect(elsewhere.body.items).toEqual([]);
    expect(elsewhere.body['elsewhere']).toHaveLength(1);
    expect(Object.keys((elsewhere.body['elsewhere'] as object[])[0]!).sort()).toEqual([
      'agrees',
      'ask',
      'band',
      'unit',
    ]);
    expect(JSON.stringify(elsewhere.body)).not.toContain('Kasmiran');
    expect((await call('/people?q=%25')).status).toBe(422);
  });

  test('clients: as many as the office has in this state, each once, over pages', async () => {
    for (const [state, where] of [
      ['open', `state in ('received', 'active', 'paused')`],
      ['ended', `state = 'ended'`],
      ['all', 'true'],
    ] as const) {
      const read = await pages(`/clients?unit=${palembang}&state=${state}`);
      const ids = read.flatMap(({ items }) => items.map((one) => one['caseId']));
      const expected = await count(`from cases.client_case where unit_id = $1 and ${where}`, palembang);
      expect(ids, state).toHaveLength(expected);
      expect(new Set(ids).size, state).toBe(expected);
      expect(read.map(({ total }) => total)).toEqual(read.map(() => expected));
    }
    expect(JSON.stringify(await pages(`/clients?unit=${palembang}&state=all`))).not.toContain('Kenari');
  });

  test('one client, and another office’s exactly like none', async () => {
    const { body } = await call(`/clients/${reporting.caseId}`);
    expect(body).toMatchObject({
      caseId: reporting.caseId,
      name: 'Pelapor Rajin',
      unitId: palembang,
      state: 'active',
      counsellor: pk.actor.name,
    });
    const [hidden, absent] = [await call(`/clients/${foreign.caseId}`), await call(`/clients/${newId()}`)];
    expect(hidden).toMatchObject({ status: 404, body: absent.body });
  });

  test('obligations: every period that is not lifted', async () => {
    const { body } = await call(`/clients/${reporting.caseId}/obligations`);
    expect(body.items).toHaveLength(
      await count(`from check_ins.obligation where case_id = $1 and state <> 'lifted'`, reporting.caseId),
    );
    expect(body.items.length).toBeGreaterThan(3);
    const from = body.items.map((one) => one['from'] as string);
    expect(from).toEqual([...from].sort().reverse());
  });

  test('a report and an arrival are recorded once, and stand in every list', async () => {
    const key = newId();
    const address = `/clients/${reporting.caseId}/check-ins`;
    const report = { medium: 'telephone', talk: 'Bekerja di bengkel; alamat masih sama.', urgentReason: true };
    const first = await call(address, { body: report, key });
    expect(first).toMatchObject({ status: 200 });
    const row = await database.owner.query(
      `select channel, medium, received_by, recorded_by, counts from check_ins.check_in where id = $1`,
      [first.body['checkInId']],
    );
    expect(row.rows).toEqual([
      {
        channel: 'remote_call',
        medium: 'telephone',
        received_by: head.staffId,
        recorded_by: head.accountId,
        counts: true,
      },
    ]);
    const arrival = await call(`/clients/${reporting.caseId}/arrivals`, {
      body: { card: 'tidak dikenal' },
      key: newId(),
    });
    expect(arrival).toMatchObject({ status: 200 });
    const again = await call(`/clients/${reporting.caseId}/arrivals`, { body: {}, key: newId() });
    expect(again).toMatchObject({ status: 409, body: { type: '/api/problems/refused/same_day' } });

    const listed = await call(address);
    expect(listed.body.items).toHaveLength(await count('from check_ins.check_in where case_id = $1', reporting.caseId));
    expect(listed.body.items.map((one) => one['id'])).toEqual(
      expect.arrayContaining([first.body['checkInId'], arrival.body['checkInId']]),
    );
    const lines = await count(
      `from platform.journal where what = 'check-in.recorded' and submission_id = $1 and actor_id = $2`,
      key,
      head.accountId,
    );
    expect(lines).toBe(1);
  });

  test('check-ins of a month: what counts in the figures, through one channel or all', async () => {
    const range = `happened_on between '${firstOfMonth(month)}' and '${lastOfMonth(month)}'`;
    for (const channel of ['in_person', 'remote_call', 'home_visit', undefined]) {
      const read = await pages(`/check-ins?unit=${palembang}&month=${month}${channel ? `&channel=${channel}` : ''}`);
      const ids = read.flatMap(({ items }) => items.map((one) => one['id']));
      const expected = await count(
        `from check_ins.check_in where unit_id = $1 and voided_at is null and ${range} and ($2::text is null or channel = $2)`,
        palembang,
        channel ?? null,
      );
      expect(expected, channel).toBeGreaterThan(10);
      expect(new Set(ids).size, channel).toBe(expected);
      expect(ids, channel).toHaveLength(expected);
      expect(read[0]!['visible']).toBe(expected);
    }
  });

  test('statistics: the same as SQL counts, and as the list behind them', async () => {
    const { body } = await call(`/statistics/check-ins?unit=${palembang}&from=${month}&to=${month}`);
    const months = body['checkIns'] as { channel: string; checkIns: number; clients: number }[];
    for (const channel of ['in_person', 'remote_call', 'home_visit']) {
      const { rows } = await database.owner.query<{ reports: number; clients: number }>(
        `select count(*)::int as reports, count(distinct case_id)::int as clients from check_ins.check_in
         where unit_id = $1 and channel = $2 and voided_at is null and happened_on between $3 and $4`,
        [palembang, channel, firstOfMonth(month), lastOfMonth(month)],
      );
      expect(
        months.find((one) => one.channel === channel),
        channel,
      ).toMatchObject({
        checkIns: rows[0]!.reports,
        clients: rows[0]!.clients,
      });
    }
    const [reportingMonth] = body['reporting'] as { clients: number }[];
    expect(reportingMonth!.clients).toBe(
      await count(
        `from cases.client_case where unit_id = $1 and registered_on <= $2 and (ended_on is null or ended_on > $2)`,
        palembang,
        lastOfMonth(month),
      ),
    );
    const below = await call(`/statistics/check-ins?unit=${kanwil}&from=${month}&to=${month}`);
    expect(below.status).toBe(404);
  });

  test('statistics of months that are not there yet, too many, or turned round are refused, not bent', async () => {
    const next = monthOf(addDays(lastOfMonth(monthOf(today)), 1));
    for (const [from, to] of [
      [month, next],
      [monthOf(today), month],
      ['1990-01', month],
    ])
      expect(
        await call(`/statistics/check-ins?unit=${palembang}&from=${from}&to=${to}`),
        `${from} ${to}`,
      ).toMatchObject({
        status: 422,
        body: { errors: [{ in: 'query', field: 'from', problem: 'range' }] },
      });
  });
});

describe('tokens', () => {
  const addresses: [Action, string][] = [
    ['staff:read', '/units'],
    ['person:search', '/people?q=Klien'],
    ['case:list', `/clients?unit=${palembang}`],
    ['figures:read', `/check-ins?unit=${palembang}&month=${month}`],
    ['figures:read', `/statistics/check-ins?unit=${palembang}&from=${month}&to=${month}`],
  ];
  const ofClient: [Action, string, unknown?][] = [
    ['case:read', ''],
    ['ledger:read', '/obligations'],
    ['ledger:read', '/check-ins'],
    ['check_in:record_remote', '/check-ins', { medium: 'chat', talk: 'Percakapan yang cukup panjang.' }],
    ['check_in:record_counter', '/arrivals', {}],
  ];

  test('each address opens with its scope alone, and with every scope but its own it does not', async () => {
    const all: [Action, string, unknown?][] = [
      ...addresses,
      ...ofClient.map(([scope, path, body]): [Action, string, unknown?] => [
        scope,
        `/clients/${clients[1]!.caseId}${path}`,
        body,
      ]),
    ];
    for (const [scope, address, body] of all) {
      const only = await aToken(office, head.accountId, [scope]);
      const others = everything.filter(
        (one) => one !== scope && !(scope === 'figures:read' && one === 'figures:aggregate'),
      );
      const without = await aToken(office, head.accountId, others);
      const sent = body === undefined ? {} : { body, key: newId() };
      expect((await call(address, { ...sent, token: only })).status, `${address} with ${scope}`).toBe(200);
      expect((await call(address, { ...sent, token: without })).status, `${address} without ${scope}`).toBe(403);
    }
  });

  test('a scope gives nothing that the postings do not give', async () => {
    const counter = await aProgram(office, 'counter', 'palembang', everything);
    expect((await call(`/clients/${clients[2]!.caseId}`, { token: counter.token })).status).toBe(403);
    const stranger = await call(`/clients/${clients[2]!.caseId}`, { token: musiHead.token });
    expect(stranger.status).toBe(404);
    expect((await call(`/clients?unit=${palembang}`, { token: musiHead.token })).status).toBe(404);
    expect((await call(`/clients?unit=${musi}`, { token: musiHead.token })).status).toBe(200);
  });

  test.each([
    ['missing', async () => null],
    ['too short', async () => 'simpul_x'],
    ['never issued', async () => 'simpul_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
    ['expired', async () => aToken(office, head.accountId, everything, new Date(Date.now() - 1000))],
    ['ended', async () => ended((token) => ({ set: 'ended_at = now()', token }))],
    ['of a suspended account', async () => suspended()],
    ['of a browser', async () => head.actor && (await office.session(head.accountId, 'browser'))],
  ])('one that is %s is answered 401', async (_, make) => {
    const token = await make();
    const answer = await call('/units', { token });
    expect(answer).toMatchObject({ status: 401, body: { type: '/api/problems/token' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('a token does not open a page, and a browser’s session no address of the API', async () => {
    const token = await aToken(office, head.accountId, everything);
    const page = await fetch(`${web.url}/today`, {
      redirect: 'manual',
      headers: { cookie: `simpul_session=${token}` },
    });
    expect(page.status).toBe(303);
    expect(page.headers.get('location')).toMatch(/^\/sign-in/);
    const browser = await office.officer('head_of_bapas', 'palembang');
    const api = await fetch(`${web.url}/api/v1/units`, { headers: { cookie: `simpul_session=${browser.token}` } });
    expect(api.status).toBe(401);
  });

  async function ended(how: (token: string) => { set: string; token: string }): Promise<string> {
    const token = await aToken(office, head.accountId, everything);
    await database.owner.query(
      `update accounts.session set ${how(token).set} where token_hash = sha256(convert_to($1, 'UTF8'))`,
      [token],
    );
    return token;
  }
  async function suspended(): Promise<string> {
    const one: Officer = await aProgram(office, 'head_of_bapas', 'palembang', everything);
    await database.owner.query(`update accounts.account set state = 'suspended' where id = $1`, [one.accountId]);
    return one.token;
  }
});

describe('idempotency keys', () => {
  const report = { medium: 'telephone', talk: 'Satu percakapan, dicatat satu kali saja.' };
  const address = () => `/clients/${clients[3]!.caseId}/check-ins`;
  const reports = () => count('from check_ins.check_in where case_id = $1', clients[3]!.caseId);

  test('a repeat gets the first answer, also three at once, and one row is made', async () => {
    const key = newId();
    const before = await reports();
    const all = await Promise.all([1, 2, 3].map(() => call(address(), { body: report, key })));
    all.push(await call(address(), { body: report, key: key.toUpperCase() }));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const { body } of all) expect(body).toEqual(all[0]!.body);
    expect(await reports()).toBe(before + 1);
  });

  test('another body, another address or another token under the same key is refused', async () => {
    const key = newId();
    await call(address(), { body: report, key });
    const before = await reports();
    expect(await call(address(), { body: { ...report, talk: 'Lain sama sekali isinya ini.' }, key })).toMatchObject({
      status: 422,
      body: { type: '/api/problems/idempotency-key/other-body' },
    });
    expect(await call(`/clients/${clients[4]!.caseId}/check-ins`, { body: report, key })).toMatchObject({
      status: 422,
    });
    const colleague = await aProgram(office, 'head_of_bapas', 'palembang', everything);
    expect(await call(address(), { body: report, key, token: colleague.token })).toMatchObject({
      status: 409,
      body: { type: '/api/problems/idempotency-key/other-account' },
    });
    expect(await reports()).toBe(before);
  });

  test('the same account with a new token may repeat: a token is exchanged while a reply is on its way', async () => {
    const key = newId();
    const first = await call(address(), { body: report, key });
    const second = await call(address(), {
      body: report,
      key,
      token: await aToken(office, head.accountId, everything),
    });
    expect(second).toMatchObject({ status: 200, body: first.body });
  });

  test.each([
    ['missing', null, 400, 'missing'],
    ['empty', '', 400, 'missing'],
    ['300 characters', 'x'.repeat(300), 400, 'not-an-id'],
    ['no UUID', 'abc-def', 400, 'not-an-id'],
    ['two ids', `${newId()}, ${newId()}`, 400, 'not-an-id'],
    ['36 days old', newId36DaysAgo(), 409, 'too-old'],
  ])('a key that is %s is refused', async (_, key, status, type) => {
    const before = await reports();
    const answer = await call(address(), {
      body: report,
      ...(key === null ? {} : { headers: { 'idempotency-key': key } }),
    });
    expect(answer).toMatchObject({ status, body: { type: `/api/problems/idempotency-key/${type}` } });
    expect(await reports()).toBe(before);
  });

  test('a refusal is not remembered: put right, it goes through under the same key', async () => {
    const key = newId();
    const future = { ...report, happenedOn: addDays(today, 3) };
    expect(await call(address(), { body: future, key })).toMatchObject({
      status: 409,
      body: { type: '/api/problems/refused/in_the_future', detail: expect.any(String) as string },
    });
    expect(await call(address(), { body: { ...report, medium: 'pigeon' }, key })).toMatchObject({ status: 422 });
    expect(await call(address(), { body: report, key })).toMatchObject({ status: 200 });
  });

  function newId36DaysAgo(): string {
    const at = (Date.now() - 36 * 86_400_000).toString(16).padStart(12, '0');
    return `${at.slice(0, 8)}-${at.slice(8)}-${newId().slice(14)}`;
  }
});

describe('pages of a list', () => {
  type Row = Record<string, unknown>;
  const rowsOf = async (address: string) => (await pages(address)).flatMap(({ items }) => items as Row[]);

  test('of a long ledger every period and every report comes once, the newest first, though some leave between two pages', async () => {
    const long = await aClient(office, { name: 'Lama Sekali', pk: pk.staffId, receivedOn: '2010-01-05' });
    const first = (i: number) => `${2010 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-01`;
    const rows = Array.from({ length: 120 }, (_, i) => ({
      case_id: long.caseId,
      unit_id: palembang,
      period_from: first(i),
      period_until: lastOfMonth(monthOf(plainDate(first(i)))),
      state: 'fulfilled',
      rule_id: 'check-ins.obligations',
      rule_version: '1',
    }));
    const made = await office.owner.insertInto('check_ins.obligation').values(rows).returning('id').execute();
    for (const [i, { id }] of made.entries())
      await office.owner
        .insertInto('check_ins.check_in')
        .values({
          case_id: long.caseId,
          unit_id: palembang,
          obligation_id: id,
          channel: 'in_person',
          // Three on one day, so that a page ends amid a day.
          happened_on: first(i - (i % 3)),
          happened_at: new Date(`${first(i - (i % 3))}T03:00:00Z`),
          grade: 'A',
          counts: true,
          standing: 'on_time',
          received_by: pk.staffId,
          recorded_by: pk.accountId,
        })
        .execute();
    const of = `/clients/${long.caseId}`;
    for (const [address, day] of [
      [`${of}/obligations`, 'from'],
      [`${of}/check-ins`, 'happenedOn'],
    ] as const) {
      const all = await rowsOf(address);
      expect(all, address).toHaveLength(120);
      expect(new Set(all.map((row) => row['id'])).size, address).toBe(120);
      const days = all.map((row) => row[day] as string);
      expect(days, address).toEqual([...days].sort().reverse());
    }

    // The very row behind which the next page begins leaves the list meanwhile.
    const { body } = await call(`${of}/obligations`);
    const next = body['next'] as string;
    expect(body.items).toHaveLength(50);
    await database.owner.query(`update check_ins.obligation set state = 'lifted' where id = $1`, [
      body.items.at(-1)!['id'],
    ]);
    const second = await call(`${of}/obligations?after=${next}`);
    expect(second.body.items[0]).toMatchObject({ from: first(69) });
    expect(second.body.items).toHaveLength(50);

    // A cursor of one client's list opens no other client's, nor another list of the same client.
    for (const other of [`/clients/${clients[0]!.caseId}/obligations`, `${of}/check-ins`, '/units'])
      expect(await call(`${other}?after=${next}`), other).toMatchObject({
        status: 400,
        body: { type: '/api/problems/cursor' },
      });
  });

  test('of more offices than a page has, each comes once, though one takes another name meanwhile', async () => {
    for (let i = 0; i < 60; i++)
      await office.owner
        .insertInto('units.unit')
        .values({
          code: `bapas-ke-${i}`,
          name: `Bapas ${90 - i}`,
          type: 'bapas',
          parent_id: office.units.kanwil,
          zone: 'Asia/Jakarta',
          ledger_starts_on: '2020-01-01',
          class: 'II',
        })
        .execute();
    const { body } = await call('/units');
    expect(body.items).toHaveLength(50);
    await database.owner.query(`update units.unit set name = 'Aaa' where id = (select max(id) from units.unit)`);
    const seen = [...body.items, ...(await call(`/units?after=${body['next'] as string}`)).body.items].map(
      (row) => row['id'],
    );
    expect(seen).toHaveLength(await count('from units.unit'));
    expect(new Set(seen).size).toBe(seen.length);
  });

  const list = `/clients?unit=${palembang}&state=all`;

  test('while clients are added and others end, none comes twice and none is left out', async () => {
    const before = new Set(
      (
        await database.owner.query<{ id: string }>('select id from cases.client_case where unit_id = $1', [palembang])
      ).rows.map(({ id }) => id),
    );
    const seen: string[] = [];
    let after: unknown = null;
    do {
      const { body } = await call(after ? `${list}&after=${after as string}` : list);
      seen.push(...body.items.map((one) => one['caseId'] as string));
      after = body['next'];
      await aClient(office, { name: 'Aaron Baru', receivedOn: '2026-01-05' });
      // The very row at which the next page begins leaves the office meanwhile.
      await database.owner.query(`update cases.client_case set unit_id = $1 where id = $2`, [musi, seen.at(-1)]);
    } while (after);
    expect(new Set(seen).size).toBe(seen.length);
    for (const id of before) expect(seen).toContain(id);
  });

  test('a search gives everybody once, the best first, while people are added, leave and take other words', async () => {
    const writer = await office.as(await office.officer('head_of_bapas', 'palembang'), new Date());
    const add = async (name: string) =>
      (
        await writer.runOnce({ id: newId(), body: {} }, async (ctx) => ({
          ok: true,
          personId: await addPerson(ctx, { unitId: palembang, name }),
        }))
      ).personId;
    const exact: string[] = [];
    const begins: string[] = [];
    // Names that run backwards, so that an order by name would not be the order in which they were recorded.
    for (let i = 0; i < 25; i++) exact.push(await add(`Gandasuli ${'ZYXWVUTSRQPONMLKJIHGFEDCBA'[i]}artono`));
    for (let i = 0; i < 20; i++) begins.push(await add(`Gandasulianto ${'ZYXWVUTSRQPONMLKJIHG'[i]}artono`));
    const seen: string[] = [];
    const gone: string[] = [];
    let after: unknown = null;
    do {
      const { status, body } = await call(`/people?q=gandasuli${after ? `&after=${after as string}` : ''}`);
      expect(status).toBe(200);
      expect(body.items.length).toBeGreaterThan(0);
      seen.push(...body.items.map((one) => one['personId'] as string));
      after = body['next'];
      await add('Gandasuli Aabaru');
      await add('Aabaru Gandasulianto');
      // The very one behind whom the next page begins leaves the office meanwhile.
      gone.push(seen.at(-1)!);
      await database.owner.query('update people.person set unit_id = $1 where id = $2', [musi, seen.at(-1)]);
    } while (after);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.slice(0, 25)).toEqual(exact);
    for (const id of begins) expect(seen).toContain(id);
    expect(gone.length).toBeGreaterThan(2);
  });

  test('of a search for three words that nobody bears all, the following pages keep to two of them', async () => {
    const writer = await office.as(await office.officer('head_of_bapas', 'palembang'), new Date());
    const add = (name: string) =>
      writer.runOnce({ id: newId(), body: {} }, async (ctx) => ({
        ok: true,
        personId: await addPerson(ctx, { unitId: palembang, name }),
      }));
    for (let i = 0; i < 25; i++) await add('Wiraguna Sasmitapura');
    const list = `/people?q=${encodeURIComponent('wiraguna sasmitapura kertabumi')}`;
    const first = await call(list);
    expect(first.body).toMatchObject({ total: 25, more: false });
    await add('Wiraguna Sasmitapura Kertabumi');
    const second = await call(`${list}&after=${first.body['next'] as string}`);
    expect(second.body.items).toHaveLength(5);
    expect(second.body['next']).toBeNull();
    // A cursor of this search belongs to no other one, nor to another list.
    for (const other of ['/people?q=wiraguna', `/clients?unit=${palembang}`])
      expect(await call(`${other}&after=${first.body['next'] as string}`), other).toMatchObject({
        status: 400,
        body: { type: '/api/problems/cursor' },
      });
  });

  test('a cursor that was changed, invented or made for another list is refused', async () => {
    const { body } = await call(list);
    const next = body['next'] as string;
    const flipped = next[5] === 'A' ? 'B' : 'A';
    const others = [
      `${next.slice(0, 5)}${flipped}${next.slice(6)}`,
      next.slice(0, -2),
      `${next}AA`,
      clients[0]!.caseId,
      'x',
      '%00',
      '1%20or%201=1',
      'A'.repeat(200),
    ];
    for (const cursor of others)
      expect(await call(`${list}&after=${cursor}`), cursor).toMatchObject({
        status: 400,
        body: { type: '/api/problems/cursor' },
      });
    expect((await call(`/clients?unit=${palembang}&state=open&after=${next}`)).status).toBe(400);
    expect((await call(`/check-ins?unit=${palembang}&month=${month}&after=${next}`)).status).toBe(400);
    expect((await call(`${list}&after=${next}`)).status).toBe(200);
    expect((await call(`${list}&after=${'A'.repeat(201)}`)).status).toBe(422);
  });
});
