import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { partialDateOf } from '#kernel/partial-date';
import { addDays, plainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import { admitPerson, identifyForBooking, jobs, takeStep } from '#modules/custody/server';
import { heldNow } from '#modules/notices/server';
import { askWho, decideLink, factsOf, jobs as peopleJobs, listLinksOf } from '#modules/people/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';

const database = await freshDatabase('custody_told');
const office = await openOffice(database);
afterAll(() => office.close());
/** Somebody is held far from where he is guided. */
await database.owner.query(`update units.unit set type = 'rutan', class = 'IIB' where id = $1`, [office.units.kupang]);
const rutan = office.units.kupang;
const [registrar, head, pk] = await Promise.all([
  office.officer('registrar', 'kupang'),
  office.officer('head_of_custody', 'kupang'),
  office.officer('pk', 'palembang'),
]);

const today = plainDate('2026-11-20');
const does = async <T extends { ok: boolean }>(who: Officer, deed: (ctx: Ctx) => Promise<T>) =>
  (await office.as(who)).runOnce({ id: randomUUID(), body: {} }, deed);
const reads = async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>) => (await office.as(who)).read(query);
const held = (caseId: string) => reads(pk, (ctx) => heldNow(ctx, caseId));
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
type Said = 'same' | 'not_same' | 'unsure';
/** Booked under this name; of everybody who is shown the registrar says the same. */
async function booked(name: string, born: string, said: Said, nik: string | null = null) {
  const who = { ...identity(name, born), nik };
  const shown = await reads(registrar, (ctx) => askWho(ctx, factsOf(who)));
  expect(shown.elsewhereHits).toHaveLength(1);
  const answers = shown.elsewhereHits.map((one) => ({ who: one, answer: said }));
  const answer = await does(registrar, (ctx) => identifyForBooking(ctx, { ...who, answers }));
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  const stay = await does(registrar, (ctx) =>
    admitPerson(ctx, {
      personId: answer.personId,
      fromStayId: null,
      admittedOn: today,
      admittedAt: '08:15' as ClockTime,
      broughtFrom: 'Polresta Kupang',
      broughtBy: '',
      noPapers: false,
      nameRefused: false,
      ageSaid: null,
      placeReason: '',
      basis: {
        kind: 'warrant',
        authority: 'investigator',
        penalty: null,
        sentence: { years: 0, months: 0, days: 0 },
        number: 'SP.Han/12/XI/2026',
        dated: today,
        issuer: 'Polresta Kupang',
        offence: 'Pencurian',
        fromOn: today,
        untilOn: addDays(today, 19),
      },
      register: null,
      because: '',
      importedLabel: '',
    }),
  );
  if (!stay.ok) throw new Error(stay.refusal);
  await worker(answer.personId);
  return { personId: answer.personId, stayId: stay.stayId };
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
