import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Role } from '#modules/access';
import { readTable } from '#platform/tables/read-table.server';
import { openArchive } from '#platform/tables/unzip.server';
import type { Answer, Browser } from '../corpus/forms/browser.ts';
import { Office } from '../corpus/forms/office.ts';
import { readPage } from '../corpus/forms/page.ts';
import { fillIn, packed, target, type Scenario, type Scene } from '../corpus/forms/scenario.ts';
import { ledTo, step, until } from '../corpus/forms/scenarios/steps.ts';
import { logOf } from '../support/demo-office.ts';
import { everything } from '../support/width.ts';
import { DemoScene } from './demo-scene.ts';
import { marksIn } from './http-matrix.ts';
import { difference, said } from './page-words.ts';
import { kinds, type Kind } from './signed.ts';
import { anOfficer, offices, type Officer, type Place } from './strangers.ts';
import { fileOf, isReached, type Asker } from './tables.ts';

/**
 * Strings that stand nowhere else are planted in every free text of clients whom an officer may not see. They are in no list, count,
 * search, warning of a double, made file, read list or answer to a program that he gets, and in nothing that the application logs.
 */
let office: Office;
let scene: DemoScene;
let log: { file: string; from: number };
const askers = new Map<string, { officer: Officer; browser: Browser; token: string }>();
const wanted: readonly (readonly [Role, Place])[] = [
  ['pk', 3],
  ['section_head', 3],
  ['section_head', 6],
  ...(everything
    ? ([
        ['counter', 3],
        ['apk', 3],
        ['head_of_bapas', 3],
        ['head_of_bapas', 6],
        ['pk', 6],
        ['kanwil', 2],
        ['kanwil', 5],
        ['ditjen_analyst', 1],
        ['ditjenpas', 1],
        ['auditor', 1],
        ['account_admin', 3],
        ['office_admin', 3],
      ] as const)
    : []),
];
const nameOf = (role: Role, at: Place) => `${role} at ${at}`;
const ask = (role: Role, at: Place) => askers.get(nameOf(role, at))!;

beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
  scene = new DemoScene(office);
  log = { file: logOf(data), from: statSync(logOf(data)).size };
  for (const [role, at] of wanted) {
    const officer = await anOfficer(office, role, at);
    const browser = office.stranger().carry(officer.cookie);
    askers.set(nameOf(role, at), { officer, browser, token: await scene.tokenOf(officer) });
  }
});
afterAll(async () => {
  for (const { browser } of askers.values()) browser.close();
  await office?.close();
});

/** Strings that a text holds and its reader may not read; what he typed himself is no answer. */
function leaksIn(text: string, { role, at }: Officer, typed = ''): string[] {
  return marksIn(text.toLowerCase(), scene.marks).flatMap((found) => {
    const { record, table, column } = scene.marks.get(found)!;
    const kind = record.split(' ')[0] as Kind;
    if (!(kind in kinds) || typed.includes(found)) return [];
    const holder = record.endsWith('gili-lestari') ? 6 : 3;
    const asker: Asker = { as: 'staff', role, ties: [{ at, holder }], signedIn: true };
    const subject = { kind, record, ...fileOf(column) };
    return isReached(table, 'select', asker, subject, holder) ? [] : [`${table}.${column} of ${record}`];
  });
}

/** Whatever is listed or counted; the same pages before and after somebody hidden came. */
const lists = [
  '/clients?whose=office&state=all',
  '/today/due?whose=office',
  '/tasks?scope=office',
  '/register-book?year=2026',
  '/counter/cards',
  '/figures',
  ...(everything
    ? [
        '/today',
        '/today/missed?whose=office',
        '/reviews',
        '/transfers',
        '/counter',
        '/exports',
        '/imports',
        '/handover',
      ]
    : []),
];
const programs = (unitId: number) => [
  `/api/v1/clients?unit=${unitId}&state=all`,
  `/api/v1/check-ins?unit=${unitId}&month=2026-05`,
  `/api/v1/statistics/check-ins?unit=${unitId}&from=2021-07&to=2022-05`,
];
/** The Bapas that somebody works at, or that stands below his office; for the centre the large one. */
const bapasOf = (at: Place) => (at === 5 || at === 6 ? offices[6] : offices[3]);
const unitIdOf = async (at: Place) =>
  (await office.one<{ id: number }>('select id from units.unit where code = $1', [bapasOf(at)])).id;
const asProgram = ({ browser, token }: { browser: Browser; token: string }, path: string) =>
  browser.send({ path, headers: { authorization: `Bearer ${token}`, cookie: '' } });

async function everyList(who: { officer: Officer; browser: Browser; token: string }): Promise<Map<string, Answer>> {
  const found = new Map<string, Answer>();
  for (const path of lists) found.set(path, await who.browser.send({ path }));
  for (const path of programs(await unitIdOf(who.officer.at))) found.set(path, await asProgram(who, path));
  return found;
}
test('no list and no count changes when somebody hidden is added', async () => {
  const unsees = [ask('pk', 3), ask('section_head', 6), ...(everything ? [ask('counter', 3)] : [])];
  await scene.makers([3, 6]);
  const before = await Promise.all(unsees.map(everyList));
  await scene.plant(
    ['guarded', 'restricted_unlisted', 'excluded', 'sealed'],
    3,
    [...askers.values()].map(({ officer }) => officer),
  );
  const changed: string[] = [];
  // The figures of an office count all its clients, whoever of it reads them; nobody is named there.
  const compare = async (who: (typeof unsees)[number], earlier: Map<string, Answer>, isOwnOffice: boolean) => {
    for (const [path, answer] of await everyList(who))
      if (!(path === '/figures' && isOwnOffice) && said(path, answer) !== said(path, earlier.get(path)!))
        changed.push(
          `${path} for ${who.officer.name}: ${difference(said(path, earlier.get(path)!), said(path, answer))}`,
        );
  };
  for (const [index, who] of unsees.entries()) await compare(who, before[index]!, who.officer.at === 3);

  const neighbour = ask('section_head', 3);
  const earlier = await everyList(neighbour);
  await scene.plant(['plain'], 6, []);
  await compare(neighbour, earlier, false);
  expect(changed).toEqual([]);
  expect([...before[0]!.values()].filter(({ status }) => status === 200).length).toBeGreaterThan(5);
});

test('no list, search, warning of a double or answer to a program shows what is hidden', async () => {
  const leaks: string[] = [];
  let answered = 0;
  const odd = new Set<string>();
  const judge = (who: Officer, what: string, answer: Answer, typed = '') => {
    if (answer.status === 200) answered += 1;
    else if (answer.status !== 403) odd.add(`${what}: ${answer.status}`);
    for (const leak of leaksIn(answer.body.toString(), who, typed)) leaks.push(`${who.name}, ${what}: ${leak}`);
  };
  const sought = everything
    ? /^(people\.(person|alias|phone)\.(name|nik|number|mother_name)|cases\.register_entry\.label)$/
    : /^people\.person\.(name|nik)$/;
  for (const who of askers.values()) {
    const { officer, browser } = who;
    await office.newDay();
    for (const [path, answer] of await everyList(who)) judge(officer, path, answer);
    for (const [text, { table, column }] of scene.marks) {
      if (!sought.test(`${table}.${column}`)) continue;
      await office.newDay();
      // A piece, so that what is typed and shown again is not taken for an answer.
      const piece = encodeURIComponent(text.slice(0, -2));
      for (const path of [
        `/search?q=${piece}`,
        `/clients?whose=office&state=all&q=${piece}`,
        `/counter?q=${piece}`,
        `/counter/cards?q=${piece}`,
      ])
        judge(officer, path.split('?')[0]!, await browser.send({ path }));
      judge(officer, '/api/v1/people', await asProgram(who, `/api/v1/people?q=${piece}`));
      const typed = { name: column === 'nik' ? 'Orang Lain' : text.slice(0, -2), nik: column === 'nik' ? text : '' };
      const double = await browser.send({
        method: 'POST',
        path: '/people/duplicates',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ ...typed, birth: '', motherName: '', birthPlace: '' }),
      });
      judge(officer, '/people/duplicates', double, text);
    }
  }
  expect(leaks).toEqual([]);
  expect([...odd]).toEqual([]);
  expect(answered).toBeGreaterThan(100);
});

/** What a file says, packed or not. */
async function textOf(bytes: Buffer, format: 'csv' | 'xlsx'): Promise<string> {
  if (format === 'csv') return bytes.toString('utf8');
  const archive = openArchive(bytes, 200_000_000);
  if (!archive.ok) throw new Error('no archive');
  const parts = await Promise.all(archive.value.names.map((name) => archive.value.read(name)));
  return parts.map((part) => (part.ok ? (part.value?.toString('utf8') ?? '') : '')).join('\n');
}

const exportLists = everything
  ? ['caseload', 'check-ins', 'missed', 'due', 'missed-now', 'reviews', 'register-book', 'figures', 'clients-by-kind']
  : ['caseload', 'register-book'];

/** Nothing: no row of the list is in his reach. */
async function sendExport(scene: Scene, fill: Scenario['fill']): Promise<Answer | undefined> {
  const filled = await fillIn(office, '/exports/new default', { scene: async () => scene, fill: fill!, bare: true });
  const answer = await scene.browser.send({
    method: 'POST',
    path: target(scene.browser, filled),
    body: packed(filled.form, filled.sent),
  });
  if (answer.status !== 303 && answer.status !== 409) throw new Error(`${scene.path} answered ${answer.status}`);
  return answer.status === 303 ? answer : undefined;
}

/** Asked with every column, agreed to by the head, made by the background job, and fetched. */
async function exported({ browser }: { browser: Browser }, list: string, format: 'csv' | 'xlsx', at: Place) {
  const path = `/exports/new?list=${list}`;
  const page = await browser.open(path);
  if (page.status !== 200) return undefined;
  const form = page.forms.find(({ controls }) => controls.some(({ name }) => name === 'columns[]'))!;
  const offered = (name: string) => form.controls.filter((control) => control.name === name);
  const has = (name: string) => offered(name).length > 0;
  const asked = await sendExport(
    { browser, path },
    {
      'columns[]': offered('columns[]').map(({ value }) => value),
      format,
      purpose: 'Memeriksa isi berkas yang dibuat.',
      ...(has('guarded') ? { guarded: 'on' } : {}),
      ...(has('filter_state') ? { filter_state: 'all' } : {}),
      ...(has('filter_whose') ? { filter_whose: 'office' } : {}),
      ...(has('filter_from') ? { filter_from: list === 'figures' ? '2026-01' : '01-01-2026' } : {}),
      ...(has('filter_until') ? { filter_until: list === 'figures' ? '2026-06' : '31-12-2026' } : {}),
      ...(has('filter_year') ? { filter_year: '2026' } : {}),
    },
  );
  if (!asked) return undefined;
  const to = ledTo(browser, asked);
  const id = to.split('/').at(-1)!;
  const stateOf = async () =>
    (await office.one<{ state: string }>('select state from exports.export where id = $1', [id])).state;
  if ((await stateOf()) === 'asked') {
    const head = await office.as(bapasOf(at) === offices[6] ? 'kepala.gili' : 'kepala.palembang');
    await step(office, '/exports/[id] decide', { browser: head, path: to }, { outcome: 'approved' });
    await step(office, '/exports/[id] make', { browser, path: to });
  }
  await until(async () => {
    const state = await stateOf();
    if (state === 'failed') throw new Error(`${list} came to nothing`);
    return state === 'ready' ? true : undefined;
  });
  const file = await browser.send({ path: `${to}/download` });
  expect(file.status).toBe(200);
  return file.body;
}

test('no made file holds what its maker may not see, whichever columns he asks for', async () => {
  const leaks: string[] = [];
  let shown = 0;
  for (const { officer, browser } of askers.values())
    for (const list of exportLists)
      for (const format of ['csv', 'xlsx'] as const) {
        await office.newDay();
        const file = await exported({ browser }, list, format, officer.at);
        if (file === undefined) continue;
        const text = await textOf(file, format);
        for (const leak of leaksIn(text, officer)) leaks.push(`${officer.name}, ${list}.${format}: ${leak}`);
        shown += marksIn(text.toLowerCase(), scene.marks).length;
      }
  expect(leaks).toEqual([]);
  // Whoever leads the office finds in them whom he may see.
  expect(shown).toBeGreaterThan(3);
});

/** What a spreadsheet takes for the beginning of a formula, also where something stands before it that is not seen. */
const formulas = ['=HYPERLINK("https://jahat.example")', '+1+cmd', '-2+3', '@SUM(1;1)', '\t=1+1', '\r=1+1', '＝1+1'];

test('a name that a spreadsheet would calculate stands in a made file as text', async () => {
  const named = await office.rows<{ id: string; name: string }>(
    `select p.id, p.name from people.person p join cases.client_case c on c.person_id = p.id join units.unit u on u.id = c.unit_id
     where u.code = 'bapas-gili-lestari' and c.state = 'active' and not c.guarded order by p.id limit $1`,
    [formulas.length],
  );
  const name = (values: readonly string[]) =>
    office.rows(
      'update people.person p set name = t.name from unnest($1::uuid[], $2::text[]) t (id, name) where p.id = t.id',
      [named.map(({ id }) => id), values],
    );
  await name(formulas);
  try {
    const { browser } = ask('section_head', 6);
    const csv = (await exported({ browser }, 'caseload', 'csv', 6))!.toString('utf8');
    const cells = csv.split(/;|\r\n/);
    expect(cells.filter((cell) => /^"?[=+@\t\r＝]|^"?-\D|^"?-\d+\D/.test(cell))).toEqual([]);
    // They are there, with the apostrophe before them; the reader of our own files takes it away again.
    for (const formula of formulas) expect(csv).toContain(`'${formula.replaceAll('"', '""')}`);

    const xlsx = (await exported({ browser }, 'caseload', 'xlsx', 6))!;
    const xml = await textOf(xlsx, 'xlsx');
    expect(xml).not.toMatch(/<f[ >]/);
    const read = await readTable(xlsx);
    const texts = read.ok
      ? read.value.sheets.flatMap(({ rows }) => rows.flat()).map((cell) => JSON.stringify(cell))
      : [];
    for (const formula of ['-2+3', '@SUM(1;1)']) expect(texts.some((text) => text.includes(formula))).toBe(true);
  } finally {
    await name(named.map((one) => one.name));
  }
});

test('a list that is brought says of people elsewhere no more than that there is somebody', async () => {
  const { officer, browser } = ask('section_head', 6);
  const typed: string[] = [];
  const rows = [...scene.marks].flatMap(([text, { record, table, column }]) => {
    if (`${table}.${column}` !== 'people.person.nik' || record.endsWith('gili-lestari')) return [];
    const name = [...scene.marks].find(
      ([, one]) => one.record === record && `${one.table}.${one.column}` === 'people.person.name',
    )![0];
    typed.push(text);
    return [`${name.slice(0, -2)};${text};17-05-1990;PB;06-06-2022`];
  });
  expect(rows.length).toBe(4);
  const file = new File([`Nama;NIK;Tanggal lahir;Jenis bimbingan;Tanggal terima\n${rows.join('\n')}\n`], 'klien.csv', {
    type: 'text/csv',
  });
  const path = ledTo(browser, await step(office, '/imports/new default', { browser, path: '/imports/new' }, { file }));
  const id = path.split('/').at(-1);
  await until(async () => {
    const { state } = await office.one<{ state: string }>('select state from imports.import where id = $1', [id]);
    return ['checked', 'failed', 'mapping'].includes(state) ? state : undefined;
  });
  const leaks: string[] = [];
  let read = '';
  for (const end of ['', '/progress', '/problems.csv', '/problems.xlsx']) {
    const answer = await browser.send({ path: path + end });
    const text =
      end.endsWith('xlsx') && answer.status === 200 ? await textOf(answer.body, 'xlsx') : answer.body.toString();
    read += readPage(path, answer).words.join(' ');
    for (const leak of leaksIn(text, officer, typed.join(' '))) leaks.push(`${path}${end}: ${leak}`);
  }
  expect(leaks).toEqual([]);
  expect(read).toContain('klien.csv');
});

test('nothing that is planted stands in what the application logs', () => {
  const written = readFileSync(log.file).subarray(log.from).toString('utf8');
  expect(written.split('\n').length).toBeGreaterThan(200);
  const found = marksIn(written.toLowerCase(), scene.marks).map((one) => JSON.stringify(scene.marks.get(one)));
  expect(found).toEqual([]);
  // A piece of a name or number that somebody searched for stands there neither.
  const pieces = [...scene.marks]
    .filter(([, { table }]) => table === 'people.person')
    .map(([text]) => text.slice(0, -2));
  expect(pieces.filter((piece) => written.toLowerCase().includes(piece))).toEqual([]);
});
