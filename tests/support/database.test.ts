import { expect, test } from 'vitest';
import { freshDatabase } from './database.ts';

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
