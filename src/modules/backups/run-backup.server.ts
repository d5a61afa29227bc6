import { existsSync, readFileSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { newId } from '#kernel/id';
import { followLog, logFolder, LogGap, readMark, startLog } from '#platform/backup/follow-log.server';
import { makeBackup } from '#platform/backup/make-backup.server';
import { restoreBackup } from '#platform/backup/restore.server';
import { ConsoleProblem } from '#platform/console-problem.server';
import { dataFolder, keyNames, type DataFolder, type KeyName } from '#platform/data-folder.server';
import { attachToEmbedded } from '#platform/embedded-postgres.server';
import { env } from '#platform/env.server';
import { isAlive } from '#platform/folder-lock.server';
import { asHouse, houseDatabase } from '#platform/journal/system-session.server';
import { log, logError } from '#platform/log.server';
import { expiredArchives } from './retention.rules.ts';
import type { BackupSettings } from './settings.ts';
import { beginRun, endRun, findLastDone, readBackupSettings, type Run } from './store.server.ts';

/** Beside the data folder where nobody has said anything else. */
export function destinationOf(settings: BackupSettings, folder: DataFolder): string {
  return settings.destination ? resolve(settings.destination) : join(dirname(folder.path), 'simpul-backups');
}

/** Which role a backup connects as; undefined where an outside server has none for it. */
export function backupUrlOf(folder: DataFolder): string | undefined {
  const { DATABASE_BACKUP_URL } = env();
  if (DATABASE_BACKUP_URL) return DATABASE_BACKUP_URL;
  return existsSync(join(folder.path, 'database.json')) ? attachToEmbedded(folder.path).backupUrl : undefined;
}

export const noBackupRole = () =>
  new ConsoleProblem({
    id: 'DATABASE_BACKUP_URL belum diisi; cadangan server luar memerlukan peran dengan hak REPLICATION (docs/operations/backup.md).',
    en: 'DATABASE_BACKUP_URL is not set; a backup of an outside server needs a role with the right REPLICATION (docs/operations/backup.md).',
  });

export type Where = { folder: DataFolder; destination: string; keep: BackupSettings };

export async function settledWhere(destination?: string): Promise<Where> {
  const folder = dataFolder(env().SIMPUL_DATA);
  const keep = await asHouse(houseDatabase(), readBackupSettings);
  return { folder, keep, destination: destination ?? destinationOf(keep, folder) };
}

/** Makes a backup now, records it, and lets the old ones go. A failure is recorded, logged and thrown. */
export async function backUp({ folder, destination, keep }: Where): Promise<Run> {
  const id = newId();
  await asHouse(houseDatabase(), (tx) => beginRun(tx, id, 'backup', destination));
  try {
    const backupUrl = backupUrlOf(folder);
    if (!backupUrl) throw noBackupRole();
    removeDrafts(destination);
    const made = await makeBackup({
      backupUrl,
      db: houseDatabase(),
      journalKey: folder.key('journal'),
      marker: folder.marker,
      version: ownVersion(),
      source: env().DATABASE_BACKUP_URL ? 'outside' : 'embedded',
      destination,
    });
    const { systemId, timeline, segmentSize, logFrom, exact, counts, madeAt } = made.manifest;
    startLog(made.file, { systemId, timeline, segmentSize, from: logFrom });
    for (const name of expiredArchives(readdirSync(destination), keep)) removeArchive(join(destination, name));
    const rows = Object.values(counts).reduce((sum, one) => sum + one, 0);
    await asHouse(houseDatabase(), (tx) =>
      endRun(tx, id, {
        state: 'done',
        bytes: made.bytes,
        facts: { file: made.file, madeAt, exact, rows, ms: made.ms, logUntil: madeAt },
      }),
    );
    log('info', 'backup made', { bytes: made.bytes, ms: made.ms });
  } catch (error) {
    await fail(id, error, 'backup');
    throw error;
  }
  return (await asHouse(houseDatabase(), (tx) => findLastDone(tx, 'backup', destination)))!;
}

/** Copies the log since the last backup. Answers false where only a new backup helps. */
export async function followBackup({ folder, destination }: Where): Promise<boolean> {
  const last = await asHouse(houseDatabase(), (tx) => findLastDone(tx, 'backup', destination));
  const file = last?.facts['file'];
  const backupUrl = backupUrlOf(folder);
  if (!last || typeof file !== 'string' || !backupUrl || !existsSync(file) || !readMark(file)) return false;
  try {
    const startedAt = new Date();
    await followLog(backupUrl, file);
    await asHouse(houseDatabase(), (tx) =>
      endRun(tx, last.id, { state: 'done', facts: { ...last.facts, logUntil: startedAt.toISOString() } }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof LogGap)) throw error;
    log('warn', 'log of the backup has a gap', { says: error.message });
    return false;
  }
}

/** Restores the newest backup into a folder aside, proves it and throws the folder away. */
export async function drill({ folder, destination }: Where): Promise<void> {
  const last = await asHouse(houseDatabase(), (tx) => findLastDone(tx, 'backup', destination));
  const file = last?.facts['file'];
  if (typeof file !== 'string') return;
  const id = newId();
  const aside = join(folder.path, 'restore-drill');
  await asHouse(houseDatabase(), (tx) => beginRun(tx, id, 'restore_drill', destination));
  try {
    rmSync(aside, { recursive: true, force: true });
    const keys = Object.fromEntries(keyNames.map((name) => [name, folder.key(name)])) as Record<KeyName, Buffer>;
    const proof = await restoreBackup({ archive: file, data: aside, keys, durable: false });
    const { tables, rows, exact, journal, signIn, logFiles, lastCommit, ms } = proof;
    await asHouse(houseDatabase(), (tx) =>
      endRun(tx, id, {
        state: 'done',
        bytes: proof.manifest.bytes,
        facts: { file, tables, rows, exact, journal, signIn, logFiles, lastCommit, ms },
      }),
    );
    log('info', 'restore proved', { ms, rows });
  } catch (error) {
    await fail(id, error, 'restore drill');
    throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

async function fail(id: string, error: unknown, where: string): Promise<void> {
  const number = logError(error, { where });
  // A sentence for people where there is one; anything else only by the number it has in the log.
  const problem = error instanceof ConsoleProblem ? error.sentence.id : `#${number}`;
  await asHouse(houseDatabase(), (tx) => endRun(tx, id, { state: 'failed', problem })).catch(() => {});
}

/** What a process that was cut off in the middle of a backup left behind. */
function removeDrafts(destination: string): void {
  if (!existsSync(destination)) return;
  for (const name of readdirSync(destination)) {
    const pid = /^simpul-\w+\.simpul\.(\d+)\.new$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(destination, name), { force: true });
  }
}

function removeArchive(file: string): void {
  rmSync(logFolder(file), { recursive: true, force: true });
  rmSync(file, { force: true });
}

export type Disk = { destination: string; exists: boolean; freeBytes: number | null; sameDisk: boolean };

/** What there is at the destination, as far as this machine can see it. */
export function lookAtDestination(destination: string, dataPath: string): Disk {
  let folder = destination;
  const exists = existsSync(destination);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    const { bavail, bsize } = statfsSync(folder);
    return {
      destination,
      exists,
      freeBytes: bavail * bsize,
      sameDisk: statSync(folder).dev === statSync(dataPath).dev,
    };
  } catch {
    return { destination, exists, freeBytes: null, sameDisk: false };
  }
}

let version: string | undefined;
function ownVersion(): string {
  return (version ??= (
    JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
  ).version);
}
