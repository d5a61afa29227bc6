import './tasks.ts';

export { readAlarm, type Alarm, type AlarmEntry } from './alarm.queries.server.ts';
export { closePeriods } from './close-periods.server.ts';
export { answerDispute, raiseDispute } from './dispute.server.ts';
export { excuseObligation, withdrawExcuse, type ExcuseAnswer } from './excuse.server.ts';
export { jobs } from './jobs.server.ts';
export { layOutObligations } from './lay-out.server.ts';
export {
  answerOwnReport,
  dropOwnReport,
  keepOwnPhoto,
  keepOwnPosition,
  readOwnPhoto,
  readOwnReport,
  sendOwnReport,
  startOwnPhoto,
  type OwnReportRefusal,
} from './own-report.server.ts';
export {
  addPaperLine,
  decidePaperBatch,
  openPaperBatch,
  proposePaperBatch,
  takePaperLineOff,
  withdrawPaperBatch,
  type PaperDecision,
} from './paper.server.ts';
export {
  readCheckIn,
  readClient,
  readLedger,
  type CheckInInFull,
  type ClientAtLedger,
  type Ledger,
  type LedgerDispute,
  type LedgerPeriod,
  type LedgerReport,
} from './queries.server.ts';
export { listCardClients, listCardSheets, type CardClient, type CardSheet } from './card-lists.queries.server.ts';
export {
  deskDay,
  desksOf,
  listArrivals,
  readSlip,
  searchAtDesk,
  type Arrival,
  type DeskClient,
  type DeskFound,
  type Slip,
} from './desk.queries.server.ts';
export { listPaperLists, readPaperList, type PaperList, type PaperListInFull } from './paper.queries.server.ts';
export {
  countWaitingReviews,
  countDue,
  listDue,
  countMissed,
  listMissed,
  listWaitingReviews,
  type Listed,
  type ListedClient,
  type Listing,
  type WaitingReview,
} from './lists.queries.server.ts';
export {
  answerCounterQuestions,
  recordCounterCheckIn,
  recordHelperCheckIn,
  recordHomeVisit,
  recordLate,
  recordRemoteCheckIn,
  type Recorded,
  type RecordAnswer,
} from './record.server.ts';
export { forgetDrafts } from './own-report.store.server.ts';
export { eraseEvidence, type EvidenceLimits } from './retention.store.server.ts';
export { reportedOn } from './reports.store.server.ts';
export { reviewCheckIn, type ReviewAnswer } from './review.server.ts';
export {
  startChallenge,
  submitAppCheckIn,
  type AppReport,
  type AppReported,
  type AppRefusal,
  type Challenge,
} from './submit-app.server.ts';
export { tellTravel, travelOn, type Travel } from './travel.server.ts';
export { correct, undoCheckIn, type UndoAnswer } from './undo.server.ts';
