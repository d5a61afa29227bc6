import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { pinProblem } from '#kernel/pin';
import type { Answer, Ctx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { identify } from '#platform/identify.server';
import { visitorAt } from '#platform/visitor.server';
import { freshDatabase } from '#tests/support/database';
import { openOffice, testJournalKey, type Officer } from '#tests/support/office';
import {
  cardCode,
  changeOwnPin,
  blockCard,
  firstPin,
  isCardCode,
  issueCard,
  pinOfReset,
  printCards,
  replaceCard,
  resetPin,
  signInClient,
  unlockPin,
  type CaseOfCard,
} from './client-access.server.ts';
import { holdKeys } from './keys.server.ts';

const database = await freshDatabase('cards');
const office = await openOffice(database);
afterAll(() => office.close());
holdKeys({ pepper: Buffer.alloc(32, 1), secondFactor: Buffer.alloc(32, 2), isDemo: false });

const visitor = (address: string = newId()) =>
  visitorAt({
    db: office.app,
    journalKey: testJournalKey,
    now: new Date(),
    token: null,
    address,
    label: 'Chrome, Android',
  });
async function does<T extends Answer>(who: Officer, work: (ctx: Ctx) => Promise<T>, id = newId()): Promise<T> {
  return (await office.as(who, new Date())).runOnce({ id, body: {} }, work);
}

const counter = await office.officer('counter', 'palembang');
const strangeCounter = await office.officer('counter', 'kupang');
const auditor = await office.officer('auditor', 'palembang');

async function aCase(): Promise<CaseOfCard> {
  const unitId = office.units.palembang;
  const { rows: people } = await database.owner.query(
    `insert into people.person (unit_id, name) values ($1, 'Klien') returning id`,
    [unitId],
  );
  const { rows } = await database.owner.query(
    `insert into cases.client_case (person_id, unit_id, kind, age_group, state, received_on) values ($1, $2, 'parole_pb', 'adult', 'active', '2026-01-02') returning id`,
    [people[0].id, unitId],
  );
  return { caseId: rows[0].id, unitId };
}
async function aCard(of: CaseOfCard): Promise<string> {
  const issued = await does(counter, (ctx) => issueCard(ctx, { of, holder: { kind: 'client', personId: null } }));
  if (!issued.ok) throw new Error(issued.refusal);
  return issued.accessId;
}
const enter = (code: string, pin: string, deviceToken: string | null = null, address?: string) =>
  signInClient(visitor(address), { code, pin, deviceToken });

test('a card is issued once, printed again the same, and signs its client in with code and first PIN', async () => {
  const of = await aCase();
  const id = newId();
  const issue = () => does(counter, (ctx) => issueCard(ctx, { of, holder: { kind: 'client', personId: null } }), id);
  const issued = await issue();
  expect(await issue()).toEqual(issued);
  if (!issued.ok) return;
  expect(await does(counter, (ctx) => issueCard(ctx, { of, holder: { kind: 'client', personId: null } }))).toEqual({
    ok: false,
    refusal: 'already_issued',
  });

  const print = async () =>
    (await does(counter, async (ctx) => ({ ok: true, cards: await printCards(ctx, [of]) }))).cards[0]!;
  const card = await print();
  expect(card.code).toHaveLength(20);
  expect(pinProblem(card.firstPin!)).toBeUndefined();
  expect(await print()).toMatchObject({ code: card.code, firstPin: card.firstPin });
  expect(await isCardCode(visitor(), card.code)).toBe(true);

  const signed = await enter(card.code.toLowerCase().replace(/(.{4})/g, '$1-'), card.firstPin!);
  if (!signed.ok) throw new Error(signed.refusal);
  expect(await identify(office.app, signed.token)).toMatchObject({
    kind: 'client',
    sessionKind: 'client',
    own: { caseId: of.caseId },
  });
  // Once used, the card is printed without its PIN.
  expect(await print()).toMatchObject({ code: card.code, firstPin: null });
});

test('neither code nor PIN stands in the database, and another key makes another card', async () => {
  const of = await aCase();
  const accessId = await aCard(of);
  const { rows } = await database.owner.query(
    `select row_to_json(c)::text as told from accounts.client_access c where id = $1`,
    [accessId],
  );
  expect(rows[0].told).not.toContain(cardCode(accessId, 1));
  expect(rows[0].told).not.toContain(firstPin(accessId, 1));
  const before = cardCode(accessId, 1);
  holdKeys({ pepper: Buffer.alloc(32, 9), secondFactor: Buffer.alloc(32, 2), isDemo: false });
  expect(cardCode(accessId, 1)).not.toBe(before);
  holdKeys({ pepper: Buffer.alloc(32, 1), secondFactor: Buffer.alloc(32, 2), isDemo: false });
});

test('five wrong PINs lock the card, ten at once as well; the office unlocks it', async () => {
  const of = await aCase();
  const accessId = await aCard(of);
  const code = cardCode(accessId, 1);
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => enter(code, `00010${i}`)));
  expect(answers.some((answer) => answer.ok)).toBe(false);
  const { rows } = await database.owner.query('select pin_failures from accounts.client_access where id = $1', [
    accessId,
  ]);
  expect(rows).toEqual([{ pin_failures: 5 }]);
  expect(await enter(code, firstPin(accessId, 1))).toEqual({ ok: false, refusal: 'locked' });
  expect(await does(counter, (ctx) => unlockPin(ctx, { of, accessId }))).toMatchObject({ ok: true });
  expect(await does(counter, (ctx) => unlockPin(ctx, { of, accessId }))).toEqual({ ok: false, refusal: 'not_locked' });
  expect(await enter(code, '000100')).toEqual({ ok: false, refusal: 'wrong', triesLeft: 4 });
  expect(await enter(code, firstPin(accessId, 1))).toMatchObject({ ok: true });
});

test('the fifth try may still be the right one, and a right one forgets the wrong ones', async () => {
  const accessId = await aCard(await aCase());
  const code = cardCode(accessId, 1);
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 4; i++)
      expect(await enter(code, '000100')).toMatchObject({ refusal: 'wrong', triesLeft: 4 - i });
    expect(await enter(code, firstPin(accessId, 1))).toMatchObject({ ok: true });
  }
});

test('guessing codes is slowed by address', async () => {
  const address = '198.51.100.7';
  for (let i = 0; i < 100; i++) await enter(`kode-${i}`, '123123', null, address);
  expect(await enter('kode-lagi', '123123', null, address)).toMatchObject({ refusal: 'wait' });
});

test('a lost card is worth nothing from the moment it is replaced', async () => {
  const of = await aCase();
  const accessId = await aCard(of);
  const signed = await enter(cardCode(accessId, 1), firstPin(accessId, 1));
  if (!signed.ok) throw new Error('not in');
  expect(await does(counter, (ctx) => replaceCard(ctx, { of, accessId }))).toMatchObject({ ok: true });
  expect(await identify(office.app, signed.token)).toBeUndefined();
  expect(await enter(cardCode(accessId, 1), firstPin(accessId, 1))).toMatchObject({ ok: false, refusal: 'wrong' });
  expect(await enter(cardCode(accessId, 2), firstPin(accessId, 2))).toMatchObject({ ok: true, device: 'first' });
});

test('a forgotten PIN is made anew by the request that asks, and the client may choose his own', async () => {
  const of = await aCase();
  const accessId = await aCard(of);
  const submission = newId();
  expect(await does(counter, (ctx) => resetPin(ctx, { of, accessId }), submission)).toMatchObject({ ok: true });
  expect(await does(counter, (ctx) => resetPin(ctx, { of, accessId }), submission)).toMatchObject({ ok: true });
  const pin = pinOfReset(accessId, submission);
  expect(await enter(cardCode(accessId, 1), firstPin(accessId, 1))).toMatchObject({ refusal: 'wrong' });
  const signed = await enter(cardCode(accessId, 1), pin);
  if (!signed.ok) throw new Error('not in');
  const client = await office.asClient(signed.token, new Date());
  const change = (newPin: string) => client.runOnce({ id: newId(), body: {} }, (ctx) => changeOwnPin(ctx, { newPin }));
  expect(await change('111111')).toEqual({ ok: false, refusal: 'pin_too_easy' });
  expect(await change('482913')).toEqual({ ok: true });
  expect(await enter(cardCode(accessId, 1), pin)).toMatchObject({ refusal: 'wrong' });
  expect(await enter(cardCode(accessId, 1), '482913')).toMatchObject({ ok: true });
});

test('another device is told and refuses nobody', async () => {
  const of = await aCase();
  const accessId = await aCard(of);
  const [code, pin] = [cardCode(accessId, 1), firstPin(accessId, 1)];
  const first = await enter(code, pin);
  if (!first.ok) throw new Error('not in');
  expect(first.device).toBe('first');
  expect(await enter(code, pin, first.deviceToken)).toMatchObject({ ok: true, device: 'same' });
  const other = await enter(code, pin, null);
  if (!other.ok) throw new Error('not in');
  expect(other.device).toBe('changed');
  const { rows } = await database.owner.query(
    `select about from platform.journal where what = 'client-access.device-changed' and case_id = $1`,
    [of.caseId],
  );
  expect(rows).toEqual([{ about: { accessId } }]);
});

test('another office is turned away, and so is whoever issues no cards', async () => {
  const of = await aCase();
  const accessId = await aCard(of);
  for (const act of [replaceCard, resetPin, unlockPin, blockCard]) {
    await expect(does(strangeCounter, (ctx) => act(ctx, { of, accessId }))).rejects.toThrow(NotFound);
    await expect(does(auditor, (ctx) => act(ctx, { of, accessId }))).rejects.toThrow(NotAllowed);
    // A caller that lies about the case's office still meets row-level security.
    const lie = { caseId: of.caseId, unitId: office.units.kupang };
    await expect(does(strangeCounter, (ctx) => act(ctx, { of: lie, accessId }))).rejects.toThrow(NotFound);
  }
  expect(await does(counter, (ctx) => blockCard(ctx, { of, accessId }))).toMatchObject({ ok: true });
  expect(await enter(cardCode(accessId, 1), firstPin(accessId, 1))).toMatchObject({ ok: false, refusal: 'wrong' });
});
