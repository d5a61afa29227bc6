import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { lastingFolder, tempFolder } from '#tests/support/temp-folder';
import { findClosedFolder } from './unprivileged-account.server.ts';
import { attachToEmbedded, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.server.ts';
import { isAlive } from './folder-lock.server.ts';

const folder = lastingFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const start = () => startEmbeddedPostgres(folder, { sync: false });

async function ask(url: string, question: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query({ text: question, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

async function using(work: (postgres: EmbeddedPostgres) => Promise<void>): Promise<void> {
  const postgres = await start();
  try {
    await work(postgres);
  } finally {
    await postgres.stop();
  }
}

const superuser = ({ port }: EmbeddedPostgres) => `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;

test('the first start makes a cluster that keeps what it acknowledged', () =>
  using(async (postgres) => {
    const safe = ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'jit', 'server_encoding'];
    const settings = await ask(
      postgres.databaseUrl,
      `select ${safe.map((name) => `current_setting('${name}')`).join()}`,
    );
    expect(settings).toEqual(['on', 'on', 'on', 'on', 'off', 'UTF8']);
  }));

test('the application has no rights of its own, the owner is no superuser, and the superuser has no way in', () =>
  using(async (postgres) => {
    const roles = `select rolname::text, rolsuper, rolbypassrls, rolcreatedb from pg_roles where rolname like 'simpul%' order by 1`;
    expect(await ask(postgres.databaseOwnerUrl, roles)).toEqual(
      ['simpul_app', 'simpul_backup', 'simpul_owner'].flatMap((name) => [name, false, false, false]),
    );
    await expect(ask(postgres.databaseUrl, 'create table t ()')).rejects.toThrow(/permission denied/);
    await expect(ask(superuser(postgres), 'select 1')).rejects.toThrow(/rejects connection/);
    expect(statSync(join(folder, 'database.json')).mode & 0o777).toBe(0o600);
  }));

test('the backup role may begin and end a backup and read no table', () =>
  using(async (postgres) => {
    await ask(postgres.databaseOwnerUrl, 'create table secret ()');
    expect(await ask(postgres.backupUrl, `select pg_backup_start('test', true) is not null`)).toEqual([true]);
    await expect(ask(postgres.backupUrl, 'select from secret')).rejects.toThrow(/permission denied/);
    await ask(postgres.databaseOwnerUrl, 'drop table secret');
  }));

test('a database whose process was killed is started again by itself', () =>
  using(async (postgres) => {
    const killed = postgres.pid();
    process.kill(killed, 'SIGKILL');
    while (postgres.pid() === killed) await sleep(20);
    expect(await ask(postgres.databaseUrl, 'select 1')).toEqual([1]);
  }));

test('a database that outlived its killed application is stopped and started anew', async () => {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('./embedded-postgres.server.ts', import.meta.url).href)};
    console.log((await startEmbeddedPostgres(${JSON.stringify(folder)})).pid());
    process.kill(process.pid, 'SIGKILL');`;
  let printed = '';
  try {
    execFileSync('node_modules/.bin/node', ['--input-type=module', '-e', program], { encoding: 'utf8' });
  } catch (error) {
    printed = (error as { stdout: string }).stdout;
  }
  const orphan = Number(printed);
  expect(isAlive(orphan)).toBe(true);
  await using(async (postgres) => {
    expect(isAlive(orphan)).toBe(false);
    expect(await ask(postgres.databaseUrl, 'select 1')).toEqual([1]);
  });
});

test("after a power cut the number in postmaster.pid may be another program's", async () => {
  writeFileSync(join(folder, 'postgres/postmaster.pid'), `${process.pid}\n${folder}/postgres\n1\n5432\n\n127.0.0.1\n`);
  await using(async (postgres) => expect(await ask(postgres.databaseUrl, 'select 1')).toEqual([1]));
});

test('the port is kept from one start to the next, and given up when another program has taken it', async () => {
  let kept = 0;
  await using(async ({ port }) => void (kept = port));
  await using(async ({ port }) => expect(port).toBe(kept));
  const other = createServer();
  await new Promise<void>((done) => other.listen(kept, '127.0.0.1', done));
  await using(async ({ port, databaseUrl }) => {
    expect(port).not.toBe(kept);
    expect(attachToEmbedded(folder).databaseUrl).toBe(databaseUrl);
  });
  other.close();
});

test('a restored cluster that comes without its passwords gets new ones', async () => {
  rmSync(join(folder, 'database.json'));
  await using(async (postgres) => {
    for (const url of [postgres.databaseUrl, postgres.databaseOwnerUrl, postgres.backupUrl])
      expect(await ask(url, 'select 1')).toEqual([1]);
  });
});

test('a setting that PostgreSQL does not take ends in a sentence with the reason', async () => {
  const broken = startEmbeddedPostgres(folder, { settings: { shared_buffers: 'a lot' } });
  await expect(broken).rejects.toThrow(
    /could not be started: .*shared_buffers|could not be started: configuration file/,
  );
});

test('a folder that the database account cannot pass through is named', () => {
  const closed = tempFolder();
  mkdirSync(join(closed, 'inner/postgres'), { recursive: true });
  chmodSync(closed, 0o700);
  const stranger = { uid: 64_999, gid: 64_999 };
  expect(findClosedFolder(join(closed, 'inner/postgres'), stranger)).toBe(closed);
  chmodSync(closed, 0o711);
  expect(findClosedFolder(join(closed, 'inner/postgres'), stranger)).toBeUndefined();
});
