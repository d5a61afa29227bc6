import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import type { PartialDate } from '#kernel/partial-date';
import type { Answer, Ctx } from '#platform/ctx';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';
import {
  askWho,
  changePerson,
  factsOf,
  findNikSourceNoted,
  getPerson,
  listChanges,
  registerPerson,
} from './index.server.ts';
import { nikSourceAfter, type PersonFields } from './person.ts';

const database = await freshDatabase('nik_source');
const office = await openOffice(database);
afterAll(() => office.close());
const pk = await office.officer('pk', 'palembang');

/** A NIK of nobody. */
const nik = (serial: number) => `1600001204${String(serial).padStart(6, '0')}`;
const day = (text: string): PartialDate => ({ text, precision: 'day' });
const none = { personIds: [], elsewhere: false };

async function write<T extends Answer>(work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return (await office.as(pk)).runOnce({ id: newId(), body: {} }, work);
}
const runner = await office.as(pk);
const look = (personId: string) => runner.read((ctx) => getPerson(ctx, personId));
async function register(typed: { name: string } & Partial<PersonFields>): Promise<string> {
  const answer = await write((ctx) => registerPerson(ctx, { unitId: office.units.palembang, ...typed }, none));
  if (!answer.ok) throw new Error(answer.refusal);
  return answer.personId;
}
async function change(personId: string, over: Partial<PersonFields>) {
  const { version, ...before } = await look(personId);
  return write((ctx) =>
    changePerson(ctx, { personId, version, fields: { ...before, nikSource: null, ...over }, reason: 'KTP-el dilihat' }),
  );
}

test('how a number is known goes with the number', () => {
  const seen = { nik: nik(1), nikSource: 'document' } as const;
  expect(nikSourceAfter(seen, { nik: nik(1), nikSource: null }), 'nothing is said of a number that stays').toBe(
    'document',
  );
  expect(nikSourceAfter(seen, { nik: nik(1), nikSource: 'register' })).toBe('register');
  expect(nikSourceAfter(seen, { nik: nik(2), nikSource: null }), 'another number').toBeNull();
  expect(nikSourceAfter(seen, { nik: nik(2), nikSource: 'said' })).toBe('said');
  expect(nikSourceAfter(seen, { nik: null, nikSource: 'document' }), 'no number').toBeNull();
});

test('whoever registers says it, whoever changes may say more, and the history keeps who said what', async () => {
  const id = await register({ name: 'Wagimin Sastro', nik: nik(10), nikSource: 'said' });
  expect(await look(id)).toMatchObject({ nik: nik(10), nikSource: 'said' });
  expect(await change(id, { occupation: 'petani' })).toEqual({ ok: true, changed: ['occupation'] });
  expect(await look(id), 'another field leaves it').toMatchObject({ nikSource: 'said' });
  expect(await runner.read((ctx) => findNikSourceNoted(ctx, id))).toMatchObject({ by: pk.actor.name });
  expect(await change(id, { nikSource: 'document' })).toEqual({ ok: true, changed: ['nikSource'] });
  expect(await change(id, { nik: nik(11) })).toEqual({ ok: true, changed: ['nik', 'nikSource'] });
  expect(await look(id), 'nobody has seen the new one').toMatchObject({ nik: nik(11), nikSource: null });
  expect(await change(id, { nik: null, nikSource: 'register' })).toEqual({ ok: true, changed: ['nik'] });

  const history = (await runner.read((ctx) => listChanges(ctx, id))).filter(({ field }) => field === 'nikSource');
  expect(history.map(({ before, after, by }) => [before, after, by])).toEqual([
    ['document', null, pk.actor.name],
    ['said', 'document', pk.actor.name],
  ]);
  expect((await runner.read((ctx) => listChanges(ctx, id))).at(-1)).toMatchObject({
    field: 'person',
    after: { nikSource: 'said' },
  });
});

test('without a number there is no source, whoever writes it', async () => {
  const id = await register({ name: 'Tukinah Warsito', nikSource: 'document' });
  expect(await look(id)).toMatchObject({ nik: null, nikSource: null });
  expect(await runner.read((ctx) => findNikSourceNoted(ctx, id))).toBeUndefined();
  await expect(
    database.owner.query(`update people.person set nik_source = 'document' where id = $1`, [id]),
  ).rejects.toThrow(/person_nik_source_of_nik/);
  await expect(
    database.owner.query(`update people.person set nik = $2, nik_source = 'guessed' where id = $1`, [id, nik(12)]),
  ).rejects.toThrow(/nik_source/);
});

test('it stands beside whom it may be and changes nothing about how much agrees', async () => {
  const typed = { name: 'Karyadi Pranoto', nik: nik(20), birth: day('1990-04-12'), motherName: 'Partini' };
  const id = await register({ ...typed, nikSource: 'said' });
  const ask = () => runner.read((ctx) => askWho(ctx, factsOf(typed)));
  const said = (await ask()).candidates[0]!;
  expect(said).toMatchObject({ personId: id, nikSource: 'said', band: 'strong' });
  await change(id, { nikSource: 'register' });
  const checked = (await ask()).candidates[0]!;
  expect(checked).toEqual({ ...said, nikSource: 'register', hit: checked.hit });
});
