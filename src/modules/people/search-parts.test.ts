import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { addPerson, searchPeople } from '#modules/people/server';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';

const database = await freshDatabase('search_parts');
const office = await openOffice(database);
afterAll(() => office.close());
const head = await office.as(await office.officer('head_of_bapas', 'palembang'), new Date());
const add = async (name: string) =>
  (
    await head.runOnce({ id: newId(), body: {} }, async (ctx) => ({
      ok: true,
      personId: await addPerson(ctx, { unitId: office.units.palembang, name }),
    }))
  ).personId;
async function part(typed: string, after: string | null) {
  const found = await head.read((ctx) => searchPeople(ctx, typed, { after }));
  if (!found.ok) throw new Error(found.why);
  return found;
}

test('part by part everybody comes once, the best first, while others are added and the last one leaves', async () => {
  const exact: string[] = [];
  const begins: string[] = [];
  for (const letter of 'ZYXWVUTSRQPONMLKJIHGFEDCB') exact.push(await add(`Gandasuli ${letter}artono`));
  for (const letter of 'ZYXWVUTSRQPONML') begins.push(await add(`Gandasulianto ${letter}artono`));
  const seen: string[] = [];
  for (let after: string | null = null; ;) {
    const found: Awaited<ReturnType<typeof part>> = await part('gandasuli', after);
    seen.push(...found.hits.map(({ personId }) => personId));
    after = found.next;
    if (!after) break;
    await add('Gandasuli Aabaru');
    await office.owner
      .updateTable('people.person')
      .set({ unit_id: office.units.kupang })
      .where('id', '=', seen.at(-1)!)
      .execute();
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.slice(0, 25)).toEqual(exact);
  for (const id of begins) expect(seen).toContain(id);
});

test('a list that began with one word missing goes on so, though somebody now bears all of them', async () => {
  for (let i = 0; i < 25; i++) await add('Wiraguna Sasmitapura');
  const first = await part('wiraguna sasmitapura kertabumi', null);
  expect(first).toMatchObject({ total: 25, more: false });
  await add('Wiraguna Sasmitapura Kertabumi');
  const second = await part('wiraguna sasmitapura kertabumi', first.next);
  expect(second.hits).toHaveLength(5);
  expect(second.next).toBeNull();
});
