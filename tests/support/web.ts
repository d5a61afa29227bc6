import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { openDataFolder } from '../../src/platform/data-folder.server.ts';
import { builtApplication } from './built.ts';
import type { TestDatabase } from './database.ts';
import { testJournalKey } from './office.ts';
import { lastingFolder } from './temp-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const patience = 60_000;

export type TestWeb = { url: string; data: string };

/**
 * The built application on a test file's database: real requests through everything that stands between a browser and a use case.
 * Journal lines carry the same key as those of `openOffice`.
 */
export async function serveDatabase(database: Pick<TestDatabase, 'appUrl'>): Promise<TestWeb> {
  await builtApplication();
  const data = join(lastingFolder(), 'office');
  mkdirSync(join(data, 'keys'), { recursive: true });
  writeFileSync(join(data, 'keys', 'journal.key'), testJournalKey.toString('base64') + '\n', { mode: 0o600 });
  openDataFolder(data, { kind: 'office', version: '0' }).lock.release();

  const child = spawn(join(root, 'node_modules/.bin/node'), ['tests/support/serve.ts'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: database.appUrl, SIMPUL_DATA: data, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  afterAll(async () => {
    child.kill('SIGKILL');
    rmSync(join(data, '..'), { recursive: true, force: true });
  });
  return { url: await said(child, /ready at (\S+)/), data };
}

/** Waits until a process has said something; what it said until it ended is the reason why not. */
export function said(child: ChildProcess, what: RegExp, ms = patience): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not ready in time:\n${text}`)), ms);
    const hear = (chunk: Buffer) => {
      text += chunk.toString();
      const found = what.exec(text);
      if (!found) return;
      clearTimeout(late);
      resolve(found[1] ?? found[0]);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`ended with ${code}:\n${text}`));
    });
  });
}
