import { openTask, closeTasks } from '#modules/tasks/server';
import { dayAt, zones } from '#kernel/zone';
import { weekdayOf } from '#kernel/plain-date';
import type { JobWork, Jobs } from '#platform/job';
import { asHouse, houseDatabase } from '#platform/journal/system-session.server';
import { backUp, drill, followBackup, settledWhere } from './run-backup.server.ts';
import type { backupTasks } from './index.ts';
import { LOG_EVERY_MINUTES, OLDEST_BACKUP_HOURS } from './settings.ts';
import { findLastDone, hasJustFailed, zoneOfInstallation } from './store.server.ts';

const SUNDAY = 7;

/** A demo holds nothing to lose; its page shows how backups work, and its button makes one. */
async function mayRunByItself(payload: Record<string, unknown>): Promise<boolean> {
  const { folder } = await settledWhere();
  if (folder.marker.kind !== 'office') return false;
  return payload['zone'] === undefined || payload['zone'] === (await asHouse(houseDatabase(), zoneOfInstallation));
}

/** The administrator learns of a backup that fails or cannot be restored, and no longer once one was made, or restored. */
async function tell(work: JobWork, kind: keyof typeof backupTasks, failed: boolean): Promise<void> {
  let told = false;
  await work.perUnit({}, async (ctx, unit) => {
    if (told) return;
    told = true;
    if (failed) await openTask(ctx, { unitId: unit.id, kind, key: 'backup', forRole: 'office_admin' });
    else await closeTasks(ctx, { unitId: unit.id, kind, key: 'backup' });
  });
}

async function tellHowItEnds(
  work: JobWork,
  kind: keyof typeof backupTasks,
  run: () => Promise<unknown>,
): Promise<void> {
  try {
    await run();
    await tell(work, kind, false);
  } catch (error) {
    await tell(work, kind, true);
    throw error;
  }
}

const backUpAndTell = (work: JobWork): Promise<void> =>
  tellHowItEnds(work, 'backups.failed', async () => backUp(await settledWhere()));

export const jobs: Jobs = {
  'backups.nightly': {
    when: zones.map((zone) => ({ zone, at: '01:30' as const })),
    async run(work, payload) {
      if (await mayRunByItself(payload)) await backUpAndTell(work);
    },
  },
  'backups.make': { run: backUpAndTell },
  'backups.follow': {
    when: [{ everyMinutes: LOG_EVERY_MINUTES }],
    async run(work) {
      if (!(await mayRunByItself({}))) return;
      const where = await settledWhere();
      if (await followBackup(where)) return;
      // The log has a gap, or there is no backup yet: only a whole one helps, but not again and again.
      const last = await asHouse(houseDatabase(), (tx) => findLastDone(tx, 'backup', where.destination));
      if (!last || work.now.getTime() - last.startedAt.getTime() > 3600_000) await backUpAndTell(work);
    },
  },
  'backups.watch': {
    when: [{ everyMinutes: 60 }],
    async run(work) {
      if (!(await mayRunByItself({}))) return;
      const { destination, folder } = await settledWhere();
      const { last, failed } = await asHouse(houseDatabase(), async (tx) => ({
        last: await findLastDone(tx, 'backup', destination),
        failed: await hasJustFailed(tx, 'backup', destination),
      }));
      // What failed tonight is an alarm while the backup of last night is young, too.
      const since = last?.startedAt ?? new Date(folder.marker.createdAt);
      const isOld = work.now.getTime() - since.getTime() > OLDEST_BACKUP_HOURS * 3600_000;
      await tell(work, 'backups.failed', failed || isOld);
    },
  },
  'backups.drill': {
    when: zones.map((zone) => ({ zone, at: '03:15' as const })),
    async run(work, payload) {
      const asked = payload['now'] === true;
      const zone = await asHouse(houseDatabase(), zoneOfInstallation);
      if (!asked && (weekdayOf(dayAt(zone, work.now)) !== SUNDAY || !(await mayRunByItself(payload)))) return;
      await tellHowItEnds(work, 'backups.not-restorable', async () => drill(await settledWhere()));
    },
  },
};
