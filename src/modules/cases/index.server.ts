import './sittings.server.ts';

export { receiveClient, type Reception } from './receive-client.server.ts';
export { registerCase, type Registration } from './register-case.server.ts';
export { voidRegisterNumber } from './void-register-number.server.ts';
export { checkPapers, type PapersFound } from './check-papers.server.ts';
export { listPapers, type PaperFound } from './papers.queries.server.ts';
export { setLegalBasis, type LegalBasisInput } from './set-legal-basis.server.ts';
export { changeKind, type KindChange } from './change-kind.server.ts';
export { setRelease, type ReleaseInput } from './set-release.server.ts';
export { setPeriod, type PeriodInput } from './set-period.server.ts';
export { setRisk, type RiskInput } from './set-risk.server.ts';
export { takeRisk, type AssessedRisk } from './take-risk.server.ts';
export { editMilestone, returnMilestone, type MilestoneInput } from './edit-milestone.server.ts';
export { addCondition, type ConditionInput } from './add-condition.server.ts';
export { liftCondition } from './lift-condition.server.ts';
export { recordOrientation } from './record-orientation.server.ts';
export { signContract, type ContractInput } from './sign-contract.server.ts';
export { addGuarantor, type GuarantorInput } from './add-guarantor.server.ts';
export { confirmDuties } from './confirm-duties.server.ts';
export { issueGuarantorCard } from './guarantor-cards.server.ts';
export { endGuarantor } from './end-guarantor.server.ts';
export { assignCounsellor, type AssignmentInput } from './assign-counsellor.server.ts';
export { handOverCaseload, type HandOver } from './hand-over-caseload.server.ts';
export { pauseCase, restByDecision } from './pause-case.server.ts';
export { resumeByDecision, resumeCase } from './resume-case.server.ts';
export { decideEnding, type EndingDecision } from './decide-ending.server.ts';
export {
  followBeginnings,
  followEndings,
  keepFromSealing,
  type CaseEnded,
  type CaseReopened,
  type EndingPaper,
} from './followers.server.ts';
export { hinderTransfers, holdKind, listHindrances, listHoldingKind, type Hindrance } from './hindrances.server.ts';
export { endByDecree, type Decree } from './end-by-decree.server.ts';
export { moveEndByDecision, type NewEnd } from './move-end-by-decision.server.ts';
export { proposeEnding, type EndingInput } from './propose-ending.server.ts';
export { reopenCase, type Reopening } from './reopen-case.server.ts';
export { proposeLifting, withdrawLifting, type LiftingInput } from './propose-lifting.server.ts';
export { decideLifting, type LiftingDecision } from './decide-lifting.server.ts';
export { sealAfterwards, sealCase } from './seal-case.server.ts';
export { acceptTransfer, type Acceptance } from './accept-transfer.server.ts';
export { answerOutside, type OutsideAnswer } from './answer-outside.server.ts';
export { decideTransfer } from './decide-transfer.server.ts';
export { noteTpp } from './note-tpp.server.ts';
export { decidePhase } from './decide-phase.server.ts';
export { notePhase } from './note-phase.server.ts';
export { proposePhase } from './propose-phase.server.ts';
export { withdrawPhase } from './withdraw-phase.server.ts';
export { listPhaseChanges, type PhaseChangeEntry } from './phase-changes.store.server.ts';
export { requestTransfer, type TransferRequest } from './request-transfer.server.ts';
export { termOfTransfer } from './transfers.server.ts';
export { withdrawTransfer } from './withdraw-transfer.server.ts';
export { attachDocument, type DocumentInput } from './attach-document.server.ts';
export { removeDocument } from './remove-document.server.ts';
export { writeNote, type NoteInput } from './write-note.server.ts';
export { openingKindOf, openWithReason, type OpeningInput } from './open-with-reason.server.ts';
export { reviewOpening } from './review-opening.server.ts';
export { awaitReview } from './await-review.server.ts';
export { countOpeningsWaiting, listOpenings, type OpeningLine } from './openings.queries.server.ts';
export { jobs } from './jobs.server.ts';
export { reachCase } from './reach.server.ts';
export type { CaseOnFile } from './store.server.ts';
export { importCases, type ListedCase, type ListedCaseTaken } from './import-cases.server.ts';
export {
  caseloadCases,
  caseloadSorts,
  listCaseload,
  type Caseload,
  type CaseloadFilter,
  type CaseloadRow,
  type CaseloadSort,
} from './caseload.queries.server.ts';
export {
  getCaseFacts,
  getCaseHeader,
  getLedgerLine,
  getReceivable,
  listBases,
  listEndings,
  listMilestonesOf,
  listPauses,
  listWhoOpened,
  type CaseHeader,
} from './queries.server.ts';
export {
  listConditions,
  listGuarantors,
  listGuarantorsAtDesk,
  type GuarantorAtDesk,
} from './conditions.queries.server.ts';
export { listDocuments, listNotes } from './documents-and-notes.queries.server.ts';
export { countCaseload, listAssignments, listCarriers, listCounsellors } from './counsellors.queries.server.ts';
export { listNumbersOf, readRegisterBook } from './register-book.queries.server.ts';
export { listSameDecree, listReceivingBapas, listTransfers, listTransfersOf } from './transfers.queries.server.ts';
export {
  findOwnPromise,
  listOwnConditions,
  listOwnDecisions,
  listOwnLiftings,
  readOwnCase,
  type OwnCase,
  type OwnCondition,
  type OwnDecision,
  type OwnLifting,
  type OwnPromise,
} from './own-case.queries.server.ts';
export { listReleases, type ReleaseLine } from './release.queries.server.ts';
export { listDecidedEnds, type DecidedEnd } from './decided-ends.queries.server.ts';
export { readTimeline, type Timeline, type TimelineLine } from './timeline.queries.server.ts';
