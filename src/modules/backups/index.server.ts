import './index.ts';

export {
  askForBackup,
  askForDrill,
  askForKeyFile,
  backupStatus,
  keyFile,
  setBackupSettings,
  type BackupStatus,
} from './ask.server.ts';
export { backUp, backupUrlOf, destinationOf, drill, noBackupRole, settledWhere } from './run-backup.server.ts';
export { jobs } from './jobs.server.ts';
export type { Run } from './store.server.ts';
