import { mustBeAllowed } from '#modules/access';
import type { ReadCtx, Tx } from '#platform/ctx';
import { dataFolder } from '#platform/data-folder.server';
import { env } from '#platform/env.server';
import { backupUrlOf, destinationOf, lookAtDestination, type Disk } from './run-backup.server.ts';
import { OLDEST_BACKUP_HOURS, OLDEST_DRILL_DAYS, type BackupSettings } from './settings.ts';
import {
  findLastDone,
  findLastElsewhere,
  hasJustFailed,
  listRuns,
  readBackupSettings,
  type Run,
} from './store.server.ts';

export type BackupLook = {
  /** False where an outside server has no role for it. */
  isPossible: boolean;
  sameDisk: boolean;
  isLate: boolean;
  /** The newest run for the destination that is set came to nothing. */
  hasFailed: boolean;
  /** The newest backup was tried and could not be restored: worse than one that nobody has tried yet. */
  isNotRestorable: boolean;
  isUnproved: boolean;
  isDemo: boolean;
};
type Looked = BackupLook & {
  settings: BackupSettings;
  disk: Disk;
  lastBackup: Run | null;
  lastDrill: Run | null;
  lastElsewhere: Run | null;
};

/** How backups stand, for whoever looks after the machine: the administrator's page and the doctor. */
export async function lookAtBackups(tx: Tx, now: Date): Promise<BackupLook> {
  const { isPossible, sameDisk, isLate, hasFailed, isNotRestorable, isUnproved, isDemo } = await look(tx, now);
  return { isPossible, sameDisk, isLate, hasFailed, isNotRestorable, isUnproved, isDemo };
}

async function look(tx: Tx, now: Date): Promise<Looked> {
  const settings = await readBackupSettings(tx);
  const folder = dataFolder(env().SIMPUL_DATA);
  const destination = destinationOf(settings, folder);
  const lastBackup = await findLastDone(tx, 'backup', destination);
  const lastDrill = await findLastDone(tx, 'restore_drill', destination);
  const disk = lookAtDestination(destination, folder.path);
  // A new office has had no night yet: until one has passed, nothing that was never made is late.
  const begun = new Date(folder.marker.createdAt);
  return {
    settings,
    disk,
    lastBackup: lastBackup ?? null,
    lastDrill: lastDrill ?? null,
    lastElsewhere: (await findLastElsewhere(tx, destination)) ?? null,
    isPossible: backupUrlOf(folder) !== undefined,
    sameDisk: disk.sameDisk,
    isLate: ageOf(lastBackup?.startedAt ?? begun, now) > OLDEST_BACKUP_HOURS * 3600_000,
    hasFailed: await hasJustFailed(tx, 'backup', destination),
    isNotRestorable: await hasJustFailed(tx, 'restore_drill', destination),
    isUnproved: ageOf(lastDrill?.startedAt ?? begun, now) > OLDEST_DRILL_DAYS * 86_400_000,
    isDemo: folder.marker.kind === 'demo',
  };
}

const ageOf = (moment: Date, now: Date) => now.getTime() - moment.getTime();

/** Every run there was, the youngest first. */
export async function listBackupRuns(ctx: ReadCtx, limit: number): Promise<Run[]> {
  mustBeAllowed(ctx.actor, 'backup:read');
  return listRuns(ctx.tx, limit);
}

export type BackupStatus = Looked & { runs: Run[]; runsNow: boolean };

/** Everything that the administrator's page says about backups. */
export async function backupStatus(ctx: ReadCtx): Promise<BackupStatus> {
  mustBeAllowed(ctx.actor, 'backup:read');
  const runs = await listRuns(ctx.tx);
  return {
    ...(await look(ctx.tx, ctx.now)),
    runs,
    runsNow: runs.some((run) => run.state === 'running' && ageOf(run.startedAt, ctx.now) < 6 * 3600_000),
  };
}
