import { afterAll, expect, test } from 'vitest';
import { partialDateOf } from '#kernel/partial-date';
import { addDays, plainDate, type PlainDate } from '#kernel/plain-date';
import { jobs, takeStep, type StepInput } from '#modules/custody/server';
import { decideLink, jobs as peopleJobs, listLinksOf, listQuestions } from '#modules/people/server';
import { asInstitutions, bookedAs } from '#tests/support/custody';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';

const database = await freshDatabase('custody_twice');
const office = await openOffice(database);
afterAll(() => office.close());
await asInstitutions(office, ['kupang', 'musi']);
type Desk = { unitId: number; registrar: Officer; head: Officer };
const deskAt = async (place: 'kupang' | 'musi'): Promise<Desk> => ({
  unitId: office.units[place],
  registrar: await office.officer('registrar', place),
  head: await office.officer('head_of_custody', place),
});
const [here, there] = [await deskAt('kupang'), await deskAt('musi')];

const today = plainDate('2026-11-20');
const { does, reads } = office;
const whysAt = async (desk: Desk) => (await reads(desk.head, (ctx) => listQuestions(ctx))).rows.map(({ why }) => why);
const waitsAt = async (desk: Desk) => {
  const { rows } = await database.owner.query(
    `select 1 from tasks.task where kind = 'people.questions' and unit_id = $1 and state = 'open'`,
    [desk.unitId],
  );
  return rows.length === 1;
};

/** Booked on a day under a name; of whoever is shown the registrar says that it is he. */
const booked = (desk: Desk, name: string, on: PlainDate) =>
  bookedAs(office, {
    by: desk.registrar,
    who: {
      unitId: desk.unitId,
      name,
      aliases: [],
      sex: 'male',
      birth: partialDateOf('1983-02-18'),
      birthPlace: 'Ende',
      motherName: 'Rohimah',
    },
    on,
    said: 'same',
  });
/** Both offices say that the two are one person. */
async function twoTied(name: string, alike: string, [first, second]: [PlainDate, PlainDate]) {
  const one = await booked(here, name, first);
  const other = await booked(there, alike, second);
  const { linkId } = (await reads(there.head, (ctx) => listLinksOf(ctx, other.personId)))[0]!;
  const says = (answer: 'approve' | 'undo') =>
    does(there.head, (ctx) => decideLink(ctx, { personId: other.personId, linkId, answer, reason: 'sudah diperiksa' }));
  expect(await says('approve')).toMatchObject({ ok: true, state: 'linked' });
  return { one, other, says };
}
const moves = async (desk: Desk, stayId: string, step: StepInput['step'], day: PlainDate) =>
  expect(
    await does(desk.registrar, (ctx) =>
      takeStep(ctx, {
        stayId,
        step,
        day,
        number: 'BA-7',
        releaseReason: step === 'release' ? 'not_prosecuted' : null,
        toUnitId: null,
        place: 'Kupang',
        reason: 'menurut berita acara',
      }),
    ),
  ).toEqual({ ok: true });

test('whoever is held twice at once is asked about at both offices until he is not', async () => {
  const { one, other, says } = await twoTied('Kertadiredja Somawi', 'Kertadireja Somawi', [today, today]);
  expect(await whysAt(here)).toEqual(['stays']);
  expect(await whysAt(there)).toEqual(['stays']);
  const works = async (desk: Desk, personId: string) => {
    await jobs['custody.tell-offices'].run(office.work(), { unitId: desk.unitId, personId });
    for (const { unitId } of [here, there]) await peopleJobs['people.count-questions'].run(office.work(), { unitId });
  };
  await works(here, one.personId);
  expect([await waitsAt(here), await waitsAt(there)]).toEqual([true, true]);

  await moves(here, one.stayId, 'release', today);
  expect([await whysAt(here), await whysAt(there)]).toEqual([[], []]);
  // The job of the office that let him go has the other one count anew.
  await database.owner.query(`delete from graphile_worker._private_jobs`);
  await jobs['custody.tell-offices'].run(office.work(), { unitId: here.unitId, personId: one.personId });
  const { rows } = await database.owner.query<{ unit: number }>(
    `select (payload->>'unitId')::int as unit from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'people.count-questions' order by 1`,
  );
  expect(rows.map(({ unit }) => unit).sort()).toEqual([here.unitId, there.unitId].sort());
  await works(here, one.personId);
  expect([await waitsAt(here), await waitsAt(there)]).toEqual([false, false]);
  expect(await says('undo')).toMatchObject({ ok: true });
  expect(await whysAt(there)).toEqual([]);
  await moves(there, other.stayId, 'release', today);
});

test('undoing the link ends it; one stay after the other, and one during an escape, never began it', async () => {
  const before = addDays(today, -9);
  const undone = await twoTied('Lasmaningrat Tohari', 'Lasmaningrad Tohari', [before, today]);
  expect(await whysAt(here)).toEqual(['stays']);
  expect(await undone.says('undo')).toMatchObject({ ok: true });
  expect([await whysAt(here), await whysAt(there)]).toEqual([[], []]);

  const gone = await booked(here, 'Wiranatakusuma Djaelani', before);
  await moves(here, gone.stayId, 'escape', addDays(before, 2));
  const caught = await booked(there, 'Wiranatakusumah Djaelani', addDays(before, 5));
  const { linkId } = (await reads(there.head, (ctx) => listLinksOf(ctx, caught.personId)))[0]!;
  await does(there.head, (ctx) =>
    decideLink(ctx, { personId: caught.personId, linkId, answer: 'approve', reason: 'sidik jari sama' }),
  );
  expect([await whysAt(here), await whysAt(there)]).toEqual([[], []]);
  // Back where he escaped from, while he has not left the other place.
  await moves(here, gone.stayId, 'recapture', today);
  expect([await whysAt(here), await whysAt(there)]).toEqual([['stays'], ['stays']]);
});
