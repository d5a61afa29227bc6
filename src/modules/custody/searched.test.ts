import { afterAll, expect, test } from 'vitest';
import { partialDateOf } from '#kernel/partial-date';
import { plainDate } from '#kernel/plain-date';
import { searchPeople } from '#modules/people/server';
import { asInstitutions, bookedAs } from '#tests/support/custody';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';

const database = await freshDatabase('custody_searched');
const office = await openOffice(database);
afterAll(() => office.close());
await asInstitutions(office, ['kupang']);
const [registrar, head, pk] = await Promise.all([
  office.officer('registrar', 'kupang'),
  office.officer('head_of_custody', 'kupang'),
  office.officer('pk', 'palembang'),
]);
const found = async (who: Officer, typed: string) => {
  const answer = await office.reads(who, (ctx) => searchPeople(ctx, typed));
  return answer.ok ? answer.hits.map(({ personId, stays }) => ({ personId, stays })) : answer.why;
};

test('whoever is held is found by his number, however it is typed, and stands with it', async () => {
  const { personId, stayId } = await bookedAs(office, {
    by: registrar,
    who: {
      unitId: office.units.kupang,
      name: 'Nomorman Kurungan',
      aliases: [],
      nik: null,
      sex: 'male',
      birth: partialDateOf('1983-02-18'),
      birthPlace: 'Ende',
      motherName: 'Rohimah',
    },
    on: plainDate('2026-11-20'),
    said: 'same',
  });
  const his = [{ personId, stays: [{ id: stayId, registerLabel: 'A.I 1/2026' }] }];
  for (const typed of ['nomorman kurungan', 'A.I 1/2026', 'a.i 1/2026', 'AI 1/2026', 'A.I/1/2026', 'a.i.1 / 2026', '1'])
    expect([typed, await found(registrar, typed)]).toEqual([typed, his]);
  expect(await found(head, 'A.I 1/2026')).toEqual(his);
  for (const typed of ['A.II 1/2026', 'A.I 1/2025', 'B.I 1/2026'])
    expect([typed, await found(registrar, typed)]).toEqual([typed, []]);
  expect(await found(pk, 'A.I 1/2026')).toEqual([]);
});
