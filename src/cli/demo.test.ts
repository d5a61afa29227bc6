import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { whatIsLoaded } from '#invented/demo/loaded.server';
import { migrateDatabase, undoMigrations } from '#platform/migrate.server';
import { withConnection } from '#platform/one-connection.server';
import { freshDatabase } from '#tests/support/database';
import { tempFolder } from '#tests/support/temp-folder';

const { ownerUrl } = await freshDatabase('demo');

function demo(args: string[]) {
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/node', ['src/cli/main.ts', 'demo', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8' },
  });
  return { status, stdout, stderr };
}

/** A folder that says what it is, with something in it that must not be lost. */
function aFolder(kind: 'demo' | 'office'): string {
  const folder = join(tempFolder(), 'data');
  mkdirSync(join(folder, 'postgres'), { recursive: true });
  const marker = { kind, createdAt: '2026-11-20T00:00:00Z', version: '0.1.0', keys: {} };
  writeFileSync(join(folder, 'marker.json'), JSON.stringify({ ...marker, demoLoadedAt: '2026-11-20T00:00:00Z' }));
  writeFileSync(join(folder, 'postgres', 'kept'), 'kept');
  return folder;
}
const isWhole = (folder: string) => readFileSync(join(folder, 'postgres', 'kept'), 'utf8') === 'kept';

test('a demo that is there is left alone unless somebody asks for a new one', () => {
  const folder = aFolder('demo');
  expect(demo(['--data', folder])).toEqual({
    status: 0,
    stdout: `The demo is already in ${folder}; run npm start -- --data ${folder}, or begin anew with --reset.\n`,
    stderr: '',
  });
  expect(isWhole(folder)).toBe(true);
});

test('a reset leaves nothing of the old demo and ends in a whole new one', () => {
  const folder = aFolder('demo');
  const { status, stdout } = demo(['--data', folder, '--reset']);
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: `Loading the demo …\nThe demo is ready in ${folder}; run npm start -- --data ${folder}\n`,
  });
  expect(existsSync(join(folder, 'postgres', 'kept'))).toBe(false);
  expect(existsSync(join(folder, 'postgres', 'PG_VERSION'))).toBe(true);
  const marker = JSON.parse(readFileSync(join(folder, 'marker.json'), 'utf8')) as { demoLoadedAt: string };
  expect(marker.demoLoadedAt > '2026-11-20T00:00:00Z').toBe(true);
});

test('an office is never emptied, and never filled with invented people', () => {
  const folder = aFolder('office');
  expect(demo(['--data', folder, '--reset'])).toEqual({
    status: 1,
    stdout: '',
    stderr: `The folder ${folder} is an office's data; only a demo can begin anew.\n`,
  });
  const filled = demo(['--data', folder]);
  expect(filled.status).toBe(1);
  expect(filled.stderr).toContain(`The folder ${folder} is an office's data;`);
  expect(isWhole(folder)).toBe(true);
});

test('a folder of somebody else, or none, cannot be reset', () => {
  const folder = join(tempFolder(), 'data');
  const refused = `${folder} holds no demo yet; load it with npm run simpul -- demo, without --reset.\n`;
  expect(demo(['--data', folder, '--reset'])).toEqual({ status: 1, stdout: '', stderr: refused });
  expect(existsSync(folder)).toBe(false);
  mkdirSync(folder);
  writeFileSync(join(folder, 'letters.txt'), 'mine');
  expect(demo(['--data', folder, '--reset'])).toEqual({ status: 1, stdout: '', stderr: refused });
  expect(demo(['--data', folder]).stderr).toContain('is not empty and is not Simpul data');
});

test('what a server holds is known before anything is written into it', async () => {
  const fill = (sql: string) => withConnection(ownerUrl, (client) => client.query(sql));
  expect(await whatIsLoaded(ownerUrl)).toBe('nothing');
  await fill(`insert into units.unit (code, name, type, zone) values ('bapas-x', 'Bapas', 'bapas', 'Asia/Jakarta')`);
  expect(await whatIsLoaded(ownerUrl)).toBe('office');
  await fill(`insert into platform.setting (key, value) values ('demo.today', '"2022-06-13"')`);
  expect(await whatIsLoaded(ownerUrl)).toBe('demo');
});

test('a database is emptied only while nobody works on it, and can be filled again', async () => {
  await withConnection(ownerUrl, () => expect(undoMigrations(ownerUrl)).rejects.toThrow('1 other connections'));
  expect(await whatIsLoaded(ownerUrl)).toBe('demo');
  await undoMigrations(ownerUrl);
  expect(await whatIsLoaded(ownerUrl)).toBe('nothing');
  expect((await migrateDatabase(ownerUrl)).length).toBeGreaterThan(10);
});
