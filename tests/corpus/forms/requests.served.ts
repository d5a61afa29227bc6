import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { everything } from '../../support/width.ts';
import { badRequests, type BadRequest } from '../bad-inputs.ts';
import type { Answer, Browser } from './browser.ts';
import { faultsOfPage } from './judge.ts';
import { Office } from './office.ts';
import { readPage } from './page.ts';
import { aClient, head } from './scenarios/steps.ts';
import { footprints } from './writes.ts';

/** Requests that no browser of a well-meaning person sends, to lists, forms, the public's pages and the API. */
let office: Office;
let client: { id: string };
beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
  client = await aClient(office);
});
afterAll(() => office?.close());
beforeEach(() => office.newDay());

const lists = ['/clients', '/people', '/search', '/tasks', '/figures', '/reviews', '/exports', '/register-book'];
const takesForms = ['/people/new', '/account?/language', '/sign-in', '/l', '/api/v1/clients', '/language'];
let turn = 0;
/** In npm test each request goes to two of the lists, in turn; to the other pages always. */
const someLists = () => (everything ? lists : [lists[turn++ % lists.length]!, lists[turn++ % lists.length]!]);
const page = () => `/clients/${client.id}`;
/** What a failed sign-in leaves; a bad form may be one. */
const traces = new Set([...footprints, 'accounts.attempt', 'platform.journal']);

/** What the answer may be where it is more than "not a fault". 0: the connection was closed. */
const expected: Readonly<Record<string, readonly number[]>> = {
  'no origin': [403],
  'a foreign origin': [403],
  'the origin null': [403],
  'text as a form': [303, 400, 403, 404, 405, 415, 422],
  'XML as a form': [303, 400, 403, 404, 405, 415, 422],
  'only the head': [200, 302, 303, 404],
  'a trace': [400, 405],
  'an unknown method': [0, 400, 405],
  'a cookie of 20 KB': [0, 431],
  'an address of 20 KB': [0, 414, 431],
  'a path upwards': [303, 308, 404],
  'an encoded path upwards': [200, 303, 308, 404],
  'a path encoded twice': [200, 303, 308, 404],
  'a path with NUL': [200, 303, 400, 404],
  'a path of broken bytes': [200, 303, 400, 404],
  'a bomb of gzip': [303, 400, 403, 404, 413, 415, 422],
};

async function send(browser: Browser, at: string, { method, path = '', headers, body }: BadRequest['value']) {
  const [route, query] = at.split('?');
  const target = path.startsWith('?')
    ? at + (query ? `&${path.slice(1)}` : path)
    : route + path + (query ? `?${query}` : '');
  await office.writes();
  // A server that hangs up on too much says no, too.
  const answer: Answer = await browser
    .send({
      path: target,
      ...(method ? { method } : {}),
      ...(headers ? { headers: withoutOurs(headers, method) } : {}),
      ...(body === undefined ? {} : { body }),
    })
    .catch((): Answer => ({ status: 0, headers: {}, body: Buffer.alloc(0) }));
  return { target, answer, writes: await office.writes() };
}
/** The browser adds an origin to every form; these come without, or with another one. */
const withoutOurs = (headers: Record<string, string>, method?: string) =>
  method === 'POST' && !('origin' in headers) ? { ...headers, origin: office.url } : headers;

function faultsOf(name: string, target: string, answer: Answer): string[] {
  const faults: string[] = [];
  const said = answer.body.toString();
  if (answer.status >= 500 && answer.status !== 501) faults.push(`answered ${answer.status}`);
  const allowed = expected[name];
  if (allowed && !allowed.includes(answer.status))
    faults.push(`answered ${answer.status}, not one of ${allowed.join(', ')}`);
  if (/root:.*:0:0:/.test(said)) faults.push('a file of the machine');
  if (/at [\w.]+ \(.*:\d+:\d+\)|node_modules|SELECT .* FROM/i.test(said)) faults.push('tells how it is made');
  const { location = '', 'access-control-allow-origin': open } = answer.headers;
  if (/^(https?:)?\/\/(?!127\.0\.0\.1|localhost)/.test(location) || location.includes('example.org'))
    if (!location.startsWith('/sign-in?back=')) faults.push(`leads away to ${location}`);
  if (open) faults.push(`opened to ${open}`);
  if (answer.headers['content-type']?.startsWith('text/html') && said !== '') {
    faults.push(...faultsOfPage(readPage(target, answer), answer, [target, decodeURIComponentSafely(target)]));
    if (answer.headers['x-content-type-options'] !== 'nosniff') faults.push('may be sniffed');
  }
  return faults;
}
function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

describe.each(badRequests)('$name', ({ name, value }) => {
  test('is answered without a fault, writes nothing and leads nowhere else', async () => {
    const browser = await office.as(head);
    const stranger = office.stranger();
    const faults: string[] = [];
    const sends = value.method === 'POST' ? takesForms : [...someLists(), page(), '/sign-in', '/l', '/api/v1/clients'];
    for (const at of sends) {
      const asWhom = /^\/(sign-in|l)$/.test(at) ? stranger : browser;
      const bad = name === 'no origin' ? { ...value, headers: { ...value.headers, origin: '' } } : value;
      const { target, answer, writes } = await send(asWhom, at, bad);
      if (at !== '/api/v1/clients' && at !== '/language')
        faults.push(...faultsOf(name, target, answer).map((fault) => `${target.slice(0, 80)}: ${fault}`));
      else if (answer.status >= 500) faults.push(`${at}: answered ${answer.status}`);
      for (const { table, how } of writes)
        if (!traces.has(table)) faults.push(`${target.slice(0, 80)}: ${how} on ${table}`);
    }
    expect(faults).toEqual([]);
  });
});

test('a parameter given twice, a page that is none and a column that nobody shows change nothing in what a list shows', async () => {
  const browser = await office.as(head);
  const rows = async (path: string) => (await browser.open(path)).links.filter((link) => link.startsWith('/clients/0'));
  const usual = await rows('/clients');
  expect(usual.length).toBeGreaterThan(3);
  for (const query of [
    '?sort=password_hash',
    '?sort=name;drop%20table%20x',
    '?page=NaN',
    '?__proto__=1',
    '?constructor[name]=x',
  ])
    expect(await rows(`/clients${query}`), query).toEqual(usual);
});

test('a stranger who says that he comes from this machine is counted as the stranger that he is', async () => {
  await office.db.query('delete from accounts.attempt');
  for (const from of ['127.0.0.1', '10.0.0.1, 127.0.0.1', '::1'])
    await office.stranger().send({
      method: 'POST',
      path: '/sign-in',
      headers: { 'x-forwarded-for': from, 'x-real-ip': from, forwarded: `for=${from}` },
      body: new URLSearchParams({ username: 'kenari.tiada', password: 'bukan kata sandinya' }),
    });
  const addresses = await office.rows<{ key: string }>('select distinct to_jsonb(a) as key from accounts.attempt a');
  expect(JSON.stringify(addresses)).not.toMatch(/10\.0\.0\.1/);
});

test('another method in a header or a field deletes nothing: it is a form like any other', async () => {
  const browser = await office.as(head);
  const { id } = await aClient(office);
  for (const [headers, body] of [
    [{ 'x-http-method-override': 'DELETE' }, ''],
    [{}, '_method=DELETE'],
  ] as const)
    await browser.send({
      method: 'POST',
      path: `/clients/${id}/notes`,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
  expect((await browser.open(`/clients/${id}`)).status).toBe(200);
});
