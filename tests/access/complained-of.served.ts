import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Role } from '#modules/access';
import type { Answer, Browser } from '../corpus/forms/browser.ts';
import { pdf } from '../corpus/forms/scenarios/files.ts';
import { step } from '../corpus/forms/scenarios/steps.ts';
import { Office } from '../corpus/forms/office.ts';
import { logOf } from '../support/demo-office.ts';
import { comparable } from './http-matrix.ts';
import { difference, said } from './page-words.ts';
import { anOfficer, offices, type Officer, type Place } from './strangers.ts';

/**
 * Somebody complains of a counsellor, and of the head of an office, by the public page and at the office's own desk. To everybody of that
 * office, to its neighbour and to another Kanwil everything reads as before; the level above reads it (security T14).
 */
let office: Office;
let log: { file: string; from: number };
const everybody: { officer: Officer; browser: Browser }[] = [];
let above: { officer: Officer; browser: Browser };
/** Takes one down at the desk, and is nobody of those who look afterwards. */
let desk: { officer: Officer; browser: Browser };
const wanted: readonly (readonly [Role, Place])[] = [
  ['pk', 3],
  ['apk', 3],
  ['counter', 3],
  ['section_head', 3],
  ['head_of_bapas', 3],
  ['office_admin', 3],
  ['account_admin', 3],
  ['auditor', 3],
  ['section_head', 4],
  ['kanwil', 5],
];
/** Written nowhere else: what was told, by whom, and what came with it. */
const marks = ['qkenanganrahasia', 'qpengadurahasia', 'qketeranganrahasia'] as const;
const absent = 'abcdef01-2345-4678-9abc-def012345678';

const pages = [
  '/today',
  '/tasks?scope=office',
  '/petitions?state=all',
  '/petitions/figures',
  '/petitions/passed',
  '/letters',
  '/breaches?state=all',
  '/revocations?state=all',
  '/clients?whose=office&state=all',
  '/figures',
  '/handover',
  '/exports',
  '/settings/staff',
  ...marks.flatMap((mark) => [
    `/search?q=${mark.slice(0, -2)}`,
    `/clients?whose=office&state=all&q=${mark.slice(0, -2)}`,
    `/counter?q=${mark.slice(0, -2)}`,
  ]),
];
async function everyPage(browser: Browser): Promise<Map<string, Answer>> {
  const found = new Map<string, Answer>();
  for (const path of pages) found.set(path, await browser.send({ path }));
  return found;
}
async function seat(role: Role, at: Place) {
  const officer = await anOfficer(office, role, at);
  return { officer, browser: office.stranger().carry(officer.cookie) };
}

beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
  log = { file: logOf(data), from: statSync(logOf(data)).size };
  for (const [role, at] of wanted) everybody.push(await seat(role, at));
  above = await seat('kanwil', 2);
  desk = await seat('counter', 3);
});
afterAll(async () => {
  for (const { browser } of [...everybody, above, desk]) browser.close();
  await office?.close();
});

type Complaint = { id: string; reference: string; attachment: string };
const complaints: Complaint[] = [];

test('nothing that anybody of the office reads, lists, counts or finds changes', async () => {
  await office.newDay();
  const before: Map<string, Answer>[] = [];
  for (const { browser } of everybody) before.push(await everyPage(browser));

  const { id: officeId } = await office.one<{ id: number }>('select id from units.unit where code = $1', [offices[3]]);
  const { name: head } = await office.one<{ name: string }>(
    `select s.name from units.staff s join accounts.account a on a.staff_id = s.id where a.username = 'kepala.palembang'`,
  );
  const brought = {
    asks: 'examination',
    clientName: '',
    clientDetails: marks[2],
    told: `Minta uang setiap kali lapor. ${marks[0]}`,
    kind: 'citizen',
    name: marks[1],
    agency: '',
    phone: '',
    file: pdf,
  };
  await step(
    office,
    '/petition default',
    { browser: office.stranger(), path: '/petition' },
    { ...brought, officeId: String(officeId), about: 'officer', accused: 'Petugas Asing' },
  );
  await step(
    office,
    '/petitions/new default',
    { browser: desk.browser, path: '/petitions/new' },
    { ...brought, about: 'office', accused: head, channel: 'written', receivedOn: '10-06-2022' },
  );
  complaints.push(
    ...(await office.rows<Complaint>(
      `select p.id, p.reference, a.id as attachment from petitions.petition p join petitions.attachment a on a.petition_id = p.id
       where p.told like '%' || $1`,
      [marks[0]],
    )),
  );
  expect(complaints).toHaveLength(2);

  await office.newDay();
  const changed: string[] = [];
  let read = 0;
  for (const [index, { officer, browser }] of everybody.entries())
    for (const [path, answer] of await everyPage(browser)) {
      const was = said(path, before[index]!.get(path)!);
      if (answer.status === 200) read += 1;
      if (said(path, answer) !== was)
        changed.push(`${path} for ${officer.name}: ${difference(was, said(path, answer))}`);
    }
  expect(changed).toEqual([]);
  expect(read).toBeGreaterThan(50);
});

test('its address, its papers and its forms answer everybody there as an address that leads to nothing', async () => {
  const wrong: string[] = [];
  const form = new URLSearchParams({
    submissionId: absent,
    reason: 'sudah diperiksa lama',
    answer: 'Sudah diperiksa.',
  });
  for (const { officer, browser } of everybody)
    for (const { id, attachment } of complaints) {
      const ask = async (to: string, paper: string, method?: 'POST') => {
        const ways = [
          `/petitions/${to}`,
          `/petitions/${to}/attachments/${paper}`,
          `/petitions/${to}/hearings/${paper}`,
        ];
        const answers: string[] = [];
        for (const path of method ? [`/petitions/${to}?/propose`, `/petitions/${to}?/forward`] : ways) {
          const answer = await browser.send({ path, ...(method ? { method, body: form } : {}) });
          if (answer.status < 400) wrong.push(`${officer.name}: ${path} answers ${answer.status}`);
          answers.push(comparable(answer, path).replaceAll(paper, 'id'));
        }
        return answers;
      };
      for (const method of [undefined, 'POST'] as const) {
        const [hidden, nothing] = [await ask(id, attachment, method), await ask(absent, absent, method)];
        for (const [index, one] of hidden.entries())
          if (one !== nothing[index])
            wrong.push(`${officer.name}: ${method ?? 'GET'} ${difference(nothing[index]!, one)}`);
      }
    }
  expect(wrong).toEqual([]);
});

test('the level above reads it, and what it reads stands afterwards in nobody’s log there', async () => {
  for (const { id, reference } of complaints) {
    const list = await above.browser.send({ path: '/petitions?state=all' });
    expect(list.body.toString()).toContain(reference);
    const page = await above.browser.send({ path: `/petitions/${id}` });
    expect(page.status).toBe(200);
    for (const mark of marks) expect(page.body.toString()).toContain(mark);
  }
  const shown: string[] = [];
  const told = [...marks, ...complaints.flatMap(({ id, reference }) => [id, reference])];
  for (const { officer, browser } of everybody)
    for (const path of ['/audit', '/audit/daily', '/audit/openings', '/audit/affected', ...pages]) {
      const text = (await browser.send({ path })).body.toString().toLowerCase();
      for (const mark of told)
        if (!path.includes(mark.slice(0, -2)) && text.includes(mark.toLowerCase()))
          shown.push(`${officer.name}, ${path}: ${mark}`);
    }
  expect(shown).toEqual([]);
  const written = readFileSync(log.file).subarray(log.from).toString('utf8').toLowerCase();
  expect(marks.filter((mark) => written.includes(mark))).toEqual([]);
});
