import { m } from '#messages';
import type {
  Addressee,
  AlarmFrom,
  AlarmReason,
  ClosureOutcome,
  ClosureStep,
  InfoGrade,
  SearchState,
  SourceGrade,
} from './search.ts';
import type { SearchDocument, SearchRefusal, SearchStep } from './rules.ts';

/** Words take a language of their own where a paper is always Indonesian. */
type Word = (values?: Record<string, never>, options?: { locale?: 'id' | 'en' }) => string;
type Words<T extends string> = Readonly<Record<T, Word>>;

export const stateWords: Words<SearchState> = {
  decree_received: m.at_large_state_decree_received,
  copies_sent: m.at_large_state_copies_sent,
  arrest_requested: m.at_large_state_arrest_requested,
  wanted: m.at_large_state_wanted,
  arrested: m.at_large_state_arrested,
  handed_over: m.at_large_state_handed_over,
  located_elsewhere: m.at_large_state_located_elsewhere,
  deceased: m.at_large_state_deceased,
  lifted: m.at_large_state_lifted,
};
/** Where a search stands, and where he is held in another matter, as far as that is known. */
export function standingWords({ state, heldAt }: { state: SearchState; heldAt: string }): string {
  return heldAt === '' ? stateWords[state]() : m.at_large_state_held_at({ place: heldAt });
}
/** What has to be done where a search stands. */
export const nextWords: Words<SearchState> = {
  decree_received: m.at_large_next_decree_received,
  copies_sent: m.at_large_next_copies_sent,
  arrest_requested: m.at_large_next_arrest_requested,
  wanted: m.at_large_next_wanted,
  arrested: m.at_large_next_arrested,
  handed_over: m.at_large_next_ended,
  located_elsewhere: m.at_large_next_located_elsewhere,
  deceased: m.at_large_next_ended,
  lifted: m.at_large_next_ended,
};
export const stepWords: Words<SearchStep> = {
  send_copies: m.at_large_step_send_copies,
  request_arrest: m.at_large_step_request_arrest,
  list_as_wanted: m.at_large_step_list_as_wanted,
  arrest: m.at_large_step_arrest,
  lose: m.at_large_step_lose,
  hand_over: m.at_large_step_hand_over,
  locate: m.at_large_step_locate,
  die: m.at_large_step_die,
  lift: m.at_large_step_lift,
};
export const closureWords: Words<ClosureStep> = {
  hand_over: m.at_large_closure_hand_over,
  locate: m.at_large_closure_locate,
  die: m.at_large_closure_die,
};
export const outcomeWords: Words<ClosureOutcome> = {
  confirmed: m.at_large_outcome_confirmed,
  refused: m.at_large_outcome_refused,
};
export const documentWords: Words<SearchDocument> = {
  cover_letter: m.at_large_document_cover_letter,
  arrest_request: m.at_large_document_arrest_request,
  wanted_list: m.at_large_document_wanted_list,
  arrest_minutes: m.at_large_document_arrest_minutes,
  loss_report: m.at_large_document_loss_report,
  handover_minutes: m.at_large_document_handover_minutes,
  custody_notice: m.at_large_document_custody_notice,
  death_certificate: m.at_large_document_death_certificate,
  lifting_decree: m.at_large_document_lifting_decree,
};
export const addresseeWords: Words<Addressee> = {
  prosecutor: m.at_large_addressee_prosecutor,
  police: m.at_large_addressee_police,
  prison: m.at_large_addressee_prison,
  kanwil: m.at_large_addressee_kanwil,
};
export const sourceGradeWords: Words<SourceGrade> = {
  proven: m.at_large_source_grade_proven,
  usual: m.at_large_source_grade_usual,
  doubtful: m.at_large_source_grade_doubtful,
  unknown: m.at_large_source_grade_unknown,
};
export const infoGradeWords: Words<InfoGrade> = {
  confirmed: m.at_large_info_grade_confirmed,
  likely: m.at_large_info_grade_likely,
  doubtful: m.at_large_info_grade_doubtful,
  unknown: m.at_large_info_grade_unknown,
};
export const alarmWords: Words<AlarmReason> = {
  copies_missing: m.at_large_alarm_copies_missing,
  request_missing: m.at_large_alarm_request_missing,
  not_arrested: m.at_large_alarm_not_arrested,
  not_handed_over: m.at_large_alarm_not_handed_over,
  held_elsewhere: m.at_large_alarm_held_elsewhere,
};
export const alarmFromWords: Words<AlarmFrom> = {
  decree: m.at_large_alarm_from_decree,
  loss: m.at_large_alarm_from_loss,
  arrest: m.at_large_alarm_from_arrest,
  located: m.at_large_alarm_from_located,
};
export const refusalWords: Words<SearchRefusal> = {
  wrong_state: m.at_large_refusal_wrong_state,
  search_running: m.at_large_refusal_search_running,
  not_ended_by_decree: m.at_large_refusal_not_ended_by_decree,
  not_sent_back: m.at_large_refusal_not_sent_back,
  decree_known: m.at_large_refusal_decree_known,
  decree_unknown: m.at_large_refusal_decree_unknown,
  decree_from_proceeding: m.at_large_refusal_decree_from_proceeding,
  number_used: m.at_large_refusal_number_used,
  correction_waits: m.at_large_refusal_correction_waits,
  no_correction: m.at_large_refusal_no_correction,
  nothing_changed: m.at_large_refusal_nothing_changed,
  day_in_future: m.at_large_refusal_day_in_future,
  day_before_decree: m.at_large_refusal_day_before_decree,
  day_before_guidance: m.at_large_refusal_day_before_guidance,
  day_before_sent: m.at_large_refusal_day_before_sent,
  number_missing: m.at_large_refusal_number_missing,
  place_missing: m.at_large_refusal_place_missing,
  institution_missing: m.at_large_refusal_institution_missing,
  already_received: m.at_large_refusal_already_received,
  closure_waits: m.at_large_refusal_closure_waits,
  no_closure: m.at_large_refusal_no_closure,
  second_person_needed: m.at_large_refusal_second_person_needed,
  note_missing: m.at_large_refusal_note_missing,
  area_unknown: m.at_large_refusal_area_unknown,
  not_searched: m.at_large_refusal_not_searched,
  file_refused: m.at_large_refusal_file_refused,
  family_told: m.revocations_refusal_family_told,
  call_missing: m.revocations_refusal_call_missing,
};
