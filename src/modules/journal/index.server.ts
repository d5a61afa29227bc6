import './index.ts';

export { notePrinted, setCheckpointSettings } from './checkpoints.server.ts';
export { nextVerification } from './daily.ts';
export { jobs } from './jobs.server.ts';
export {
  checkpointSettings,
  countLines,
  dailyHeads,
  lastVerification,
  listAffected,
  listCheckpoints,
  listWhats,
  lookAtCheckpoints,
  readLines,
  searchLog,
  type Affected,
  type AuditFilter,
  type AuditLine,
  type AuditLog,
  type CheckpointLook,
  type LastVerification,
  type LeftCheckpoint,
} from './queries.server.ts';
export { detailWords, findingWords, optionWords, valueWords, whatWords } from './words.server.ts';
