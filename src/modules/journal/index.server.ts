import './index.ts';

export { notePrinted, setCheckpointSettings } from './checkpoints.server.ts';
export { jobs } from './jobs.server.ts';
export {
  checkpointSettings,
  dailyHeads,
  lastVerification,
  listAffected,
  listCheckpoints,
  listWhats,
  searchLog,
  type Affected,
  type AuditFilter,
  type AuditLine,
  type AuditLog,
  type LastVerification,
  type LeftCheckpoint,
} from './queries.server.ts';
export { findingWords, whatWords } from './words.server.ts';
