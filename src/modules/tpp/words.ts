import { m } from '#messages';
import type { Refusal } from './rules.ts';
import type { Change, Duty, ItemKind, Outcome, Recommendation, SittingState, Way } from './sitting.ts';

type Words<T extends string> = Readonly<Record<T, (inputs?: object, options?: { locale?: 'id' | 'en' }) => string>>;

export const sittingStateWords: Words<SittingState> = {
  draft: m.tpp_state_draft,
  invited: m.tpp_state_invited,
  held: m.tpp_state_held,
  minuted: m.tpp_state_minuted,
  signed: m.tpp_state_signed,
  cancelled: m.tpp_state_cancelled,
};
export const dutyWords: Words<Duty> = {
  chair: m.tpp_duty_chair,
  secretary: m.tpp_duty_secretary,
  member: m.tpp_duty_member,
};
export const itemKindWords: Words<ItemKind> = {
  stage_change: m.tpp_kind_stage_change,
  transfer: m.tpp_kind_transfer,
  breach: m.tpp_kind_breach,
  revocation: m.tpp_kind_revocation,
  litmas: m.tpp_kind_litmas,
  integration: m.tpp_kind_integration,
  assimilation: m.tpp_kind_assimilation,
  discipline: m.tpp_kind_discipline,
};
export const recommendationWords: Words<Recommendation> = {
  approve: m.tpp_recommendation_approve,
  reject: m.tpp_recommendation_reject,
  defer: m.tpp_recommendation_defer,
};
export const wayWords: Words<Way> = { consensus: m.tpp_way_consensus, votes: m.tpp_way_votes };
export const outcomeWords: Words<Outcome> = { told: m.tpp_outcome_told, lapsed: m.tpp_outcome_lapsed };
/** What somebody else has changed meanwhile. */
export const changeWords: Words<Change> = {
  made: m.tpp_change_made,
  details: m.tpp_change_details,
  agenda: m.tpp_change_agenda,
  invitation: m.tpp_change_invitation,
  attendance: m.tpp_change_attendance,
  minutes: m.tpp_change_minutes,
  signature: m.tpp_change_signature,
  cancelled: m.tpp_change_cancelled,
};

/** The keys under which forms show why something was refused. */
export const refusalWords: Readonly<Record<Refusal, () => string>> = {
  wrong_state: m.tpp_refusal_wrong_state,
  changed_meanwhile: m.tpp_refusal_changed_meanwhile,
  reason_missing: m.tpp_refusal_reason_missing,
  presence_missing: m.tpp_refusal_presence_missing,
  nobody_invited: m.tpp_refusal_nobody_invited,
  chair_missing: m.tpp_refusal_chair_missing,
  secretary_missing: m.tpp_refusal_secretary_missing,
  empty_agenda: m.tpp_refusal_empty_agenda,
  no_quorum: m.tpp_refusal_no_quorum,
  day_in_future: m.tpp_refusal_day_in_future,
  day_passed: m.tpp_refusal_day_passed,
  not_all_heard: m.tpp_refusal_not_all_heard,
  item_closed_to_you: m.tpp_refusal_item_closed_to_you,
  nothing_chosen: m.tpp_refusal_nothing_chosen,
  presenter_votes_not: m.tpp_refusal_presenter_votes_not,
  not_present: m.tpp_refusal_not_present,
  too_many_votes: m.tpp_refusal_too_many_votes,
  votes_missing: m.tpp_refusal_votes_missing,
  dissent_needs_votes: m.tpp_refusal_dissent_needs_votes,
  dissent_incomplete: m.tpp_refusal_dissent_incomplete,
  dissent_twice: m.tpp_refusal_dissent_twice,
  more_dissents_than_votes: m.tpp_refusal_more_dissents_than_votes,
  votes_say_otherwise: m.tpp_refusal_votes_say_otherwise,
  member_twice: m.tpp_refusal_member_twice,
  chair_twice: m.tpp_refusal_chair_twice,
  not_posted_here: m.tpp_refusal_not_posted_here,
  nobody_named: m.tpp_refusal_nobody_named,
  one_of_both: m.tpp_refusal_one_of_both,
  outsider_presides: m.tpp_refusal_outsider_presides,
  period_upside_down: m.tpp_refusal_period_upside_down,
  already_ended: m.tpp_refusal_already_ended,
  file_refused: m.tpp_refusal_file_refused,
};
