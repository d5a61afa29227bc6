import type { Paper, PaperStanding } from './papers.ts';
import { m } from '#messages';
import type {
  RiskBand,
  RiskOrigin,
  AgeGroup,
  BasisKind,
  CaseState,
  ClientKind,
  ConditionSource,
  DocumentKind,
  EndReason,
  GuarantorRelation,
  MilestoneName,
  OpeningKind,
  OpeningReason,
  PhaseChangeState,
  PhaseStanding,
  TppAdvice,
  TransferState,
} from './case.ts';
import type { ConditionCode } from './conditions.ts';
import type { GuidancePhase } from '#kernel/guidance-phase';
import type { EarlyEnd } from './kinds.ts';
import type { Refusal } from './rules.ts';

type Words<T extends string> = Readonly<Record<T, () => string>>;

export const kindWords: Words<ClientKind> = {
  parole_pb: m.cases_kind_parole_pb,
  conditional_leave_cb: m.cases_kind_conditional_leave_cb,
  prerelease_leave_cmb: m.cases_kind_prerelease_leave_cmb,
  assimilation: m.cases_kind_assimilation,
  family_visit_leave_cmk: m.cases_kind_family_visit_leave_cmk,
  suspended_sentence: m.cases_kind_suspended_sentence,
  supervision_sentence: m.cases_kind_supervision_sentence,
  community_service_sentence: m.cases_kind_community_service_sentence,
  diversion: m.cases_kind_diversion,
  under_twelve_decision: m.cases_kind_under_twelve_decision,
  child_measure: m.cases_kind_child_measure,
  child_warning: m.cases_kind_child_warning,
  child_noncustodial_training: m.cases_kind_child_noncustodial_training,
  child_community_service: m.cases_kind_child_community_service,
  child_vocational_training: m.cases_kind_child_vocational_training,
  aftercare: m.cases_kind_aftercare,
};
export const ageWords: Words<AgeGroup> = { adult: m.cases_age_adult, child: m.cases_age_child };
export const stateWords: Words<CaseState> = {
  received: m.cases_state_received,
  active: m.cases_state_active,
  paused: m.cases_state_paused,
  ended: m.cases_state_ended,
  transferred: m.cases_state_transferred,
};
export const phaseWords: Readonly<
  Record<GuidancePhase, (inputs?: object, options?: { locale?: 'id' | 'en' }) => string>
> = {
  initial: m.cases_phase_initial,
  advanced: m.cases_phase_advanced,
  final: m.cases_phase_final,
  aftercare: m.cases_phase_aftercare,
};
export const phaseStandingWords: Words<Exclude<PhaseStanding, 'in_time'>> = {
  overdue: m.cases_phase_overdue,
  never_decided: m.cases_phase_never_decided,
};
export const phaseChangeStateWords: Words<PhaseChangeState> = {
  requested: m.cases_phase_state_requested,
  at_tpp: m.cases_phase_state_at_tpp,
  approved: m.cases_phase_state_approved,
  refused: m.cases_phase_state_refused,
  withdrawn: m.cases_phase_state_withdrawn,
};
export const basisWords: Words<BasisKind> = {
  sk_integrasi: m.cases_basis_sk_integrasi,
  sk_assimilation: m.cases_basis_sk_assimilation,
  permit: m.cases_basis_permit,
  verdict: m.cases_basis_verdict,
  determination: m.cases_basis_determination,
  diversion_agreement: m.cases_basis_diversion_agreement,
  decision: m.cases_basis_decision,
  client_request: m.cases_basis_client_request,
};
export const earlyEndWords: Words<EarlyEnd> = {
  revocation: m.cases_early_revocation,
  end_of_leave: m.cases_early_end_of_leave,
  court: m.cases_early_court,
  judge: m.cases_early_judge,
  official_in_charge: m.cases_early_official_in_charge,
  client: m.cases_early_client,
  nobody: m.cases_early_nobody,
};
export const endReasonWords: Words<EndReason | 'transferred'> = {
  period_completed: m.cases_end_period_completed,
  deceased: m.cases_end_deceased,
  breach: m.cases_end_breach,
  cancelled: m.cases_end_cancelled,
  transferred: m.cases_end_transferred,
};
export const milestoneWords: Words<MilestoneName> = {
  one_third: m.cases_milestone_one_third,
  one_half: m.cases_milestone_one_half,
  two_thirds: m.cases_milestone_two_thirds,
  expiry: m.cases_milestone_expiry,
};
export const originWords: Words<'computed' | 'edited' | 'imported'> = {
  computed: m.cases_origin_computed,
  edited: m.cases_origin_edited,
  imported: m.cases_origin_imported,
};
export const transferStateWords: Words<TransferState> = {
  requested: m.cases_transfer_state_requested,
  at_tpp: m.cases_transfer_state_at_tpp,
  approved: m.cases_transfer_state_approved,
  refused: m.cases_transfer_state_refused,
  arrived: m.cases_transfer_state_arrived,
  declined: m.cases_transfer_state_declined,
  withdrawn: m.cases_transfer_state_withdrawn,
};
export const adviceWords: Words<TppAdvice> = {
  approve: m.cases_advice_approve,
  reject: m.cases_advice_reject,
  defer: m.cases_advice_defer,
};
export const sourceWords: Words<ConditionSource> = {
  law: m.cases_source_law,
  sk: m.cases_source_sk,
  contract: m.cases_source_contract,
  pk: m.cases_source_pk,
  verdict: m.cases_source_verdict,
};
export const relationWords: Words<GuarantorRelation> = {
  parent: m.cases_relation_parent,
  partner: m.cases_relation_partner,
  child: m.cases_relation_child,
  sibling: m.cases_relation_sibling,
  relative: m.cases_relation_relative,
  employer: m.cases_relation_employer,
  institution: m.cases_relation_institution,
  other: m.cases_relation_other,
};
export const paperWords: Words<Paper> = {
  handover_minutes: m.cases_paper_handover_minutes,
  decree: m.cases_paper_decree,
  identity: m.cases_paper_identity,
  verdict_extract: m.cases_paper_verdict_extract,
  litmas: m.cases_paper_litmas,
  stage_calculation: m.cases_paper_stage_calculation,
  register_f: m.cases_paper_register_f,
  remissions: m.cases_paper_remissions,
  guarantee_letter: m.cases_paper_guarantee_letter,
  statement_of_health: m.cases_paper_statement_of_health,
};
export const paperStandingWords: Words<PaperStanding> = {
  present: m.cases_paper_present,
  missing: m.cases_paper_missing,
  not_needed: m.cases_paper_not_needed,
};
export const documentWords: Words<DocumentKind> = {
  decree: m.cases_document_decree,
  verdict: m.cases_document_verdict,
  handover: m.cases_document_handover,
  contract: m.cases_document_contract,
  guarantee: m.cases_document_guarantee,
  identity: m.cases_document_identity,
  letter: m.cases_document_letter,
  proof: m.cases_document_proof,
  other: m.cases_document_other,
};
export const openingWords: Words<OpeningKind> = {
  oversight: m.cases_opening_oversight,
  audit: m.cases_opening_audit,
  break_glass: m.cases_opening_break_glass,
};
export const openingReasonWords: Words<OpeningReason> = {
  supervision: m.cases_opening_reason_supervision,
  complaint: m.cases_opening_reason_complaint,
  inspection: m.cases_opening_reason_inspection,
  danger: m.cases_opening_reason_danger,
  court_order: m.cases_opening_reason_court_order,
  other: m.cases_opening_reason_other,
};

const conditions: Readonly<Record<ConditionCode, (inputs?: object, options?: { locale?: 'id' | 'en' }) => string>> = {
  no_offence: m.cases_condition_no_offence,
  no_bad_conduct: m.cases_condition_no_bad_conduct,
  report_to_bapas: m.cases_condition_report_to_bapas,
  stay_in_place: m.cases_condition_stay_in_place,
  report_address_change: m.cases_condition_report_address_change,
  follow_programme: m.cases_condition_follow_programme,
  no_unrest: m.cases_condition_no_unrest,
  daily_duties: m.cases_condition_daily_duties,
  no_drugs_or_alcohol: m.cases_condition_no_drugs_or_alcohol,
  no_criminal_company: m.cases_condition_no_criminal_company,
  rehabilitation: m.cases_condition_rehabilitation,
  compensate_loss: m.cases_condition_compensate_loss,
};
export function conditionWord(code: ConditionCode): string {
  return conditions[code]();
}
/** As it stands on the contract, which is written in Indonesian whoever types it. */
export function conditionText(code: ConditionCode): string {
  return conditions[code]({}, { locale: 'id' });
}

/** The keys under which forms show why something was refused. */
export const refusalWords: Readonly<Record<Refusal, () => string>> = {
  day_in_future: m.cases_refusal_day_in_future,
  time_in_future: m.cases_refusal_time_in_future,
  day_before_reception: m.cases_refusal_day_before_reception,
  too_far_back: m.cases_refusal_too_far_back,
  wrong_state: m.cases_refusal_wrong_state,
  still_needed: m.cases_refusal_still_needed,
  kind_not_for_age: m.cases_refusal_kind_not_for_age,
  adult_under_eighteen: m.cases_refusal_adult_under_eighteen,
  child_under_twelve: m.cases_refusal_child_under_twelve,
  age_unusual: m.cases_refusal_age_unusual,
  basis_not_for_kind: m.cases_refusal_basis_not_for_kind,
  no_legal_basis: m.cases_refusal_no_legal_basis,
  already_registered: m.cases_refusal_already_registered,
  number_already_void: m.cases_refusal_number_already_void,
  already_a_client: m.cases_refusal_already_a_client,
  person_deceased: m.cases_refusal_person_deceased,
  period_upside_down: m.cases_refusal_period_upside_down,
  no_period: m.cases_refusal_no_period,
  period_not_over: m.cases_refusal_period_not_over,
  note_missing: m.cases_refusal_note_missing,
  told_missing: m.cases_refusal_told_missing,
  document_missing: m.cases_refusal_document_missing,
  decree_needed: m.cases_refusal_decree_needed,
  rests_by_decision: m.cases_refusal_rests_by_decision,
  no_release_day: m.cases_refusal_no_release_day,
  release_missing: m.cases_refusal_release_missing,
  release_twice: m.cases_refusal_release_twice,
  release_document_missing: m.cases_refusal_release_document_missing,
  already_proposed: m.cases_refusal_already_proposed,
  lifting_needed: m.cases_refusal_lifting_needed,
  not_by_decree: m.cases_refusal_not_by_decree,
  lifting_waits: m.cases_refusal_lifting_waits,
  lifting_withdrawn: m.cases_refusal_lifting_withdrawn,
  lifting_decided: m.cases_refusal_lifting_decided,
  not_the_proposer: m.cases_refusal_not_the_proposer,
  same_decree: m.cases_refusal_same_decree,
  issuer_missing: m.cases_refusal_issuer_missing,
  dated_in_future: m.cases_refusal_dated_in_future,
  dated_before_decree: m.cases_refusal_dated_before_decree,
  day_before_lifting: m.cases_refusal_day_before_lifting,
  nothing_proposed: m.cases_refusal_nothing_proposed,
  second_person_needed: m.cases_refusal_second_person_needed,
  transfer_running: m.cases_refusal_transfer_running,
  matter_running: m.cases_refusal_matter_running,
  phase_change_running: m.cases_refusal_phase_change_running,
  same_phase: m.cases_refusal_same_phase,
  on_an_agenda: m.cases_refusal_on_an_agenda,
  same_unit: m.cases_refusal_same_unit,
  not_a_bapas: m.cases_refusal_not_a_bapas,
  nobody_receives: m.cases_refusal_nobody_receives,
  destination_missing: m.cases_refusal_destination_missing,
  destination_twice: m.cases_refusal_destination_twice,
  milestone_is_computed: m.cases_refusal_milestone_is_computed,
  milestone_not_countable: m.cases_refusal_milestone_not_countable,
  advice_missing: m.cases_refusal_advice_missing,
  not_a_counsellor_here: m.cases_refusal_not_a_counsellor_here,
  counsellor_excluded: m.cases_refusal_counsellor_excluded,
  same_counsellor: m.cases_refusal_same_counsellor,
  nothing_to_hand_over: m.cases_refusal_nothing_to_hand_over,
  preview_outdated: m.cases_refusal_preview_outdated,
  already_lifted: m.cases_refusal_already_lifted,
  already_confirmed: m.cases_refusal_already_confirmed,
  contract_without_conditions: m.cases_refusal_contract_without_conditions,
  own_opening: m.cases_refusal_own_opening,
  already_reviewed: m.cases_refusal_already_reviewed,
  prove_again: m.cases_refusal_prove_again,
  too_many_openings: m.cases_refusal_too_many_openings,
  already_removed: m.cases_refusal_already_removed,
  file_refused: m.cases_refusal_file_refused,
  risk_from_assessment: m.cases_refusal_risk_from_assessment,
};

/** Where a band comes from, in a word beside it. */
export const riskOriginWords: Words<RiskOrigin> = {
  hand: m.cases_risk_origin_hand,
  transfer: m.cases_risk_origin_transfer,
  assessment: m.cases_risk_origin_assessment,
};

export const riskWords: Words<RiskBand> = {
  low: m.rules_risk_low,
  moderate: m.rules_risk_moderate,
  high: m.rules_risk_high,
  very_high: m.rules_risk_very_high,
};

/** A line of the journal about a case, as the timeline says it. Lines of other modules are worded by them. */
export const lineWords: Readonly<Record<string, () => string>> = {
  'case.received': m.cases_line_received,
  'case.registered': m.cases_line_registered,
  'case.imported': m.cases_line_imported,
  'case.number-voided': m.cases_line_number_voided,
  'case.basis-set': m.cases_line_basis_set,
  'case.kind-changed': m.cases_line_kind_changed,
  'case.risk-set': m.cases_line_risk_set,
  'case.risk-assessed': m.cases_line_risk_assessed,
  'case.period-set': m.cases_line_period_set,
  'case.release-set': m.cases_line_release_set,
  'case.end-decided': m.cases_line_end_decided,
  'case.milestone-edited': m.cases_line_milestone_edited,
  'case.milestone-returned': m.cases_line_milestone_returned,
  'case.oriented': m.cases_line_oriented,
  'case.contract-signed': m.cases_line_contract_signed,
  'case.condition-added': m.cases_line_condition_added,
  'case.condition-lifted': m.cases_line_condition_lifted,
  'case.guarantor-added': m.cases_line_guarantor_added,
  'case.guarantor-confirmed': m.cases_line_guarantor_confirmed,
  'case.guarantor-ended': m.cases_line_guarantor_ended,
  'case.assigned': m.cases_line_assigned,
  'case.paused': m.cases_line_paused,
  'case.resumed': m.cases_line_resumed,
  'case.ending-proposed': m.cases_line_ending_proposed,
  'case.ending-refused': m.cases_line_ending_refused,
  'case.ended': m.cases_line_ended,
  'case.sealed': m.cases_line_sealed,
  'case.reopened': m.cases_line_reopened,
  'case.lifting-proposed': m.cases_line_lifting_proposed,
  'case.lifting-withdrawn': m.cases_line_lifting_withdrawn,
  'case.lifting-refused': m.cases_line_lifting_refused,
  'case.decree-lifted': m.cases_line_decree_lifted,
  'case.transfer-requested': m.cases_line_transfer_requested,
  'case.transfer-noted': m.cases_line_transfer_noted,
  'case.transfer-approved': m.cases_line_transfer_approved,
  'case.transfer-refused': m.cases_line_transfer_refused,
  'case.transfer-withdrawn': m.cases_line_transfer_withdrawn,
  'case.transfer-declined': m.cases_line_transfer_declined,
  'case.phase-proposed': m.cases_line_phase_proposed,
  'case.phase-noted': m.cases_line_phase_noted,
  'case.phase-decided': m.cases_line_phase_decided,
  'case.phase-refused': m.cases_line_phase_refused,
  'case.phase-withdrawn': m.cases_line_phase_withdrawn,
  'case.arrived': m.cases_line_arrived,
  'case.transferred': m.cases_line_transferred,
  'case.document-attached': m.cases_line_document_attached,
  'case.document-removed': m.cases_line_document_removed,
  'case.noted': m.cases_line_noted,
  'case.opened-with-reason': m.cases_line_opened_with_reason,
  'case.opening-reviewed': m.cases_line_opening_reviewed,
};
