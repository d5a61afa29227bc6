import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { addDays } from '#kernel/plain-date';
import {
  acceptTransfer,
  assignCounsellor,
  decideEnding,
  decideTransfer,
  noteTpp,
  pauseCase,
  proposeEnding,
  registerCase,
  requestTransfer,
  resumeCase,
  withdrawTransfer,
  writeNote,
} from '#modules/cases/server';
import {
  addPaperLine,
  decidePaperBatch,
  excuseObligation,
  openPaperBatch,
  proposePaperBatch,
  recordCounterCheckIn,
  recordRemoteCheckIn,
  reviewCheckIn,
  undoCheckIn,
} from '#modules/check-ins/server';
import { approvePosting, grantPosting, withdrawPosting } from '#modules/units/server';
import type { Answer, Ctx } from '#platform/ctx';
import { NotAllowed, NotFound, Stale } from '#platform/errors';
import type { Runner } from '#platform/run.server';
import { aClient } from '#tests/support/cases';
import { aReportingClient, periodOf } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { defaultNow, defaultToday as today, openOffice, type Officer } from '#tests/support/office';

/** Two people, or one person twice, at the same moment; and steps in an order that no page offers (security (d) 8). */
const database = await freshDatabase('races');
const office = await openOffice(database);
const [pk, section, head, acting, musiSection, counter] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('section_head', 'musi'),
  office.officer('counter', 'palembang'),
]);
afterAll(() => office.close());

type Deed<T> = (ctx: Ctx) => Promise<T>;
const does = async <T extends Answer>(who: Officer, deed: Deed<T>, id = newId()): Promise<T> =>
  (await office.as(who)).runOnce({ id, body: {} }, deed);
/** What came of it, whether it was answered or refused by an error. */
const ends = async (work: Promise<Answer & { refusal?: unknown }>): Promise<string> =>
  work.then(
    (answer) => (answer.ok ? 'done' : String(answer.refusal)),
    (error: Error) => error.name,
  );
const lines = async (what: string, caseId: string) =>
  (await database.owner.query('select from platform.journal where what = $1 and case_id = $2', [what, caseId]))
    .rowCount;
const caseOf = (id: string) =>
  office.owner.selectFrom('cases.client_case').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const ending = (caseId: string, version: number) => ({
  caseId,
  version,
  reason: 'breach' as const,
  day: today,
  note: 'tidak melapor',
  documentNumber: 'PAS-9',
  decideNow: false,
});
const transferTo = (caseId: string, version = 1) => ({
  caseId,
  version,
  toUnitId: office.units.musi,
  toName: '',
  reason: 'keluarga pindah',
  letterNumber: 'S-1',
  guarantorStatement: true,
  riskNote: 'rendah',
});

async function proposed(): Promise<{ caseId: string; endingId: string }> {
  const { caseId } = await aClient(office, { pk: pk.staffId, ledgerFrom: '2027-01-01' });
  await does(pk, (ctx) => proposeEnding(ctx, ending(caseId, 1)));
  const { id } = await office.owner
    .selectFrom('cases.ending')
    .select('id')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  return { caseId, endingId: id };
}
async function requested(scene: { advised?: boolean; approved?: boolean } = {}) {
  const { caseId } = await aReportingClient(office, { pk: pk.staffId });
  const asked = (await does(pk, (ctx) => requestTransfer(ctx, transferTo(caseId)))) as { transferId: string };
  const { transferId } = asked;
  if (scene.advised || scene.approved)
    await does(pk, (ctx) =>
      noteTpp(ctx, { transferId, heldOn: today, document: 'BA-1', advice: 'approve', note: 'disarankan' }),
    );
  if (scene.approved) await does(head, (ctx) => decideTransfer(ctx, { transferId, step: 'approve', note: '' }));
  return { caseId, transferId };
}
const arrive =
  (transferId: string, day = today) =>
  (ctx: Ctx) =>
    acceptTransfer(ctx, { transferId, step: 'arrive', day, note: '' });

describe('two at once', () => {
  test('two heads decide one ending: one decides, the other sees that it has changed', async () => {
    for (let round = 0; round < 4; round++) {
      const { caseId, endingId } = await proposed();
      const decide = (who: Officer, outcome: 'approved' | 'refused') =>
        ends(does(who, (ctx) => decideEnding(ctx, { caseId, version: 2, endingId, outcome, note: 'cukup alasan' })));
      const said = await Promise.all([decide(head, 'approved'), decide(acting, 'refused')]);
      expect(said.sort()).toEqual(['Stale', 'done']);
      expect((await lines('case.ended', caseId))! + (await lines('case.ending-refused', caseId))!).toBe(1);
      const { state } = await caseOf(caseId);
      expect(state).toBe((await lines('case.ended', caseId)) ? 'ended' : 'active');
    }
  });

  test('two heads decide one transfer: one decision stands', async () => {
    for (let round = 0; round < 4; round++) {
      const { caseId, transferId } = await requested({ advised: true });
      const decide = (who: Officer, step: 'approve' | 'refuse') =>
        ends(
          does(who, (ctx) =>
            decideTransfer(ctx, { transferId, step, note: 'cukup alasan', told: 'Anda tetap di Bapas ini.' }),
          ),
        );
      const said = await Promise.all([decide(head, 'approve'), decide(acting, 'refuse')]);
      expect(said.sort()).toEqual(['done', 'wrong_state']);
      expect((await lines('case.transfer-approved', caseId))! + (await lines('case.transfer-refused', caseId))!).toBe(
        1,
      );
    }
  });

  test('a head approves what is being withdrawn: either it was withdrawn, or approved, never both', async () => {
    for (let round = 0; round < 6; round++) {
      const { caseId, transferId } = await requested({ advised: true });
      const said = await Promise.all([
        ends(does(head, (ctx) => decideTransfer(ctx, { transferId, step: 'approve', note: '' }))),
        ends(does(pk, (ctx) => withdrawTransfer(ctx, { transferId, note: 'klien berubah pikiran' }))),
      ]);
      const { state } = await office.owner
        .selectFrom('cases.transfer')
        .select('state')
        .where('id', '=', transferId)
        .executeTakeFirstOrThrow();
      const happened = [await lines('case.transfer-approved', caseId), await lines('case.transfer-withdrawn', caseId)];
      // Who approved first may see it withdrawn a moment later; a withdrawal is final.
      if (state === 'approved')
        expect([said, happened]).toEqual([
          ['done', 'wrong_state'],
          [1, 0],
        ]);
      else if (said[0] === 'done') expect([said, happened, state]).toEqual([['done', 'done'], [1, 1], 'withdrawn']);
      else expect([said, happened, state]).toEqual([['wrong_state', 'done'], [0, 1], 'withdrawn']);
    }
  });

  test('an ending and a transfer decided at once do not leave both, nor wait for each other for ever', async () => {
    for (let round = 0; round < 4; round++) {
      const { caseId, transferId } = await requested({ advised: true });
      const version = (await caseOf(caseId)).version;
      const said = await Promise.all([
        ends(does(head, (ctx) => decideTransfer(ctx, { transferId, step: 'approve', note: '' }))),
        ends(
          does(acting, (ctx) =>
            proposeEnding(ctx, {
              ...ending(caseId, version),
              reason: 'deceased',
              decideNow: true,
              note: 'surat kematian',
            }),
          ),
        ),
      ]);
      const { state } = await caseOf(caseId);
      const transfer = await office.owner
        .selectFrom('cases.transfer')
        .select('state')
        .where('id', '=', transferId)
        .executeTakeFirstOrThrow();
      expect(said).toContain('done');
      if (state === 'ended') expect(['withdrawn', 'approved']).toContain(transfer.state);
      if (state === 'ended') {
        // The other office cannot take over somebody whose supervision has ended.
        expect(await ends(does(musiSection, arrive(transferId)))).not.toBe('done');
      }
    }
  });

  test('two heads approve one posting: it counts once, with one of them as its second person', async () => {
    const [admin, one, two] = await Promise.all([
      office.officer('account_admin', 'ditjenpas'),
      office.officer('account_admin', 'ditjenpas'),
      office.officer('account_admin', 'ditjenpas'),
    ]);
    await office.owner
      .updateTable('accounts.session')
      .set({ proved_at: new Date(defaultNow.getTime() - 60_000) })
      .where('account_id', 'in', [admin.accountId, one.accountId, two.accountId])
      .execute();
    const someone = await office.officer('counter', 'palembang');
    const granted = await does(admin, (ctx) =>
      grantPosting(ctx, {
        staffId: someone.staffId,
        unitId: office.units.palembang,
        role: 'pk',
        kind: 'permanent',
        section: null,
        startsOn: today,
        endsOn: null,
        orderNumber: 'SK-1',
      }),
    );
    const { postingId } = granted as { postingId: string };
    expect(granted).toMatchObject({ ok: true, standing: 'waits' });
    const said = await Promise.all(
      [one, two].map((who) => ends(does(who, (ctx) => approvePosting(ctx, { postingId })))),
    );
    expect(said.sort()).toEqual(['already_approved', 'done']);
    const { rowCount } = await database.owner.query(
      `select from platform.journal where what = 'posting.approved' and about ->> 'postingId' = $1`,
      [postingId],
    );
    expect(rowCount).toBe(1);
    expect(await ends(does(one, (ctx) => withdrawPosting(ctx, { postingId, why: 'keliru' })))).toBe('done');
    expect(await ends(does(two, (ctx) => approvePosting(ctx, { postingId })))).not.toBe('done');
  });

  test('two heads approve one list from paper: each line is recorded once', async () => {
    const listed = await Promise.all([1, 2, 3].map(() => aReportingClient(office, { pk: pk.staffId })));
    const made = await does(counter, (ctx) =>
      openPaperBatch(ctx, { unitId: office.units.palembang, day: addDays(today, -1), reason: 'listrik padam' }),
    );
    const { batchId } = made as { batchId: string };
    for (const { caseId } of listed) await does(counter, (ctx) => addPaperLine(ctx, { batchId, caseId }));
    await does(counter, (ctx) => proposePaperBatch(ctx, batchId));
    const said = await Promise.all(
      [head, acting].map((who) =>
        ends(does(who, (ctx) => decidePaperBatch(ctx, { batchId, approve: true, note: '' }))),
      ),
    );
    expect(said.sort()).toEqual(['done', 'not_proposed']);
    for (const { caseId } of listed) expect(await lines('check-in.recorded', caseId)).toBe(1);
  });

  test('two desks record one arrival at once: it stands once, and the second is told', async () => {
    for (let round = 0; round < 4; round++) {
      const { caseId } = await aReportingClient(office, { pk: pk.staffId });
      const said = await Promise.all(
        [counter, section].map((who) => ends(does(who, (ctx) => recordCounterCheckIn(ctx, { caseId })))),
      );
      expect(said.sort()).toEqual(['done', 'same_day']);
      expect(await lines('check-in.recorded', caseId)).toBe(1);
    }
  });

  test('one report taken back by two at once is taken back once', async () => {
    const { caseId } = await aReportingClient(office, { pk: pk.staffId });
    const made = (await does(section, (ctx) => recordCounterCheckIn(ctx, { caseId }))) as { checkInId: string };
    const said = await Promise.all(
      [section, head].map((who) =>
        ends(does(who, (ctx) => undoCheckIn(ctx, { checkInId: made.checkInId, reason: 'salah orang' }))),
      ),
    );
    expect(said.sort()).toEqual(['already_voided', 'done']);
    expect(await lines('check-in.voided', caseId)).toBe(1);
  });

  test('one period excused by two at once is excused once', async () => {
    const { caseId } = await aReportingClient(office, { pk: pk.staffId });
    const obligationId = await periodOf(office, caseId, '2026-11-01');
    const excuse = { obligationId, reason: 'illness' as const, note: 'rawat inap, surat dokter' };
    const said = await Promise.all(
      [section, head].map((who) => ends(does(who, (ctx) => excuseObligation(ctx, excuse)))),
    );
    expect(said.sort()).toEqual(['already_excused', 'done']);
    expect(await lines('check-in.excused', caseId)).toBe(1);
  });

  test('thirty registrations at once give thirty numbers without a gap or a double', async () => {
    const received = await Promise.all(
      Array.from({ length: 30 }, () => aClient(office, { at: 'musi', state: 'received', registerLabel: null })),
    );
    const said = await Promise.all(
      received.map(({ caseId }) => ends(does(musiSection, (ctx) => registerCase(ctx, registration(caseId))))),
    );
    expect(new Set(said)).toEqual(new Set(['done']));
    const { rows } = await database.owner.query<{ number: number }>(
      'select number from cases.register_entry where unit_id = $1 and year = 2026 order by number',
      [office.units.musi],
    );
    const numbers = rows.map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, at) => numbers[0]! + at));
    expect(new Set(numbers).size).toBe(30);
  });
});

const registration = (caseId: string): Parameters<typeof registerCase>[1] =>
  ({ caseId, version: 1, registeredOn: today }) as Parameters<typeof registerCase>[1];

describe('one after the other', () => {
  /** Does the first deed, and before it is committed the second; answers whether that one waited, and how each ended. */
  async function meanwhile(first: readonly [Officer, Deed<Answer>], second: readonly [Officer, Deed<Answer>]) {
    const [done, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const held = ends(
      does(first[0], async (ctx) => {
        const answer = await first[1](ctx);
        done.resolve();
        await release.promise;
        return answer;
      }),
    );
    await Promise.race([done.promise, held]);
    let isOver = false;
    const other = ends(does(...second)).finally(() => (isOver = true));
    const waits = async () =>
      (
        await database.owner.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and backend_type = 'client backend'`,
        )
      ).rowCount === 1;
    let waited = false;
    while (!isOver && !(waited = await waits())) await sleep(10);
    release.resolve();
    return { first: await held, waited, second: await other };
  }

  test('a counsellor writes nothing more while his client is being given to somebody else', async () => {
    const next = await office.officer('pk', 'palembang');
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const gives: Deed<Answer> = (ctx) =>
      assignCounsellor(ctx, {
        caseId,
        version: 1,
        staffId: next.staffId,
        startsOn: today,
        orderNumber: '',
        reason: 'beban kerja',
      });
    const notes: Deed<Answer> = (ctx) =>
      writeNote(ctx, { caseId, happenedOn: today, at: null, text: 'Ditelepon, semua baik.', correctsId: null });
    expect(await meanwhile([section, gives], [pk, notes])).toEqual({ first: 'done', waited: true, second: 'NotFound' });
    expect(await lines('case.noted', caseId)).toBe(0);
  });

  test('the second desk hears of the arrival that the first has not finished recording', async () => {
    const { caseId } = await aReportingClient(office, { pk: pk.staffId });
    const arrives: Deed<Answer> = (ctx) => recordCounterCheckIn(ctx, { caseId });
    expect(await meanwhile([counter, arrives], [section, arrives])).toEqual({
      first: 'done',
      waited: true,
      second: 'same_day',
    });
  });
});

describe('the same again', () => {
  test('a double click records once, and both clicks see the same', async () => {
    const { caseId } = await aReportingClient(office, { pk: pk.staffId });
    const id = newId();
    const runner = await office.as(pk);
    const click = () =>
      runner.runOnce({ id, body: { caseId } }, (ctx) =>
        recordRemoteCheckIn(ctx, { caseId, medium: 'telephone', talk: 'Percakapan yang cukup panjang.' }),
      );
    const [first, second] = await Promise.all([click(), click()]);
    expect(second).toEqual(first);
    expect(await lines('check-in.recorded', caseId)).toBe(1);
  });

  test('back, and send the same form: the first answer. Back, change it and send: refused, and nothing is written', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const id = newId();
    const runner = await office.as(pk);
    const send = (text: string) =>
      runner.runOnce({ id, body: { caseId, text } }, (ctx) =>
        writeNote(ctx, { caseId, happenedOn: today, at: null, text, correctsId: null }),
      );
    const first = await send('Kunjungan rumah');
    expect(await send('Kunjungan rumah')).toEqual(first);
    await expect(send('Kunjungan rumah, diperbaiki')).rejects.toMatchObject({ why: 'other_body' });
    expect(await lines('case.noted', caseId)).toBe(1);
  });

  test('a page that was kept open is sent after others have worked: nobody is overwritten', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    expect(
      await ends(does(pk, (ctx) => pauseCase(ctx, { caseId, version: 1, startsOn: today, reason: 'dirawat' }))),
    ).toBe('done');
    await expect(
      does(section, (ctx) => pauseCase(ctx, { caseId, version: 1, startsOn: today, reason: 'dirawat' })),
    ).rejects.toBeInstanceOf(Stale);
    expect(await lines('case.paused', caseId)).toBe(1);
  });
});

describe('a step that was skipped', () => {
  test('is refused by name, and changes nothing', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const before = await caseOf(caseId);
    const said = {
      'decided before it was proposed': await ends(
        does(head, (ctx) =>
          decideEnding(ctx, { caseId, version: 1, endingId: newId(), outcome: 'approved', note: '' }),
        ),
      ),
      'resumed without a pause': await ends(
        does(pk, (ctx) => resumeCase(ctx, { caseId, version: 1, endsOn: today } as never)),
      ),
      'registered twice': await ends(does(section, (ctx) => registerCase(ctx, registration(caseId)))),
      'transfer decided that nobody asked for': await ends(
        does(head, (ctx) => decideTransfer(ctx, { transferId: newId(), step: 'approve', note: '' })),
      ),
      'reviewed what nobody sent': await ends(
        does(pk, (ctx) => reviewCheckIn(ctx, { checkInId: newId(), outcome: 'accepted', note: '' })),
      ),
    };
    expect(said).toEqual({
      'decided before it was proposed': 'nothing_proposed',
      'resumed without a pause': 'wrong_state',
      'registered twice': 'already_registered',
      'transfer decided that nobody asked for': 'NotFound',
      'reviewed what nobody sent': 'NotFound',
    });
    expect(await caseOf(caseId)).toEqual(before);
  });

  test('a transfer goes through every one of its steps', async () => {
    const { transferId } = await requested();
    expect(await ends(does(head, (ctx) => decideTransfer(ctx, { transferId, step: 'approve', note: '' })))).not.toBe(
      'done',
    );
    expect(await ends(does(musiSection, arrive(transferId)))).toBe('NotFound');
    const approved = await requested({ approved: true });
    expect(await ends(does(musiSection, arrive(approved.transferId)))).toBe('done');
    expect(await ends(does(musiSection, arrive(approved.transferId)))).not.toBe('done');
    expect(await lines('case.transferred', approved.caseId)).toBe(1);
    expect(
      await ends(does(pk, (ctx) => withdrawTransfer(ctx, { transferId: approved.transferId, note: 'terlambat' }))),
    ).not.toBe('done');
  });
});

describe('rights that end on the way', () => {
  /** As a request that was let in a moment ago. */
  async function letIn(role: 'pk' | 'section_head' = 'section_head') {
    const who = await office.officer(role, 'palembang');
    return { who, runner: await office.as(who) };
  }
  const note = (runner: Runner, caseId: string) =>
    runner.runOnce({ id: newId(), body: {} }, (ctx) =>
      writeNote(ctx, { caseId, happenedOn: today, at: null, text: 'Ditulis sesudahnya', correctsId: null }),
    );

  test.each([
    ['the posting was withdrawn', `update units.posting set withdrawn_at = now() where staff_id = $1`],
    ['the posting ended yesterday', `update units.posting set ends_on = current_date - 2 where staff_id = $1`],
    [
      'the session was ended',
      `update accounts.session set ended_at = now() where account_id = (select id from accounts.account where staff_id = $1)`,
    ],
    ['the account was suspended', `update accounts.account set state = 'suspended' where staff_id = $1`],
  ])('between form and send %s: nothing is written', async (_, change) => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const { who, runner } = await letIn();
    expect(await note(runner, caseId)).toMatchObject({ ok: true });
    await database.owner.query(change, [who.staffId]);
    const failed = await note(runner, caseId).catch((error: unknown) => error);
    expect(failed instanceof NotAllowed || failed instanceof NotFound, String(failed)).toBe(true);
    expect(await lines('case.noted', caseId)).toBe(1);
  });

  test('a counsellor from whom a client was taken writes nothing more about him', async () => {
    const { who, runner } = await letIn('pk');
    const { caseId } = await aClient(office, { pk: who.staffId });
    expect(await note(runner, caseId)).toMatchObject({ ok: true });
    await database.owner.query('update cases.client_case set pk_staff_id = $1 where id = $2', [pk.staffId, caseId]);
    await database.owner.query(`update cases.assignment set ends_on = current_date - 2 where case_id = $1`, [caseId]);
    await expect(note(runner, caseId)).rejects.toBeInstanceOf(NotFound);
    expect(await lines('case.noted', caseId)).toBe(1);
  });
});

describe('a transfer during a check-in', () => {
  test('the report belongs to the office that still guided on that day, or is refused; nothing in between', async () => {
    for (let round = 0; round < 8; round++) {
      const { caseId, transferId } = await requested({ approved: true });
      const day = addDays(today, -1);
      await office.owner
        .updateTable('cases.transfer')
        .set({ requested_on: addDays(today, -5) })
        .where('id', '=', transferId)
        .execute();
      const [arrived, reported] = await Promise.all([
        ends(does(musiSection, arrive(transferId, day))),
        sleep(round * 4).then(() =>
          ends(
            does(pk, (ctx) =>
              recordRemoteCheckIn(ctx, { caseId, medium: 'telephone', talk: 'Percakapan yang cukup panjang.' }),
            ),
          ),
        ),
      ]);
      expect(arrived).toBe('done');
      const old = await caseOf(caseId);
      expect(old).toMatchObject({ state: 'transferred', ended_on: day });
      const { rows } = await database.owner.query<{ unit_id: number; recorded_at: Date }>(
        'select unit_id, recorded_at from check_ins.check_in where case_id = $1 and voided_at is null',
        [caseId],
      );
      if (reported === 'done') expect(rows).toMatchObject([{ unit_id: office.units.palembang }]);
      else expect([reported, rows]).toEqual(['supervision_ended', []]);
    }
  });
});
