import { m } from '#messages';
import type {
  About,
  Asked,
  Channel,
  Ending,
  Outcome,
  Passed,
  PetitionState,
  PetitionerKind,
  Stage,
} from './petition.ts';
import type { PetitionDocument, PetitionRefusal, PetitionStep } from './rules.ts';

type Words<T extends string> = Readonly<Record<T, () => string>>;

/** As officers, letters and the file of a breach call whoever petitioned; always Indonesian, because it is kept. */
export const sayReporter = (reference: string) => m.petitions_reporter({ reference }, { locale: 'id' });

export const stateWords: Words<PetitionState> = {
  received: m.petitions_state_received,
  identified: m.petitions_state_identified,
  forwarded: m.petitions_state_forwarded,
  passed_on: m.petitions_state_passed_on,
  closing_proposed: m.petitions_state_closing_proposed,
  refusal_proposed: m.petitions_state_refusal_proposed,
  answer_proposed: m.petitions_state_answer_proposed,
  accepted: m.petitions_state_accepted,
  closed: m.petitions_state_closed,
  refused: m.petitions_state_refused,
  answered: m.petitions_state_answered,
  decided: m.petitions_state_decided,
};
/** What the desk has to do where a petition stands. */
export const nextWords: Words<PetitionState> = {
  received: m.petitions_next_received,
  identified: m.petitions_next_identified,
  forwarded: m.petitions_next_forwarded,
  passed_on: m.petitions_next_passed_on,
  closing_proposed: m.petitions_next_closing_proposed,
  refusal_proposed: m.petitions_next_refusal_proposed,
  answer_proposed: m.petitions_next_answer_proposed,
  accepted: m.petitions_next_accepted,
  closed: m.petitions_next_ended,
  refused: m.petitions_next_ended,
  answered: m.petitions_next_ended,
  decided: m.petitions_next_ended,
};
export const channelWords: Words<Channel> = {
  written: m.petitions_channel_written,
  oral: m.petitions_channel_oral,
  public: m.petitions_channel_public,
};
export const askedWords: Words<Asked> = {
  examination: m.petitions_asks_examination,
  revocation: m.petitions_asks_revocation,
};
export const aboutWords: Words<About> = {
  client: m.petitions_about_client,
  officer: m.petitions_about_officer,
  office: m.petitions_about_office,
};
export const petitionerWords: Words<PetitionerKind> = {
  citizen: m.petitions_kind_citizen,
  agency: m.petitions_kind_agency,
  anonymous: m.petitions_kind_anonymous,
};
export const stepWords: Words<PetitionStep> = {
  identify: m.petitions_step_identify,
  forward_up: m.petitions_step_forward_up,
  pass_on: m.petitions_step_pass_on,
  take_over: m.petitions_step_take_over,
  hand_back: m.petitions_step_hand_back,
  accept: m.petitions_step_accept,
  propose_closing: m.petitions_step_propose_closing,
  propose_refusal: m.petitions_step_propose_refusal,
  propose_answer: m.petitions_step_propose_answer,
  send_back: m.petitions_step_send_back,
  close: m.petitions_step_close,
  refuse: m.petitions_step_refuse,
  answer: m.petitions_step_answer,
  end: m.petitions_step_end,
};
export const documentWords: Words<PetitionDocument> = {
  identification_note: m.petitions_document_identification_note,
  forwarding_note: m.petitions_document_forwarding_note,
  passing_note: m.petitions_document_passing_note,
  takeover_note: m.petitions_document_takeover_note,
  acceptance_note: m.petitions_document_acceptance_note,
  petition_proposal: m.petitions_document_petition_proposal,
  return_note: m.petitions_document_return_note,
  closing_note: m.petitions_document_closing_note,
  refusal_letter: m.petitions_document_refusal_letter,
  answer_note: m.petitions_document_answer_note,
  breach_end: m.petitions_document_breach_end,
};
export const outcomeWords: Words<Outcome> = {
  reprimanded: m.petitions_outcome_reprimanded,
  proposed_for_revocation: m.petitions_outcome_proposed_for_revocation,
  revoked: m.petitions_outcome_revoked,
  not_revoked: m.petitions_outcome_not_revoked,
  closed_unfounded: m.petitions_outcome_closed_unfounded,
  dismissed: m.petitions_outcome_dismissed,
  stopped: m.petitions_outcome_stopped,
};
/** What whoever holds a receipt is told of it. */
export const passedWords: Readonly<Record<Passed, (on: { day: string }) => string>> = {
  under_way: m.petitions_passed_under_way,
  taken_over: m.petitions_passed_taken_over,
};
export const stageWords: Words<Stage> = {
  proposed: m.petitions_stage_proposed,
  received: m.petitions_stage_received,
  examined: m.petitions_stage_examined,
  decided: m.petitions_stage_decided,
};
export const endingWords: Words<Ending> = {
  not_granted: m.petitions_ending_not_granted,
  acted_on: m.petitions_ending_acted_on,
  not_proven: m.petitions_ending_not_proven,
  refused: m.petitions_ending_refused,
  closed: m.petitions_ending_closed,
  answered: m.petitions_ending_answered,
};
export const refusalWords: Words<PetitionRefusal> = {
  wrong_state: m.petitions_refusal_wrong_state,
  client_missing: m.petitions_refusal_client_missing,
  client_not_here: m.petitions_refusal_client_not_here,
  case_not_open: m.petitions_refusal_case_not_open,
  nobody_above: m.petitions_refusal_nobody_above,
  no_desk_there: m.petitions_refusal_no_desk_there,
  no_office: m.petitions_refusal_no_office,
  too_many_today: m.petitions_refusal_too_many,
  not_read_back: m.petitions_refusal_not_read_back,
  petitioner_missing: m.petitions_refusal_petitioner_missing,
  agency_missing: m.petitions_refusal_agency_missing,
  anonymous_named: m.petitions_refusal_anonymous_named,
  day_in_future: m.petitions_refusal_day_in_future,
  day_before_receipt: m.petitions_refusal_day_before_receipt,
  ground_missing: m.petitions_refusal_ground_missing,
  reason_missing: m.petitions_refusal_reason_missing,
  answer_missing: m.petitions_refusal_answer_missing,
  second_person_needed: m.petitions_refusal_second_person,
  file_too_big: m.petitions_refusal_file_too_big,
  named_in_text: m.petitions_refusal_named_in_text,
};
