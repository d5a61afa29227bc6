import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import { aClient, aPerson } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';
import { importCases } from './import-cases.server.ts';
import { receiveClient, type Reception } from './receive-client.server.ts';
import { registerCase } from './register-case.server.ts';
import { voidRegisterNumber } from './void-register-number.server.ts';

const database = await freshDatabase('register');
const office = await openOffice(database);
const head = await office.officer('section_head', 'palembang');
const pk = await office.officer('pk', 'palembang');
const counter = await office.officer('counter', 'palembang');
const elsewhere = await office.officer('section_head', 'musi');
afterAll(() => office.close());

const today = plainDate('2026-11-20');
const reception = (personId: string, over: Partial<Reception> = {}): Reception => ({
  personId,
  kind: 'parole_pb',
  ageGroup: 'adult',
  receivedOn: today,
  handoverNumber: 'BA-12',
  handoverFrom: 'Lapas Kelas I Palembang',
  offence: '',
  offenceArticles: '',
  ...over,
});
const once = () => ({ id: newId(), body: {} });
const numbers = async (unit = office.units.palembang, year = 2026) =>
  (
    await office.owner
      .selectFrom('cases.register_entry')
      .select('number')
      .where('unit_id', '=', unit)
      .where('year', '=', year)
      .where('origin', '=', 'given')
      .orderBy('number')
      .execute()
  ).map((row) => row.number);

test('fifty clients registered at once get 1 to 50, and one that is rolled back leaves no gap', async () => {
  const clients = await Promise.all(Array.from({ length: 50 }, () => aClient(office, { state: 'received' })));
  const runner = await office.as(head);

  const answers = await Promise.all([
    ...clients.map(({ caseId }) =>
      runner.runOnce(once(), (ctx) => registerCase(ctx, { caseId, version: 1, registeredOn: today })),
    ),
    expect(
      runner.runOnce(once(), async (ctx) => {
        await registerCase(ctx, {
          caseId: (await aClient(office, { state: 'received' })).caseId,
          version: 1,
          registeredOn: today,
        });
        throw new Error('the line went dead');
      }),
    ).rejects.toThrow('the line went dead'),
  ]);

  expect(answers.slice(0, 50).every((answer) => answer?.ok)).toBe(true);
  expect(await numbers()).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  const { rows } = await database.owner.query(
    `select distinct state from cases.client_case where register_label like '%/PB/2026'`,
  );
  expect(rows).toEqual([{ state: 'active' }]);
});

test('a void number stays in the book with its reason and is never given again', async () => {
  const { caseId } = await aClient(office, { at: 'musi', state: 'received' });
  const runner = await office.as(elsewhere);
  await runner.runOnce(once(), (ctx) => registerCase(ctx, { caseId, version: 1, registeredOn: today }));
  const entry = await office.owner
    .selectFrom('cases.register_entry')
    .selectAll()
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();

  const submission = once();
  const voiding = () =>
    runner.runOnce(submission, (ctx) => voidRegisterNumber(ctx, { entryId: entry.id, reason: 'salah orang' }));
  expect(await voiding()).toEqual({ ok: true });
  expect(await voiding()).toEqual({ ok: true });
  expect(
    await runner.runOnce(once(), (ctx) => voidRegisterNumber(ctx, { entryId: entry.id, reason: 'salah lagi' })),
  ).toMatchObject({
    refusal: 'number_already_void',
  });
  const again = await runner.runOnce(once(), (ctx) => registerCase(ctx, { caseId, version: 3, registeredOn: today }));

  expect(again).toEqual({ ok: true, label: '2/PB/2026' });
  const book = await office.owner
    .selectFrom('cases.register_entry')
    .selectAll()
    .where('unit_id', '=', office.units.musi)
    .orderBy('number')
    .execute();
  expect(book.map((line) => [line.label, line.void_reason])).toEqual([
    ['1/PB/2026', 'salah orang'],
    ['2/PB/2026', null],
  ]);
});

test('numbers of the old book are kept, and ours go on behind the highest', async () => {
  const importing = async (registerLabel: string | null) => {
    const personId = await aPerson(office, { at: 'kupang' });
    const [taken] = await office.work().inUnit(office.units.kupang, (ctx) =>
      importCases(ctx, office.units.kupang, [
        {
          personId,
          registerLabel,
          kind: 'parole_pb',
          ageGroup: 'adult',
          receivedOn: plainDate('2026-03-01'),
          registeredOn: plainDate('2026-03-01'),
          guidanceStart: plainDate('2026-03-01'),
          releasedOn: null,
          guidanceEnd: plainDate('2027-03-01'),
          firstDetainedOn: null,
          sentence: null,
          remissionDays: 0,
          offence: '',
          offenceArticles: '',
          basis: { kind: 'sk_integrasi', number: 'PAS-9', dated: plainDate('2026-02-01'), issuer: 'Ditjenpas' },
          pkStaffId: null,
          guarantor: null,
          notes: [],
        },
      ]),
    );
    return taken;
  };

  expect(await importing('17/PB/2026')).toMatchObject({ ok: true, label: '17/PB/2026' });
  expect(await importing('Reg. lama 88')).toMatchObject({ ok: true, label: 'Reg. lama 88' });
  expect(await importing('17/PB/2026')).toMatchObject({ ok: false, refusal: 'already_registered' });
  expect(await importing(null)).toMatchObject({ ok: true, label: '18/PB/2026' });
  const ledger = await office.owner
    .selectFrom('cases.client_case')
    .select('ledger_from')
    .where('unit_id', '=', office.units.kupang)
    .execute();
  expect(new Set(ledger.map((row) => row.ledger_from))).toEqual(new Set(['2026-11-20']));
});

test('a counsellor who receives a child has the file himself, and nobody else at the desk sees it', async () => {
  const personId = await aPerson(office);
  const runner = await office.as(pk);
  const submission = once();
  const receive = () =>
    runner.runOnce(submission, (ctx) =>
      receiveClient(ctx, reception(personId, { kind: 'diversion', ageGroup: 'child', ageChecked: true })),
    );

  const received = await receive();
  expect(received).toMatchObject({ ok: true });
  expect(await receive()).toEqual(received);
  const cases = await office.owner
    .selectFrom('cases.client_case')
    .selectAll()
    .where('person_id', '=', personId)
    .execute();
  expect(cases).toMatchObject([{ guarded: true, pk_staff_id: pk.staffId, state: 'received' }]);
  const seen = (who: typeof pk) =>
    office
      .as(who)
      .then((one) =>
        one.read(({ tx }) => tx.selectFrom('people.person').select('id').where('id', '=', personId).execute()),
      );
  expect(await seen(pk)).toHaveLength(1);
  expect(await seen(head)).toHaveLength(1);
  expect(await seen(counter)).toHaveLength(0);
  expect(await seen(await office.officer('pk', 'palembang'))).toHaveLength(0);
});

test('the desk receives nobody, and another office does not find the person', async () => {
  const personId = await aPerson(office);
  await expect(
    (await office.as(counter)).runOnce(once(), (ctx) => receiveClient(ctx, reception(personId))),
  ).rejects.toThrow('case:receive');
  await expect(
    (await office.as(elsewhere)).runOnce(once(), (ctx) => receiveClient(ctx, reception(personId))),
  ).rejects.toThrow('person');
});

test('a client who comes back is received by whoever is there, also when somebody else guides him already', async () => {
  const before = await office.officer('pk', 'palembang');
  const { personId } = await aClient(office, { pk: before.staffId });
  const received = await (
    await office.as(pk)
  ).runOnce(once(), (ctx) => receiveClient(ctx, reception(personId, { kind: 'suspended_sentence' })));
  expect(received).toMatchObject({ ok: true });
});

test('nobody is received twice under the same kind, and a child not as an adult', async () => {
  const { personId } = await aClient(office);
  const runner = await office.as(head);
  expect(await runner.runOnce(once(), (ctx) => receiveClient(ctx, reception(personId)))).toEqual({
    ok: false,
    refusal: 'already_a_client',
  });
  expect(await runner.runOnce(once(), (ctx) => receiveClient(ctx, reception(personId, { kind: 'diversion' })))).toEqual(
    {
      ok: false,
      refusal: 'kind_not_for_age',
    },
  );
});

test('who looked at an older state of a case is told so', async () => {
  const { caseId } = await aClient(office, { state: 'received' });
  const runner = await office.as(head);
  await expect(
    runner.runOnce(once(), (ctx) => registerCase(ctx, { caseId, version: 2, registeredOn: today })),
  ).rejects.toThrow('meanwhile');
});

test('registering asks whoever lays out what is due: the ledger, the contacts, and what may have to stop', async () => {
  const { caseId } = await aClient(office, { state: 'received' });
  await (
    await office.as(head)
  ).runOnce(once(), (ctx) => registerCase(ctx, { caseId, version: 1, registeredOn: today }));
  const { rows } = await database.owner.query(
    `select task_identifier from graphile_worker.jobs where key like '%:' || $1 order by 1`,
    [caseId],
  );
  expect(rows.map((row) => row.task_identifier)).toEqual([
    'breaches.settle',
    'check-ins.lay-out',
    'contacts.lay-out',
    'permits.settle',
    'tpp.settle',
  ]);
});
