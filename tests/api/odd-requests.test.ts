import http from 'node:http';
import net from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { aProgram, apiAt } from '#tests/support/api';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';
import { serveDatabase } from '#tests/support/web';
import { endpoints } from '../../src/routes/api/v1/endpoints.ts';

/** Requests that no form of ours sends: each gets an answer below 500 that changes nothing. */
const database = await freshDatabase('odd');
const office = await openOffice(database);
const web = await serveDatabase(database);
const { palembang } = office.units;
const everything = [...new Set(endpoints.flatMap(({ scopes }) => [...scopes]))].filter((one) => one !== 'custody:feed');
const program = await aProgram(office, 'head_of_bapas', 'palembang', everything);
const head = await office.enrol(await office.officer('head_of_bapas', 'palembang'));
const call = apiAt(web.url, program.token);
let client: { caseId: string; personId: string };
let caseOf = '';
beforeAll(async () => {
  client = await aClient(office, { receivedOn: '2025-01-05' });
  caseOf = `/clients/${client.caseId}`;
});
afterAll(() => office.close());

const report = { medium: 'telephone', talk: 'Percakapan biasa, cukup panjang untuk dicatat.' };
const reports = async () =>
  (await database.owner.query<{ n: number }>('select count(*)::int as n from check_ins.check_in')).rows[0]!.n;
const page = (path: string, init: RequestInit = {}) =>
  fetch(`${web.url}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { cookie: `simpul_session=${head.token}`, accept: 'text/html', ...init.headers },
  });
const form = (fields: Record<string, string>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', origin: web.url },
  body: new URLSearchParams({ submissionId: newId(), ...fields }),
});

/** What fetch and node:http would not send: bytes as they are. */
function raw(text: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(web.url);
  return new Promise((done, fail) => {
    let answer = '';
    const socket = net.connect(Number(port), hostname, () => socket.write(text));
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on('data', (part: Buffer) => {
      answer += part.toString('latin1');
      if (/\r\n\r\n/.test(answer)) socket.end();
    });
    socket.on('close', () => done(answer)).on('error', (error) => (answer ? done(answer) : fail(error)));
  });
}
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
const head1 = (method: string, path: string, lines: string[] = []) =>
  `${method} ${path} HTTP/1.1\r\nHost: ${new URL(web.url).host}\r\nConnection: close\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;

describe('bodies', () => {
  const bodies: [string, string | Buffer, Record<string, string>, number[]][] = [
    ['a form instead of JSON', 'medium=telephone', { 'content-type': 'application/x-www-form-urlencoded' }, [403]],
    ['JSON as plain text', JSON.stringify(report), { 'content-type': 'text/plain' }, [403]],
    ['XML', '<a/>', { 'content-type': 'application/xml' }, [415]],
    ['no JSON', '{"medium":', {}, [400]],
    ['nothing', '', {}, [400]],
    ['half a UTF-8 letter', Buffer.from([0x22, 0xc3, 0x22]), {}, [400]],
    ['a list', '[]', {}, [422]],
    ['null', 'null', {}, [422]],
    ['a list for a text', JSON.stringify({ ...report, talk: ['a', 'b'] }), {}, [422]],
    ['an object for a text', JSON.stringify({ ...report, talk: { $ne: '' } }), {}, [422]],
    ['a text for a boolean', JSON.stringify({ ...report, presenceOnly: 'true' }), {}, [422]],
    ['a number beyond all numbers', '{"medium":"telephone","talk":1e309}', {}, [422]],
    ['minus nothing', '{"medium":"telephone","talk":-0}', {}, [422]],
    ['a number that no longer is itself', '{"medium":"telephone","talk":9007199254740993}', {}, [422]],
    ['__proto__', '{"medium":"telephone","talk":"Cukup panjang isinya.","__proto__":{"presenceOnly":true}}', {}, [422]],
    [
      'constructor',
      '{"medium":"telephone","talk":"Cukup panjang isinya.","constructor":{"prototype":{"a":1}}}',
      {},
      [422],
    ],
    [
      'a field of somebody else',
      JSON.stringify({ ...report, unitId: 1, recordedBy: newId(), counts: true }),
      {},
      [422],
    ],
    ['twenty levels', JSON.stringify(nested(20)), {}, [400]],
    ['a hundred thousand levels', '['.repeat(100_000) + ']'.repeat(100_000), {}, [400]],
    ['a hundred thousand entries', `[${'0,'.repeat(100_000)}0]`, {}, [422]],
    ['a megabyte', JSON.stringify({ ...report, talk: 'x'.repeat(1_000_000) }), {}, [413]],
    ['twenty megabytes', Buffer.alloc(20_000_000, 0x20), {}, [413]],
    ['a gzip bomb', gzipSync(Buffer.alloc(50_000_000, 0x20)), { 'content-encoding': 'gzip' }, [415]],
    ['NUL in a text', JSON.stringify({ ...report, talk: 'a\u0000b' }), {}, [422]],
    ['half a letter in a text', '{"medium":"telephone","talk":"\\ud800 dan lagi"}', {}, [422]],
    ['a day that is none', JSON.stringify({ ...report, happenedOn: '2026-02-30' }), {}, [422]],
    ['a day of the year 0001', JSON.stringify({ ...report, happenedOn: '0001-01-01' }), {}, [409, 422]],
    ['a day of the year 9999', JSON.stringify({ ...report, happenedOn: '9999-12-31' }), {}, [409, 422]],
  ];

  test.each(bodies)('%s', async (_, body, headers, statuses) => {
    const before = await reports();
    const answer = await fetch(`${web.url}/api/v1${caseOf}/check-ins`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${program.token}`,
        'content-type': 'application/json',
        'idempotency-key': newId(),
        ...headers,
      },
      body: body as BodyInit,
    });
    expect(statuses, await answer.clone().text()).toContain(answer.status);
    // What a form of another site could send is refused before anything knows that this is the API.
    if (answer.status !== 403) expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await reports()).toBe(before);
  });

  test('a text is kept cleaned, as a form would keep it', async () => {
    const { body } = await call(`${caseOf}/check-ins`, {
      key: newId(),
      body: { medium: 'chat', talk: '  Kata\u200b kata \u202eterbalik\r\nbaris dua  ' },
    });
    const { rows } = await database.owner.query<{ talk: string }>(
      'select talk from check_ins.content where check_in_id = $1',
      [body['checkInId']],
    );
    expect(rows[0]!.talk).toBe('Kata kata terbalik\nbaris dua');
  });

  function nested(levels: number): unknown {
    return levels === 0 ? 'x' : { a: nested(levels - 1) };
  }
});

describe('addresses of the API', () => {
  test.each([
    ['a parameter twice', `/clients?unit=${palembang}&unit=${palembang}`, 400],
    ['a parameter as a list', `/clients?unit[]=${palembang}`, 422],
    ['an unknown parameter', `/clients?unit=${palembang}&sort=nik`, 422],
    ['__proto__ as a parameter', `/clients?unit=${palembang}&__proto__=1`, 422],
    ['a unit beyond all numbers', '/clients?unit=9007199254740993', 422],
    ['a unit that is negative', '/clients?unit=-1', 422],
    ['a unit in words', '/clients?unit=1%20or%201=1', 422],
    ['a unit in exponents', '/clients?unit=1e309', 422],
    ['a page by its number', '/people?q=siti&page=2', 422],
    ['a cursor that is none', '/people?q=siti&after=-1', 400],
    ['a cursor beyond all lengths', `/people?q=siti&after=${'A'.repeat(201)}`, 422],
    ['a month that is none', `/check-ins?unit=${palembang}&month=2026-13`, 422],
    ['a channel that every object has', `/check-ins?unit=${palembang}&month=2026-10&channel=constructor`, 422],
    ['an id that is none', '/clients/1', 422],
    ['an id with a NUL', `/clients/${newId()}%00`, 422],
    ['an id of another world', `/clients/${newId()}`, 404],
    ['a path upwards', '/clients/%2e%2e%2f%2e%2e%2funits', 422],
    ['another spelling', '/Units', 404],
    ['a search of 10,000 letters', `/people?q=${'a'.repeat(10_000)}`, 422],
    ['a search for everything', '/people?q=%25%25', 422],
    ['nothing there', '/nothing', 404],
  ])('%s', async (_, address, status) => {
    const answer = await call(address);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  test('a slash at the end leads to the address without it', async () => {
    const answer = await call('/units/');
    expect(answer.status).toBe(308);
    expect(answer.headers.get('location')).toMatch(/\/units$/);
  });

  test('other methods are refused by name, and a method in a header is no method', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const answer = await call('/units', { method, body: {} });
      expect(answer.status, method).toBe(405);
      expect(answer.headers.get('allow')).toContain('GET');
    }
    expect((await call('/units', { method: 'HEAD' })).status).toBe(200);
    expect((await call('/units', { method: 'OPTIONS' })).status).toBe(405);
    const before = await reports();
    for (const name of ['x-http-method-override', 'x-method-override', 'x-http-method'])
      expect((await call(caseOf, { headers: { [name]: 'DELETE' } })).status).toBe(200);
    expect((await call(`${caseOf}/check-ins?_method=POST`)).status).toBe(422);
    expect(await reports()).toBe(before);
  });

  test('no other site may use it from a browser: nothing allows it to read an answer', async () => {
    const answer = await call('/units', { headers: { origin: 'https://evil.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await call('/units', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('a token in the address or beside another one opens nothing', async () => {
    expect((await call(`/units?access_token=${program.token}`, { token: null })).status).toBe(401);
    expect((await call('/units', { token: `${program.token}, Bearer ${program.token}` })).status).toBe(401);
    expect((await call('/units', { token: 'x'.repeat(5000) })).status).toBe(401);
  });
});

describe('requests to pages', () => {
  const pages = () => [
    '/today',
    '/clients',
    `/clients/${client.caseId}`,
    `/clients/${client.caseId}/check-ins`,
    `/people/${client.personId}`,
    '/figures',
    '/figures/list?of=clients&unit=' + palembang,
    '/search',
    '/tasks',
    '/reviews',
    '/exports',
    '/imports',
    '/register-book',
    '/rules',
    '/counter',
    '/account',
    '/audit',
    '/admin/accounts',
    '/settings/units',
  ];
  const queries = [
    'page=-1',
    'page=1000000000',
    'page=1e309',
    'page=NaN',
    'page=',
    'page[]=1&page[]=2',
    'sort=nik',
    'sort=password_hash',
    'sort=constructor',
    'sort=name%3bdrop%20table',
    'after=x',
    'after=%00',
    `after=${newId()}`,
    'unit=9007199254740993',
    'unit=-1',
    'unit=constructor',
    'unit=%E2%80%8E1',
    'whose=constructor',
    'whose=%27%22',
    'kind=__proto__&state=constructor&phase=toString',
    'of=check_ins&month=2026-10&channel=constructor',
    'of=reporting&month=2026-10&standing=toString',
    'of=clients&kind=constructor&age=toString',
    'month=0000-00&from=9999-99&until=-1',
    'from=2026-13-45&until=x',
    'q=%00',
    'q=' + 'a'.repeat(9000),
    'q=%25_%25',
    '__proto__[a]=1&constructor=2',
    'saved&saved&saved=1',
    'receipt=..%2F..%2Fetc%2Fpasswd',
    '%F0%9F%92%A9=%ED%A0%80',
  ];

  test('no address that anybody types is a fault', async () => {
    const faults: string[] = [];
    const statuses = new Map<number, number>();
    for (const path of pages())
      for (const query of queries) {
        const address = `${path}${path.includes('?') ? '&' : '?'}${query}`;
        const answer = await page(address);
        await answer.arrayBuffer();
        if (answer.status >= 500) faults.push(`${answer.status} ${address}`);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      }
    expect(faults).toEqual([]);
    // Most of them are ordinary pages: they were really asked, not turned away at the door.
    expect(statuses.get(200)).toBeGreaterThan((pages().length * queries.length) / 3);
  });

  test('nor is a body that no form sends', async () => {
    const note = `/clients/${client.caseId}/notes`;
    const odd: [string, RequestInit][] = [
      [
        'JSON',
        { method: 'POST', headers: { 'content-type': 'application/json', origin: web.url }, body: '{"text":"x"}' },
      ],
      ['no type', { method: 'POST', headers: { origin: web.url }, body: Buffer.from('text=x') }],
      [
        'a broken multipart',
        {
          method: 'POST',
          headers: { 'content-type': 'multipart/form-data; boundary=x', origin: web.url },
          body: '--y\r\n',
        },
      ],
      ['every field twice', twice()],
      ['__proto__', form({ __proto__: 'x', constructor: 'y', 'a[b]': 'z', text: '' })],
      ['another action', { ...form({ text: 'x' }), method: 'POST' }],
      ['PUT', { ...form({ text: 'x' }), method: 'PUT' }],
      ['DELETE', { method: 'DELETE', headers: { origin: web.url } }],
    ];
    for (const [what, init] of odd) {
      const answer = await page(note, init);
      expect(answer.status, what).toBeLessThan(500);
      expect(answer.status, what).not.toBe(303);
    }
    expect((await page(`${note}?/nowhere`, form({ text: 'x' }))).status).toBeLessThan(500);
    const { rows } = await database.owner.query('select from cases.contact_note');
    expect(rows).toHaveLength(0);

    function twice(): RequestInit {
      const body = new URLSearchParams();
      for (const name of ['submissionId', 'happenedOn', 'happenedAt', 'text', 'correctsId'])
        for (const value of ['a', 'b']) body.append(name, value);
      return {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: web.url },
        body,
      };
    }
  });

  test('a form from another site, or from nowhere, is refused', async () => {
    const today = new Date().toISOString().slice(0, 10);
    // Whatever the hour of the test: the first minute of that day has passed in each of the three zones.
    const note = { happenedOn: today, happenedAt: '00:01', text: 'Dari tempat lain' };
    for (const origin of ['https://evil.example', 'null', undefined]) {
      const { headers, ...rest } = form(note);
      const sent = { ...headers } as Record<string, string>;
      delete sent['origin'];
      const answer = await page(`/clients/${client.caseId}/notes`, {
        ...rest,
        headers: origin === undefined ? sent : { ...sent, origin },
      });
      expect(answer.status, String(origin)).toBe(403);
    }
    expect((await page(`/clients/${client.caseId}/notes`, form(note))).status).toBe(303);
  });

  test.each([
    ['TRACE', () => head1('TRACE', '/today')],
    ['a method of nobody', () => head1('BREW', '/today')],
    ['OPTIONS for everything', () => head1('OPTIONS', '*')],
    ['HEAD', () => head1('HEAD', '/sign-in')],
    ['a path upwards', () => head1('GET', '/../../../../etc/passwd')],
    ['a path upwards, encoded', () => head1('GET', '/%2e%2e%2f%2e%2e%2fetc%2fpasswd')],
    ['a path upwards, encoded twice', () => head1('GET', '/files/%252e%252e%252fetc%252fpasswd')],
    ['a broken escape', () => head1('GET', '/clients/%E0%A4%A')],
    ['a NUL', () => head1('GET', '/clients/%00')],
    ['backslashes', () => head1('GET', '/\\..\\..\\package.json')],
    ['a whole address', () => head1('GET', 'http://evil.example/today')],
    ['two hosts', () => head1('GET', '/sign-in', ['Host: evil.example'])],
    ['20 KB of cookie', () => head1('GET', '/sign-in', [`Cookie: a=${'x'.repeat(20_000)}`])],
    [
      'a cookie of another shape',
      () => head1('GET', '/today', ['Cookie: simpul_session=%00; ; =; simpul_session=\u00ff']),
    ],
    [
      'lists of addresses before us',
      () =>
        head1('GET', '/sign-in', [
          'X-Forwarded-For: 1.2.3.4, , ::1, ' + '9.9.9.9, '.repeat(200) + "'; drop table x",
          'X-Forwarded-Proto: javascript',
          'X-Forwarded-Host: evil.example',
          'Forwarded: for=evil',
        ]),
    ],
    ['two lengths', () => head1('POST', '/sign-in', ['Content-Length: 5', 'Content-Length: 6'])],
    ['a length and pieces', () => head1('POST', '/sign-in', ['Content-Length: 5', 'Transfer-Encoding: chunked'])],
    ['a line break in a header', () => head1('GET', '/sign-in', ['X-A: b\rSet-Cookie: x=y'])],
    ['an address of 60 KB', () => head1('GET', `/search?q=${'x'.repeat(60_000)}`)],
  ])('%s is no fault', async (_, request) => {
    const answer = await raw(request());
    expect(statusOf(answer), answer.slice(0, 300)).toBeGreaterThanOrEqual(200);
    expect(statusOf(answer), answer.slice(0, 300)).toBeLessThan(500);
    expect(answer).not.toMatch(/root:|set-cookie: x=y|evil\.example/i);
  });

  test('nobody is connected to somewhere else', async () => {
    expect(await raw(head1('CONNECT', 'example.org:443'))).not.toMatch(/^HTTP\/1\.1 2/);
  });

  test('a visitor who writes an address of his own into a header is still himself', async () => {
    const answer = await new Promise<http.IncomingMessage>((done) =>
      http.get(
        `${web.url}/today`,
        { headers: { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' } },
        (response) => done(response.resume()),
      ),
    );
    expect(answer.headers.location).toMatch(/^\/sign-in/);
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });
});

describe('a page that says no before it is reached', () => {
  let desk = '';
  beforeAll(async () => {
    desk = (await office.enrol(await office.officer('counter', 'palembang'))).token;
  });
  const asDesk = (path: string, init: RequestInit = {}) =>
    page(path, { ...init, headers: { cookie: `simpul_session=${desk}`, ...init.headers } });

  test.each([
    ['a page of others', 403, () => asDesk('/figures')],
    ['a form of others', 403, () => asDesk('/imports/new', form({ unitId: '1' }))],
    ['an address at which nothing lies', 404, () => asDesk('/tidak-ada')],
  ])('%s: in the frame, with the rail, its styles, and the way back', async (_, status, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    const html = await answer.text();
    expect(html).toMatch(/<nav[^>]*>[^]*href="\/counter"/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toContain('href="/"');
    const [, sheet] = /<link href="([^"]+)" rel="stylesheet"/.exec(html)!;
    expect((await fetch(new URL(sheet!, web.url))).status).toBe(200);
    expect(html).not.toMatch(/figures\?|\/imports"/);
  });

  test('a page whose part of the house is switched off says which part, and who can switch it on', async () => {
    const off = (isOn: boolean) =>
      office.owner
        .insertInto('units.module_switch')
        .values({ unit_id: palembang, module: 'figures', is_on: isOn })
        .onConflict((clash) => clash.columns(['unit_id', 'module']).doUpdateSet({ is_on: isOn }))
        .execute();
    await off(false);
    const answer = await page('/figures');
    await off(true);
    const html = await answer.text();
    expect(answer.status).toBe(404);
    expect(html).toMatch(/<h1[^>]*>Statistik dimatikan di kantor Anda<\/h1>/);
    expect(html.match(/dimatikan di kantor Anda/g)).toHaveLength(2); // and in the title
    expect(html).not.toContain('tidak ditemukan');
  });

  test('nobody is shown no rail, and whoever asks for data gets no page', async () => {
    const answer = await fetch(`${web.url}/tidak-ada`, { headers: { accept: 'text/html' } });
    expect([answer.status, (await answer.text()).includes('<nav')]).toEqual([404, false]);
    const data = await asDesk('/figures', {
      headers: { cookie: `simpul_session=${desk}`, accept: 'application/json' },
    });
    expect([data.status, data.headers.get('content-type')]).toEqual([403, 'application/json']);
  });
});
