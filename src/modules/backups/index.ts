import { m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';

export { BackupSettings, LOG_EVERY_MINUTES, OLDEST_BACKUP_HOURS } from './settings.ts';

export { runKindWords, runStateWords, sayRun } from './words.ts';

export const backupTasks = defineTaskKinds({
  'backups.failed': {
    name: m.backups_task_name,
    says: () => m.backups_task_failed(),
    href: () => '/settings/backups',
    closedByHand: false,
  },
  'backups.not-restorable': {
    name: m.backups_task_name,
    says: () => m.backups_drill_failed(),
    href: () => '/settings/backups',
    closedByHand: false,
  },
});
