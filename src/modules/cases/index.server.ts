export { receiveClient, type Reception } from './receive-client.server.ts';
export { registerCase, type Registration } from './register-case.server.ts';
export { voidRegisterNumber } from './void-register-number.server.ts';
export { setLegalBasis, type LegalBasisInput } from './set-legal-basis.server.ts';
export { changeKind, type KindChange } from './change-kind.server.ts';
export { setPeriod, type PeriodInput } from './set-period.server.ts';
export { editMilestone, type MilestoneInput } from './edit-milestone.server.ts';
export {
  addCondition,
  liftCondition,
  recordOrientation,
  signContract,
  type ConditionInput,
  type ContractInput,
} from './sign-contract.server.ts';
export { addGuarantor, confirmDuties, endGuarantor, type GuarantorInput } from './guarantors.server.ts';
export { assignCounsellor, type AssignmentInput } from './assign-counsellor.server.ts';
export { handOverCaseload, type HandOver } from './hand-over-caseload.server.ts';
export { pauseCase, resumeCase } from './pause-case.server.ts';
export {
  decideEnding,
  proposeEnding,
  reopenCase,
  sealCase,
  type EndingDecision,
  type EndingInput,
  type Reopening,
} from './end-case.server.ts';
export {
  acceptTransfer,
  decideTransfer,
  noteTpp,
  requestTransfer,
  withdrawTransfer,
  type Acceptance,
  type TransferRequest,
} from './transfer-client.server.ts';
export { attachDocument, removeDocument, type DocumentInput } from './documents.server.ts';
export { writeNote, type NoteInput } from './write-note.server.ts';
export { openingKindOf, openWithReason, reviewOpening, type OpeningInput } from './open-with-reason.server.ts';
export { importCase, type ImportedCase } from './import-case.server.ts';
export { reachCase } from './reach.server.ts';
export type { CaseOnFile } from './store.server.ts';
export { importCases, type ListedCase, type ListedCaseTaken } from './import-cases.server.ts';
export {
  caseloadSorts,
  lastOfWeek,
  listCaseload,
  type Caseload,
  type CaseloadFilter,
  type CaseloadRow,
  type CaseloadSort,
} from './caseload.queries.server.ts';
export {
  countCaseload,
  getCaseFacts,
  getCaseHeader,
  getLedgerLine,
  getReceivable,
  listAssignments,
  listBases,
  listCarriers,
  listConditions,
  listCounsellors,
  listDocuments,
  listEndings,
  listGuarantors,
  listMilestonesOf,
  listNotes,
  listNumbersOf,
  listPauses,
  listTransfers,
  listTransfersOf,
  listWhoOpened,
  readRegisterBook,
  type CaseHeader,
} from './queries.server.ts';
export {
  findOwnPromise,
  listOwnConditions,
  readOwnCase,
  type OwnCase,
  type OwnCondition,
  type OwnPromise,
} from './own-case.queries.server.ts';
export { readTimeline, type Timeline, type TimelineLine } from './timeline.queries.server.ts';
