import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import {
  acceptTransfer,
  answerOutside,
  decideTransfer,
  listHindrances,
  noteTpp,
  requestTransfer,
} from '#modules/cases/server';
import type { Ctx } from '#platform/ctx';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import '#modules/breaches/server';
import { beginProceeding } from './index.server.ts';

const database = await freshDatabase('revocations_meanwhile');
const office = await openOffice(database);
const [pk, head, newHead] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'musi'),
]);
afterAll(() => office.close());

const today = plainDate('2026-11-20');
const at = (day: string) => new Date(`${day}T02:00:00Z`);
const does = async <T extends { ok: boolean }>(who: Officer, deed: (ctx: Ctx) => Promise<T>, day = '2026-11-20') =>
  (await office.as(who, at(day))).runOnce({ id: randomUUID(), body: {} }, deed);

async function aBreach(caseId: string, state: string, over: object = {}): Promise<string> {
  const breach = await office.owner
    .insertInto('breaches.breach')
    .values({
      case_id: caseId,
      unit_id: office.units.palembang,
      state,
      source: 'officer',
      opened_on: '2026-11-02',
      note: 'tiga kali tidak melapor',
      ...over,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return breach.id;
}
const proposed = { ended_on: '2026-11-10' };
const settle = (id: string) =>
  sql`update breaches.breach set state = 'closed_unfounded', ended_on = '2026-11-20' where id = ${id}`.execute(
    office.owner,
  );
const beginning = (caseId: string, breachId: string) => ({
  caseId,
  kind: 'revocation' as const,
  breachId,
  reason: 'tidak melapor tiga kali berturut-turut',
  told: 'Saudara diusulkan dicabut bimbingannya.',
  urgent: false,
  danger: '',
  finding: undefined,
  documentNumber: '',
});

describe('a transfer', () => {
  const ask = (caseId: string, version: number, to: object = {}) =>
    does(pk, (ctx) =>
      requestTransfer(ctx, {
        caseId,
        version,
        toUnitId: office.units.musi,
        toName: '',
        reason: 'keluarga pindah ke Musi Rawas',
        letterNumber: 'S-8',
        guarantorStatement: true,
        riskNote: 'risiko rendah',
        ...to,
      }),
    );
  const advised = (transferId: string) =>
    does(pk, (ctx) =>
      noteTpp(ctx, { transferId, heldOn: today, document: 'BA-1', advice: 'approve', note: 'disarankan' }),
    );
  const decide = (transferId: string, step: 'approve' | 'refuse' = 'approve') =>
    does(head, (ctx) => decideTransfer(ctx, { transferId, step, note: 'alasan kepala' }));
  const arrive = (transferId: string) =>
    does(newHead, (ctx) => acceptTransfer(ctx, { transferId, step: 'arrive', day: today, note: '' }));
  const hindrances = async (who: Officer, caseId: string) =>
    (await office.as(who, at('2026-11-20'))).read(async (ctx) =>
      (await listHindrances(ctx, caseId)).map(({ href }) => href),
    );
  const version = async (caseId: string) =>
    (
      await office.owner
        .selectFrom('cases.client_case')
        .select('version')
        .where('id', '=', caseId)
        .executeTakeFirstOrThrow()
    ).version;

  test('waits while a breach runs: asked for, approved and arrived', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const first = await aBreach(caseId, 'open');
    expect(await ask(caseId, await version(caseId))).toEqual({ ok: false, refusal: 'matter_running' });
    expect(await hindrances(pk, caseId)).toEqual([`/clients/${caseId}/breaches/${first}`]);
    await settle(first);
    const asked = await ask(caseId, await version(caseId));
    const { transferId } = asked as { transferId: string };
    await advised(transferId);

    const second = await aBreach(caseId, 'recommended');
    expect(await decide(transferId)).toEqual({ ok: false, refusal: 'matter_running' });
    await settle(second);
    expect(await decide(transferId)).toEqual({ ok: true });

    const third = await aBreach(caseId, 'proposed');
    expect(await arrive(transferId)).toEqual({ ok: false, refusal: 'matter_running' });
    expect(await hindrances(newHead, caseId)).toHaveLength(1);
    await settle(third);
    expect(await arrive(transferId)).toMatchObject({ ok: true });
  });

  test('waits from the proposal to revoke until its proceeding is decided, also to a Bapas outside', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const asked = await ask(caseId, await version(caseId), { toUnitId: undefined, toName: 'Bapas Rekaan' });
    const { transferId } = asked as { transferId: string };
    await advised(transferId);
    expect(await decide(transferId)).toEqual({ ok: true });

    const breachId = await aBreach(caseId, 'proposed_for_revocation', proposed);
    const outside = () =>
      does(head, (ctx) =>
        answerOutside(ctx, { transferId, step: 'arrive', day: today, letterNumber: 'B-9', note: '' }),
      );
    expect(await outside()).toEqual({ ok: false, refusal: 'matter_running' });
    expect(await hindrances(pk, caseId)).toEqual([`/clients/${caseId}/breaches/${breachId}`]);
    const begun = await does(pk, (ctx) => beginProceeding(ctx, beginning(caseId, breachId)));
    const { proceedingId } = begun as { proceedingId: string };
    expect(await outside()).toEqual({ ok: false, refusal: 'matter_running' });
    expect(await hindrances(pk, caseId)).toEqual([`/revocations/${proceedingId}`]);

    await sql`update revocations.proceeding set state = 'refused', ended_on = '2026-11-20' where id = ${proceedingId}`.execute(
      office.owner,
    );
    expect(await outside()).toEqual({ ok: true });
  });

  test('and no hand in the database moves it on', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const asked = await ask(caseId, await version(caseId));
    const { transferId } = asked as { transferId: string };
    await advised(transferId);
    await aBreach(caseId, 'summoned');
    await expect(
      (await office.as(head)).read(({ tx }) =>
        sql`update cases.transfer set state = 'approved', decided_on = '2026-11-20', decided_by = ${head.accountId} where id = ${transferId}`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow('while a breach runs');
    // Somebody whom the client is nothing to learns nothing of it.
    expect(await hindrances(newHead, caseId)).toEqual([]);
  });
});
