import { m } from '#messages';
import type { Advice, AskedHow, PermitState, Purpose, Scope, Speaker } from './permit.ts';
import type { Checked, PermitDocument, PermitRefusal, PermitStep, Warning } from './rules.ts';

/** Words take a language of their own where a paper is always Indonesian. */
type Word = (values?: Record<string, never>, options?: { locale?: 'id' | 'en' }) => string;
type Words<T extends string> = Readonly<Record<T, Word>>;

export const stateWords: Words<PermitState> = {
  asked: m.permits_state_asked,
  advised: m.permits_state_advised,
  forwarded: m.permits_state_forwarded,
  granted: m.permits_state_granted,
  revocation_proposed: m.permits_state_revocation_proposed,
  refused: m.permits_state_refused,
  withdrawn: m.permits_state_withdrawn,
  revoked: m.permits_state_revoked,
  returned: m.permits_state_returned,
};
/** As the client reads it. */
export const ownStateWords: Words<PermitState> = {
  asked: m.permits_own_asked,
  advised: m.permits_own_advised,
  forwarded: m.permits_own_forwarded,
  granted: m.permits_own_granted,
  // Whether it is revoked is not decided, and until then he may rely on it.
  revocation_proposed: m.permits_own_granted,
  refused: m.permits_own_refused,
  withdrawn: m.permits_own_withdrawn,
  revoked: m.permits_own_revoked,
  returned: m.permits_own_returned,
};
/** What was done on a day, as the client reads it; what is between the officers he does not read. */
export const ownStepWords: Readonly<Partial<Record<PermitStep, () => string>>> = {
  grant: m.permits_own_step_granted,
  refuse: m.permits_own_step_refused,
  forward: m.permits_own_step_forwarded,
  record_grant: m.permits_own_step_minister_granted,
  record_refusal: m.permits_own_step_minister_refused,
  revoke: m.permits_own_step_revoked,
  lapse: m.permits_own_step_lapsed,
  report_back: m.permits_own_step_returned,
  withdraw: m.permits_own_step_withdrawn,
};
export const scopeWords: Words<Scope> = { within: m.permits_scope_within, abroad: m.permits_scope_abroad };
export const purposeWords: Words<Purpose> = {
  medical: m.permits_purpose_medical,
  education: m.permits_purpose_education,
  worship: m.permits_purpose_worship,
  family: m.permits_purpose_family,
  work: m.permits_purpose_work,
  other: m.permits_purpose_other,
};
export const howWords: Words<AskedHow> = {
  own_page: m.permits_how_own_page,
  counter: m.permits_how_counter,
  letter: m.permits_how_letter,
  telephone: m.permits_how_telephone,
};
export const speakerWords: Words<Speaker> = {
  guarantor: m.permits_speaker_guarantor,
  guardian: m.permits_speaker_guardian,
};
export const adviceWords: Words<Advice> = { grant: m.permits_advice_grant, refuse: m.permits_advice_refuse };
export const stepWords: Words<PermitStep> = {
  advise: m.permits_step_advise,
  send_back: m.permits_step_send_back,
  grant: m.permits_step_grant,
  refuse: m.permits_step_refuse,
  forward: m.permits_step_forward,
  record_grant: m.permits_step_record_grant,
  record_refusal: m.permits_step_record_refusal,
  propose_revocation: m.permits_step_propose_revocation,
  revoke: m.permits_step_revoke,
  keep: m.permits_step_keep,
  lapse: m.permits_step_lapse,
  report_back: m.permits_step_report_back,
  withdraw: m.permits_step_withdraw,
};
export const documentWords: Words<PermitDocument> = {
  advice: m.permits_document_advice,
  return_note: m.permits_document_return_note,
  permit: m.permits_document_permit,
  refusal: m.permits_document_refusal,
  cover_letter: m.permits_document_cover_letter,
  ministers_permit: m.permits_document_ministers_permit,
  ministers_refusal: m.permits_document_ministers_refusal,
  revocation_proposal: m.permits_document_revocation_proposal,
  revocation: m.permits_document_revocation,
  keep_note: m.permits_document_keep_note,
  return_report: m.permits_document_return_report,
  withdrawal: m.permits_document_withdrawal,
};
export const warningWords: Words<Warning> = {
  breach: m.permits_warning_breach,
  objection: m.permits_warning_objection,
  inside_area: m.permits_warning_inside_area,
  not_back: m.permits_warning_not_back,
  not_supervised: m.permits_warning_not_supervised,
};
export const checkedWords: Words<Checked> = {
  valid: m.permits_check_valid,
  early: m.permits_check_early,
  over: m.permits_check_over,
  not_valid: m.permits_check_not_valid,
};
export const refusalWords: Words<PermitRefusal> = {
  wrong_state: m.permits_refusal_wrong_state,
  case_not_open: m.permits_refusal_case_not_open,
  case_paused: m.permits_refusal_case_paused,
  begins_in_past: m.permits_refusal_begins_in_past,
  until_before_from: m.permits_refusal_until_before_from,
  too_long: m.permits_refusal_too_long,
  after_guidance: m.permits_refusal_after_guidance,
  overlaps: m.permits_refusal_overlaps,
  not_on_parole: m.permits_refusal_not_on_parole,
  purpose_not_named: m.permits_refusal_purpose_not_named,
  area_missing: m.permits_refusal_area_missing,
  area_unknown: m.permits_refusal_area_unknown,
  country_missing: m.permits_refusal_country_missing,
  reason_missing: m.permits_refusal_reason_missing,
  number_missing: m.permits_refusal_number_missing,
  guardian_missing: m.permits_refusal_guardian_missing,
  guarantor_missing: m.permits_refusal_guarantor_missing,
  journey_over: m.permits_refusal_journey_over,
  not_supervised: m.permits_refusal_not_supervised,
  still_supervised: m.permits_refusal_still_supervised,
  second_person_needed: m.permits_refusal_second_person_needed,
  day_in_future: m.permits_refusal_day_in_future,
  day_before_asked: m.permits_refusal_day_before_asked,
  day_before_journey: m.permits_refusal_day_before_journey,
  already_away: m.permits_refusal_already_away,
  file_refused: m.permits_refusal_file_refused,
  letter_there: m.permits_refusal_letter_there,
};
