import './index.ts';

export { askForBackup, askForDrill, askForKeyFile, keyFile, setBackupSettings } from './ask.server.ts';
export { backUp, backupUrlOf, destinationOf, drill, noBackupRole, settledWhere } from './run-backup.server.ts';
export { jobs } from './jobs.server.ts';
export { backupStatus, listBackupRuns, lookAtBackups, type BackupLook, type BackupStatus } from './status.server.ts';
export type { Run } from './store.server.ts';
