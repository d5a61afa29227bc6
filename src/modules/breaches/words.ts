import { m } from '#messages';
import type { EarlyEnd } from '#modules/cases';
import type { Appearance, BreachOption, BreachSource, BreachState, EntryKind, GroundCode, Heard } from './breach.ts';
import type { BreachDocument, BreachRefusal, BreachStep } from './rules.ts';

/** Words take a language of their own where a paper is always Indonesian. */
type Word = (values?: Record<string, never>, options?: { locale?: 'id' | 'en' }) => string;
type Words<T extends string> = Readonly<Record<T, Word>>;

export const stateWords: Words<BreachState> = {
  proposed: m.breaches_state_proposed,
  open: m.breaches_state_open,
  summoned: m.breaches_state_summoned,
  examined: m.breaches_state_examined,
  recommended: m.breaches_state_recommended,
  reprimanded: m.breaches_state_reprimanded,
  proposed_for_revocation: m.breaches_state_proposed_for_revocation,
  closed_unfounded: m.breaches_state_closed_unfounded,
  dismissed: m.breaches_state_dismissed,
  stopped: m.breaches_state_stopped,
};
/** What the next officer has to do where a breach stands. */
export const nextWords: Words<BreachState> = {
  proposed: m.breaches_next_proposed,
  open: m.breaches_next_open,
  summoned: m.breaches_next_summoned,
  examined: m.breaches_next_examined,
  recommended: m.breaches_next_recommended,
  reprimanded: m.breaches_next_reprimanded,
  proposed_for_revocation: m.breaches_next_proposed_for_revocation,
  closed_unfounded: m.breaches_next_closed_unfounded,
  dismissed: m.breaches_next_dismissed,
  stopped: m.breaches_next_stopped,
};
export const sourceWords: Words<BreachSource> = {
  system: m.breaches_from_system,
  officer: m.breaches_from_officer,
  petition: m.breaches_from_petition,
  offence_notice: m.breaches_from_offence_notice,
};
export const groundWords: Words<GroundCode> = {
  new_offence: m.breaches_ground_new_offence,
  bad_conduct: m.breaches_ground_bad_conduct,
  unrest: m.breaches_ground_unrest,
  missed_in_a_row: m.breaches_ground_missed_in_a_row,
  address_change: m.breaches_ground_address_change,
  programme: m.breaches_ground_programme,
  drug_use: m.breaches_ground_drug_use,
  criminal_contact: m.breaches_ground_criminal_contact,
  refuses_work: m.breaches_ground_refuses_work,
  other_condition: m.breaches_ground_other_condition,
};
export const entryWords: Words<EntryKind> = {
  evidence: m.breaches_entry_evidence,
  alternative: m.breaches_entry_alternative,
};
export const appearanceWords: Words<Appearance> = {
  appeared: m.breaches_appearance_appeared,
  not_appeared: m.breaches_appearance_not_appeared,
  not_delivered: m.breaches_appearance_not_delivered,
  called_off: m.breaches_appearance_called_off,
};
export const heardWords: Words<Heard> = {
  client: m.breaches_heard_client,
  reporter: m.breaches_heard_reporter,
  witness: m.breaches_heard_witness,
};
export const optionWords: Words<BreachOption> = {
  reprimand: m.breaches_option_reprimand,
  revocation: m.breaches_option_revocation,
  unfounded: m.breaches_option_unfounded,
};
export const stepWords: Words<BreachStep> = {
  confirm: m.breaches_step_confirm,
  dismiss: m.breaches_step_dismiss,
  summon: m.breaches_step_summon,
  examine: m.breaches_step_examine,
  conclude_absent: m.breaches_step_conclude_absent,
  recommend: m.breaches_step_recommend,
  send_back: m.breaches_step_send_back,
  take_back: m.breaches_step_take_back,
  reprimand: m.breaches_step_reprimand,
  propose_revocation: m.breaches_step_propose_revocation,
  close_unfounded: m.breaches_step_close_unfounded,
  stop: m.breaches_step_stop,
};
export const documentWords: Words<BreachDocument> = {
  breach_note: m.breaches_document_breach_note,
  closing_note: m.breaches_document_closing_note,
  summons: m.breaches_document_summons,
  minutes: m.breaches_document_minutes,
  recommendation: m.breaches_document_recommendation,
  return_note: m.breaches_document_return_note,
  reprimand: m.breaches_document_reprimand,
  proposal: m.breaches_document_proposal,
  stop_note: m.breaches_document_stop_note,
};
export const refusalWords: Words<BreachRefusal> = {
  wrong_state: m.breaches_refusal_wrong_state,
  case_not_open: m.breaches_refusal_case_not_open,
  day_in_future: m.breaches_refusal_day_in_future,
  day_before_reception: m.breaches_refusal_day_before_reception,
  day_before_opening: m.breaches_refusal_day_before_opening,
  already_open: m.breaches_refusal_already_open,
  ground_missing: m.breaches_refusal_ground_missing,
  alleged_missing: m.breaches_refusal_alleged_missing,
  reason_missing: m.breaches_refusal_reason_missing,
  told_missing: m.breaches_refusal_told_missing,
  presence_missing: m.breaches_refusal_presence_missing,
  call_missing: m.breaches_refusal_call_missing,
  called_one_by_one: m.breaches_refusal_called_one_by_one,
  in_custody: m.breaches_refusal_in_custody,
  held_that_day: m.breaches_refusal_held_that_day,
  not_in_custody: m.breaches_refusal_not_in_custody,
  held_as_told: m.breaches_refusal_held_as_told,
  custody_place_missing: m.breaches_refusal_custody_place_missing,
  summons_running: m.breaches_refusal_summons_running,
  no_more_summonses: m.breaches_refusal_no_more_summonses,
  visit_missing: m.breaches_refusal_visit_missing,
  appear_too_soon: m.breaches_refusal_appear_too_soon,
  office_closed: m.breaches_refusal_office_closed,
  not_sent_yet: m.breaches_refusal_not_sent_yet,
  delivered_too_late: m.breaches_refusal_delivered_too_late,
  notice_too_short: m.breaches_refusal_notice_too_short,
  already_answered: m.breaches_refusal_already_answered,
  appeared_before_sent: m.breaches_refusal_appeared_before_sent,
  day_not_over: m.breaches_refusal_day_not_over,
  not_delivered_yet: m.breaches_refusal_not_delivered_yet,
  was_delivered: m.breaches_refusal_was_delivered,
  summonses_left: m.breaches_refusal_summonses_left,
  person_missing: m.breaches_refusal_person_missing,
  evidence_missing: m.breaches_refusal_evidence_missing,
  alternative_missing: m.breaches_refusal_alternative_missing,
  counselling_missing: m.breaches_refusal_counselling_missing,
  sitting_first: m.breaches_refusal_sitting_first,
  proceeding_begun: m.breaches_refusal_proceeding_begun,
  second_person_needed: m.breaches_refusal_second_person_needed,
  leader_dismisses: m.breaches_refusal_leader_dismisses,
  follow_up_in_past: m.breaches_refusal_follow_up_in_past,
  file_refused: m.breaches_refusal_file_refused,
  nobody_chosen: m.breaches_refusal_nobody_chosen,
  letter_there: m.breaches_refusal_letter_there,
  risk_from_assessment: m.breaches_refusal_risk_from_assessment,
};
/** On which way a supervision of this kind is ended early; what happens on it is outside Simpul. */
export const routeWords: Words<EarlyEnd> = {
  revocation: m.breaches_way_revocation,
  end_of_leave: m.breaches_way_end_of_leave,
  court: m.breaches_way_court,
  judge: m.breaches_way_judge,
  official_in_charge: m.breaches_way_official_in_charge,
  client: m.breaches_way_client,
  nobody: m.breaches_way_nobody,
};
