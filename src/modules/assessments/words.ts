import { m } from '#messages';
import type {
  Consent,
  DueReason,
  Finding,
  Group,
  Meeting,
  NeedsRoute,
  Purpose,
  RouteReason,
  Source,
} from './assessment.ts';
import type { Refusal } from './rules.ts';

type Words<Key extends string> = Readonly<Record<Key, () => string>>;

export const purposeWords: Words<Purpose> = {
  initial: m.assessments_purpose_initial,
  periodic: m.assessments_purpose_periodic,
  phase: m.assessments_purpose_phase,
  new_offence: m.assessments_purpose_new_offence,
  litmas: m.assessments_purpose_litmas,
  correction: m.assessments_purpose_correction,
};
export const meetingWords: Words<Meeting> = {
  office: m.assessments_meeting_office,
  home_visit: m.assessments_meeting_home_visit,
  institution: m.assessments_meeting_institution,
  documents: m.assessments_meeting_documents,
};
export const consentWords: Words<Consent> = {
  given: m.assessments_consent_given,
  refused: m.assessments_consent_refused,
};
export const sourceWords: Words<Source> = {
  verdict: m.assessments_source_kind_verdict,
  police_file: m.assessments_source_kind_police_file,
  birth_certificate: m.assessments_source_kind_birth_certificate,
  school: m.assessments_source_kind_school,
  unit_record: m.assessments_source_kind_unit_record,
  other_paper: m.assessments_source_kind_other_paper,
  client: m.assessments_source_kind_client,
  family: m.assessments_source_kind_family,
  unit_staff: m.assessments_source_kind_unit_staff,
};
export const routeWords: Words<NeedsRoute> = {
  required: m.assessments_route_required,
  undecided: m.assessments_route_undecided,
  not_required: m.assessments_route_not_required,
};
export const reasonWords: Words<RouteReason> = {
  score: m.assessments_reason_score,
  drug_case: m.assessments_reason_drug_case,
  tick_b: m.assessments_reason_tick_b,
  tick_c: m.assessments_reason_tick_c,
  score_unknown: m.assessments_reason_score_unknown,
  tick_b_unknown: m.assessments_reason_tick_b_unknown,
  tick_c_unknown: m.assessments_reason_tick_c_unknown,
};
export const findingWords: Words<Finding> = {
  identified: m.assessments_finding_identified,
  not_identified: m.assessments_finding_not_identified,
  not_enough: m.assessments_finding_not_enough,
};
export const dueWords: Words<DueReason> = {
  first: m.assessments_due_first,
  interval: m.assessments_due_interval,
  phase: m.assessments_due_phase,
  new_offence: m.assessments_due_new_offence,
  provisional: m.assessments_due_provisional,
};
export const groupWords: Words<Group> = {
  current: m.assessments_group_current,
  overdue: m.assessments_group_overdue,
  provisional: m.assessments_group_provisional,
  never: m.assessments_group_never,
  child: m.assessments_group_child,
};

export const refusalWords: Words<Refusal> & Readonly<Record<string, () => string>> = {
  case_closed: m.assessments_refusal_case_closed,
  adult_instrument: m.assessments_refusal_adult_instrument,
  draft_open: m.assessments_refusal_draft_open,
  day_in_future: m.assessments_refusal_day_in_future,
  must_meet: m.assessments_refusal_must_meet,
  papers_only: m.assessments_refusal_papers_only,
  no_meeting_on_record: m.assessments_refusal_no_meeting_on_record,
  not_the_assessor: m.assessments_refusal_not_the_assessor,
  locked: m.assessments_refusal_locked,
  incomplete: m.assessments_refusal_incomplete,
  source_needs_consent: m.assessments_refusal_source_needs_consent,
  paper_not_of_client: m.assessments_refusal_paper_not_of_client,
  already_corrected: m.assessments_refusal_already_corrected,
  same_band: m.assessments_refusal_same_band,
  second_person_needed: m.assessments_refusal_second_person_needed,
  already_asked: m.assessments_refusal_already_asked,
  already_decided: m.assessments_refusal_already_decided,
  newer_there: m.assessments_refusal_newer_there,
  note_missing: m.assessments_refusal_note_missing,
  wrong_state: m.assessments_refusal_wrong_state,
  override_reason_short: m.assessments_refusal_override_reason_short,
};
