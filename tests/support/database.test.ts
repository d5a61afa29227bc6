import { expect, test } from 'vitest';
import { dropDatabase, freshDatabase } from './database.ts';

const database = await freshDatabase('support');

test('a fresh database holds the migrations and no one is signed in', async () => {
  const { rows } = await database.owner.query('select name from platform.migration');
  expect(rows.length).toBeGreaterThan(0);
});

test('the application may take a group role and has no rights before it does', async () => {
  await expect(database.app.query('select from units.unit')).rejects.toThrow(/permission denied/);
  const client = await database.app.connect();
  await client.query('begin; set local role app_staff');
  expect((await client.query('select from units.unit')).rowCount).toBe(0);
  await client.query('rollback');
  client.release();
});

test('a database whose housekeeping is under way is dropped when that has ended, and another refusal is told', async () => {
  const asked: string[] = [];
  const client = (refusals: string[]) =>
    ({
      query: (text: string) => {
        asked.push(text);
        const code = refusals.shift();
        return code ? Promise.reject(Object.assign(new Error(code), { code })) : Promise.resolve({ rows: [] });
      },
    }) as never;
  await dropDatabase(client(['42501', '42501']), 'test_x');
  expect(asked).toEqual(Array(3).fill('drop database if exists "test_x" with (force)'));
  await expect(dropDatabase(client(['55006']), 'test_x')).rejects.toMatchObject({ code: '55006' });
});
