import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { useMatchingDatabase } from '../../src/modules/people/matching/process.server.ts';
import { withConnection } from '../../src/platform/one-connection.server.ts';

export type TestDatabase = {
  name: string;
  /** Owns the tables; for setting a scene and for looking behind the application's back. */
  ownerUrl: string;
  /** The application's login role, which sees nothing until it takes a group role. */
  appUrl: string;
  owner: pg.Pool;
  app: pg.Pool;
};

/**
 * A migrated database of its own for a test file: `const database = await freshDatabase();` at the top of the file.
 * It is dropped when every test of the file has passed, and kept to be looked at when one has failed.
 */
export async function freshDatabase(name = 'file'): Promise<TestDatabase> {
  const server = inject('testServer');
  const unique = `test_${name}_${process.pid}_${Math.trunc(performance.timeOrigin + performance.now()).toString(36)}_${(made += 1)}`;
  await withConnection(toDatabase(server.ownerUrl, 'postgres'), (client) =>
    // Copied as files: page by page through the log, as is usual, it takes four times as long.
    client.query(`create database ${pg.escapeIdentifier(unique)} template ${server.template} strategy file_copy`),
  );
  const [ownerUrl, appUrl] = [toDatabase(server.ownerUrl, unique), toDatabase(server.appUrl, unique)];
  const database: TestDatabase = {
    name: unique,
    ownerUrl,
    appUrl,
    owner: new pg.Pool({ connectionString: ownerUrl, max: 4 }),
    app: new pg.Pool({ connectionString: appUrl, max: 10 }),
  };
  for (const pool of [database.owner, database.app]) pool.on('error', () => {}); // cut off when the database is dropped
  await useMatchingDatabase(appUrl);

  // eslint-disable-next-line no-empty-pattern -- vitest asks for a pattern before it hands out the file
  afterAll(async ({}, file) => {
    await useMatchingDatabase(undefined);
    await Promise.all([database.owner.end(), database.app.end()]);
    if (hasFailed(file)) return;
    await withConnection(toDatabase(server.ownerUrl, 'postgres'), (client) => dropDatabase(client, unique));
  });
  return database;
}
let made = 0;

/**
 * Drops a database with whoever is still in it. Its housekeeping (autovacuum) runs as superuser, and an owner who is none may not end
 * that: it ends by itself a moment later.
 */
export async function dropDatabase(client: Pick<pg.Client, 'query'>, name: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '42501' || tries === 40) throw error;
      await sleep(250);
    }
  }
}

export function toDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

type Node = { result?: { state?: string }; tasks?: Node[] };
function hasFailed(node: Node): boolean {
  return node.result?.state === 'fail' || (node.tasks ?? []).some(hasFailed);
}
