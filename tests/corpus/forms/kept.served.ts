import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { demoPassword } from '../../../src/invented/demo/accounts.ts';
import type { Answer, Browser } from './browser.ts';
import { errorWords, nameForm } from './name-form.ts';
import { Office } from './office.ts';
import { readPage, type Form, type Page } from './page.ts';
import { put, type Filled, type Scene } from './scenario.ts';
import { compact, consented, ownPin } from './scenarios/own.ts';
import { head, section } from './scenarios/steps.ts';

/** What somebody typed whose session ended before he sent it: it comes back to him, after he has shown again who he is. */
let office: Office;
beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
});
afterAll(() => office?.close());
beforeEach(() => office.newDay());

const { fill, send, expectAgain } = nameForm(() => office);

const hiddenOf = ({ controls }: Form) =>
  new URLSearchParams(controls.filter(({ type }) => type === 'hidden').map(({ name, value }) => [name, value]));
const formWith = (page: Page, field: string) =>
  page.forms.find(({ controls }) => controls.some(({ name }) => name === field))!;

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
/** Fills in the form of a step of signing in and sends it. */
async function signInWith(browser: Browser, page: Page, username: string, password = demoPassword) {
  const form = page.forms.find(({ controls }) =>
    controls.some(({ name, type }) => name === 'username' && type === 'text'),
  )!;
  const sent = hiddenOf(form);
  sent.set('username', username);
  sent.set('password', password);
  const path = browser.resolve(form.action, page.path);
  return { sent, answer: await browser.send({ method: 'POST', path, body: sent }), path };
}
/** Goes where a step leads, as a browser does: a 307 takes the form along. */
async function follow(browser: Browser, { answer, sent, path }: Awaited<ReturnType<typeof signInWith>>) {
  expect(answer.status).toBe(307);
  const to = browser.resolve(answer.headers.location!, path);
  const shown = await browser.send({ method: 'POST', path: to, body: sent });
  return { to, page: readPage(to, shown), html: shown.body.toString() };
}
const written = async () => (await office.writes()).filter(({ table }) => table === 'people.alias');

test('after signing in again the form is there as it was typed, and is sent by nobody else', async () => {
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

test('what was typed is not shown to another account, at another address, or changed', async () => {
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

test('somebody with a second factor: the form goes with him through the code, too', async () => {
  const filled = await fill();
  const browser = await alone(section);
  const app = await browser.open('/account/code-app');
  const form = app.forms.find(({ controls }) => controls.some(({ name }) => name === 'pending'))!;
  const secret = app.words.map((word) => word.replaceAll(' ', '')).find((word) => /^[A-Z2-7]{26,64}$/.test(word))!;
  const totp = new TOTP({ secret });
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

test('the form was recorded before: the person is told so before he sends it once more', async () => {
  const filled = await fill();
  const browser = await alone(head);
  await browser.open(filled.path);
  expect((await send(filled, { browser })).answer.status).toBe(303);
  await endSession();
  const { page } = await send(filled, { browser });
  const back = await follow(browser, await signInWith(browser, page, head));
  expect(errorWords(back.page)).toContain('sudah tercatat');
});

test('what was typed is longer than a page can carry: the person is told to copy it', async () => {
  const filled = await fill();
  put(filled.sent, 'name', 'k'.repeat(250_000));
  const { page } = await sentTooLate(filled);
  expect(page.words.join(' ')).toContain('terlalu panjang');
  expect(JSON.stringify(page.forms)).not.toContain('"kept"');
});

describe("on a client's own page", () => {
  const text = 'Saya mencari pekerjaan di dekat rumah kenari.';
  const endOwn = () =>
    office.rows(
      `update accounts.session set ended_at = now(), ended_why = 'by_owner' where kind = 'client' and ended_at is null`,
    );
  const answersKept = async (client: { id: string }) =>
    JSON.stringify(await office.rows('select answers from check_ins.draft where case_id = $1', [client.id]));

  /** Answers a question after the page was closed behind him. */
  async function answeredTooLate() {
    const { browser, card } = await consented(office);
    const path = '/my/report/address';
    const body = hiddenOf(formWith(await browser.open(path), 'note'));
    body.set('answer', 'changed');
    body.set('note', text);
    await endOwn();
    const answer = await browser.send({ method: 'POST', path, body });
    return { browser, card, path, body, answer };
  }
  async function giveTo(browser: Browser, from: string, answer: Answer, pin: string) {
    const page = readPage(from, answer);
    const form = formWith(page, 'pin');
    const sent = hiddenOf(form);
    sent.set('pin', pin);
    const path = browser.resolve(form.action, from);
    return { sent, path, answer: await browser.send({ method: 'POST', path, body: sent }) };
  }

  test('the PIN is asked for first; then the answer is there, and counts once it is sent', async () => {
    const late = await answeredTooLate();
    const { browser, card, path } = late;
    expect(late.answer.status).toBe(401);
    expect(readPage(path, late.answer).words.join(' ')).toContain('jawaban Anda belum terkirim');
    expect(late.answer.body.toString()).not.toContain('kenari');

    const wrong = await giveTo(browser, path, late.answer, '918273');
    expect(wrong.answer.status).toBe(409);
    const who = await giveTo(browser, wrong.path, wrong.answer, ownPin);
    expect(who.answer.status).toBe(200);
    expect(readPage(who.path, who.answer).headings).toEqual(['Apakah ini Anda?']);
    expect(who.answer.body.toString()).not.toContain('kenari');

    const yes = formWith(readPage(who.path, who.answer), 'kept');
    const to = browser.resolve(yes.action, who.path);
    const shown = readPage(to, await browser.send({ method: 'POST', path: to, body: hiddenOf(yes) }));
    expect(errorWords(shown)).toContain('Sesi Anda berakhir');
    const again = formWith(shown, 'note');
    expect(again.controls.find(({ name }) => name === 'note')!.value).toBe(text);
    expect(again.controls.find(({ name, value }) => name === 'answer' && value === 'changed')!.checked).toBe(true);
    expect(await answersKept(card.client)).not.toContain('kenari');

    // The page stands at the address that brought it; sent from there it is a form like any other.
    expect((await browser.send({ method: 'POST', path: to, body: late.body })).status).toBe(303);
    expect(await answersKept(card.client)).toContain('kenari');
  });

  test('another card on the same phone does not show it', async () => {
    const { browser, path, answer } = await answeredTooLate();
    const kept = formWith(readPage(path, answer), 'kept').controls.find(({ name }) => name === 'kept')!.value;
    const other = await consented(office);
    await other.browser.send({ path: `/l/${compact(other.card.code)}` });
    const brought = await other.browser.send({
      method: 'POST',
      path: `${path}?kept=1`,
      body: new URLSearchParams({ kept }),
    });
    expect(errorWords(readPage(path, brought))).toContain('akun lain');
    expect(brought.body.toString()).not.toContain('kenari');
    browser.close();
  });

  test('a page that closes by itself brings along what was typed, and the session ends', async () => {
    const { browser } = await consented(office);
    const leaving = { answer: 'changed', note: text, why: 'quiet', at: '/my/report/address' };
    const door = await browser.send({ method: 'POST', path: '/my/sign-out', body: new URLSearchParams(leaving) });
    expect(door.status).toBe(401);
    expect(door.body.toString()).not.toContain('kenari');
    expect((await browser.send({ path: '/my' })).headers.location).toBe('/l?said=ended');
    const who = await giveTo(browser, '/my/sign-out', door, ownPin);
    const yes = formWith(readPage(who.path, who.answer), 'kept');
    const to = browser.resolve(yes.action, who.path);
    const shown = await browser.send({ method: 'POST', path: to, body: hiddenOf(yes) });
    expect(shown.body.toString()).toContain(text);
  });
});
