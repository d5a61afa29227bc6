import { m } from '#messages';
import type { LetterState, Nature, Refusal, SendingWay, SignedWay } from './letter.ts';
import type { PatternProblem } from './numbering.rules.ts';
import type { WaitingGroup } from './waiting.ts';
import type { WordingProblem } from './wording.ts';

type Words<T extends string> = Readonly<Record<T, () => string>>;

export const stateWords: Words<LetterState> = {
  draft: m.letters_state_draft,
  proposed: m.letters_state_proposed,
  numbered: m.letters_state_numbered,
  signed: m.letters_state_signed,
  sent: m.letters_state_sent,
  received: m.letters_state_received,
  withdrawn: m.letters_state_withdrawn,
  void: m.letters_state_void,
};
/** What comes next for a letter in this state, for whoever opens it. */
export const nextWords: Words<LetterState> = {
  draft: m.letters_next_draft,
  proposed: m.letters_next_proposed,
  numbered: m.letters_next_numbered,
  signed: m.letters_next_signed,
  sent: m.letters_next_sent,
  received: m.letters_next_received,
  withdrawn: m.letters_next_withdrawn,
  void: m.letters_next_void,
};
export const waitingWords: Words<WaitingGroup | 'any'> = {
  any: m.letters_waiting_any,
  to_finish: m.letters_waiting_to_finish,
  to_sign: m.letters_waiting_to_sign,
  to_send: m.letters_waiting_to_send,
  overdue: m.letters_waiting_overdue,
};
export const natureWords: Words<Nature> = {
  ordinary: m.letters_nature_ordinary,
  urgent: m.letters_nature_urgent,
  secret: m.letters_nature_secret,
};
export const wayWords: Words<SendingWay> = {
  by_hand: m.letters_way_by_hand,
  post: m.letters_way_post,
  courier: m.letters_way_courier,
  email: m.letters_way_email,
  other: m.letters_way_other,
};
export const signedWords: Words<SignedWay> = {
  scanned: m.letters_signed_scanned,
  certified: m.letters_signed_certified,
};
export const refusalWords: Words<Refusal> = {
  wrong_state: m.letters_refusal_wrong_state,
  wording_wrong: m.letters_refusal_wording_wrong,
  fields_missing: m.letters_refusal_fields_missing,
  number_taken: m.letters_refusal_number_taken,
  number_wrong: m.letters_refusal_number_wrong,
  not_typeset: m.letters_refusal_not_typeset,
  day_in_future: m.letters_refusal_day_in_future,
  day_before: m.letters_refusal_day_before,
  file_refused: m.letters_refusal_file_refused,
  not_signed_electronically: m.letters_refusal_not_signed_electronically,
  reason_missing: m.letters_refusal_reason_missing,
  nobody_chosen: m.letters_refusal_nobody_chosen,
  client_held: m.letters_refusal_client_held,
  too_many: m.letters_refusal_too_many,
  pattern_wrong: m.letters_refusal_pattern_wrong,
  series_begun: m.letters_refusal_series_begun,
  already_received: m.letters_refusal_already_received,
  not_decided: m.letters_refusal_not_decided,
  not_handed_in: m.letters_refusal_not_handed_in,
  logo_wrong: m.letters_refusal_logo_wrong,
};

const wordingWords: Record<WordingProblem['problem'], (inputs: { line: string; piece: string }) => string> = {
  field_unknown: m.letters_wording_field_unknown,
  field_not_here: m.letters_wording_field_not_here,
  field_missing: m.letters_wording_field_missing,
  brace: m.letters_wording_brace,
  program: m.letters_wording_program,
  bold_open: m.letters_wording_bold_open,
  label_missing: m.letters_wording_label_missing,
  empty: m.letters_wording_empty,
  too_long: m.letters_wording_too_long,
};
/** What is wrong on which line of a wording, as a sentence. */
export function sayWordingProblem({ line, problem, piece }: WordingProblem): string {
  return wordingWords[problem]({ line: String(line), piece });
}

const patternWords: Record<PatternProblem['problem'], (inputs: { piece: string }) => string> = {
  part_unknown: m.letters_pattern_part_unknown,
  part_missing: m.letters_pattern_part_missing,
  pattern_brace: m.letters_pattern_brace,
};
export function sayPatternProblem({ problem, piece }: PatternProblem): string {
  return patternWords[problem]({ piece });
}
