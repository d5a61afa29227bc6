import { formatClock } from '#kernel/format';
import { parseClockTime, type Zone } from '#kernel/zone';
import { getLocale, m } from '#messages';
import { refusalWords as ofReports } from '#modules/check-ins';
import type {
  Absence,
  Closing,
  ContactKind,
  Finding,
  Happening,
  ObservationAnswers,
  ObservationQuestion,
  ObserverKind,
  Outcome,
  Source,
} from './contact.ts';
import type { Consequence } from './rules.ts';

/** Which sentence says what; called where it is shown, in the language of the page. */
type Words<K extends string> = Readonly<Record<K, () => string>>;

export const kindWords: Words<ContactKind> = {
  home_visit: m.contacts_kind_home_visit,
  office_talk: m.contacts_kind_office_talk,
  call: m.contacts_kind_call,
  presence_call: m.contacts_kind_presence_call,
  observation: m.contacts_kind_observation,
  search: m.contacts_kind_search,
};
/** What each kind is for, where somebody chooses between them. */
export const kindHints: Words<ContactKind> = {
  home_visit: m.contacts_hint_home_visit,
  office_talk: m.contacts_hint_office_talk,
  call: m.contacts_hint_call,
  presence_call: m.contacts_hint_presence_call,
  observation: m.contacts_hint_observation,
  search: m.contacts_hint_search,
};
export const outcomeWords: Words<Outcome> = {
  complied: m.contacts_outcome_complied,
  absent_acceptable: m.contacts_outcome_absent_acceptable,
  absent_not_acceptable: m.contacts_outcome_absent_not_acceptable,
  waiting_evidence: m.contacts_outcome_waiting_evidence,
  attended_failed: m.contacts_outcome_attended_failed,
};
export const happeningWords: Words<Happening> = {
  complied: m.contacts_happening_complied,
  absent: m.contacts_happening_absent,
  attended_failed: m.contacts_happening_attended_failed,
};
export const absenceWords: Words<Absence> = {
  acceptable: m.contacts_absence_acceptable,
  not_acceptable: m.contacts_absence_not_acceptable,
  waiting: m.contacts_absence_waiting,
};
export const observerWords: Words<ObserverKind> = {
  guarantor: m.contacts_observer_guarantor,
  rt_rw: m.contacts_observer_rt_rw,
  village_office: m.contacts_observer_village_office,
  employer: m.contacts_observer_employer,
  pokmas: m.contacts_observer_pokmas,
  citizen: m.contacts_observer_citizen,
};
export const sourceWords: Words<Source> = {
  court_register: m.contacts_source_court_register,
  custody_register: m.contacts_source_custody_register,
  other: m.contacts_source_other,
};
export const findingWords: Words<Finding> = {
  nothing: m.contacts_finding_nothing,
  unclear: m.contacts_finding_unclear,
  found: m.contacts_finding_found,
};
export const closingWords: Words<Closing> = {
  done: m.contacts_closing_done,
  tried: m.contacts_closing_tried,
  moved: m.contacts_closing_moved,
  cancelled: m.contacts_closing_cancelled,
  lifted: m.contacts_closing_lifted,
};
export const observationQuestionWords: Words<ObservationQuestion> = {
  seen: m.contacts_observation_seen,
  livesThere: m.contacts_observation_lives_there,
  occupied: m.contacts_observation_occupied,
  concern: m.contacts_observation_concern,
};
export const observationAnswerWords: {
  readonly [Q in ObservationQuestion]: Words<ObservationAnswers[Q]>;
} = {
  seen: {
    often: m.contacts_observation_seen_often,
    sometimes: m.contacts_observation_seen_sometimes,
    not_seen: m.contacts_observation_seen_not_seen,
  },
  livesThere: {
    yes: m.contacts_observation_lives_there_yes,
    no: m.contacts_observation_lives_there_no,
    not_known: m.contacts_observation_not_known,
  },
  occupied: {
    yes: m.contacts_observation_occupied_yes,
    no: m.contacts_observation_occupied_no,
    not_known: m.contacts_observation_not_known,
  },
  concern: {
    none: m.contacts_observation_concern_none,
    some: m.contacts_observation_concern_some,
    serious: m.contacts_observation_concern_serious,
  },
};

/** What an observer ticked, in one line. */
export function sayObservation(one: ObservationAnswers): string {
  return [
    observationAnswerWords.seen[one.seen](),
    observationAnswerWords.livesThere[one.livesThere](),
    observationAnswerWords.occupied[one.occupied](),
    observationAnswerWords.concern[one.concern](),
  ].join('. ');
}

/** The time of an appointment with its zone; nothing where none was set. */
export function sayTime(time: string, zone: Zone): string {
  const clock = parseClockTime(time);
  return clock ? m.contacts_at_time({ time: formatClock(clock, zone, getLocale()) }) : '';
}

export const consequenceWords: Words<Consequence> = {
  fulfils: m.contacts_then_fulfils,
  counts_not: m.contacts_then_counts_not,
  never_counts: m.contacts_then_never_counts,
  already_at_desk: m.contacts_then_already_at_desk,
  takes_report_back: m.contacts_then_takes_report_back,
  no_report: m.contacts_then_no_report,
  opens_evidence: m.contacts_then_opens_evidence,
  opens_not_complied: m.contacts_then_opens_not_complied,
  opens_found: m.contacts_then_opens_found,
  closes_plan: m.contacts_then_closes_plan,
  stays_due: m.contacts_then_stays_due,
  plans_next: m.contacts_then_plans_next,
  points_to_old: m.contacts_then_points_to_old,
  needs_head: m.contacts_then_needs_head,
};

/** Every refusal of this module; days are judged by the ledger, in its words. */
export const refusalWords = {
  ...ofReports,
  too_long_ago: m.contacts_refusal_too_long_ago,
  not_finished: m.contacts_refusal_not_finished,
  already_changed: m.contacts_refusal_already_changed,
  nothing_changed: m.contacts_refusal_nothing_changed,
  already_closed: m.contacts_refusal_already_closed,
  kind_missing: m.contacts_refusal_kind_missing,
  reason_missing: m.contacts_refusal_reason_missing,
  not_late: m.contacts_refusal_not_late,
  own_request: m.contacts_refusal_own_request,
  note_missing: m.contacts_refusal_note_missing,
  day_past: m.contacts_refusal_day_past,
  after_guidance: m.contacts_refusal_after_guidance,
  client_travels: m.contacts_refusal_client_travels,
  already_revoked: m.contacts_refusal_already_revoked,
  already_decided: m.contacts_refusal_already_decided,
  not_on_list: m.contacts_refusal_not_on_list,
  link_closed: m.contacts_refusal_link_closed,
  too_many_today: m.contacts_refusal_too_many_today,
} as const;
export type ContactRefusal = keyof typeof refusalWords;
