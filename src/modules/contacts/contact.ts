import type { PlainDate } from '#kernel/plain-date';
import type { Answers as ClientAnswers, Medium } from '#modules/check-ins';
import type { ClockTime } from '#kernel/zone';

/** Jenis kontak. What each asks, and whether it may fulfil what is owed, stands in `kindTable`. */
export const contactKinds = ['home_visit', 'office_talk', 'call', 'presence_call', 'observation', 'search'] as const;
export type ContactKind = (typeof contactKinds)[number];

/** What became of a contact with the client himself. Waiting for evidence is an answer of its own, with a day. */
export const outcomes = [
  'complied',
  'absent_acceptable',
  'absent_not_acceptable',
  'waiting_evidence',
  'attended_failed',
] as const;
export type Outcome = (typeof outcomes)[number];

/** The first question about it; the second is asked only of an absence. */
export const happenings = ['complied', 'absent', 'attended_failed'] as const;
export type Happening = (typeof happenings)[number];
export const absences = ['acceptable', 'not_acceptable', 'waiting'] as const;
export type Absence = (typeof absences)[number];

/** Who outside the office tells of a client. */
export const observerKinds = ['guarantor', 'rt_rw', 'village_office', 'employer', 'pokmas', 'citizen'] as const;
export type ObserverKind = (typeof observerKinds)[number];

/** Where an officer looked for a new case of the client. */
export const sources = ['court_register', 'custody_register', 'other'] as const;
export type Source = (typeof sources)[number];
export const findings = ['nothing', 'unclear', 'found'] as const;
export type Finding = (typeof findings)[number];

export const closings = ['done', 'tried', 'moved', 'cancelled', 'lifted'] as const;
/** `tried`: the client was not met. `moved`: another day took its place. `lifted`: the rule asks for it no longer. */
export type Closing = (typeof closings)[number];

export type KindRow = {
  /** It is with the client himself, so it has an outcome; else it is about him. */
  withClient: boolean;
  /** By which use case of the ledger a kept contact becomes a report. */
  report: 'home_visit' | 'in_person' | 'remote_call' | 'presence_call' | null;
  asksMedium: boolean;
  /** Reports need guidance content, so the talk must be written down. */
  needsTalk: boolean;
  /** Somebody goes somewhere, so it stands on the day's list. */
  onTheRoad: boolean;
};

export const kindTable = {
  home_visit: { withClient: true, report: 'home_visit', asksMedium: false, needsTalk: true, onTheRoad: true },
  office_talk: { withClient: true, report: 'in_person', asksMedium: false, needsTalk: true, onTheRoad: false },
  call: { withClient: true, report: 'remote_call', asksMedium: true, needsTalk: true, onTheRoad: false },
  presence_call: { withClient: true, report: 'presence_call', asksMedium: true, needsTalk: false, onTheRoad: false },
  observation: { withClient: false, report: null, asksMedium: false, needsTalk: true, onTheRoad: true },
  search: { withClient: false, report: null, asksMedium: false, needsTalk: false, onTheRoad: false },
} as const satisfies Record<ContactKind, KindRow>;

/** Kinds that an officer may plan for a day with the client, which the client may be told. */
export const appointmentKinds = contactKinds.filter((kind) => kindTable[kind].withClient);
export function isAppointment(kind: ContactKind): boolean {
  return kindTable[kind].withClient;
}

/** A contact that is to follow, as the last question offers it. */
export type NextContact = { kind: ContactKind; on: PlainDate; time: ClockTime | ''; place: string; isTold: boolean };

/** What an officer has answered so far, by question. */
export type Answers = {
  happenedOn?: PlainDate;
  happenedAt?: ClockTime | '';
  medium?: Medium;
  urgentReason?: boolean;
  happening?: Happening;
  absence?: Absence;
  evidenceUntil?: PlainDate;
  observedBy?: ObserverKind;
  toldBy?: string;
  source?: Source;
  finding?: Finding;
  note?: string;
  followUp?: string;
  /** What the client said about his address, telephone, work, family and problems. */
  told?: ClientAnswers;
  next?: NextContact | 'none';
  changeReason?: string;
};

/** A recording that has been begun and not sent. */
export type Draft = {
  id: string;
  caseId: string;
  kind: ContactKind;
  answers: Answers;
  plannedId: string | null;
  correctsId: string | null;
  savedAt: Date;
};

export function outcomeOf({ happening, absence }: Answers): Outcome | null {
  switch (happening) {
    case 'complied':
    case 'attended_failed':
      return happening;
    case 'absent':
      return absence === 'waiting' ? 'waiting_evidence' : absence ? (`absent_${absence}` as const) : null;
    case undefined:
      return null;
  }
}

/** Whether the client was met, so that what was planned is done. */
export function wasMet(outcome: Outcome | null): boolean {
  return outcome === null || outcome === 'complied' || outcome === 'attended_failed';
}

/** What an observer is asked, in plain words; nothing of it tells him anything of the client's file. */
export const observationAnswers = {
  seen: ['often', 'sometimes', 'not_seen'],
  livesThere: ['yes', 'no', 'not_known'],
  occupied: ['yes', 'no', 'not_known'],
  concern: ['none', 'some', 'serious'],
} as const;
export type ObservationQuestion = keyof typeof observationAnswers;
export const observationQuestions = Object.keys(observationAnswers) as ObservationQuestion[];
export type ObservationAnswers = {
  [Q in ObservationQuestion]: (typeof observationAnswers)[Q][number];
} & { words: string };

/** How the last day of a contact was found: a rule's periods run by the calendar, an officer names the day. */
export const contactCounts = ({ origin }: { origin: string }) => (origin === 'rule' ? 'calendar' : 'named');
