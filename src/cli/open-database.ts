import { readFileSync, rmSync } from 'node:fs';
import { ConsoleProblem, type Sentence } from '#platform/console-problem.server';
import { dataFolder, openDataFolder, type DataFolder, type FolderKind } from '#platform/data-folder.server';
import { examineDatabase } from '#platform/doctor.server';
import { attachToEmbedded, startEmbeddedPostgres, stopOrphan } from '#platform/embedded-postgres.server';
import { env, publishEnv } from '#platform/env.server';
import { findHolder, type FolderLock } from '#platform/folder-lock.server';
import { keepLogSmall } from '#platform/log-file.server';
import { withConnection } from '#platform/one-connection.server';
import type { Values } from './command.ts';

export type OpenDatabase = {
  folder: DataFolder;
  databaseUrl: string;
  /** Absent where only the application's role of an outside server is known. */
  ownerUrl: string | undefined;
  backupUrl: string | undefined;
  isEmbedded: boolean;
  /** The lock on the data folder, where this process holds it. */
  lock: FolderLock | undefined;
  close: () => Promise<void>;
};

export const version = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/** The data folder that a command means. */
export function settleData(values: Values): string {
  if (typeof values.data === 'string') publishEnv({ SIMPUL_DATA: values.data });
  return env().SIMPUL_DATA;
}

/**
 * Opens the database that a command works on: the server of DATABASE_URL, the embedded one that already runs, or the embedded
 * one started for the length of the command. With `kind` the data folder is made where it is missing.
 */
export async function openDatabase(path: string, kind?: FolderKind): Promise<OpenDatabase> {
  const { DATABASE_URL, DATABASE_OWNER_URL, DATABASE_BACKUP_URL } = env();
  const opened = DATABASE_URL
    ? openOutside(path, kind, DATABASE_URL, DATABASE_OWNER_URL, DATABASE_BACKUP_URL)
    : findHolder(path) && !kind
      ? attach(path)
      : await startEmbedded(path, kind ?? dataFolder(path).marker.kind);
  publishEnv({ DATABASE_URL: opened.databaseUrl, SIMPUL_DATA: opened.folder.path });
  return opened;
}

/** Several processes, on several machines, may work on an outside server; each needs the same keys in its data folder. */
function openOutside(
  path: string,
  kind: FolderKind | undefined,
  databaseUrl: string,
  ownerUrl?: string,
  backupUrl?: string,
): OpenDatabase {
  let folder: DataFolder;
  if (kind) {
    const { lock, ...made } = openDataFolder(path, { kind, version });
    lock.release();
    folder = made;
  } else folder = dataFolder(path);
  return { folder, databaseUrl, ownerUrl, backupUrl, isEmbedded: false, lock: undefined, close: async () => {} };
}

function attach(path: string): OpenDatabase {
  const folder = dataFolder(path);
  const { databaseUrl, databaseOwnerUrl, backupUrl } = attachToEmbedded(folder.path);
  return {
    folder,
    databaseUrl,
    ownerUrl: databaseOwnerUrl,
    backupUrl,
    isEmbedded: true,
    lock: undefined,
    close: async () => {},
  };
}

async function startEmbedded(path: string, kind: FolderKind): Promise<OpenDatabase> {
  const { lock, ...folder } = openDataFolder(path, { kind, version });
  const logFile = `${folder.path}/simpul.log`;
  publishEnv({ LOG_FILE: logFile });
  keepLogSmall(logFile);
  const rotation = setInterval(() => keepLogSmall(logFile), 60_000).unref();
  try {
    await discardHalfLoadedDemo(folder);
    const postgres = await startEmbeddedPostgres(folder.path);
    return {
      folder,
      databaseUrl: postgres.databaseUrl,
      ownerUrl: postgres.databaseOwnerUrl,
      backupUrl: postgres.backupUrl,
      isEmbedded: true,
      lock,
      async close() {
        await postgres.stop();
        clearInterval(rotation);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A demo that was interrupted while it loaded holds nothing worth keeping, and half of it would look like all of it. */
async function discardHalfLoadedDemo({ cluster, marker }: DataFolder): Promise<void> {
  if (marker.kind !== 'demo' || marker.demoLoadedAt) return;
  await stopOrphan(cluster);
  rmSync(cluster, { recursive: true, force: true });
}

/** Brings the tables to this release and gives the application's role what it may take. */
export async function bringUpToDate({ databaseUrl, ownerUrl }: OpenDatabase): Promise<string[]> {
  if (!ownerUrl)
    throw new ConsoleProblem({
      id: 'DATABASE_OWNER_URL belum diisi; migrasi memerlukan peran pemilik tabel.',
      en: 'DATABASE_OWNER_URL is not set; migrations need the role that owns the tables.',
    });
  const { grantApplicationRole, migrateDatabase } = await import('#platform/migrate.server');
  const applied = await migrateDatabase(ownerUrl);
  await grantApplicationRole(ownerUrl, decodeURIComponent(new URL(databaseUrl).username));
  return applied;
}

/** Stops a command on a database that would lose data or let people past their limits. */
export async function refuseUnsafe({ databaseUrl }: OpenDatabase): Promise<void> {
  const findings = await withConnection(databaseUrl, examineDatabase);
  const refused = findings.filter((finding) => finding.severity === 'refuse');
  if (refused.length === 0) return;
  const all = (language: keyof Sentence) =>
    refused.map(({ says, remedy }) => `${says[language]} ${remedy[language]}`).join('\n');
  throw new ConsoleProblem({ id: all('id'), en: all('en') });
}
