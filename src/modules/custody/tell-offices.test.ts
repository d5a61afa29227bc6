import { afterAll, expect, test } from 'vitest';
import { partialDateOf } from '#kernel/partial-date';
import { plainDate } from '#kernel/plain-date';
import { acceptTransfer, receiveClient } from '#modules/cases/server';
import { jobs, takeStep } from '#modules/custody/server';
import { heldNow } from '#modules/notices/server';
import { decideLink, jobs as peopleJobs, listLinksOf } from '#modules/people/server';
import { aClient, aPerson } from '#tests/support/cases';
import { asInstitutions, bookedAs } from '#tests/support/custody';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { approvedTransfer } from '#tests/support/transfers';

const database = await freshDatabase('custody_told');
const office = await openOffice(database);
afterAll(() => office.close());
/** Somebody is held far from where he is guided. */
await asInstitutions(office, ['kupang']);
const rutan = office.units.kupang;
const [registrar, head, pk, oldHead, newHead] = await Promise.all([
  office.officer('registrar', 'kupang'),
  office.officer('head_of_custody', 'kupang'),
  office.officer('pk', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'musi'),
]);

const today = plainDate('2026-11-20');
const { does, reads } = office;
const held = (caseId: string, who = pk) => reads(who, (ctx) => heldNow(ctx, caseId));
/** What the worker does next: who may this be, and who has to be told. */
async function worker(personId: string): Promise<void> {
  await peopleJobs['people.ask-again'].run(office.work(), { unitId: rutan });
  await jobs['custody.tell-offices'].run(office.work(), { unitId: rutan, personId });
}

async function aKnownClient(name: string, born: string, nik: string | null = null) {
  const client = await aClient(office, { pk: pk.staffId, name });
  await office.owner
    .updateTable('people.person')
    .set({
      nik,
      birth_date: born,
      birth_precision: 'day',
      mother_name: 'Rohimah',
      birth_place: 'Palembang',
      sex: 'male',
    })
    .where('id', '=', client.personId)
    .execute();
  return client;
}
const identity = (name: string, born: string) => ({
  unitId: rutan,
  name,
  aliases: [],
  sex: 'male' as const,
  birth: partialDateOf(born),
  birthPlace: 'Palembang',
  motherName: 'Rohimah',
});
/** What the worker does for an office whose record is tied to others: each of their offices looks after its own. */
async function lookAround(side: { unitId: number; personId: string }): Promise<void> {
  await database.owner.query(`delete from graphile_worker._private_jobs`);
  await jobs['custody.tell-around'].run(office.work(), side);
  for (const next of await waiting('custody.tell-offices')) await jobs['custody.tell-offices'].run(office.work(), next);
}
async function waiting(job: keyof typeof jobs): Promise<{ unitId: number; personId: string }[]> {
  const { rows } = await database.owner.query<{ unitId: number; personId: string }>(
    `select (payload->>'unitId')::int as "unitId", payload->>'personId' as "personId" from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1`,
    [job],
  );
  return rows;
}
/** Two records that were decided to be one person's. */
async function tied(one: string, other: string): Promise<string> {
  const { id } = await office.owner
    .insertInto('people.link')
    .values({ pair: [one, other].sort().join(' '), state: 'linked', needs_two: false })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const person of [one, other])
    await database.owner.query(
      `insert into people.link_side (link_id, person_id, unit_id) select $1, id, unit_id from people.person where id = $2`,
      [id, person],
    );
  return id;
}
type Said = 'same' | 'not_same' | 'unsure';
/** Booked under this name; of everybody who is shown the registrar says the same. */
async function booked(name: string, born: string, said: Said, nik: string | null = null) {
  const who = { ...identity(name, born), nik };
  const one = await bookedAs(office, { by: registrar, who, on: today, said });
  expect(one.shown).toBe(1);
  await worker(one.personId);
  return one;
}
const linkOf = async (personId: string) => (await reads(head, (ctx) => listLinksOf(ctx, personId)))[0]!;
const decides = async (who: Officer, personId: string, answer: 'approve' | 'refuse' | 'undo') => {
  const { linkId } = await linkOf(personId);
  const done = await does(who, (ctx) => decideLink(ctx, { personId, linkId, answer, reason: 'sudah diperiksa' }));
  expect(done).toMatchObject({ ok: true });
  await worker(personId);
};

test('one letter off: told as strong on one word, as confirmed on two, and not at all once it is undone', async () => {
  const { caseId } = await aKnownClient('Suryadarma Wikrama', '1988-03-14');
  const { personId } = await booked('Suriadarma Wikrama', '1988-03-14', 'same');
  expect(await held(caseId)).toMatchObject({ place: 'Bapas Kelas II Kupang', standing: 'strong' });
  await decides(head, personId, 'approve');
  expect(await held(caseId)).toMatchObject({ standing: 'confirmed' });
  await decides(head, personId, 'undo');
  expect(await held(caseId)).toBeUndefined();
});

test('whoever is said to be another one is told of to nobody', async () => {
  const { caseId } = await aKnownClient('Panduwinata Sasmita', '1979-07-02');
  await booked('Panduwinata Sasmito', '1979-07-02', 'not_same');
  expect(await held(caseId)).toBeUndefined();
});

test('being unsure of strong evidence tells the counsellor that it is likely; a refusal takes it back', async () => {
  const nik = `167105231191${String(process.pid).padStart(4, '1').slice(-4)}`;
  const { caseId } = await aKnownClient('Gumilangsari Hadiwinoto', '1991-11-23', nik);
  const { personId } = await booked('Gumilangsari Hadiwinata', '1991-11-23', 'unsure', nik);
  expect(await held(caseId)).toMatchObject({ standing: 'strong' });
  const { linkId } = await linkOf(personId);
  await does(registrar, (ctx) =>
    decideLink(ctx, { personId, linkId, answer: 'not_same', reason: 'sidik jari berbeda' }),
  );
  await worker(personId);
  expect(await held(caseId)).toBeUndefined();
});

test('leaving and coming back are told under the same booking', async () => {
  const { caseId } = await aKnownClient('Kertawijaya Nugraha', '1984-01-30');
  const { personId, stayId } = await booked('Kertawijaja Nugraha', '1984-01-30', 'same');
  const steps = (step: 'escape' | 'recapture') =>
    does(registrar, (ctx) =>
      takeStep(ctx, {
        stayId,
        step,
        day: today,
        number: 'BA-7',
        releaseReason: null,
        toUnitId: null,
        place: 'Kupang',
        reason: 'menurut berita acara',
      }),
    );
  expect(await steps('escape')).toEqual({ ok: true });
  expect(await held(caseId)).toBeUndefined();
  expect(await steps('recapture')).toEqual({ ok: true });
  await worker(personId);
  expect(await held(caseId)).toMatchObject({ place: 'Bapas Kelas II Kupang' });
  const rows = await office.owner.selectFrom('notices.notice').select('id').where('case_id', '=', caseId).execute();
  expect(rows).toHaveLength(1);
});

test('undone after he has left, it is taken back all the same', async () => {
  const { caseId } = await aKnownClient('Wiradikarta Sumantri', '1982-09-17');
  const { personId, stayId } = await booked('Wiradikarta Sumantrie', '1982-09-17', 'same');
  await decides(head, personId, 'approve');
  expect(await held(caseId)).toMatchObject({ standing: 'confirmed' });
  const released = await does(registrar, (ctx) =>
    takeStep(ctx, {
      stayId,
      step: 'release',
      day: today,
      number: 'BA-9',
      releaseReason: 'not_prosecuted',
      toUnitId: null,
      place: '',
      reason: 'menurut berita acara',
    }),
  );
  expect(released).toEqual({ ok: true });
  await decides(head, personId, 'undo');
  const notice = await office.owner
    .selectFrom('notices.notice')
    .select('withdrawn_why')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  expect(notice.withdrawn_why).not.toBe('');
});

test('who is the same through a third record is told of and taken back by a link in which he does not stand', async () => {
  const { caseId, personId: clientId } = await aClient(office, { pk: pk.staffId, name: 'Rekaan Berikutnya' });
  const older = await aPerson(office, { at: 'musi', name: 'Rekaan Sebelumnya' });
  const { personId } = await bookedAs(office, {
    by: registrar,
    who: { ...identity('Hadisubroto Kencana', '1975-04-28'), nik: null },
    on: today,
    said: 'same',
  });
  await tied(personId, older);
  const link = await tied(older, clientId);
  const goesOn = () => lookAround({ unitId: office.units.musi, personId: older });
  await goesOn();
  expect(await held(caseId)).toMatchObject({ standing: 'confirmed' });
  await office.owner.updateTable('people.link').set({ state: 'undone' }).where('id', '=', link).execute();
  await goesOn();
  expect(await held(caseId)).toBeUndefined();
});

test('each decision has those looked after who are the same through either record', async () => {
  await aKnownClient('Tanuatmaja Rengganis', '1986-12-02');
  const { personId } = await booked('Tanuatmadja Rengganis', '1986-12-02', 'same');
  await database.owner.query(`delete from graphile_worker._private_jobs`);
  await decides(head, personId, 'approve');
  expect(await waiting('custody.tell-around')).toHaveLength(2);
});

/** The client moves to another office, which receives him. */
async function moves(caseId: string): Promise<string> {
  const transferId = await approvedTransfer(office, { pk, head: oldHead }, { caseId });
  await database.owner.query(`delete from graphile_worker._private_jobs`);
  const arrived = await does(newHead, (ctx) =>
    acceptTransfer(ctx, { transferId, step: 'arrive', day: today, note: '' }),
  );
  return (arrived as { caseId: string }).caseId;
}

test.each([
  ['decided', 'confirmed'],
  ['open', 'strong'],
] as const)(
  'an office that receives a client hears of a stay that runs already; the link is %s',
  async (link, standing) => {
    const name = link === 'decided' ? 'Mangunwidjaja Saputra' : 'Prawirasoma Adiputra';
    const { caseId, personId: clientId } = await aKnownClient(name, '1981-06-19');
    const { personId } = await booked(name.replace('a', 'e'), '1981-06-19', 'same');
    if (link === 'decided') await decides(head, personId, 'approve');
    const arrived = await moves(caseId);
    const [next] = await waiting('custody.tell-around');
    expect(next).toEqual({ unitId: office.units.musi, personId: clientId });
    await lookAround(next!);
    expect(await held(arrived, newHead)).toMatchObject({ standing, place: 'Bapas Kelas II Kupang' });

    const [mine] = await reads(newHead, (ctx) => listLinksOf(ctx, clientId));
    const answer = link === 'decided' ? 'undo' : 'refuse';
    const done = await does(newHead, (ctx) =>
      decideLink(ctx, { personId: clientId, linkId: mine!.linkId, answer, reason: 'sidik jari berbeda' }),
    );
    expect(done).toMatchObject({ ok: true });
    await worker(personId);
    expect(await held(arrived, newHead)).toBeUndefined();
  },
);

test('who was once a client and is held elsewhere is told of when he is received again', async () => {
  const { caseId, personId: clientId } = await aKnownClient('Kusumawardana Pranoto', '1977-08-05');
  const { personId } = await booked('Kusumawardena Pranoto', '1977-08-05', 'same');
  await decides(head, personId, 'approve');
  await office.owner
    .updateTable('cases.client_case')
    .set({ state: 'ended', ended_on: '2026-10-01', end_reason: 'period_completed' })
    .where('id', '=', caseId)
    .execute();
  await database.owner.query(`delete from graphile_worker._private_jobs`);
  const received = await does(oldHead, (ctx) =>
    receiveClient(ctx, {
      personId: clientId,
      kind: 'parole_pb',
      ageGroup: 'adult',
      receivedOn: today,
      handoverNumber: 'BA-12',
      handoverFrom: 'Lapas Kelas I Palembang',
      offence: '',
      offenceArticles: '',
    }),
  );
  const again = (received as { caseId: string }).caseId;
  const [next] = await waiting('custody.tell-around');
  await lookAround(next!);
  expect(await held(again, oldHead)).toMatchObject({ standing: 'confirmed' });
});
