import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { answerDispute, raiseDispute, readLedger } from '#modules/check-ins/server';
import { aClientSession, aReportingClient, openTasksOf, periodOf } from '#tests/support/check-ins';
import { Browser } from './corpus/forms/browser.ts';
import type { Page } from './corpus/forms/page.ts';
import { freshDatabase } from './support/database.ts';
import { openOffice } from './support/office.ts';
import { serveDatabase } from './support/web.ts';

/** A client asks about a period, and then the period is owed no more: his question is neither lost nor without an answer. */
const database = await freshDatabase('lifted_disputes');
const office = await openOffice(database);
afterAll(() => office.close());
const pk = await office.enrol(await office.officer('pk', 'palembang'));
const client = await aReportingClient(office, { pk: pk.staffId, receivedOn: '2026-07-10' });
const { token } = await aClientSession(office, client);
const guarantor = await aClientSession(office, client, 'guarantor');
await office.owner.updateTable('accounts.client_access').set({ pin_hash: 'chosen' }).execute();
const { url } = await serveDatabase(database);
const says = (page: Page) => page.words.join(' ');

test('a question about a period that was lifted later is read by both sides, answered, and in no sum', async () => {
  const october = await periodOf(office, client.caseId, '2026-10-01');
  const asClient = await office.asClient(token);
  const raised = await asClient.runOnce({ id: newId(), body: {} }, (ctx) =>
    raiseDispute(ctx, { obligationId: october, text: 'Saya sedang dirawat di rumah sakit.' }),
  );
  if (!raised.ok) throw new Error('not raised');
  const before = await asClient.read((ctx) => readLedger(ctx, client.caseId));
  expect(before.lifted).toEqual([]);
  await office.owner.updateTable('check_ins.obligation').set({ state: 'lifted' }).where('id', '=', october).execute();
  expect(await openTasksOf(office, 'check-ins.dispute')).toContainEqual(
    expect.objectContaining({ key: raised.disputeId }),
  );

  const ledger = await asClient.read((ctx) => readLedger(ctx, client.caseId));
  expect(ledger.periods.map(({ id }) => id)).not.toContain(october);
  expect(ledger.lifted.map(({ id }) => id)).toEqual([october]);
  expect(ledger.summary.periods).toBe(before.summary.periods - 1);
  const guard = await (await office.asClient(guarantor.token)).read((ctx) => readLedger(ctx, client.caseId));
  expect(guard.lifted).toEqual([]);

  const counsellor = new Browser(url).carry(`simpul_session=${pk.token}; Path=/`);
  const address = `/clients/${client.caseId}/check-ins`;
  const page = await counsellor.open(`${address}/dispute?id=${raised.disputeId}`);
  expect(page.status).toBe(200);
  expect(says(page)).toContain('Masa ini tidak lagi wajib dilaporkan');
  expect(says(page)).toContain('Saya sedang dirawat');
  // Nothing is left to put right, so no way there is offered.
  expect(page.links.filter((link) => /\/(late|excuse)\?/.test(link))).toEqual([]);
  expect((await counsellor.open(address)).links).toContain(`${address}/dispute?id=${raised.disputeId}`);

  const phone = new Browser(url).carry(`simpul_own=${token}; Path=/`);
  expect((await phone.open('/my/history')).links).toContain(`/my/history/${october}`);
  const asked = await phone.open(`/my/history/${october}`);
  expect(asked.status).toBe(200);
  expect(says(asked)).toContain('Anda tidak lagi wajib lapor untuk masa ini');
  expect(asked.forms.filter(({ controls }) => controls.some(({ name }) => name === 'text'))).toEqual([]);

  expect(
    await (
      await office.as(pk)
    ).runOnce({ id: newId(), body: {} }, (ctx) =>
      answerDispute(ctx, { disputeId: raised.disputeId, outcome: 'upheld', answer: 'Masa ini tidak dihitung.' }),
    ),
  ).toMatchObject({ ok: true });
  expect(says(await phone.open(`/my/history/${october}`))).toContain('Masa ini tidak dihitung.');
});
