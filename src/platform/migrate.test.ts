import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshDatabase } from '#tests/support/database';
import { tempFolder } from '#tests/support/temp-folder';
import { migrateDatabase, pendingAfter } from './migrate.server.ts';

const database = await freshDatabase('migrate');
const file = (name: string, sha256 = name) => ({ name, sha256, sql: '' });

test('only what is new is applied, in the order of the names', () => {
  const files = [file('0001_a.sql'), file('0002_b.sql'), file('0003_c.sql')];
  expect(pendingAfter([file('0001_a.sql')], files).map(({ name }) => name)).toEqual(['0002_b.sql', '0003_c.sql']);
});

test('a file that was changed after it was applied is refused', () => {
  expect(() => pendingAfter([file('0001_a.sql', 'as it was')], [file('0001_a.sql')])).toThrow(
    /0001_a\.sql was changed/,
  );
});

test('a database that is newer than the program is refused', () => {
  expect(() => pendingAfter([file('0002_b.sql')], [])).toThrow(/install a newer version/);
});

test('a file that comes before what is applied is refused', () => {
  const files = [file('0001_a.sql'), file('0002_b.sql')];
  expect(() => pendingAfter([file('0002_b.sql')], files)).toThrow(/0001_a\.sql comes before 0002_b\.sql/);
});

test('a second run finds nothing to do', async () => {
  expect(await migrateDatabase(database.ownerUrl)).toEqual([]);
});

test('a failing migration says where and leaves nothing behind; mended, it goes through', async () => {
  const folder = tempFolder();
  cpSync('db/migrations', folder, { recursive: true });
  const name = '9999_broken.sql';
  writeFileSync(join(folder, name), 'create table platform.half (a int);\n\nselect no_such_function();\n');
  await expect(migrateDatabase(database.ownerUrl, folder)).rejects.toThrow(
    /9999_broken\.sql:3 failed.*no_such_function/,
  );
  const { rows } = await database.owner.query(`select to_regclass('platform.half') as half`);
  expect(rows).toEqual([{ half: null }]);

  writeFileSync(join(folder, name), `create table platform.half (a int);\ndo $$ begin perform 1; end $$;\n`);
  expect(await migrateDatabase(database.ownerUrl, folder)).toEqual([name]);
});

test('servers that start together migrate one after the other', async () => {
  const folder = tempFolder();
  cpSync('db/migrations', folder, { recursive: true });
  writeFileSync(
    join(folder, '9999_broken.sql'),
    `create table platform.half (a int);\ndo $$ begin perform 1; end $$;\n`,
  );
  writeFileSync(join(folder, '9999_late.sql'), 'create table platform.late (a int); select pg_sleep(0.2)');
  const applied = await Promise.all([1, 2, 3].map(() => migrateDatabase(database.ownerUrl, folder)));
  expect(applied.flat()).toEqual(['9999_late.sql']);
});

test('a server that cannot be reached is named without its password', async () => {
  const nowhere = migrateDatabase('postgres://someone:secret@127.0.0.1:1/simpul');
  await expect(nowhere).rejects.toThrow('The database someone@127.0.0.1:1/simpul cannot be reached (ECONNREFUSED).');
});
