import type { GuidancePhase } from '#kernel/guidance-phase';
import type { PlainDate } from '#kernel/plain-date';

/** On what footing someone is a client. The table in kinds.ts says what each rests on. */
export const clientKinds = [
  'parole_pb',
  'conditional_leave_cb',
  'prerelease_leave_cmb',
  'assimilation',
  'family_visit_leave_cmk',
  'suspended_sentence',
  'supervision_sentence',
  'community_service_sentence',
  'diversion',
  'under_twelve_decision',
  'child_measure',
  'child_warning',
  'child_noncustodial_training',
  'child_community_service',
  'child_vocational_training',
  'aftercare',
] as const;
export type ClientKind = (typeof clientKinds)[number];

/** By the age at the act, so a client can stay a child client after the eighteenth birthday. */
export const ageGroups = ['adult', 'child'] as const;
export type AgeGroup = (typeof ageGroups)[number];

/** How likely it is that somebody offends again, as his last assessment says. */
export const riskBands = ['low', 'moderate', 'high', 'very_high'] as const;
export type RiskBand = (typeof riskBands)[number];
/** Who says so: an officer by hand, the office that he came from, or an assessment. What an assessment found nobody sets by hand. */
export const riskOrigins = ['hand', 'transfer', 'assessment'] as const;
export type RiskOrigin = (typeof riskOrigins)[number];
/** The least evidence that a report must carry to count for this client, beyond what the office asks. */
export const evidenceGrades = ['A', 'B', 'C', 'D'] as const;
export type EvidenceGrade = (typeof evidenceGrades)[number];

export const caseStates = ['received', 'active', 'paused', 'ended', 'transferred'] as const;
export type CaseState = (typeof caseStates)[number];
/** Under guidance or on the way into it. */
export const openStates = ['received', 'active', 'paused'] as const satisfies readonly CaseState[];

export const basisKinds = [
  'sk_integrasi',
  'sk_assimilation',
  'permit',
  'verdict',
  'determination',
  'diversion_agreement',
  'decision',
  'client_request',
] as const;
export type BasisKind = (typeof basisKinds)[number];

export const endReasons = ['period_completed', 'deceased', 'breach', 'cancelled'] as const;
/** How a supervision ends; a transfer ends a case by itself. */
export type EndReason = (typeof endReasons)[number];
/** What an officer may put forward; `breach` only for a decree from before the ledger, every other one comes of a proceeding. */
export const proposedEndReasons = ['period_completed', 'deceased', 'breach'] as const satisfies readonly EndReason[];
/** What a proceeding may end a supervision for. */
export const decreeReasons = ['breach', 'cancelled'] as const satisfies readonly EndReason[];
export type DecreeReason = (typeof decreeReasons)[number];

/** Why guidance rests: an officer says so, or it is revoked for the time being. */
export type PauseCause = 'officer' | 'temporary_revocation';

export const milestoneNames = ['one_third', 'one_half', 'two_thirds', 'expiry'] as const;
export type MilestoneName = (typeof milestoneNames)[number];

export const transferStates = [
  'requested',
  'at_tpp',
  'approved',
  'refused',
  'arrived',
  'declined',
  'withdrawn',
] as const;
export type TransferState = (typeof transferStates)[number];
export const tppAdvices = ['approve', 'reject', 'defer'] as const;
export type TppAdvice = (typeof tppAdvices)[number];

/** The phases that a sitting advises on; additional guidance is accepted by the client and needs none. */
export const decidedPhases = ['initial', 'advanced', 'final'] as const satisfies readonly GuidancePhase[];
export type DecidedPhase = (typeof decidedPhases)[number];
export const phaseChangeStates = ['requested', 'at_tpp', 'approved', 'refused', 'withdrawn'] as const;
export type PhaseChangeState = (typeof phaseChangeStates)[number];
/** How what was decided stands to what is due: nothing to do, the move is late, or nobody ever decided although a move is due. */
export const phaseStandings = ['in_time', 'overdue', 'never_decided'] as const;
export type PhaseStanding = (typeof phaseStandings)[number];

export const conditionSources = ['law', 'sk', 'contract', 'pk', 'verdict'] as const;
export type ConditionSource = (typeof conditionSources)[number];

export const guarantorRelations = [
  'parent',
  'partner',
  'child',
  'sibling',
  'relative',
  'employer',
  'institution',
  'other',
] as const;
export type GuarantorRelation = (typeof guarantorRelations)[number];

export const documentKinds = [
  'decree',
  'verdict',
  'handover',
  'contract',
  'guarantee',
  'identity',
  'letter',
  'proof',
  'other',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** How a file outside one's ordinary reach may be opened, and why. */
export const openingKinds = ['oversight', 'audit', 'break_glass'] as const;
export type OpeningKind = (typeof openingKinds)[number];
export const openingReasons = ['supervision', 'complaint', 'inspection', 'danger', 'court_order', 'other'] as const;
export type OpeningReason = (typeof openingReasons)[number];

export type SentenceParts = { years: number; months: number; days: number };

/** What the rules look at when something is done with a case. */
export type CaseFacts = {
  state: CaseState;
  kind: ClientKind;
  ageGroup: AgeGroup;
  sealed: boolean;
  pkStaffId: string | null;
  registerLabel: string | null;
  receivedOn: PlainDate;
  registeredOn: PlainDate | null;
  guidanceStart: PlainDate | null;
  guidanceEnd: PlainDate | null;
  /** When he left the institution, or is expected to; neither where nobody knows. */
  releasedOn: PlainDate | null;
  releaseExpectedOn: PlainDate | null;
  /** From here on the ledger speaks. */
  ledgerFrom: PlainDate | null;
  /** As the head decided after the last sitting; none where no sitting ever advised. */
  phaseDecided: DecidedPhase | null;
};
