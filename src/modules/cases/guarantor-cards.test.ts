import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import {
  blockCard,
  cardCode,
  changeOwnPin,
  firstPin,
  holdKeys,
  issueCard,
  listCards,
  printCards,
  readOwnCard,
  replaceCard,
  signInClient,
  unlockPin,
  type CaseOfCard,
} from '#modules/accounts/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { identify } from '#platform/identify.server';
import { visitorAt } from '#platform/visitor.server';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, testJournalKey, type Officer } from '#tests/support/office';
import { addGuarantor } from './add-guarantor.server.ts';
import { endGuarantor } from './end-guarantor.server.ts';
import { issueGuarantorCard } from './guarantor-cards.server.ts';
import { findOwnPromise, readOwnCase } from './own-case.queries.server.ts';
import { proposeEnding } from './propose-ending.server.ts';
import { listGuarantorsAtDesk } from './conditions.queries.server.ts';

const database = await freshDatabase('guarantor_cards');
const office = await openOffice(database);
afterAll(() => office.close());
holdKeys({ pepper: Buffer.alloc(32, 1), secondFactor: Buffer.alloc(32, 2), isDemo: false });

const now = new Date();
let pk: Officer;
let counter: Officer;
let head: Officer;
let strange: Officer;
beforeAll(async () => {
  pk = await office.officer('pk', 'palembang');
  counter = await office.officer('counter', 'palembang');
  head = await office.officer('head_of_bapas', 'palembang');
  strange = await office.officer('counter', 'kupang');
});
async function does<T extends { ok: boolean }>(who: Officer, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return (await office.as(who, now)).runOnce({ id: newId(), body: {} }, work);
}
const enter = (code: string, pin: string) =>
  signInClient(
    visitorAt({ db: office.app, journalKey: testJournalKey, now, token: null, address: newId(), label: 'Android' }),
    { code, pin, deviceToken: null },
  );

/** A client whose mother and uncle vouch for him. */
async function aVouchedFor(over: Parameters<typeof aClient>[1] = {}) {
  const { caseId } = await aClient(office, { pk: pk.staffId, name: 'NamaKenariKlien', ...over });
  const vouch = async (name: string, relation: 'parent' | 'relative', version: number) => {
    const added = await does(pk, (ctx) =>
      addGuarantor(ctx, {
        caseId,
        version,
        name,
        relation,
        nik: null,
        phone: '',
        address: 'Jl. Rekaan 2',
        signedOn: null,
      }),
    );
    if (!added.ok) throw new Error(added.refusal);
    return added.guarantorId;
  };
  const [mother, uncle] = [await vouch('Ibu Kenari', 'parent', 1), await vouch('Paman Kenari', 'relative', 2)];
  const of: CaseOfCard = { caseId, unitId: office.units.palembang, pkStaffId: pk.staffId };
  return { caseId, mother, uncle, of };
}
async function aCard(of: CaseOfCard, guarantorId: string, by: Officer = counter): Promise<string> {
  const issued = await does(by, (ctx) => issueGuarantorCard(ctx, { of, guarantorId }));
  if (!issued.ok) throw new Error(issued.refusal);
  return issued.accessId;
}

test('the desk and the counsellor hand each guarantor a card of his own, and the client keeps his', async () => {
  const { of, mother, uncle, caseId } = await aVouchedFor();
  expect(
    await does(counter, (ctx) => issueCard(ctx, { of, holder: { kind: 'client', personId: null } })),
  ).toMatchObject({
    ok: true,
  });
  const first = await aCard(of, mother);
  const second = await aCard(of, uncle, pk);
  expect(await does(counter, (ctx) => issueGuarantorCard(ctx, { of, guarantorId: mother }))).toEqual({
    ok: false,
    refusal: 'already_issued',
  });
  const printed = (
    await does(counter, async (ctx) => ({ ok: true as const, cards: await printCards(ctx, [of], first) }))
  ).cards;
  expect(printed).toMatchObject([{ kind: 'guarantor', guarantorId: mother, firstPin: firstPin(first, 1) }]);
  // The whole office's print holds clients' cards only.
  const sheet = (await does(counter, async (ctx) => ({ ok: true as const, cards: await printCards(ctx, [of]) }))).cards;
  expect(sheet.map((card) => card.kind)).toEqual(['client']);

  const signed = await enter(cardCode(second, 1), firstPin(second, 1));
  if (!signed.ok) throw new Error(signed.refusal);
  expect(signed.kind).toBe('guarantor');
  const page = await office.asClient(signed.token, now);
  expect(await page.read(readOwnCard)).toMatchObject({ kind: 'guarantor', pinChosen: false });
  expect(await page.runOnce({ id: newId(), body: {} }, (ctx) => changeOwnPin(ctx, { newPin: '482913' }))).toEqual({
    ok: true,
  });
  expect(await page.read(findOwnPromise)).toMatchObject({ name: 'Paman Kenari', relation: 'relative' });
  expect(await page.read(readOwnCase)).toMatchObject({ caseId });
});

test('the desk learns the names of guarantors and nothing more; of a child it learns nothing', async () => {
  const { caseId, mother, uncle } = await aVouchedFor();
  const seen = (who: Officer, id = caseId) =>
    office.as(who, now).then((runner) => runner.read((ctx) => listGuarantorsAtDesk(ctx, [id])));
  expect(await seen(counter)).toEqual([
    { id: mother, caseId, name: 'Ibu Kenari', relation: 'parent' },
    { id: uncle, caseId, name: 'Paman Kenari', relation: 'relative' },
  ]);
  const rows = await (
    await office.as(counter, now)
  ).read(({ tx }) => tx.selectFrom('cases.guarantor').select('address').where('case_id', '=', caseId).execute());
  expect(rows).toEqual([]);
  expect(await seen(strange)).toEqual([]);
  expect(await seen(await office.officer('pk', 'palembang'))).toEqual([]);
  const child = await aVouchedFor({ ageGroup: 'child' });
  expect(await seen(counter, child.caseId)).toEqual([]);
  expect(await seen(pk, child.caseId)).toHaveLength(2);
  expect(await seen(head, child.caseId)).toHaveLength(2);
});

test('another office, another case and a guarantor who stepped back get no card', async () => {
  const { of, mother, caseId } = await aVouchedFor();
  const other = await aVouchedFor();
  await expect(does(strange, (ctx) => issueGuarantorCard(ctx, { of, guarantorId: mother }))).rejects.toThrow(NotFound);
  await expect(
    does(strange, (ctx) =>
      issueGuarantorCard(ctx, { of: { ...of, unitId: office.units.kupang }, guarantorId: mother }),
    ),
  ).rejects.toThrow(NotFound);
  await expect(does(counter, (ctx) => issueGuarantorCard(ctx, { of: other.of, guarantorId: mother }))).rejects.toThrow(
    NotFound,
  );
  await does(pk, (ctx) =>
    endGuarantor(ctx, { caseId, guarantorId: mother, endedOn: plainDate('2026-01-10'), reason: 'pindah ke luar kota' }),
  );
  await expect(does(counter, (ctx) => issueGuarantorCard(ctx, { of, guarantorId: mother }))).rejects.toThrow(NotFound);
});

test('lost it is blocked at once and replaced later; a locked PIN is unlocked; one card touches no other', async () => {
  const { of, mother, uncle } = await aVouchedFor();
  const [mine, other] = [await aCard(of, mother), await aCard(of, uncle)];
  const signed = await enter(cardCode(mine, 1), firstPin(mine, 1));
  if (!signed.ok) throw new Error(signed.refusal);

  expect(await does(counter, (ctx) => blockCard(ctx, { of, accessId: mine }))).toMatchObject({ ok: true });
  expect(await does(counter, (ctx) => blockCard(ctx, { of, accessId: mine }))).toEqual({
    ok: false,
    refusal: 'already_blocked',
  });
  expect(await identify(office.app, signed.token)).toBeUndefined();
  expect(await enter(cardCode(mine, 1), firstPin(mine, 1))).toMatchObject({ refusal: 'wrong' });
  expect(await enter(cardCode(other, 1), firstPin(other, 1))).toMatchObject({ ok: true });

  expect(await does(pk, (ctx) => replaceCard(ctx, { of, accessId: mine }))).toMatchObject({ ok: true });
  expect(await enter(cardCode(mine, 1), firstPin(mine, 1))).toMatchObject({ refusal: 'wrong' });
  for (let i = 0; i < 5; i++) await enter(cardCode(mine, 2), '000100');
  expect(await enter(cardCode(mine, 2), firstPin(mine, 2))).toMatchObject({ refusal: 'locked' });
  expect(await does(counter, (ctx) => unlockPin(ctx, { of, accessId: mine }))).toMatchObject({ ok: true });
  expect(await enter(cardCode(mine, 2), firstPin(mine, 2))).toMatchObject({ ok: true, kind: 'guarantor' });
});

test('a card ends with the promise, and with the supervision', async () => {
  const { of, mother, uncle, caseId } = await aVouchedFor();
  const [first, second] = [await aCard(of, mother), await aCard(of, uncle)];
  const signed = await enter(cardCode(first, 1), firstPin(first, 1));
  if (!signed.ok) throw new Error(signed.refusal);
  await does(pk, (ctx) =>
    endGuarantor(ctx, { caseId, guarantorId: mother, endedOn: plainDate('2026-01-10'), reason: 'pindah ke luar kota' }),
  );
  expect(await identify(office.app, signed.token)).toBeUndefined();
  expect(await enter(cardCode(first, 1), firstPin(first, 1))).toMatchObject({ refusal: 'wrong' });
  expect(await enter(cardCode(second, 1), firstPin(second, 1))).toMatchObject({ ok: true });

  const client = await does(counter, (ctx) => issueCard(ctx, { of, holder: { kind: 'client', personId: null } }));
  await does(head, (ctx) =>
    proposeEnding(ctx, {
      caseId,
      version: 3,
      reason: 'deceased',
      day: plainDate('2026-02-01'),
      note: 'menurut surat kematian',
      documentNumber: '',
      decideNow: true,
    }),
  );
  expect(await enter(cardCode(second, 1), firstPin(second, 1))).toMatchObject({ refusal: 'wrong' });
  const left = await (await office.as(pk, now)).read((ctx) => listCards(ctx, [of]));
  expect(left.map((card) => [card.kind, card.state])).toEqual([
    ['guarantor', 'closed'],
    ['guarantor', 'closed'],
    ['client', 'active'],
  ]);
  expect(client.ok).toBe(true);
});
