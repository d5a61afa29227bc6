import { isAbsolute } from 'node:path';
import { mustBeAllowed } from '#modules/access';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import { sealKeys, SHORTEST_PASSPHRASE } from '#platform/backup/key-file.server';
import { dataFolder } from '#platform/data-folder.server';
import { env } from '#platform/env.server';
import { destinationOf, lookAtDestination, type Disk } from './run-backup.server.ts';
import { OLDEST_BACKUP_HOURS, OLDEST_DRILL_DAYS, type BackupSettings } from './settings.ts';
import { findLastDone, listRuns, readBackupSettings, writeBackupSettings, type Run } from './store.server.ts';

export type BackupStatus = {
  settings: BackupSettings;
  disk: Disk;
  lastBackup: Run | null;
  lastDrill: Run | null;
  runs: Run[];
  isLate: boolean;
  isUnproved: boolean;
  isDemo: boolean;
  runsNow: boolean;
};

/** Everything that the administrator's page says about backups. */
export async function backupStatus(ctx: ReadCtx): Promise<BackupStatus> {
  mustBeAllowed(ctx.actor, 'backup:read');
  const settings = await readBackupSettings(ctx.tx);
  const folder = dataFolder(env().SIMPUL_DATA);
  const [lastBackup, lastDrill, runs] = [
    await findLastDone(ctx.tx, 'backup'),
    await findLastDone(ctx.tx, 'restore_drill'),
    await listRuns(ctx.tx),
  ];
  const age = (run: Run | undefined) => (run ? ctx.now.getTime() - run.startedAt.getTime() : Infinity);
  return {
    settings,
    disk: lookAtDestination(destinationOf(settings, folder), folder.path),
    lastBackup: lastBackup ?? null,
    lastDrill: lastDrill ?? null,
    runs,
    isLate: age(lastBackup) > OLDEST_BACKUP_HOURS * 3600_000,
    isUnproved: age(lastDrill) > OLDEST_DRILL_DAYS * 86_400_000,
    isDemo: folder.marker.kind === 'demo',
    runsNow: runs.some((run) => run.state === 'running' && age(run) < 6 * 3600_000),
  };
}

/** Only who administers the installation changes anything about its backups; the auditor looks. */
function mustAdminister(ctx: ReadCtx): void {
  mustBeAllowed(ctx.actor, 'backup:read');
  if (!ctx.actor.postings.some((posting) => posting.role === 'office_admin'))
    throw new NotAllowed('backup: not an administrator');
}

export async function askForBackup(ctx: Ctx): Promise<{ ok: true }> {
  mustAdminister(ctx);
  await ctx.addJob('backups.make', {}, { key: 'backups.make', maxAttempts: 1 });
  ctx.journal({ what: 'backups.asked', about: {} });
  return { ok: true };
}

export async function askForDrill(ctx: Ctx): Promise<{ ok: true }> {
  mustAdminister(ctx);
  await ctx.addJob('backups.drill', { now: true }, { key: 'backups.drill-now', maxAttempts: 1 });
  ctx.journal({ what: 'backups.drill-asked', about: {} });
  return { ok: true };
}

export type SettingsRefusal = 'destination_not_absolute' | 'destination_inside_data';
export async function setBackupSettings(
  ctx: Ctx,
  settings: BackupSettings,
): Promise<{ ok: true } | { ok: false; refusal: SettingsRefusal }> {
  mustAdminister(ctx);
  const folder = dataFolder(env().SIMPUL_DATA);
  if (settings.destination && !isAbsolute(settings.destination))
    return { ok: false, refusal: 'destination_not_absolute' };
  if (`${settings.destination}/`.startsWith(`${folder.path}/`))
    return { ok: false, refusal: 'destination_inside_data' };
  await writeBackupSettings(ctx, settings);
  ctx.journal({ what: 'backups.set', about: { ...settings } });
  return { ok: true };
}

export type KeyFileAnswer =
  { ok: true; name: string } | { ok: false; refusal: 'passphrase_short' | 'passphrase_differs' };

/** Notes that the keys go out; the file itself is made by `keyFile`, because an answer that is kept must not hold it. */
export async function askForKeyFile(ctx: Ctx, passphrase: string, again: string): Promise<KeyFileAnswer> {
  mustAdminister(ctx);
  if (passphrase !== again) return { ok: false, refusal: 'passphrase_differs' };
  if (passphrase.length < SHORTEST_PASSPHRASE) return { ok: false, refusal: 'passphrase_short' };
  ctx.journal({ what: 'backups.keys-taken', about: {} });
  return { ok: true, name: `simpul-kunci-${ctx.now.toISOString().slice(0, 10)}.json` };
}

export function keyFile(passphrase: string): string {
  return sealKeys(dataFolder(env().SIMPUL_DATA), passphrase);
}
