import type { KyselyPlugin } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import type { PartialDate } from '#kernel/partial-date';
import { NotAllowed, TooMany } from '#platform/errors';
import type { ReadCtx, Tx } from '#platform/ctx';
import { freshDatabase } from '#tests/support/database';
import { defaultNow, openOffice, type Officer } from '#tests/support/office';
import { badDates, badNames, badNiks, badTexts } from '../../../../tests/corpus/bad-inputs.ts';
import { askWho, searchPeople, type WhoItMayBe } from '../index.server.ts';
import type { Facts } from '../recognition/index.ts';
import { certaintiesOf } from './groups.ts';

const database = await freshDatabase('ask_who');
const office = await openOffice(database);
afterAll(() => office.close());
const [pk, head, kupangPk, admin] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('pk', 'kupang'),
  office.officer('account_admin', 'palembang'),
]);
const day = (text: string): PartialDate => ({ text, precision: 'day' });
let clock = defaultNow.getTime();
async function ask(who: Officer, facts: Facts): Promise<WhoItMayBe> {
  return (await office.as(who, new Date((clock += 3_700_000)))).read((ctx) => askWho(ctx, facts));
}

type Given = { name: string; birth?: string; mother?: string; nik?: string; restricted?: boolean };
async function aPerson(given: Given, at: 'palembang' | 'kupang' = 'palembang'): Promise<string> {
  const { id } = await office.owner
    .insertInto('people.person')
    .values({
      unit_id: office.units[at],
      name: given.name,
      nik: given.nik ?? null,
      mother_name: given.mother ?? '',
      restricted: given.restricted ?? false,
      ...(given.birth ? { birth_date: given.birth, birth_precision: 'day' } : {}),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
const exclude = (personId: string, from: Officer, unitId: number) =>
  office.owner
    .insertInto('people.access_list')
    .values({
      person_id: personId,
      unit_id: unitId,
      account_id: from.accountId,
      kind: 'exclusion',
      starts_on: '2020-01-01',
      reason: 'keponakan',
    })
    .execute();
// Among a few people every name is common.
const syllables = ['ba', 'ri', 'no', 'su', 'ka', 'le', 'mi', 'to', 'wa', 'gu', 'de', 'ha'];
const word = (from: number) => [0, 1, 2].map((at) => syllables[Math.floor(from / 12 ** at) % 12]).join('');
await office.owner
  .insertInto('people.person')
  .values(
    Array.from({ length: 1500 }, (_, at) => ({
      unit_id: at % 2 === 0 ? office.units.palembang : office.units.kupang,
      name: `${word(at)} ${word(at * 31 + 7)}`,
      birth_date: `${1950 + (at % 50)}-${String(1 + (at % 12)).padStart(2, '0')}-${String(1 + (at % 28)).padStart(2, '0')}`,
      birth_precision: 'day',
      mother_name: word(at * 7 + 3),
    })),
  )
  .execute();

/** As it is told: without the references, which are new each time, and the weights, which no page shows. */
const plain = (found: WhoItMayBe) =>
  JSON.parse(
    JSON.stringify(found, (key, value: unknown) => (['hit', 'elsewhereHits', 'bits'].includes(key) ? '' : value)),
  ) as unknown;

describe('somebody who may not be known of', () => {
  const facts = { name: 'Rukmana Lesmana', birth: day('1977-08-19'), mother: 'Suharti', nik: '1600001908770004' };

  test('is not there by his exact NIK, nor by what he does to others, in his own office and in another', async () => {
    const namesake = await aPerson({ name: 'Rukmana Lesmana', birth: '1977-08-19', mother: 'Suharti' });
    await aPerson({ name: 'Rukmono Lesmana', birth: '1977-09-19' }, 'kupang');
    const before = plain(await ask(pk, facts));
    expect(before).toMatchObject({ candidates: [{ personId: namesake }] });
    const hidden = [
      await aPerson({ ...facts, birth: facts.birth.text }),
      await aPerson({ ...facts, birth: facts.birth.text }, 'kupang'),
      await aPerson({ ...facts, birth: facts.birth.text, restricted: true }, 'kupang'),
    ];
    await exclude(hidden[0]!, pk, office.units.palembang);
    await exclude(hidden[1]!, pk, office.units.kupang);
    const sealed = await aPerson({ ...facts, birth: facts.birth.text }, 'kupang');
    await office.owner
      .insertInto('cases.client_case')
      .values({
        person_id: sealed,
        unit_id: office.units.kupang,
        kind: 'diversion',
        age_group: 'child',
        state: 'ended',
        ended_on: '2026-01-01',
        end_reason: 'period_completed',
        received_on: '2025-01-05',
        guarded: true,
        sealed: true,
      })
      .execute();
    expect(plain(await ask(pk, facts))).toEqual(before);
    // Whoever is not shut out sees him, and nobody else comes near.
    const seen = await ask(head, facts);
    expect(seen.candidates.map(({ personId }) => personId)).toEqual([hidden[0]]);
    // What was kept of the asking tells no more.
    const kept = await office.owner
      .selectFrom('people.asking_hit')
      .select('person_id')
      .where('account_id', '=', pk.accountId)
      .execute();
    for (const id of [...hidden, sealed]) expect(kept.map(({ person_id }) => person_id)).not.toContain(id);
  });

  test('is asked about in the same words and among as many as nobody is', async () => {
    const asked = async (nik: string) => {
      const sent: unknown[] = [];
      const whom = new Set<string>();
      const heard: KyselyPlugin = {
        transformQuery({ node }) {
          const values = 'parameters' in node ? node.parameters : [];
          for (const one of values) if ('value' in one && Array.isArray(one.value)) whom.add(one.value.join());
          sent.push([
            node.kind,
            values.map((one) => ('value' in one && Array.isArray(one.value) ? one.value.length : '')),
          ]);
          return node;
        },
        transformResult: async ({ result }) => result,
      };
      const runner = await office.as(pk, new Date((clock += 3_700_000)));
      await runner.read((ctx) =>
        askWho({ ...ctx, tx: ctx.tx.withPlugin(heard) as unknown as Tx }, { name: 'Orang Lain Sekali', nik }),
      );
      return { sent, whom };
    };
    const absent = await asked('1600001908770999');
    expect(JSON.stringify(absent.sent)).toContain('[10,10]');
    const hidden = await asked(facts.nik);
    expect(hidden.sent).toEqual(absent.sent);
    // Whoever asks again meets the same people: those of the first time are read faster by now, and would tell who is always among them.
    expect((await asked(facts.nik)).whom).toEqual(hidden.whom);
    expect(absent.whom).not.toEqual(hidden.whom);
  });

  test('makes nobody else less certain', () => {
    const [alone] = certaintiesOf([20], 1000);
    const [beside] = certaintiesOf([20, 19], 1000);
    expect(alone).toBeGreaterThan(beside!);
    expect(certaintiesOf([20, 20], 0)[0]).toBeCloseTo(Math.log2(1 / (1 + 2 ** -20)), 5);
  });
});

describe('asking', () => {
  test('is kept with what it rests on, and what was typed is not', async () => {
    await aPerson({ name: 'Kanari Simpanan', birth: '1969-09-09', mother: 'Kanari Ibu' });
    const found = await ask(pk, { name: 'Kanari Simpananan', birth: day('1969-09-09'), mother: 'Kanari Ibu' });
    const [hit] = await office.owner
      .selectFrom('people.asking_hit')
      .selectAll()
      .where('id', '=', found.candidates[0]!.hit!)
      .execute();
    expect(hit).toMatchObject({ band: found.candidates[0]!.band, in_reach: true, agrees: found.candidates[0]!.agrees });
    const sum = (hit!.evidence as unknown as { bits: number }[]).reduce((bits, one) => bits + one.bits, 0);
    expect(sum).toBeCloseTo(hit!.bits, 3);
    const asking = await office.owner
      .selectFrom('people.asking')
      .selectAll()
      .where('id', '=', hit!.asking_id)
      .executeTakeFirstOrThrow();
    expect(asking).toMatchObject({ account_id: pk.accountId, unit_id: office.units.palembang, everybody: true });
    expect(JSON.stringify([asking, hit]).toLowerCase()).not.toContain('kanari');
    const lines = await office.owner
      .selectFrom('platform.access_log')
      .select('about')
      .where('what', '=', 'person.asked_elsewhere')
      .execute();
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines).toLowerCase()).not.toContain('kanari');
  });

  test('is for those who may search, and stops a machine that asks on and on', async () => {
    await expect(ask(admin, { name: 'Siapa Saja' })).rejects.toThrow(NotAllowed);
    const runner = await office.as(kupangPk, new Date((clock += 3_700_000)));
    await expect(
      (async () => {
        for (let i = 0; i < 60; i++)
          await runner.read((ctx) => askWho(ctx, { name: 'Siapa', nik: '5300001010800001' }));
      })(),
    ).rejects.toThrow(TooMany);
  });

  test('a name alone asks about nobody of another office', async () => {
    await aPerson({ name: 'Xaverius Tunggal Nama', birth: '1981-01-01' }, 'kupang');
    expect((await ask(pk, { name: 'Xaverius Tunggal Nama' })).elsewhere).toEqual([]);
    expect((await ask(pk, { name: 'Xaverius Tunggal Nama', birth: day('1981-01-01') })).elsewhere).toHaveLength(1);
  });

  test('what is bad among names, numbers and searches is answered and never a fault', async () => {
    const runner = () => office.as(pk, new Date((clock += 3_700_000)));
    const tryIt = async (what: string, work: (ctx: ReadCtx) => Promise<unknown>) => {
      const problem = await (await runner()).read(work).then(
        () => undefined,
        (error: Error) => error.message,
      );
      expect(problem, what.slice(0, 60)).toBeUndefined();
    };
    for (const { value: name } of [...badNames, ...badTexts])
      await tryIt(name, (ctx) => askWho(ctx, { name, mother: name, birthPlace: name }));
    for (const { value: nik } of badNiks) await tryIt(nik, (ctx) => askWho(ctx, { name: 'Siapa', nik }));
    for (const { value: typed } of [...badNames, ...badNiks, ...badDates, ...badTexts])
      await tryIt(typed, (ctx) => searchPeople(ctx, typed));
  });
});
