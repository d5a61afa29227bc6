import type { PlainDate } from '#kernel/plain-date';

/** Where a search stands; rules.ts says how it moves. */
export const searchStates = [
  'decree_received',
  'copies_sent',
  'arrest_requested',
  'wanted',
  'arrested',
  'handed_over',
  'located_elsewhere',
  'deceased',
  'lifted',
] as const;
export type SearchState = (typeof searchStates)[number];
/** He is not back where the decree means him to be; whoever is held elsewhere in another matter is not either. */
export const runningStates = [
  'decree_received',
  'copies_sent',
  'arrest_requested',
  'wanted',
  'arrested',
  'located_elsewhere',
] as const satisfies readonly SearchState[];

/** Who gets a copy of the decree. */
export const addressees = ['prosecutor', 'police', 'prison', 'kanwil'] as const;
export type Addressee = (typeof addressees)[number];

/** How far whoever tells it, and what is told, can be trusted; in words, so that everybody means the same. */
export const sourceGrades = ['proven', 'usual', 'doubtful', 'unknown'] as const;
export type SourceGrade = (typeof sourceGrades)[number];
export const infoGrades = ['confirmed', 'likely', 'doubtful', 'unknown'] as const;
export type InfoGrade = (typeof infoGrades)[number];

/** What ends a search or finds him held elsewhere, as one person found it and another one confirms. */
export const closureSteps = ['hand_over', 'locate', 'die'] as const;
export type ClosureStep = (typeof closureSteps)[number];
export const closureOutcomes = ['confirmed', 'refused'] as const;
export type ClosureOutcome = (typeof closureOutcomes)[number];

/** What an officer writes down himself as he hears of it. */
export const reportedSteps = ['request_arrest', 'list_as_wanted', 'arrest', 'lose'] as const;
export type ReportedStep = (typeof reportedSteps)[number];

export const alarmReasons = [
  'copies_missing',
  'request_missing',
  'not_arrested',
  'not_handed_over',
  'held_elsewhere',
] as const;
export type AlarmReason = (typeof alarmReasons)[number];
/** From what the days of an alarm count. */
export const alarmStarts = ['decree', 'loss', 'arrest', 'located'] as const;
export type AlarmFrom = (typeof alarmStarts)[number];

/** What the rules look at. */
export type SearchFacts = { state: SearchState; openedOn: PlainDate; clockFrom: PlainDate };
/** The end of a supervision as the decree says it, as far as it is known. */
export type Decree = { number: string; dated: PlainDate | null; issuer: string };
