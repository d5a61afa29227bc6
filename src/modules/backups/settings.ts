import * as v from 'valibot';

/** Where backups go and how many stay (`backups` of the installation's settings). */
export const BackupSettings = v.object({
  /** A folder; empty: beside the data folder, which protects against mistakes and not against a broken disk. */
  destination: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(300)), ''),
  days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(60)), 7),
  weeks: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(60)), 4),
});
export type BackupSettings = v.InferOutput<typeof BackupSettings>;
export const backupSettingsKey = 'backups';

/** A backup older than this is an alarm: a night and a late morning. */
export const OLDEST_BACKUP_HOURS = 26;
/** A backup that was never restored is a hope. */
export const OLDEST_DRILL_DAYS = 10;
/** How often the log is copied after a backup; what a broken disk may cost at most, as long as the destination can be reached. */
export const LOG_EVERY_MINUTES = 5;
