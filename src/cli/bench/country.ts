import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCountry } from '#invented/country/load-country.server';
import type { CountrySize } from '#invented/country/offices';
import { hashSecret } from '#modules/accounts/server';
import { ConsoleProblem } from '#platform/console-problem.server';
import { openDataFolder } from '#platform/data-folder.server';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.server';
import { publishEnv } from '#platform/env.server';
import { grantApplicationRole, migrateDatabase } from '#platform/migrate.server';
import { complain, wholeNumber, type Option, type Values } from '../command.ts';
import { version } from '../open-database.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Options of the measurements that work on a country of invented people. */
export const countryOptions = {
  people: {
    type: 'string',
    value: 'number',
    says: { id: 'jumlah orang (biasanya 375000)', en: 'people in the registers (usually 375000)' },
  },
  clients: {
    type: 'string',
    value: 'number',
    says: { id: 'jumlah klien di antaranya (biasanya 100000)', en: 'clients among them (usually 100000)' },
  },
  keep: {
    type: 'string',
    value: 'folder',
    says: {
      id: 'tempat data rekaan disimpan untuk pengukuran berikutnya (biasanya ./data-bench)',
      en: 'where the invented data is kept for the next measurement (usually ./data-bench)',
    },
  },
} as const satisfies Record<string, Option>;

export function countrySize(values: Values): CountrySize {
  const clients = wholeNumber(values, 'clients', 100, 1_000_000) ?? 100_000;
  return { clients, people: wholeNumber(values, 'people', clients, 5_000_000) ?? Math.max(375_000, clients) };
}

/** A data folder of its own for one measurement, with the whole country in it; `remove` throws it away. */
export type CountryFolder = { path: string; remove: () => void };

/**
 * The country of this size, copied from the one that is kept. That one is made anew when the way of inventing it has changed, and
 * brought to the newest tables when there are newer ones; no measurement ever works on it, so each begins with the same data.
 */
export async function openCountry(values: Values): Promise<CountryFolder> {
  const size = countrySize(values);
  const keep = resolve(typeof values.keep === 'string' ? values.keep : join(root, 'data-bench'));
  mkdirSync(keep, { recursive: true });
  // Started as root, the database's own account must be able to pass through, and only that.
  if (process.getuid?.() === 0) chmodSync(keep, 0o711);
  sweepRuns(keep);
  const name = `country-${size.people}-${size.clients}`;
  const pattern = join(keep, `${name}-${fingerprint(['src/invented/country', 'src/invented/persons.ts'])}`);
  const isCurrent = () =>
    existsSync(tablesFile(pattern)) && readFileSync(tablesFile(pattern), 'utf8') === fingerprint(['db/migrations']);
  if (existsSync(pattern) && !isCurrent()) await bringToNewestTables(pattern);
  if (!existsSync(pattern)) {
    for (const old of readdirSync(keep)) if (old.startsWith(`${name}-`)) rmSync(join(keep, old), { recursive: true });
    await makeCountry(pattern, size);
  }
  const path = join(keep, `run-${process.pid}`);
  copyFolder(pattern, path);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

const tablesFile = (pattern: string) => join(pattern, 'tables-of');

/** Half a migrated country is of no use: where that fails (a file was changed or squeezed in) it is thrown away and made anew. */
async function bringToNewestTables(pattern: string): Promise<void> {
  complain({ id: 'Membawa data rekaan ke tabel terbaru …', en: 'Bringing the invented data to the newest tables …' });
  const postgres = await startEmbeddedPostgres(pattern, { sync: false });
  let isWhole = false;
  try {
    await migrateDatabase(postgres.databaseOwnerUrl);
    await grantApplicationRole(postgres.databaseOwnerUrl, 'simpul_app');
    isWhole = true;
  } catch (error) {
    if (!(error instanceof ConsoleProblem)) throw error;
    complain(error.sentence);
  } finally {
    await postgres.stop();
  }
  if (isWhole) writeFileSync(tablesFile(pattern), fingerprint(['db/migrations']));
  else rmSync(pattern, { recursive: true });
}

async function makeCountry(pattern: string, size: CountrySize): Promise<void> {
  complain({
    id: `Membuat ${size.people} orang rekaan, ${size.clients} di antaranya klien; disimpan untuk pengukuran berikutnya …`,
    en: `Inventing ${size.people} people, ${size.clients} of them clients; kept for the next measurement …`,
  });
  const draft = `${pattern}.new`;
  rmSync(draft, { recursive: true, force: true });
  const { lock, ...folder } = openDataFolder(draft, { kind: 'demo', version });
  publishEnv({ SIMPUL_DATA: folder.path });
  // Whatever interrupts this, the draft is thrown away: nothing in it needs to be safe on disk before it is whole.
  const postgres = await startEmbeddedPostgres(folder.path, {
    sync: false,
    settings: {
      fsync: 'off',
      full_page_writes: 'off',
      synchronous_commit: 'off',
      max_wal_size: '4GB',
      // The log of the filling is of no use to anybody, and would be copied with every run.
      wal_recycle: 'off',
      wal_keep_size: 0,
    },
  });
  try {
    await migrateDatabase(postgres.databaseOwnerUrl);
    await grantApplicationRole(postgres.databaseOwnerUrl, 'simpul_app');
    let since = performance.now();
    await loadCountry({
      ownerUrl: postgres.databaseOwnerUrl,
      journalKey: folder.key('journal'),
      hashPassword: hashSecret,
      size,
      tell(part) {
        complain({ id: `  ${part}: ${seconds(since)} dtk`, en: `  ${part}: ${seconds(since)} s` });
        since = performance.now();
      },
    });
    folder.markDemoLoaded();
  } finally {
    await postgres.stop();
    lock.release();
  }
  writeFileSync(tablesFile(draft), fingerprint(['db/migrations']));
  renameSync(draft, pattern);
}

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);

/** A mark of everything in these files and folders of the project. */
function fingerprint(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const visit = (path: string) => {
    const whole = join(root, path);
    if (statSync(whole).isDirectory())
      return readdirSync(whole)
        .sort()
        .forEach((name) => visit(join(path, name)));
    hash.update(`${path}\n`).update(readFileSync(whole));
  };
  paths.forEach(visit);
  return hash.digest('hex').slice(0, 12);
}

/** What a measurement left that was killed. */
function sweepRuns(keep: string): void {
  for (const name of readdirSync(keep)) {
    const pid = Number(/^run-(\d+)$/.exec(name)?.[1]);
    if (!pid) continue;
    try {
      process.kill(pid, 0);
    } catch {
      rmSync(join(keep, name), { recursive: true, force: true });
    }
  }
}

/** With owners and modes, since the database's files belong to its own account; cheap where the file system can share blocks. */
function copyFolder(from: string, to: string): void {
  const { status } = spawnSync('cp', ['-a', '--reflink=auto', from, to]);
  if (status !== 0) {
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true, preserveTimestamps: true });
  }
  // What is still on its way to the disk would be written while we measure.
  spawnSync('sync');
}
