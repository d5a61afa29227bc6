import { m } from '#messages';
import { groundWords, stateWords as breachWords } from '#modules/breaches';
import type { CriterionName, CriterionStanding, EvidenceKind, SimilarOutcome, TimelineEvent, Why } from './dossier.ts';
import type { Keeping } from './keeping.rules.ts';

/** Which sentence says what; called where it is shown, in the language of the page. */
type Words<T extends string> = Readonly<Record<T, () => string>>;

export const standingWords: Words<CriterionStanding> = {
  met: m.dossiers_standing_met,
  not_met: m.dossiers_standing_not_met,
  unknown: m.dossiers_standing_unknown,
  closed: m.dossiers_standing_closed,
};
/** A ground is called what it is called in the breach. */
export const criterionWords: Words<CriterionName> = {
  ...groundWords,
  under_guidance: m.dossiers_criterion_under_guidance,
  condition_in_force: m.dossiers_criterion_condition_in_force,
  told: m.dossiers_criterion_told,
  called: m.dossiers_criterion_called,
  heard: m.dossiers_criterion_heard,
  accompanied: m.dossiers_criterion_accompanied,
  evidence_there: m.dossiers_criterion_evidence_there,
  alternatives_tried: m.dossiers_criterion_alternatives_tried,
  risk_assessed: m.dossiers_criterion_risk_assessed,
  sitting_advised: m.dossiers_criterion_sitting_advised,
  two_people: m.dossiers_criterion_two_people,
};
/** What similar cases led to. */
export const similarWords: Words<SimilarOutcome> = {
  reprimanded: breachWords.reprimanded,
  revoked: m.dossiers_similar_revoked,
  not_revoked: m.dossiers_similar_not_revoked,
  still_open: m.dossiers_similar_still_open,
  closed_unfounded: breachWords.closed_unfounded,
  stopped: breachWords.stopped,
};
export const evidenceWords: Words<EvidenceKind> = {
  period: m.dossiers_evidence_period,
  contact: m.dossiers_evidence_contact,
  entry: m.dossiers_evidence_entry,
  summons: m.dossiers_evidence_summons,
  examination: m.dossiers_evidence_examination,
  move: m.dossiers_evidence_move,
  condition: m.dossiers_evidence_condition,
  occasion: m.dossiers_evidence_occasion,
  assessment: m.dossiers_evidence_assessment,
  sitting_item: m.dossiers_evidence_sitting_item,
  minutes: m.dossiers_evidence_minutes,
};
export const keepingWords: Words<Keeping> = {
  counted: m.dossiers_keeping_counted,
  broken: m.dossiers_keeping_broken,
  examined: m.dossiers_keeping_examined,
  unfounded: m.dossiers_keeping_unfounded,
  no_record: m.dossiers_keeping_no_record,
};
export const alternativeWords: Words<'alternative' | 'reprimand'> = {
  alternative: m.dossiers_alternative_alternative,
  reprimand: m.dossiers_alternative_reprimand,
};
/** Why a criterion stands as it does; the numbers come written as a page writes them. */
export const whyWords: Readonly<Record<Why, (numbers: Readonly<Record<string, string>>) => string>> = {
  row_stands: ({ misses, limit }) => m.dossiers_why_row_stands({ misses: misses ?? '', limit: limit ?? '' }),
  row_too_short: ({ misses, limit }) => m.dossiers_why_row_too_short({ misses: misses ?? '', limit: limit ?? '' }),
  periods_unknown: ({ count, limit }) => m.dossiers_why_periods_unknown({ count: count ?? '', limit: limit ?? '' }),
  no_periods: () => m.dossiers_why_no_periods(),
  offence_recorded: () => m.dossiers_why_offence_recorded(),
  offence_noted: () => m.dossiers_why_offence_noted(),
  searched_nothing: () => m.dossiers_why_searched_nothing(),
  nobody_searched: () => m.dossiers_why_nobody_searched(),
  not_alleged: () => m.dossiers_why_not_alleged(),
  people_found_it: () => m.dossiers_why_people_found_it(),
  people_found_none: () => m.dossiers_why_people_found_none(),
  awaits_people: ({ count }) => m.dossiers_why_awaits_people({ count: count ?? '' }),
  stopped_undecided: () => m.dossiers_why_stopped_undecided(),
  within_guidance: () => m.dossiers_why_within_guidance(),
  outside_guidance: () => m.dossiers_why_outside_guidance(),
  guidance_unknown: () => m.dossiers_why_guidance_unknown(),
  conditions_stood: () => m.dossiers_why_conditions_stood(),
  condition_missing: () => m.dossiers_why_condition_missing(),
  conditions_to_read: () => m.dossiers_why_conditions_to_read(),
  no_conditions: () => m.dossiers_why_no_conditions(),
  was_told: () => m.dossiers_why_was_told(),
  was_not_told: () => m.dossiers_why_was_not_told(),
  in_custody: () => m.dossiers_why_in_custody(),
  came: () => m.dossiers_why_came(),
  called_enough: ({ calls, owed }) => m.dossiers_why_called_enough({ calls: calls ?? '', owed: owed ?? '' }),
  called_too_few: ({ calls, owed }) => m.dossiers_why_called_too_few({ calls: calls ?? '', owed: owed ?? '' }),
  call_running: () => m.dossiers_why_call_running(),
  was_heard: () => m.dossiers_why_was_heard(),
  heard_in_absence: () => m.dossiers_why_heard_in_absence(),
  was_not_heard: () => m.dossiers_why_was_not_heard(),
  minutes_to_read: () => m.dossiers_why_minutes_to_read(),
  there_is: ({ count }) => m.dossiers_why_there_is({ count: count ?? '' }),
  there_is_none: () => m.dossiers_why_there_is_none(),
  assessed: () => m.dossiers_why_assessed(),
  assessed_provisionally: () => m.dossiers_why_assessed_provisionally(),
  assessment_due: () => m.dossiers_why_assessment_due(),
  never_assessed: () => m.dossiers_why_never_assessed(),
  advised: () => m.dossiers_why_advised(),
  on_agenda: () => m.dossiers_why_on_agenda(),
  no_sitting: () => m.dossiers_why_no_sitting(),
  decided_by_another: () => m.dossiers_why_decided_by_another(),
  decided_by_one: () => m.dossiers_why_decided_by_one(),
  not_decided: () => m.dossiers_why_not_decided(),
  part_closed: () => m.dossiers_why_part_closed(),
};
/** What happened on a day; the word of its kind comes in the language of the page. */
export const eventWords: Readonly<Record<TimelineEvent['kind'], (word: string) => string>> = {
  guidance_began: () => m.dossiers_event_guidance_began(),
  guidance_ends: () => m.dossiers_event_guidance_ends(),
  phase: (word) => m.dossiers_event_phase({ word }),
  condition: () => m.dossiers_event_condition(),
  condition_lifted: () => m.dossiers_event_condition_lifted(),
  assessment: (word) => m.dossiers_event_assessment({ word }),
  breach_opened: () => m.dossiers_event_breach_opened(),
  breach_ended: (word) => m.dossiers_event_breach_ended({ word }),
  sitting: (word) => m.dossiers_event_sitting({ word }),
};
