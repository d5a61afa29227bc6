import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { cardCode, firstPin, holdKeys, issueCards, listCards, printSheet, replaceCard } from '#modules/accounts/server';
import { listCardClients, listCardSheets, type CardClient } from '#modules/check-ins/server';
import type { Answer, Ctx, ReadCtx } from '#platform/ctx';
import { aClient } from './support/cases.ts';
import { freshDatabase } from './support/database.ts';
import { openOffice, type Officer } from './support/office.ts';

const database = await freshDatabase('office_cards');
const office = await openOffice(database);
afterAll(() => office.close());
holdKeys({ pepper: Buffer.alloc(32, 1), secondFactor: Buffer.alloc(32, 2), isDemo: false });

const unitId = office.units.palembang;
const CLIENTS = 130;
let desk: Officer;
let sari: Officer;
beforeAll(async () => {
  desk = await office.officer('counter', 'palembang');
  sari = await office.officer('pk', 'palembang', { name: 'Sari' });
  for (let i = 0; i < CLIENTS; i++) await aClient(office, { pk: i < 70 ? sari.staffId : null });
  await aClient(office, { at: 'musi' });
});

const does = async <T extends Answer>(by: Officer, work: (ctx: Ctx) => Promise<T>, id = newId()) =>
  (await office.as(by)).runOnce({ id, body: {} }, work);
const sees = async <T>(by: Officer, query: (ctx: ReadCtx) => Promise<T>) => (await office.as(by)).read(query);
const issueAll = (by: Officer, id?: string) =>
  does(by, async (ctx) => issueCards(ctx, (await listCardClients(ctx, { unitId, having: 'none' }, 1000)).rows), id);
/** The next sheet of somebody's clients, as the page prints it. */
const printNext = async (
  of: string | null,
  having: 'unprinted' | 'printed' = 'unprinted',
  id = newId(),
  { by = desk, most = 50 } = {},
) => {
  const answer = await does(
    by,
    (ctx) =>
      printSheet(ctx, unitId, async () =>
        (await listCardClients(ctx, { unitId, having, of }, most)).rows.map((one) => one.of),
      ),
    id,
  );
  return answer.caseIds;
};
async function cardsInForce(): Promise<{ case_id: string; unit_id: number; pin_hash: string | null }[]> {
  return office.owner
    .selectFrom('accounts.client_access')
    .select(['case_id', 'unit_id', 'pin_hash'])
    .where('state', '<>', 'closed')
    .execute();
}

test('two officers who press at the same moment give each client of the office one card, and nobody of another office', async () => {
  const other = await office.officer('section_head', 'palembang');
  const answers = await Promise.all([issueAll(desk), issueAll(other)]);
  expect(answers.reduce((sum, one) => sum + one.issued, 0)).toBe(CLIENTS);
  const cards = await cardsInForce();
  expect(cards.length).toBe(CLIENTS);
  expect(new Set(cards.map((card) => card.case_id)).size).toBe(CLIENTS);
  expect(cards.every((card) => card.unit_id === unitId)).toBe(true);
});

test('a press that is repeated, and one after it, issue nothing more', async () => {
  const id = newId();
  expect(await issueAll(desk, id)).toEqual({ ok: true, issued: 0 });
  expect(await issueAll(desk, id)).toEqual({ ok: true, issued: 0 });
  expect((await cardsInForce()).length).toBe(CLIENTS);
});

test('no first PIN is stored: it is derived for the paper, and each client has another code', async () => {
  expect((await cardsInForce()).every((card) => card.pin_hash === null)).toBe(true);
  const { rows } = await sees(desk, (ctx) => listCardClients(ctx, { unitId, having: 'unprinted' }, 1000));
  const cards = await sees(desk, (ctx) =>
    listCards(
      ctx,
      rows.map((one: CardClient) => one.of),
    ),
  );
  expect(new Set(cards.map((card) => cardCode(card.accessId, card.version))).size).toBe(CLIENTS);
  const pins = cards.map((card) => firstPin(card.accessId, card.version));
  const { rows: dumped } = await database.owner.query<{ all: string }>(
    "select string_agg(to_jsonb(a)::text, ' ') as all from accounts.client_access a",
  );
  expect(pins.filter((pin) => new RegExp(`\\b${pin}\\b`).test(dumped[0]!.all.replace(/[0-9a-f]{12,}/g, '')))).toEqual(
    [],
  );
});

test('two officers who print at the same moment get two sheets, and no client is on both', async () => {
  const other = await office.officer('section_head', 'palembang');
  const sheets = await Promise.all(
    [desk, other, desk, other].map((by) => printNext(null, 'unprinted', newId(), { by, most: 5 })),
  );
  expect(sheets.map((sheet) => sheet.length)).toEqual([5, 5, 5, 5]);
  expect(new Set(sheets.flat()).size).toBe(20);
  await office.owner
    .updateTable('accounts.client_access')
    .set({ printed_at: null })
    .where('case_id', 'in', sheets.flat())
    .execute();
});

test('sheets are printed by counsellor, each client once, and a stop in between loses nothing', async () => {
  const seen: string[] = [];
  const first = newId();
  seen.push(...(await printNext(sari.staffId, 'unprinted', first)));
  // The page is loaded again: the same sheet, not the next.
  expect(await printNext(sari.staffId, 'unprinted', first)).toEqual(seen);
  expect(seen.length).toBe(50);
  const between = await sees(desk, (ctx) => listCardSheets(ctx, unitId));
  expect(between.find((sheet) => sheet.pkStaffId === sari.staffId)).toMatchObject({
    none: 0,
    unprinted: 20,
    printed: 50,
  });

  for (const whose of [sari.staffId, null])
    for (let sheet = await printNext(whose); sheet.length > 0; sheet = await printNext(whose)) seen.push(...sheet);
  expect(seen.length).toBe(CLIENTS);
  expect(new Set(seen).size).toBe(CLIENTS);
  expect((await printNext(sari.staffId, 'printed')).length).toBe(50);
});

test('a replaced card waits for its print again, and the old one is worth nothing', async () => {
  const { rows } = await sees(desk, (ctx) => listCardClients(ctx, { unitId, having: 'printed' }, 1));
  const client = rows[0]!;
  const [card] = await sees(desk, (ctx) => listCards(ctx, [client.of]));
  await does(desk, (ctx) => replaceCard(ctx, { of: client.of, accessId: card!.accessId }));
  const waiting = await sees(desk, (ctx) => listCardClients(ctx, { unitId, having: 'unprinted' }, 10));
  expect(waiting.rows.map((one) => one.caseId)).toEqual([client.caseId]);
  const [now] = await sees(desk, (ctx) => listCards(ctx, [client.of]));
  expect(cardCode(now!.accessId, now!.version)).not.toBe(cardCode(card!.accessId, card!.version));
});

test('whoever may not issue cards sees no sheets', async () => {
  const auditor = await office.officer('auditor', 'ditjenpas');
  await expect(sees(auditor, (ctx) => listCardSheets(ctx, unitId))).rejects.toThrow('card:issue');
  const { rows } = await sees(sari, (ctx) => listCardClients(ctx, { unitId, having: 'printed' }, 1000));
  expect(rows.length).toBeLessThanOrEqual(70);
});
