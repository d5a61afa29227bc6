import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedOptions, type EmbeddedPostgres } from '#platform/embedded-postgres.server';
import { lastingFolder } from '#tests/support/temp-folder';
import { openDataFolder } from '../../src/platform/data-folder.server.ts';

/**
 * A PostgreSQL that is not ours: set up by the very words of docs/operations/install.md, with an owner who is no superuser, and each
 * setting that could lose a report tried for real through the commands that an administrator types.
 */
type Outside = { postgres: EmbeddedPostgres; folder: string };
const opened: Outside[] = [];
const places: string[] = [];
afterAll(async () => {
  for (const { postgres, folder } of opened) {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const place of places) rmSync(place, { recursive: true, force: true });
});

async function aServer(options: EmbeddedOptions = {}): Promise<Outside> {
  const folder = lastingFolder();
  await (await startEmbeddedPostgres(folder, { sync: false, ...options })).stop();
  const rules = join(folder, 'postgres/pg_hba.conf');
  writeFileSync(rules, `host all postgres 127.0.0.1/32 trust\n${readFileSync(rules, 'utf8')}`);
  const server = { folder, postgres: await startEmbeddedPostgres(folder, { sync: false, ...options }) };
  opened.push(server);
  return server;
}

async function asSuperuser({ postgres }: Outside, statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: `postgres://postgres@127.0.0.1:${postgres.port}/postgres` });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** The statements that the page gives, with passwords in place of the dots and names of their own. */
function wordsOfThePage(): string[] {
  const page = readFileSync(new URL('../../docs/operations/install.md', import.meta.url), 'utf8');
  const [, chapter = ''] = /## An existing PostgreSQL\n([\s\S]*?)\n## /.exec(page) ?? [];
  const [, block = ''] = /superuser:\n\n((?: {4}.*\n)+)/.exec(chapter) ?? [];
  return block
    .replace(/--.*$/gm, '')
    .replaceAll('simpul_owner', 'office_owner')
    .replaceAll('simpul_app', 'office_app')
    .replaceAll('simpul_backup', 'office_backup')
    .replace(/DATABASE simpul/, 'DATABASE office')
    .replaceAll("'...'", "'word'")
    .split(';')
    .map((statement) => statement.trim())
    .filter(Boolean);
}

const at = ({ postgres }: Outside, role: string) => `postgres://${role}:word@127.0.0.1:${postgres.port}/office`;

function simpul(args: string[], env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn('node_modules/.bin/node', ['src/cli/main.ts', ...args], {
    env: { PATH: process.env['PATH'], LANG: 'en_US.UTF-8', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, said })));
}

function aDataFolder(): string {
  const outside = mkdtempSync(join(lastingFolder(), 'outside-'));
  places.push(join(outside, '..'));
  const data = join(outside, 'office');
  openDataFolder(data, { kind: 'office', version: '0' }).lock.release();
  return data;
}

let server: Outside;
let data: string;
const addresses = () => ({ DATABASE_URL: at(server, 'office_app'), DATABASE_OWNER_URL: at(server, 'office_owner') });
beforeAll(async () => {
  server = await aServer();
  data = aDataFolder();
  await asSuperuser(server, wordsOfThePage());
});

describe('a server set up as the page says', () => {
  test('is migrated by its owner, who is no superuser, and found safe', async () => {
    expect(wordsOfThePage()).toHaveLength(4);
    const migrated = await simpul(['migrate', '--data', data], addresses());
    expect(migrated).toMatchObject({ code: 0, said: expect.stringContaining('Applied: 0001_platform.sql') as string });
    expect(await simpul(['migrate', '--data', data], addresses())).toMatchObject({
      code: 0,
      said: 'The database is up to date already.\n',
    });
    const doctor = await simpul(['doctor', '--data', data], addresses());
    expect(doctor.said).not.toContain('REFUSED');
    expect(doctor).toMatchObject({ code: 0, said: expect.stringContaining('The database is safe to use.') as string });
  });

  test.each([
    ['fsync', 'fsync is off'],
    ['full_page_writes', 'full_page_writes is off'],
    ['synchronous_commit', 'synchronous_commit is off'],
  ])(
    'with %s = off is refused, by the doctor and at the start of the pages, and works again without it',
    async (name, says) => {
      await asSuperuser(server, [`alter system set ${name} = off`, 'select pg_reload_conf()']);
      await override(name, 'off');
      const doctor = await simpul(['doctor', '--data', data], addresses());
      expect(doctor.code).toBe(1);
      expect(doctor.said).toContain(`REFUSED: ${says}`);
      expect(doctor.said).toContain(`Set ${name} = on in postgresql.conf`);
      const serve = await simpul(['serve', '--port', '0', '--data', data], addresses());
      expect(serve.code).toBe(1);
      expect(serve.said).toContain(says);

      await override(name, 'on');
      expect((await simpul(['doctor', '--data', data], addresses())).code).toBe(0);
    },
  );

  test('an application that signs in as superuser, or as the owner of the tables, is refused', async () => {
    const superuser = { ...addresses(), DATABASE_URL: at(server, 'postgres') };
    for (const command of [['doctor'], ['serve', '--port', '0']]) {
      const ended = await simpul([...command, '--data', data], superuser);
      expect(ended.code).toBe(1);
      expect(ended.said).toContain('signs in to the database as a superuser');
    }
    const owner = await simpul(['doctor', '--data', data], {
      ...addresses(),
      DATABASE_URL: at(server, 'office_owner'),
    });
    expect(owner.code).toBe(1);
    expect(owner.said).toContain("The application's role owns tables");
  });

  test('a second office of another owner on the same server is told what is missing, and works once it is there', async () => {
    const other = (text: string) => text.replaceAll('office', 'second');
    await asSuperuser(server, wordsOfThePage().map(other));
    const env = {
      DATABASE_URL: other(at(server, 'office_app')),
      DATABASE_OWNER_URL: other(at(server, 'office_owner')),
    };
    const folder = aDataFolder();
    const refused = await simpul(['migrate', '--data', folder], env);
    expect(refused.code).toBe(1);
    const [, grant] = /as its superuser run: (GRANT .*)\n$/.exec(refused.said) ?? [];
    expect(grant, refused.said).toMatch(/ TO second_app WITH INHERIT FALSE, SET TRUE$/);
    await asSuperuser(server, [grant!]);
    expect((await simpul(['migrate', '--data', folder], env)).code).toBe(0);
    expect((await simpul(['doctor', '--data', folder], env)).code).toBe(0);
  });

  test('without the owner’s address nothing is migrated, and the reason is one sentence', async () => {
    expect(await simpul(['migrate', '--data', data], { DATABASE_URL: at(server, 'office_app') })).toEqual({
      code: 1,
      said: 'DATABASE_OWNER_URL is not set; migrations need the role that owns the tables.\n',
    });
  });

  /** As an administrator edits postgresql.conf: after our own settings, and read again without a restart. */
  async function override(name: string, value: string): Promise<void> {
    await asSuperuser(server, [`alter system set ${name} = ${value}`, 'select pg_reload_conf()']);
    for (let tries = 0; tries < 50; tries++) {
      const client = new pg.Client({ connectionString: at(server, 'postgres') });
      await client.connect();
      const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [name]);
      await client.end();
      if (rows[0]!.value === value) return;
      await new Promise((later) => setTimeout(later, 50));
    }
    throw new Error(`${name} did not become ${value}`);
  }
});

test('a server without checksums is refused', async () => {
  const without = await aServer({ initdb: ['--no-data-checksums'] });
  await asSuperuser(without, wordsOfThePage());
  const env = { DATABASE_URL: at(without, 'office_app'), DATABASE_OWNER_URL: at(without, 'office_owner') };
  const folder = aDataFolder();
  expect((await simpul(['migrate', '--data', folder], env)).code).toBe(0);
  for (const command of [['doctor'], ['serve', '--port', '0']]) {
    const ended = await simpul([...command, '--data', folder], env);
    expect(ended.code).toBe(1);
    expect(ended.said).toContain('Data checksums are missing');
  }
});
