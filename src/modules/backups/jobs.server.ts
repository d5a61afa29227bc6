import { openTask, closeTasks } from '#modules/tasks/server';
import { dayAt, zones } from '#kernel/zone';
import { weekdayOf } from '#kernel/plain-date';
import type { JobWork, Jobs } from '#platform/job';
import { asHouse, houseDatabase } from '#platform/journal/system-session.server';
import { backUp, drill, followBackup, settledWhere } from './run-backup.server.ts';
import { LOG_EVERY_MINUTES, OLDEST_BACKUP_HOURS } from './settings.ts';
import { findLastDone, hasJustFailed, zoneOfInstallation } from './store.server.ts';

const SUNDAY = 7;

/** A demo holds nothing to lose; its page shows how backups work, and its button makes one. */
async function mayRunByItself(payload: Record<string, unknown>): Promise<boolean> {
  const { folder } = await settledWhere();
  if (folder.marker.kind !== 'office') return false;
  return payload['zone'] === undefined || payload['zone'] === (await asHouse(houseDatabase(), zoneOfInstallation));
}

/** The administrator learns of a backup that fails, and no longer once one was made. */
async function tell(work: JobWork, failed: boolean): Promise<void> {
  let told = false;
  await work.perUnit({}, async (ctx, unit) => {
    if (told) return;
    told = true;
    if (failed)
      await openTask(ctx, { unitId: unit.id, kind: 'backups.failed', key: 'backup', forRole: 'office_admin' });
    else await closeTasks(ctx, { unitId: unit.id, kind: 'backups.failed', key: 'backup' });
  });
}

async function backUpAndTell(work: JobWork): Promise<void> {
  try {
    await backUp(await settledWhere());
    await tell(work, false);
  } catch (error) {
    await tell(work, true);
    throw error;
  }
}

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
        failed: await hasJustFailed(tx, destination),
      }));
      // What failed tonight is an alarm while the backup of last night is young, too.
      const since = last?.startedAt ?? new Date(folder.marker.createdAt);
      const isOld = work.now.getTime() - since.getTime() > OLDEST_BACKUP_HOURS * 3600_000;
      await tell(work, failed || isOld);
    },
  },
  'backups.drill': {
    when: zones.map((zone) => ({ zone, at: '03:15' as const })),
    async run(work, payload) {
      const asked = payload['now'] === true;
      const zone = await asHouse(houseDatabase(), zoneOfInstallation);
      if (!asked && (weekdayOf(dayAt(zone, work.now)) !== SUNDAY || !(await mayRunByItself(payload)))) return;
      await drill(await settledWhere());
    },
  },
};
