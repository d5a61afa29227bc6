import type { PlainDate } from '#kernel/plain-date';
import { m } from '#messages';
import type {
  Channel,
  ExcuseReason,
  Grade,
  HelperRelation,
  Medium,
  ObligationState,
  Question,
  ReviewOutcome,
  SignKind,
  Standing,
} from './ledger.ts';

/** Which sentence says what; called where it is shown, in the language of the page. */
export const channelWords: Readonly<Record<Channel, () => string>> = {
  in_person: m.check_ins_channel_in_person,
  remote_call: m.check_ins_channel_remote_call,
  app: m.check_ins_channel_app,
  home_visit: m.check_ins_channel_home_visit,
  helper: m.check_ins_channel_helper,
  presence_call: m.check_ins_channel_presence_call,
};
export const mediumWords: Readonly<Record<Medium, () => string>> = {
  telephone: m.check_ins_medium_telephone,
  video: m.check_ins_medium_video,
  chat: m.check_ins_medium_chat,
};
export const gradeWords: Readonly<Record<Grade, () => string>> = {
  A: m.check_ins_grade_a,
  B: m.check_ins_grade_b,
  C: m.check_ins_grade_c,
  D: m.check_ins_grade_d,
};
export const standingWords: Readonly<Record<Standing, () => string>> = {
  on_time: m.check_ins_standing_on_time,
  late: m.check_ins_standing_late,
  extra: m.check_ins_standing_extra,
  presence_only: m.check_ins_standing_presence_only,
};
export const stateWords: Readonly<Record<ObligationState, () => string>> = {
  scheduled: m.check_ins_state_scheduled,
  submitted: m.check_ins_state_submitted,
  fulfilled: m.check_ins_state_fulfilled,
  missed: m.check_ins_state_missed,
  excused: m.check_ins_state_excused,
  not_recorded: m.check_ins_state_not_recorded,
  lifted: m.check_ins_state_lifted,
};

/** A period in one word; of one that is laid out ahead, that it has not begun. */
export function sayState(state: ObligationState, period?: { from: PlainDate; today: PlainDate }): string {
  return state === 'scheduled' && period && period.from > period.today
    ? m.check_ins_state_ahead()
    : stateWords[state]();
}
export const outcomeWords: Readonly<Record<ReviewOutcome, () => string>> = {
  accepted: m.check_ins_outcome_accepted,
  accepted_with_concern: m.check_ins_outcome_accepted_with_concern,
  not_the_person: m.check_ins_outcome_not_the_person,
  more_needed: m.check_ins_outcome_more_needed,
};
export const excuseWords: Readonly<Record<ExcuseReason, () => string>> = {
  illness: m.check_ins_excuse_illness,
  work: m.check_ins_excuse_work,
  family_event: m.check_ins_excuse_family_event,
  disaster: m.check_ins_excuse_disaster,
  distance: m.check_ins_excuse_distance,
  in_custody: m.check_ins_excuse_in_custody,
  office_closed: m.check_ins_excuse_office_closed,
  other: m.check_ins_excuse_other,
};
export const helperWords: Readonly<Record<HelperRelation, () => string>> = {
  family: m.check_ins_helper_family,
  neighbour: m.check_ins_helper_neighbour,
  rt_rw: m.check_ins_helper_rt_rw,
  village_office: m.check_ins_helper_village_office,
  other: m.check_ins_helper_other,
};
export const signWords: Readonly<Record<SignKind, () => string>> = {
  photo_reused: m.check_ins_sign_photo_reused,
  photo_similar: m.check_ins_sign_photo_similar,
  position_impossible: m.check_ins_sign_position_impossible,
  position_repeated: m.check_ins_sign_position_repeated,
  accuracy_constant: m.check_ins_sign_accuracy_constant,
  position_outside: m.check_ins_sign_position_outside,
  device_changed: m.check_ins_sign_device_changed,
  clock_off: m.check_ins_sign_clock_off,
  challenge_failed: m.check_ins_sign_challenge_failed,
  random_call: m.check_ins_sign_random_call,
};
export const questionWords: Readonly<Record<Question, () => string>> = {
  address: m.check_ins_question_address,
  phone: m.check_ins_question_phone,
  work: m.check_ins_question_work,
  family: m.check_ins_question_family,
  problem: m.check_ins_question_problem,
};
/** An answer in words, by question and value as they are kept. */
export const answerWords: Readonly<Record<Question, Readonly<Record<string, () => string>>>> = {
  address: { same: m.check_ins_answer_address_same, changed: m.check_ins_answer_address_changed },
  phone: { same: m.check_ins_answer_phone_same, changed: m.check_ins_answer_phone_changed },
  work: {
    same: m.check_ins_answer_work_same,
    changed: m.check_ins_answer_work_changed,
    none: m.check_ins_answer_work_none,
  },
  family: { fine: m.check_ins_answer_family_fine, changed: m.check_ins_answer_family_changed },
  problem: { none: m.check_ins_answer_problem_none, told: m.check_ins_answer_problem_told },
};

/** Every refusal of this module as a message key. */
export const refusalWords = {
  in_the_future: m.check_ins_refusal_in_the_future,
  before_reception: m.check_ins_refusal_before_reception,
  supervision_ended: m.check_ins_refusal_supervision_ended,
  too_long_ago: m.check_ins_refusal_too_long_ago,
  already_waiting: m.check_ins_refusal_already_waiting,
  same_day: m.check_ins_refusal_same_day,
  needs_review_first: m.check_ins_refusal_not_to_review,
  nothing_missed: m.check_ins_refusal_nothing_missed,
  already_voided: m.check_ins_refusal_already_voided,
  too_late_to_undo: m.check_ins_refusal_too_late_to_undo,
  reason_missing: m.check_ins_refusal_reason_missing,
  not_by_officers: m.check_ins_refusal_not_by_officers,
  reviewed_by_counsellor: m.check_ins_refusal_reviewed_by_counsellor,
  not_to_review: m.check_ins_refusal_not_to_review,
  note_missing: m.check_ins_refusal_note_missing,
  nothing_to_excuse: m.check_ins_refusal_nothing_to_excuse,
  already_excused: m.check_ins_refusal_already_excused,
  no_such_document: m.check_ins_refusal_no_such_document,
  proof_missing: m.check_ins_refusal_proof_missing,
  already_withdrawn: m.check_ins_refusal_already_withdrawn,
  already_disputed: m.check_ins_refusal_already_disputed,
  already_answered: m.check_ins_refusal_already_answered,
  not_put_right: m.check_ins_refusal_not_put_right,
  answer_missing: m.check_ins_refusal_answer_missing,
  voided: m.check_ins_refusal_already_voided,
  not_open: m.check_ins_refusal_not_open,
  already_on_list: m.check_ins_refusal_already_on_list,
  empty_list: m.check_ins_refusal_empty_list,
  not_proposed: m.check_ins_refusal_not_proposed,
  nobody_decides: m.check_ins_refusal_nobody_decides,
  typed_by_yourself: m.check_ins_refusal_typed_by_yourself,
  lines_closed_to_you: m.check_ins_refusal_lines_closed_to_you,
  not_agreed: m.check_ins_refusal_not_agreed,
} as const;
export type CheckInRefusal = keyof typeof refusalWords;

export const paperStateWords = {
  typing: m.check_ins_paper_state_typing,
  proposed: m.check_ins_paper_state_proposed,
  approved: m.check_ins_paper_state_approved,
  refused: m.check_ins_paper_state_refused,
  withdrawn: m.check_ins_paper_state_withdrawn,
} as const;

export const paperOutcomeWords = {
  recorded: m.check_ins_paper_outcome_recorded,
  already_there: m.check_ins_paper_outcome_already_there,
  refused: m.check_ins_paper_outcome_refused,
} as const;
