import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { newId } from '#kernel/id';
import { demoPassword } from '../../../src/invented/demo/accounts.ts';
import type { Browser } from './browser.ts';
import { Office } from './office.ts';
import { readPage, type Page } from './page.ts';
import { findForm, packed, put, target, fillIn, type Filled, type Scene } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { aClient, head, section } from './scenarios/steps.ts';
import { footprints } from './writes.ts';

/**
 * What becomes of one form that is sent in every way but the simple one. That a double click is one deed and other words need a form of
 * their own is tried with each form in forms.served.ts; here is the rest, with one form that stands for all: they share one reader.
 */
const form = '/people/[personId]/names add';
let office: Office;
beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
});
afterAll(() => office?.close());
beforeEach(() => office.newDay());

const fill = (name = form) => fillIn(office, name, scenarios[name]!);
async function send(filled: Filled & Scene, { id, browser = filled.browser }: { id?: string; browser?: Browser } = {}) {
  const sent = filled.sent.map((pair): Filled['sent'][number] => [...pair]);
  if (id !== undefined) put(sent, 'submissionId', id);
  await office.writes();
  const path = target(browser, filled);
  const answer = await browser.send({ method: 'POST', path, body: packed(filled.form, sent) });
  const writes = (await office.writes()).filter(({ table }) => !footprints.includes(table));
  return { answer, page: readPage(path, answer), writes };
}

/** The same form again, as it was typed, under an id that was never used; and sent once more, it is taken. */
async function expectAgain(filled: Filled & Scene, page: Page, browser = filled.browser): Promise<void> {
  expect(page.status).toBe(422);
  const again = findForm(page, form, scenarios[form]!, filled.form)!;
  const value = (name: string) => again.controls.find((control) => control.name === name)!.value;
  expect(value('name')).toBe(filled.sent.find(([name]) => name === 'name')![1]);
  expect(value('submissionId')).toMatch(/^[0-9a-f-]{36}$/);
  expect(value('submissionId')).not.toBe(filled.sent.find(([name]) => name === 'submissionId')![1]);
  expect((await send(filled, { id: value('submissionId'), browser })).answer.status).toBe(303);
}
const errorWords = (page: Page) => page.summary.map(({ text }) => text).join(' ');

test('back and sent again: the first answer, and nothing is written', async () => {
  const filled = await fill();
  const first = await send(filled);
  expect(first.answer.status).toBe(303);
  expect(first.writes.map(({ table }) => table)).toContain('people.alias');
  await filled.browser.open(filled.browser.resolve(first.answer.headers.location!, filled.path));
  const second = await send(filled);
  expect([second.answer.status, second.answer.headers.location]).toEqual([303, first.answer.headers.location]);
  expect(second.writes).toEqual([]);
});

test('ten at once are one deed and one answer', async () => {
  const filled = await fill();
  await office.writes();
  const path = target(filled.browser, filled);
  const sendNow = () => filled.browser.send({ method: 'POST', path, body: packed(filled.form, filled.sent) });
  const all = await Promise.all(Array.from({ length: 10 }, sendNow));
  expect(new Set(all.map(({ status, headers }) => `${status} ${headers.location}`))).toHaveLength(1);
  expect((await office.writes()).filter(({ table }) => table === 'people.alias')).toHaveLength(1);
});

test("a colleague under the same id: the first one's deed stays, and he may send it as his own", async () => {
  const filled = await fill();
  expect((await send(filled)).answer.status).toBe(303);
  const colleague = await office.as(section);
  const { page, writes } = await send(filled, { browser: colleague });
  expect(writes).toEqual([]);
  expect(errorWords(page)).toContain('dari akun lain');
  await expectAgain(filled, page, colleague);
});

describe('an id that is none', () => {
  test.each([
    ['of no characters', ''],
    ['of 300 characters', 'k'.repeat(300)],
    ['of words', "1' or '1'='1"],
    ['of a path', '../..'],
    ['with a NUL', `${newId()}\0`],
  ])('%s: nothing is recorded and nothing typed is lost', async (_, id) => {
    const filled = await fill();
    const { page, writes } = await send(filled, { id });
    expect(writes).toEqual([]);
    await expectAgain(filled, page);
  });

  test('an id of 36 days ago, and one from before all clocks, may have been forgotten: the person is told to look', async () => {
    const old = Date.now() - 36 * 86_400_000;
    const hex = old.toString(16).padStart(12, '0');
    for (const id of [
      `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000001`,
      '00000000-0000-7000-8000-000000000001',
    ]) {
      const filled = await fill();
      const { page, writes } = await send(filled, { id });
      expect(writes).toEqual([]);
      expect(errorWords(page)).toContain('35 hari');
      await expectAgain(filled, page);
    }
  });

  test('an id in capitals is the same id', async () => {
    const filled = await fill();
    const id = newId();
    const first = await send(filled, { id });
    const second = await send(filled, { id: id.toUpperCase() });
    expect([first.answer.status, second.answer.status]).toEqual([303, 303]);
    expect(second.writes).toEqual([]);
  });
});

test('after the id was forgotten, a young one is done anew: it cannot be known any more', async () => {
  const filled = await fill();
  await send(filled);
  await office.rows('delete from platform.submission where id = $1', [
    filled.sent.find(([name]) => name === 'submissionId')![1],
  ]);
  expect((await send(filled)).answer.status).toBe(303);
});

describe('between opening a form and sending it', () => {
  /** His own browser, so that nobody else is signed out. */
  const alone = async (username: string) => office.stranger().signIn(username);

  const endSession = () =>
    office.rows(
      `update accounts.session set ended_at = now(), ended_why = 'by_owner' where id = (select id from accounts.session where kind = 'browser' order by made_at desc limit 1)`,
    );
  /** Sends the form after the session's end, and reads the page that asks to sign in. */
  async function sentTooLate(filled: Filled & Scene, username = head) {
    const browser = await alone(username);
    await browser.open(filled.path);
    await endSession();
    const { answer, page, writes } = await send(filled, { browser });
    expect([answer.status, writes]).toEqual([401, []]);
    return { browser, page };
  }
  /** Fills in the form of a step of signing in, and goes where it leads, as a browser does: a 307 takes the form along. */
  async function signInWith(browser: Browser, page: Page, username: string, password = demoPassword) {
    const form = page.forms.find(({ controls }) =>
      controls.some(({ name, type }) => name === 'username' && type === 'text'),
    )!;
    const sent = new URLSearchParams(
      form.controls.filter(({ type }) => type === 'hidden').map(({ name, value }) => [name, value]),
    );
    sent.set('username', username);
    sent.set('password', password);
    const path = browser.resolve(form.action, page.path);
    return { sent, answer: await browser.send({ method: 'POST', path, body: sent }), path };
  }
  async function follow(browser: Browser, { answer, sent, path }: Awaited<ReturnType<typeof signInWith>>) {
    expect(answer.status).toBe(307);
    const to = browser.resolve(answer.headers.location!, path);
    const shown = await browser.send({ method: 'POST', path: to, body: sent });
    return { to, page: readPage(to, shown), html: shown.body.toString() };
  }
  const written = async () => (await office.writes()).filter(({ table }) => table === 'people.alias');

  test('the session ended: after signing in again the form is there as it was typed, and is sent by nobody else', async () => {
    const filled = await fill();
    const { browser, page } = await sentTooLate(filled);
    expect(page.words.join(' ')).toContain('isian Anda belum terkirim');
    expect(JSON.stringify(page.forms)).not.toContain('Kenari');
    // The page answers at the form's own address, and finds its styles from there.
    const sheets = [...page.html.matchAll(/<link href="([^"]+)" rel="stylesheet"/g)].map(([, href]) => href!);
    expect(sheets.length).toBeGreaterThan(2);
    for (const sheet of sheets)
      expect((await browser.send({ path: browser.resolve(sheet, page.path) })).status, sheet).toBe(200);
    const wrong = await signInWith(browser, page, head, 'bukan-kata-sandinya');
    expect(wrong.answer.status).toBe(409);
    const right = await signInWith(browser, readPage(wrong.path, wrong.answer), head);
    const back = await follow(browser, right);
    expect(await written()).toEqual([]);
    expect(errorWords(back.page)).toContain('Sesi Anda berakhir');
    await expectAgain({ ...filled, path: back.to }, back.page, browser);
  });

  test('the session ended: what was typed is not shown to another account, at another address, or changed', async () => {
    const filled = await fill();
    const { browser, page } = await sentTooLate(filled);
    const colleague = await follow(browser, await signInWith(browser, page, section));
    expect(errorWords(colleague.page)).toContain('akun lain');
    expect(colleague.html).not.toContain(filled.sent.find(([name]) => name === 'name')![1]);
    const { browser: own, page: again } = await sentTooLate(filled);
    const { sent } = await signInWith(own, again, head);
    const kept = sent.get('kept')!;
    const bring = async (path: string, what: string) => {
      const answer = await own.send({ method: 'POST', path, body: new URLSearchParams({ kept: what }) });
      return answer.body.toString();
    };
    const elsewhere = await bring('/people/new?kept=1', kept);
    expect(elsewhere).toContain('akun lain');
    const changed = await bring(`${filled.path}?/add&kept=1`, `${kept.slice(0, 60)}AAAA${kept.slice(64)}`);
    expect(changed).toContain('akun lain');
    expect(await written()).toEqual([]);
  });

  test('the session ended of somebody with a second factor: the form goes with him through the code, too', async () => {
    const filled = await fill();
    const browser = await alone(section);
    const app = await browser.open('/account/code-app');
    const form = app.forms.find(({ controls }) => controls.some(({ name }) => name === 'pending'))!;
    const secret = app.words.map((word) => word.replaceAll(' ', '')).find((word) => /^[A-Z2-7]{26,64}$/.test(word))!;
    const totp = new TOTP({ secret });
    const hiddenOf = ({ controls }: typeof form) =>
      new URLSearchParams(controls.filter(({ type }) => type === 'hidden').map(({ name, value }) => [name, value]));
    const enrolment = hiddenOf(form);
    enrolment.set('factorCode', totp.generate());
    expect((await browser.send({ method: 'POST', path: app.path, body: enrolment })).status).toBe(303);
    try {
      await endSession();
      const { page } = await send(filled, { browser });
      const password = await signInWith(browser, page, section);
      expect(password.answer.status).toBe(200);
      const second = readPage(password.path, password.answer);
      const codeForm = second.forms.find(({ controls }) => controls.some(({ name }) => name === 'factorCode'))!;
      const sent = hiddenOf(codeForm);
      sent.set('factorCode', totp.generate({ timestamp: Date.now() + 30_000 }));
      const path = browser.resolve(codeForm.action, second.path);
      const answer = await browser.send({ method: 'POST', path, body: sent });
      const back = await follow(browser, { answer, sent, path });
      expect(errorWords(back.page)).toContain('Sesi Anda berakhir');
      expect(back.html).toContain(filled.sent.find(([name]) => name === 'name')![1]);
    } finally {
      await office.rows(
        `update accounts.account set totp_sealed = null, totp_confirmed_at = null, totp_last_step = null where username = $1`,
        [section],
      );
    }
  });

  test('the session ended after the form was recorded: the person is told so before he sends it once more', async () => {
    const filled = await fill();
    const browser = await alone(head);
    await browser.open(filled.path);
    expect((await send(filled, { browser })).answer.status).toBe(303);
    await endSession();
    const { page } = await send(filled, { browser });
    const back = await follow(browser, await signInWith(browser, page, head));
    expect(errorWords(back.page)).toContain('sudah tercatat');
  });

  test('the session ended, and what was typed is longer than a page can carry: the person is told to copy it', async () => {
    const filled = await fill();
    put(filled.sent, 'name', 'k'.repeat(250_000));
    const { page } = await sentTooLate(filled);
    expect(page.words.join(' ')).toContain('terlalu panjang');
    expect(JSON.stringify(page.forms)).not.toContain('"kept"');
  });

  test('rights were lost: nothing is written', async () => {
    const filled = await fill();
    const browser = await alone('pk.palembang');
    const [{ id } = { id: '' }] = await office.rows<{ id: string }>(
      `update units.posting p set ends_on = '2020-01-02' from accounts.account a
       where a.username = 'pk.palembang' and p.staff_id = a.staff_id and p.ends_on is null returning p.id`,
    );
    const { answer, writes } = await send(filled, { browser });
    await office.rows('update units.posting set ends_on = null where id = $1', [id]);
    expect([403, 404]).toContain(answer.status);
    expect(writes).toEqual([]);
  });

  test('a step was left out: what cannot be done yet is refused in words, and nothing is written', async () => {
    const { id } = await aClient(office);
    const browser = await office.as(head);
    const { version } = await office.one<{ version: number }>('select version from cases.client_case where id = $1', [
      id,
    ]);
    const common = { version: String(version), note: 'Catatan kenari yang cukup panjang.', day: '13-06-2022' };
    const skipped: readonly [string, Record<string, string>][] = [
      ['ending?/decide', { ...common, outcome: 'approve', decision: 'approve' }],
      ['ending?/reopen', { ...common, reason: common.note }],
      ['pause?/resume', { ...common, endsOn: '13-06-2022' }],
      ['transfer?/decide', { ...common, step: 'approve', transferId: newId() }],
      ['register', { ...common, registeredOn: '13-06-2022' }],
    ];
    for (const [step, fields] of skipped) {
      await office.writes();
      const path = `/clients/${id}/${step}`;
      const answer = await browser.send({
        method: 'POST',
        path,
        body: new URLSearchParams({ submissionId: newId(), ...fields }),
      });
      const page = readPage(path, answer);
      expect([404, 409, 422], step).toContain(answer.status);
      if (answer.status !== 404) expect(errorWords(page), step).not.toBe('');
      expect(
        (await office.writes()).filter(({ table }) => !footprints.includes(table)),
        step,
      ).toEqual([]);
    }
  });
});
