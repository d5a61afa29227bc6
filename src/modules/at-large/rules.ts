import { daysBetween, type PlainDate } from '#kernel/plain-date';
import type { Action } from '#modules/access';
import type { EarlyEnd, EndReason } from '#modules/cases';
import {
  addressees,
  runningStates,
  type Addressee,
  type AlarmFrom,
  type AlarmReason,
  type ClosureStep,
  type Decree,
  type SearchFacts,
  type SearchState,
} from './search.ts';

/**
 * How a search moves. Read it aloud: from the decree on, every further step may be the next one, since not every step must be passed;
 * whoever is handed over, dead, or no longer meant by a decree is searched no more; whoever escapes before he is handed over, or is let go
 * where he was held, is searched again from the beginning. Held elsewhere he is not back: he may be found in yet another place. The database holds the same table (at_large.next_state).
 */
export const moves = {
  decree_received: {
    send_copies: 'copies_sent',
    request_arrest: 'arrest_requested',
    list_as_wanted: 'wanted',
    arrest: 'arrested',
    hand_over: 'handed_over',
    locate: 'located_elsewhere',
    die: 'deceased',
    lift: 'lifted',
  },
  copies_sent: {
    request_arrest: 'arrest_requested',
    list_as_wanted: 'wanted',
    arrest: 'arrested',
    hand_over: 'handed_over',
    locate: 'located_elsewhere',
    die: 'deceased',
    lift: 'lifted',
  },
  arrest_requested: {
    request_arrest: 'arrest_requested',
    list_as_wanted: 'wanted',
    arrest: 'arrested',
    hand_over: 'handed_over',
    locate: 'located_elsewhere',
    die: 'deceased',
    lift: 'lifted',
  },
  wanted: {
    arrest: 'arrested',
    hand_over: 'handed_over',
    locate: 'located_elsewhere',
    die: 'deceased',
    lift: 'lifted',
  },
  arrested: {
    hand_over: 'handed_over',
    locate: 'located_elsewhere',
    lose: 'decree_received',
    die: 'deceased',
    lift: 'lifted',
  },
  located_elsewhere: {
    hand_over: 'handed_over',
    locate: 'located_elsewhere',
    lose: 'decree_received',
    die: 'deceased',
    lift: 'lifted',
  },
  handed_over: {},
  deceased: {},
  lifted: {},
} as const satisfies Record<SearchState, Partial<Record<SearchStep, SearchState>>>;

/** Who takes each step, and on which document it stands. Every step has its reason as well. */
export const steps = {
  send_copies: { by: 'at_large:keep', document: 'cover_letter' },
  request_arrest: { by: 'at_large:keep', document: 'arrest_request' },
  list_as_wanted: { by: 'at_large:keep', document: 'wanted_list' },
  arrest: { by: 'at_large:keep', document: 'arrest_minutes' },
  lose: { by: 'at_large:keep', document: 'loss_report' },
  hand_over: { by: 'at_large:confirm', document: 'handover_minutes' },
  locate: { by: 'at_large:confirm', document: 'custody_notice' },
  die: { by: 'at_large:confirm', document: 'death_certificate' },
  lift: { by: 'case:decide_ending', document: 'lifting_decree' },
} as const satisfies Record<string, { by: Action; document: string }>;
export type SearchStep = keyof typeof steps;
export type SearchDocument = (typeof steps)[SearchStep]['document'];

/** Steps that stand on a paper with a number of its own; of an arrest one may hear before its minutes are written. */
export const numbered: readonly SearchStep[] = [
  'request_arrest',
  'list_as_wanted',
  'hand_over',
  'locate',
  'die',
  'lift',
];

export function nextState(from: SearchState, step: SearchStep): SearchState | undefined {
  return (moves[from] as Partial<Record<SearchStep, SearchState>>)[step];
}

/** He is not back. */
export function isRunning(state: SearchState): boolean {
  return (runningStates as readonly SearchState[]).includes(state);
}

export type SearchRefusal =
  | 'wrong_state'
  | 'search_running'
  | 'not_ended_by_decree'
  | 'not_sent_back'
  | 'decree_known'
  | 'decree_unknown'
  | 'decree_from_proceeding'
  | 'number_used'
  | 'correction_waits'
  | 'no_correction'
  | 'nothing_changed'
  | 'day_in_future'
  | 'day_before_decree'
  | 'day_before_guidance'
  | 'day_before_sent'
  | 'number_missing'
  | 'place_missing'
  | 'institution_missing'
  | 'already_received'
  | 'closure_waits'
  | 'no_closure'
  | 'second_person_needed'
  | 'note_missing'
  | 'area_unknown'
  | 'not_searched'
  | 'family_told'
  | 'call_missing'
  | 'file_refused';
export type SearchRefused = { ok: false; refusal: SearchRefusal };
export type SearchVerdict = { ok: true } | SearchRefused;

const yes = { ok: true } as const;
export function no(refusal: SearchRefusal): SearchRefused {
  return { ok: false, refusal };
}

/** What begins a search when a supervision is over: its end alone, a paper that orders the return, or nothing. */
export type Opening = 'itself' | 'document' | 'never';

/** On the way of the tiers the sentence is served again; of a supervision sentence the judge says so; elsewhere there may be none to serve. */
export function opensBy(facts: { endedFor: EndReason; early: EarlyEnd; judged: boolean }): Opening {
  if (facts.endedFor !== 'breach') return 'never';
  return facts.early === 'revocation' || (facts.early === 'judge' && facts.judged) ? 'itself' : 'document';
}

/** What is done because of the decree is not older than it, nor of tomorrow. */
export function judgeDay(day: PlainDate, search: Pick<SearchFacts, 'clockFrom'>, today: PlainDate): SearchVerdict {
  if (day > today) return no('day_in_future');
  return day < search.clockFrom ? no('day_before_decree') : yes;
}

/** A day in custody may lie before the decree, but not before he was a client. */
function judgeDayHeld(day: PlainDate, { guidedFrom }: { guidedFrom: PlainDate }, today: PlainDate): SearchVerdict {
  if (day > today) return no('day_in_future');
  return day < guidedFrom ? no('day_before_guidance') : yes;
}

/** What may have happened before the decree: a new offence is as a rule found out, and he in custody, before his supervision is revoked. */
const mayPrecede: readonly SearchStep[] = ['arrest', 'locate'];

/** May this be written down as the next step? */
export function judgeStep(
  search: SearchFacts & { guidedFrom: PlainDate },
  attempt: { step: SearchStep; day: PlainDate; number: string; place: string },
  today: PlainDate,
): SearchVerdict {
  if (!nextState(search.state, attempt.step)) return no('wrong_state');
  const day = mayPrecede.includes(attempt.step)
    ? judgeDayHeld(attempt.day, search, today)
    : judgeDay(attempt.day, search, today);
  if (!day.ok) return day;
  if (numbered.includes(attempt.step) && attempt.number === '') return no('number_missing');
  return attempt.step === 'arrest' && attempt.place === '' ? no('place_missing') : yes;
}

/** May this be put before whoever confirms it? One closure waits at a time. */
export function judgeClosure(
  search: Parameters<typeof judgeStep>[0],
  attempt: { step: ClosureStep; day: PlainDate; number: string; institution: string },
  waiting: boolean,
  today: PlainDate,
): SearchVerdict {
  if (waiting) return no('closure_waits');
  const step = judgeStep(search, { ...attempt, place: '' }, today);
  if (!step.ok) return step;
  return attempt.step !== 'die' && attempt.institution === '' ? no('institution_missing') : yes;
}

/** Whoever found it does not confirm it; refusing it asks for a word. */
export function judgeConfirmation(
  closure: { madeBy: string | null },
  attempt: { outcome: 'confirmed' | 'refused'; note: string; deciderId: string },
): SearchVerdict {
  if (closure.madeBy === attempt.deciderId) return no('second_person_needed');
  return attempt.outcome === 'refused' && attempt.note.length < 5 ? no('note_missing') : yes;
}

/** A decree as somebody types it: all of it. */
export type WholeDecree = { number: string; dated: PlainDate; issuer: string };
type KnownDecree = { decree: Decree; decreeGiven: boolean };

export function isWhole({ number, dated, issuer }: Decree): boolean {
  return number !== '' && dated !== null && issuer !== '';
}

/** What is not known of the decree may be added by whoever keeps the search; what is known stays as it is. `used`: it is somebody else's. */
export function judgeDecree(
  { decree, decreeGiven }: KnownDecree,
  attempt: WholeDecree,
  used: boolean,
  today: PlainDate,
): SearchVerdict {
  if (decreeGiven) return no('decree_from_proceeding');
  const changes =
    (decree.number !== '' && decree.number !== attempt.number) ||
    (decree.dated !== null && decree.dated !== attempt.dated) ||
    (decree.issuer !== '' && decree.issuer !== attempt.issuer);
  if (changes || isWhole(decree)) return no('decree_known');
  if (attempt.dated > today) return no('day_in_future');
  return used ? no('number_used') : yes;
}

/** May somebody ask that another decree stands? Not where a proceeding gave it: there it is corrected. */
export function judgeCorrection(
  { decree, decreeGiven }: KnownDecree,
  attempt: WholeDecree,
  now: { waiting: boolean; used: boolean },
  today: PlainDate,
): SearchVerdict {
  if (decreeGiven) return no('decree_from_proceeding');
  if (!isWhole(decree)) return no('decree_unknown');
  if (now.waiting) return no('correction_waits');
  if (decree.number === attempt.number && decree.dated === attempt.dated && decree.issuer === attempt.issuer)
    return no('nothing_changed');
  if (attempt.dated > today) return no('day_in_future');
  return now.used ? no('number_used') : yes;
}

/** Who still waits for his copy of the decree. */
export function withoutCopy(copies: readonly { addressee: Addressee }[]): Addressee[] {
  return addressees.filter((one) => !copies.some(({ addressee }) => addressee === one));
}

export type AlarmOptions = {
  copies: number;
  request: number;
  first: number;
  second: number;
  third: number;
  handover: number;
  elsewhere: number;
  repeat: number;
};
export type AlarmFacts = {
  state: SearchState;
  clockFrom: PlainDate;
  /** The day he was lost again, the last time; from then on everything counts anew. */
  lostOn: PlainDate | null;
  /** The day of the last arrest, or the day since when he is held elsewhere. */
  heldOn: PlainDate | null;
  copiesMissing: boolean;
  /** Since the decree, or since he was lost again. */
  wasRequested: boolean;
};
export type DueAlarm = {
  ordinal: number;
  /** 0 for the first of its ordinal, then the how-manyth repetition. */
  nth: number;
  days: number;
  reason: AlarmReason;
  from: AlarmFrom;
};

/**
 * Which alarms a search has grown old enough for, with what has not happened; those that concern nothing any more are left out. The last
 * ones repeat, each time as the newest repetition that is due: whom nobody finds must not fall out of mind.
 */
export function alarmsDue(facts: AlarmFacts, options: AlarmOptions, today: PlainDate): DueAlarm[] {
  if (!isRunning(facts.state)) return [];
  const since = facts.lostOn ?? facts.clockFrom;
  const from = facts.lostOn ? 'loss' : 'decree';
  const age = daysBetween(since, today);
  const arrested = facts.state === 'arrested';
  const elsewhere = facts.state === 'located_elsewhere';
  const free = !arrested && !elsewhere;
  const heldSince = facts.heldOn && facts.heldOn > since ? facts.heldOn : since;
  const all: (Counted & { nth: number })[] = [
    { ordinal: 1, nth: 0, days: options.copies, reason: 'copies_missing', from, holds: facts.copiesMissing, age },
    {
      ordinal: 2,
      nth: 0,
      days: options.request,
      reason: 'request_missing',
      from,
      holds: free && !facts.wasRequested,
      age,
    },
    { ordinal: 3, nth: 0, days: options.first, reason: 'not_arrested', from, holds: free, age },
    { ordinal: 4, nth: 0, days: options.second, reason: 'not_arrested', from, holds: free, age },
    ...repeating({ ordinal: 5, days: options.third, reason: 'not_arrested', from, holds: free, age }, options.repeat),
    ...repeating(
      {
        ordinal: 6,
        days: options.handover,
        reason: 'not_handed_over',
        from: 'arrest',
        holds: arrested,
        age: daysBetween(heldSince, today),
      },
      options.repeat,
    ),
    ...repeating(
      {
        ordinal: 7,
        days: options.elsewhere,
        reason: 'held_elsewhere',
        from: 'located',
        holds: elsewhere,
        age: daysBetween(heldSince, today),
      },
      options.elsewhere,
    ),
  ];
  return all
    .filter(({ days, holds, age: reached }) => holds && reached > days)
    .map(({ holds: _, age: __, ...due }) => due);
}

/** What an alarm would say, whether it still concerns anything, and how many days there have been. */
type Counted = Omit<DueAlarm, 'nth'> & { holds: boolean; age: number };

/** The alarm itself and the newest of its repetitions that is due; those in between nobody would read any more. */
function repeating(alarm: Counted, every: number): (Counted & { nth: number })[] {
  const nth = Math.max(0, Math.floor((alarm.age - alarm.days - 1) / every));
  const first = { ...alarm, nth: 0 };
  return nth === 0 ? [first] : [first, { ...alarm, nth, days: alarm.days + nth * every }];
}
