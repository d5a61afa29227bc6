import { m } from '#messages';
import type { CustodyRefusal, StayDocument, StayStep } from './rules.ts';
import type {
  AgeGroup,
  Authority,
  BasisKind,
  Penalty,
  Register,
  RegisterGroup,
  ReleaseReason,
  StayState,
} from './stay.ts';

type Words<T extends string> = Readonly<Record<T, () => string>>;

export const stateWords: Words<StayState> = {
  held: m.custody_state_held,
  escaped: m.custody_state_escaped,
  released: m.custody_state_released,
  transferred: m.custody_state_transferred,
  deceased: m.custody_state_deceased,
};
export const stepWords: Words<StayStep> = {
  release: m.custody_step_release,
  transfer: m.custody_step_transfer,
  take_back: m.custody_step_take_back,
  escape: m.custody_step_escape,
  recapture: m.custody_step_recapture,
  die: m.custody_step_die,
};
export const documentWords: Words<StayDocument> = {
  release_letter: m.custody_document_release_letter,
  transfer_order: m.custody_document_transfer_order,
  return_minutes: m.custody_document_return_minutes,
  escape_report: m.custody_document_escape_report,
  recapture_minutes: m.custody_document_recapture_minutes,
  death_certificate: m.custody_document_death_certificate,
};
export const registerWords: Words<Register> = {
  reg_a1: m.custody_register_a1,
  reg_a2: m.custody_register_a2,
  reg_a3: m.custody_register_a3,
  reg_a4: m.custody_register_a4,
  reg_a5: m.custody_register_a5,
  reg_b1: m.custody_register_b1,
  reg_b2a: m.custody_register_b2a,
  reg_b2b: m.custody_register_b2b,
  reg_b3: m.custody_register_b3,
  reg_b3s: m.custody_register_b3s,
  reg_b_death: m.custody_register_b_death,
  reg_b_life: m.custody_register_b_life,
  reg_c: m.custody_register_c,
};
export const groupWords: Words<RegisterGroup> = {
  detainees: m.custody_group_detainees,
  convicts: m.custody_group_convicts,
  hostages: m.custody_group_hostages,
};
export const basisWords: Words<BasisKind> = {
  warrant: m.custody_basis_warrant,
  verdict: m.custody_basis_verdict,
  hostage_order: m.custody_basis_hostage_order,
};
export const authorityWords: Words<Authority> = {
  investigator: m.custody_authority_investigator,
  prosecutor: m.custody_authority_prosecutor,
  district_court: m.custody_authority_district_court,
  high_court: m.custody_authority_high_court,
  supreme_court: m.custody_authority_supreme_court,
  other: m.custody_authority_other,
};
export const penaltyWords: Words<Penalty> = {
  imprisonment: m.custody_penalty_imprisonment,
  life: m.custody_penalty_life,
  death: m.custody_penalty_death,
  confinement: m.custody_penalty_confinement,
  in_lieu: m.custody_penalty_in_lieu,
};
export const ageWords: Words<AgeGroup> = {
  adult: m.custody_age_adult,
  child: m.custody_age_child,
  unknown: m.custody_age_unknown,
};
export const releaseWords: Words<ReleaseReason> = {
  sentence_served: m.custody_release_sentence_served,
  parole_pb: m.custody_release_parole_pb,
  conditional_leave_cb: m.custody_release_conditional_leave_cb,
  prerelease_leave_cmb: m.custody_release_prerelease_leave_cmb,
  term_over: m.custody_release_term_over,
  bail: m.custody_release_bail,
  acquitted: m.custody_release_acquitted,
  not_prosecuted: m.custody_release_not_prosecuted,
  fine_paid: m.custody_release_fine_paid,
  other: m.custody_release_other,
};
export const refusalWords: Words<CustodyRefusal> = {
  wrong_state: m.custody_refusal_wrong_state,
  already_held: m.custody_refusal_already_held,
  person_deceased: m.custody_refusal_person_deceased,
  day_in_future: m.custody_refusal_day_in_future,
  day_too_early: m.custody_refusal_day_too_early,
  moment_in_future: m.custody_refusal_moment_in_future,
  number_missing: m.custody_refusal_number_missing,
  why_missing: m.custody_refusal_why_missing,
  term_not_over: m.custody_refusal_term_not_over,
  place_missing: m.custody_refusal_place_missing,
  same_place: m.custody_refusal_same_place,
  not_an_institution: m.custody_refusal_not_an_institution,
  received_elsewhere: m.custody_refusal_received_elsewhere,
  not_arriving: m.custody_refusal_not_arriving,
  age_missing: m.custody_refusal_age_missing,
  place_reason_missing: m.custody_refusal_place_reason_missing,
  until_before_from: m.custody_refusal_until_before_from,
  basis_in_future: m.custody_refusal_basis_in_future,
  penalty_missing: m.custody_refusal_penalty_missing,
  sentence_missing: m.custody_refusal_sentence_missing,
  until_missing: m.custody_refusal_until_missing,
  register_unclear: m.custody_refusal_register_unclear,
  because_missing: m.custody_refusal_because_missing,
  label_taken: m.custody_refusal_label_taken,
  number_already_void: m.custody_refusal_number_already_void,
  nothing_to_return: m.custody_refusal_nothing_to_return,
  prove_again: m.cases_refusal_prove_again,
  paper_unknown: m.custody_refusal_paper_unknown,
  scan_unknown: m.custody_refusal_scan_unknown,
  file_missing: m.files_missing,
  file_daily_limit: m.files_daily_limit,
};

/** Everything that can be wrong with what was typed on this module's forms. */
export const custodyProblemWords: Readonly<Record<string, () => string>> = {
  ...refusalWords,
  custody_problem_name_missing: m.custody_problem_name_missing,
  people_nationality: m.people_problem_nationality,
};
