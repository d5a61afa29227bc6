import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { newId } from '#kernel/id';
import { errorWords, nameForm } from './name-form.ts';
import { Office } from './office.ts';
import { readPage } from './page.ts';
import { packed, target } from './scenario.ts';
import { aClient, head, section } from './scenarios/steps.ts';
import { footprints } from './writes.ts';

/**
 * What becomes of one form that is sent in every way but the simple one. That a double click is one deed and other words need a form of
 * their own is tried with each form in forms.served.ts; here is the rest, with one form that stands for all: they share one reader.
 */
let office: Office;
beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
});
afterAll(() => office?.close());
beforeEach(() => office.newDay());

const { fill, send, expectAgain } = nameForm(() => office);

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
  test('rights were lost: nothing is written', async () => {
    const filled = await fill();
    // His own browser, so that nobody else is signed out.
    const browser = await office.stranger().signIn('pk.palembang');
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
