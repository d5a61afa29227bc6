import { afterAll, describe, expect, test } from 'vitest';
import type { PartialDate } from '#kernel/partial-date';
import { NotAllowed } from '#platform/errors';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';
import { askMany, askWho, type OneAsked, type WhoItMayBe } from '../index.server.ts';

const database = await freshDatabase('ask_many');
const office = await openOffice(database);
afterAll(() => office.close());
const pk = await office.officer('pk', 'palembang');

const day = (text: string): PartialDate => ({ text, precision: 'day' });
/** A NIK of nobody. */
const nik = (serial: number) => `1600001908${String(serial).padStart(6, '0')}`;
type Given = { name: string; birth: string; mother: string; nik?: string; restricted?: boolean };
async function aPerson(given: Given, at: 'palembang' | 'kupang' = 'palembang'): Promise<string> {
  const { id } = await office.owner
    .insertInto('people.person')
    .values({
      unit_id: office.units[at],
      name: given.name,
      nik: given.nik ?? null,
      mother_name: given.mother,
      birth_date: given.birth,
      birth_precision: 'day',
      restricted: given.restricted ?? false,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
const syllables = ['ba', 'ri', 'no', 'su', 'ka', 'le', 'mi', 'to', 'wa', 'gu', 'de', 'ha'];
const word = (from: number) => [0, 1, 2].map((at) => syllables[Math.floor(from / 12 ** at) % 12]).join('');
const crowd = Array.from({ length: 1200 }, (_, at) => ({
  name: `${word(at)} ${word(at * 31 + 7)}`,
  birth: `${1950 + (at % 50)}-${String(1 + (at % 12)).padStart(2, '0')}-${String(1 + (at % 28)).padStart(2, '0')}`,
  mother: word(at * 7 + 3),
}));
await office.owner
  .insertInto('people.person')
  .values(
    crowd.map((one, at) => ({
      unit_id: at % 2 === 0 ? office.units.palembang : office.units.kupang,
      name: one.name,
      birth_date: one.birth,
      birth_precision: 'day',
      mother_name: one.mother,
    })),
  )
  .execute();
const factsOf = ({ name, birth, mother, nik: number }: Given): OneAsked => ({
  facts: { name, birth: day(birth), mother, nik: number },
});

async function ask(list: readonly OneAsked[], among: 'office' | 'everybody') {
  return office.work().inUnit(office.units.palembang, (ctx) => askMany(ctx, list, { among }));
}

test('each of a list is answered in its place: one letter off is found, another office stays a pointer or is nobody', async () => {
  const own = await aPerson({ name: 'Suwirya Lesmana', birth: '1977-08-19', mother: 'Suharti' });
  const other = await aPerson({ name: 'Kartawijaya Gunadi', birth: '1969-02-11', mother: 'Rukmini' }, 'kupang');
  const list = [
    factsOf({ name: 'Suwirja Lesmana', birth: '1977-08-19', mother: 'Suharti' }),
    factsOf({ name: 'Xaverius Domingos', birth: '1981-03-07', mother: 'Filomena' }),
    factsOf({ name: 'Kartawijaya Gunady', birth: '1969-02-11', mother: 'Rukmini' }),
  ];
  const inOffice = await ask(list, 'office');
  expect(inOffice.isPartial).toBe(false);
  expect(inOffice.hits.map((hits) => hits.map(({ found, band }) => [found.id, band]))).toEqual([
    [[own, 'strong']],
    [],
    [],
  ]);
  const anywhere = await ask(list, 'everybody');
  expect(anywhere.hits.map((hits) => hits.map(({ found }) => found.id))).toEqual([[own], [], [other]]);
  expect(anywhere.hits[2]![0]).toMatchObject({ known: undefined, held: { unitId: office.units.kupang } });
  const { asked } = await office.owner
    .selectFrom('people.asking')
    .select((eb) => eb.fn.countAll<string>().as('asked'))
    .executeTakeFirstOrThrow();
  expect(Number(asked), 'nothing is kept').toBe(0);
});

test('somebody hidden settles nothing: who stands behind him is found as if he were not there', async () => {
  const facts = { name: 'Rukmana Prawira', birth: '1984-05-23', mother: 'Ngatiyem', nik: nik(1) };
  const namesake = await aPerson({ name: 'Rukmono Prawiro', birth: '1984-05-23', mother: 'Ngatijem' });
  const before = await ask([factsOf(facts)], 'office');
  expect(before.hits[0]!.map(({ found }) => found.id)).toEqual([namesake]);
  await aPerson({ ...facts, restricted: true });
  await aPerson(facts, 'kupang');
  const after = await ask([factsOf(facts)], 'office');
  expect(after.hits[0]!.map(({ found, band }) => [found.id, band])).toEqual(
    before.hits[0]!.map(({ found, band }) => [found.id, band]),
  );
});

test('whoever is registered is not found as himself, and somebody else is found behind him', async () => {
  const facts = { name: 'Wongsodikromo Atmaja', birth: '1959-12-02', mother: 'Karsinah', nik: nik(2) };
  const personId = await aPerson(facts);
  const twin = await aPerson({ name: 'Wongsodikrama Atmadja', birth: '1959-02-12', mother: '' });
  const { hits } = await ask([{ ...factsOf(facts), personId }], 'office');
  expect(hits[0]!.map(({ found }) => found.id)).toEqual([twin]);
});

test('nobody at a desk asks about many', async () => {
  const desk = await office.as(pk);
  await expect(desk.read((ctx) => askMany(ctx, [factsOf(crowd[0]!)], { among: 'office' }))).rejects.toThrow(NotAllowed);
});

describe('whoever would be asked about in a booking is asked about in a list', () => {
  /** The same question one by one and at once, under the same session. */
  async function bothWays(list: readonly OneAsked[]) {
    return office.work().inUnit(office.units.palembang, async (ctx) => {
      const { hits } = await askMany(ctx, list, { among: 'everybody' });
      const single: WhoItMayBe[] = [];
      for (const { facts, personId } of list)
        single.push(await askWho(ctx, facts, { ...(personId ? { personId } : {}), unitId: office.units.palembang }));
      return list.map((_, at) => ({
        inList: {
          known: hits[at]!.filter(({ known }) => known).map(({ found, band }) => `${found.id} ${band}`),
          held: hits[at]!.filter(({ held, band }) => held && band !== 'doubtful').map(({ band }) => band),
        },
        inBooking: {
          known: single[at]!.candidates.map(({ personId, band }) => `${personId} ${band}`),
          held: single[at]!.elsewhere.map(({ band }) => band),
        },
      }));
    });
  }

  test('who bears the number under another name, and a twin whose number is the next one, beside a sure one', async () => {
    const sure = { name: 'Prabasworo Kertonegoro', birth: '1971-06-14', mother: 'Sumirahayu', nik: nik(41) };
    const sureId = await aPerson(sure);
    const thief = await aPerson({ name: 'Dominggus Lewoleba', birth: '1988-01-30', mother: 'Yohana', nik: nik(41) });
    const twin = await aPerson({ ...sure, name: 'Wirasembada Kertonegoro', nik: nik(42) });
    const [{ inList, inBooking }] = (await bothWays([factsOf({ ...sure, name: 'Prabasworo Kertanegara' })])) as [
      Awaited<ReturnType<typeof bothWays>>[number],
    ];
    expect(inBooking.known, 'a booking asks about all three').toEqual(
      expect.arrayContaining([`${sureId} strong`, `${thief} likely`, `${twin} likely`]),
    );
    expect(inList).toEqual(inBooking);
  });

  test('forty families, each as it may be written again', async () => {
    const families = Array.from({ length: 40 }, (_, at) => {
      // No number is a slip away from that of another family.
      const serial = 1000 + at * 1111;
      const mother = `${word(at * 53 + 11)} ${word(at * 17 + 5)}`;
      const birth = `19${60 + (at % 30)}-0${1 + (at % 9)}-1${at % 9}`;
      const head = { name: `${word(at * 97 + 1)} ${word(at * 41 + 29)}`, birth, mother, nik: nik(serial) };
      return {
        head,
        twin: { ...head, name: `${word(at * 61 + 3)} ${word(at * 41 + 29)}`, nik: nik(serial + 1) },
        // Written a second time elsewhere, and a stranger under the same number.
        again: { ...head, birth: birth.replace(/-0/, '-1').replace(/-1[3-9]-/, '-10-'), nik: nik(serial) },
        stranger: { name: word(at * 71 + 13), birth: '1999-12-24', mother: word(at * 29), nik: nik(serial) },
      };
    });
    for (const [at, { head, twin, again, stranger }] of families.entries()) {
      await aPerson(head, at % 3 === 0 ? 'kupang' : 'palembang');
      if (at % 2 === 0) await aPerson(twin);
      if (at % 4 === 1) await aPerson(again, 'kupang');
      if (at % 5 !== 2) await aPerson(stranger, at % 2 === 0 ? 'palembang' : 'kupang');
    }
    const asked = families.flatMap(({ head, twin }) => [
      factsOf(head),
      factsOf({ ...head, mother: '' }),
      factsOf({ ...twin, name: twin.name.replace('a', 'e') }),
    ]);
    const answers = await bothWays(asked);
    expect(answers.map(({ inList }) => inList)).toEqual(answers.map(({ inBooking }) => inBooking));
    expect(
      answers.filter(({ inBooking }) => inBooking.known.length + inBooking.held.length > 1).length,
    ).toBeGreaterThan(20);
  });
});
