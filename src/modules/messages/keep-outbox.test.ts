import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import type { Answer, Ctx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { pastTheApplication } from '#tests/support/past-the-application';
import { cancelMessage, retryMessage } from './keep-outbox.server.ts';
import { messageStates, type MessageState } from './message.ts';
import { listOutbox } from './outbox.queries.server.ts';

const database = await freshDatabase('keep_outbox');
const office = await openOffice(database);
afterAll(() => office.close());
const { palembang, kupang } = office.units;
const admin = await office.officer('office_admin', 'palembang');
const stranger = await office.officer('office_admin', 'kupang');
const head = await office.officer('head_of_bapas', 'palembang');

async function aMessage(state: MessageState, over: { unit?: number; address?: string; minutesAgo?: number } = {}) {
  const { rows } = await database.owner.query<{ id: string }>(
    `insert into messages.outbox (unit_id, kind, key, channel, address, body, state, tries, problem, made_at)
     values ($1, 'check-ins.overdue', $2, 'sms', $3, 'Rahasia kenari', $4, 10, 'timeout', now() - make_interval(mins => $5)) returning id`,
    [over.unit ?? palembang, newId(), over.address ?? '+6281200000000', state, over.minutesAgo ?? 0],
  );
  return rows[0]!.id;
}
const does = async <T extends Answer>(who: Officer, work: (ctx: Ctx) => Promise<T>, id = newId()): Promise<T> =>
  (await office.as(who, new Date())).runOnce({ id, body: {} }, work);
const sees = async (who: Officer, filter: { state?: MessageState; unitId?: number } = {}, offset = 0) =>
  (await office.as(who, new Date())).read((ctx) =>
    listOutbox(ctx, { unitId: palembang, ...filter }, { offset, limit: 50 }),
  );
const stateOf = async (id: string) =>
  (await database.owner.query('select state, tries, problem from messages.outbox where id = $1', [id])).rows[0];

test('the administrator reads what became of each message, the newest first, and never whom it went to or what it says', async () => {
  for (let i = 0; i < 55; i++) await aMessage('sent', { minutesAgo: 100 + i });
  const newest = await aMessage('parked');
  await aMessage('waiting', { unit: kupang });
  const first = await sees(admin);
  expect([first.total, first.rows.length, first.rows[0]!.id]).toEqual([56, 50, newest]);
  expect((await sees(admin, {}, 50)).rows).toHaveLength(6);
  expect((await sees(admin, { state: 'parked' })).rows.map(({ id }) => id)).toEqual([newest]);
  expect(JSON.stringify(first)).not.toMatch(/6281200000000|kenari/);
  await expect(sees(head)).rejects.toThrow(NotAllowed);
  await expect(sees(stranger)).rejects.toThrow(NotFound);
});

test('a message that waits for a person is sent again from the beginning, once also when the form comes twice', async () => {
  const id = await aMessage('parked');
  const submission = newId();
  expect(await does(admin, (ctx) => retryMessage(ctx, id), submission)).toEqual({ ok: true });
  expect(await does(admin, (ctx) => retryMessage(ctx, id), submission)).toEqual({ ok: true });
  expect(await stateOf(id)).toEqual({ state: 'waiting', tries: 0, problem: null });
  expect(await does(admin, (ctx) => retryMessage(ctx, id))).toEqual({ ok: false, refusal: 'not_any_more' });
  const { rows } = await database.owner.query(
    `select about from platform.journal where what = 'messages.tried-again' and about ->> 'messageId' = $1`,
    [id],
  );
  expect(rows).toHaveLength(1);
});

test('what was sent or taken back stays so; what was erased is sent no more', async () => {
  for (const state of messageStates) {
    const [again, back] = [await aMessage(state), await aMessage(state)];
    const retried = await does(admin, (ctx) => retryMessage(ctx, again));
    const taken = await does(admin, (ctx) => cancelMessage(ctx, back));
    expect([state, retried.ok, taken.ok]).toEqual([
      state,
      state === 'failed' || state === 'parked',
      state !== 'sent' && state !== 'cancelled',
    ]);
    expect((await stateOf(back)).state).toBe(taken.ok ? 'cancelled' : state);
  }
  const erased = await aMessage('failed', { address: '' });
  expect(await does(admin, (ctx) => retryMessage(ctx, erased))).toEqual({ ok: false, refusal: 'not_any_more' });
});

test('another office is turned away, also past the application, and nobody marks a message as sent', async () => {
  const id = await aMessage('parked');
  await expect(does(stranger, (ctx) => retryMessage(ctx, id))).rejects.toThrow(NotFound);
  await expect(does(head, (ctx) => cancelMessage(ctx, id))).rejects.toThrow(NotFound);
  const set = (who: Officer, to: string) =>
    pastTheApplication(database, who, `update messages.outbox set ${to} where id = '${id}'`);
  expect(await set(stranger, `state = 'waiting'`)).toMatchObject({ count: 0 });
  expect(await set(head, `state = 'waiting'`)).toMatchObject({ count: 0 });
  expect(await set(admin, `state = 'sent'`)).toEqual({ refused: '42501' });
  expect(await set(admin, `address = '+6281300000000'`)).toEqual({ refused: '42501' });
  expect(await set(admin, `state = 'waiting'`)).toMatchObject({ count: 1 });
  const sent = await aMessage('sent');
  expect(
    await pastTheApplication(database, admin, `update messages.outbox set state = 'waiting' where id = '${sent}'`),
  ).toMatchObject({ count: 0 });
  expect(await pastTheApplication(database, admin, `select address, body from messages.outbox`)).toEqual({
    refused: '42501',
  });
});
