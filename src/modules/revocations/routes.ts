import type { DayCount, Deadline } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import type { Source } from '#kernel/rule';
import type { Action } from '#modules/access';
import type { Rung } from '#modules/tasks';
import type { Holder, ProceedingState, RouteName } from './revocation.ts';
import { ministerial, ours } from './sources.ts';

/**
 * How a supervision is revoked or a decree cancelled, way by way. Read it aloud: on the way of the tiers a proceeding that has begun is
 * heard by the sitting of the Bapas, or in danger revoked at once and heard afterwards; what was advised the head carries out for the
 * time being or refuses; he reports it to the Kanwil, which forwards it or asks; the Ditjenpas drafts a decree or a refusal, a second
 * person signs it, and the head of the Bapas carries it out. Where a tier does not use Simpul, the Bapas notes its paper and its head
 * confirms. A judge may also let the supervision go on to another last day, which is noted and confirmed in the same way. A cancellation
 * lapses from wherever it stands once the client has been released, as the head says: from then on only a revocation is possible. Below stand
 * who takes each step on which document (`steps`), who has the file where it stands (`holderOf`), and by when he owes the next step
 * (`terms`). The database holds the same table (revocations.next_state).
 */
export const routes = {
  tiers: {
    begun: { hear: 'advised', revoke_urgently: 'revoked_unheard', withdraw: 'withdrawn', stop: 'stopped' },
    advised: {
      revoke_temporarily: 'temporarily_revoked',
      refuse: 'refused',
      withdraw: 'withdrawn',
      stop: 'stopped',
    },
    revoked_unheard: { hear: 'heard_after', stop: 'stopped' },
    heard_after: { uphold: 'temporarily_revoked', lift: 'refused', stop: 'stopped' },
    temporarily_revoked: { report: 'at_kanwil', ask_withdrawal: 'withdrawal_asked', stop: 'stopped' },
    withdrawal_asked: { agree_withdrawal: 'withdrawn', keep_proposal: 'temporarily_revoked', stop: 'stopped' },
    at_kanwil: {
      forward: 'at_ditjenpas',
      return_kanwil: 'asked_by_kanwil',
      note_forwarded: 'at_ditjenpas',
      note_questions_kanwil: 'asked_by_kanwil',
      ask_withdrawal: 'withdrawal_asked',
      stop: 'stopped',
    },
    asked_by_kanwil: { answer_kanwil: 'at_kanwil', ask_withdrawal: 'withdrawal_asked', stop: 'stopped' },
    at_ditjenpas: {
      draft_decree: 'decree_drafted',
      draft_refusal: 'refusal_drafted',
      return_ditjenpas: 'asked_by_ditjenpas',
      note_questions_ditjenpas: 'asked_by_ditjenpas',
      note_decree: 'decision_noted',
      note_refusal: 'refusal_noted',
      stop: 'stopped',
    },
    asked_by_ditjenpas: { answer_ditjenpas: 'at_ditjenpas', stop: 'stopped' },
    decree_drafted: { sign_decree: 'decreed', redraft: 'at_ditjenpas', stop: 'stopped' },
    refusal_drafted: { sign_refusal: 'refusal_decreed', redraft: 'at_ditjenpas', stop: 'stopped' },
    decreed: { carry_out: 'revoked', stop: 'stopped' },
    refusal_decreed: { carry_out_refusal: 'not_revoked', stop: 'stopped' },
    decision_noted: { confirm_decree: 'revoked', correct_note: 'at_ditjenpas', stop: 'stopped' },
    refusal_noted: { confirm_refusal: 'not_revoked', correct_note: 'at_ditjenpas', stop: 'stopped' },
  },
  judge: {
    begun: { consider: 'considered', withdraw: 'withdrawn', stop: 'stopped' },
    considered: { send_to_prosecutor: 'at_prosecutor', refuse: 'refused', withdraw: 'withdrawn', stop: 'stopped' },
    at_prosecutor: {
      note_brought: 'at_judge',
      note_declined: 'declined_by_prosecutor',
      note_questions_prosecutor: 'asked_by_prosecutor',
      stop: 'stopped',
    },
    asked_by_prosecutor: { answer_prosecutor: 'at_prosecutor', stop: 'stopped' },
    declined_by_prosecutor: { confirm_refusal: 'not_revoked', correct_note: 'at_prosecutor', stop: 'stopped' },
    at_judge: {
      note_decree: 'decision_noted',
      note_refusal: 'refusal_noted',
      note_period: 'period_noted',
      stop: 'stopped',
    },
    period_noted: { confirm_period: 'not_revoked', correct_note: 'at_judge', stop: 'stopped' },
    decision_noted: { confirm_decree: 'revoked', correct_note: 'at_judge', stop: 'stopped' },
    refusal_noted: { confirm_refusal: 'not_revoked', correct_note: 'at_judge', stop: 'stopped' },
  },
  diversion: {
    begun: { send_report: 'at_official', refuse: 'refused', withdraw: 'withdrawn', stop: 'stopped' },
    at_official: { note_decree: 'decision_noted', note_refusal: 'refusal_noted', stop: 'stopped' },
    decision_noted: { confirm_decree: 'revoked', correct_note: 'at_official', stop: 'stopped' },
    refusal_noted: { confirm_refusal: 'not_revoked', correct_note: 'at_official', stop: 'stopped' },
  },
  authority: {
    begun: { send_letter: 'at_authority', refuse: 'refused', withdraw: 'withdrawn', stop: 'stopped' },
    at_authority: { note_decree: 'decision_noted', note_refusal: 'refusal_noted', stop: 'stopped' },
    decision_noted: { confirm_decree: 'revoked', correct_note: 'at_authority', stop: 'stopped' },
    refusal_noted: { confirm_refusal: 'not_revoked', correct_note: 'at_authority', stop: 'stopped' },
  },
  cancellation: {
    begun: { note_lapas_sitting: 'lapas_advised', withdraw: 'withdrawn', lapse: 'continued', stop: 'stopped' },
    lapas_advised: {
      note_lapas_proposal: 'at_kanwil',
      note_lapas_dropped: 'drop_noted',
      lapse: 'continued',
      stop: 'stopped',
    },
    drop_noted: { confirm_refusal: 'continued', correct_note: 'lapas_advised', lapse: 'continued', stop: 'stopped' },
    at_kanwil: {
      forward: 'at_ditjenpas',
      return_kanwil: 'asked_by_kanwil',
      note_forwarded: 'at_ditjenpas',
      note_questions_kanwil: 'asked_by_kanwil',
      lapse: 'continued',
      stop: 'stopped',
    },
    asked_by_kanwil: { answer_kanwil: 'at_kanwil', lapse: 'continued', stop: 'stopped' },
    at_ditjenpas: {
      draft_decree: 'decree_drafted',
      draft_refusal: 'refusal_drafted',
      return_ditjenpas: 'asked_by_ditjenpas',
      note_questions_ditjenpas: 'asked_by_ditjenpas',
      note_decree: 'decision_noted',
      note_refusal: 'refusal_noted',
      lapse: 'continued',
      stop: 'stopped',
    },
    asked_by_ditjenpas: { answer_ditjenpas: 'at_ditjenpas', lapse: 'continued', stop: 'stopped' },
    decree_drafted: { sign_decree: 'decreed', redraft: 'at_ditjenpas', lapse: 'continued', stop: 'stopped' },
    refusal_drafted: { sign_refusal: 'refusal_decreed', redraft: 'at_ditjenpas', lapse: 'continued', stop: 'stopped' },
    decreed: { carry_out: 'cancelled', lapse: 'continued', stop: 'stopped' },
    refusal_decreed: { carry_out_refusal: 'continued', lapse: 'continued', stop: 'stopped' },
    decision_noted: { confirm_decree: 'cancelled', correct_note: 'at_ditjenpas', lapse: 'continued', stop: 'stopped' },
    refusal_noted: { confirm_refusal: 'continued', correct_note: 'at_ditjenpas', lapse: 'continued', stop: 'stopped' },
  },
} as const satisfies Record<
  RouteName,
  Partial<Record<ProceedingState, Partial<Record<ProceedingStep, ProceedingState>>>>
>;

export type OfficeLetter =
  | 'letters.temporary-revocation'
  | 'letters.revocation-proposal'
  | 'letters.cover'
  | 'revocations.continuation'
  | 'revocations.reprimand'
  | 'revocations.period'
  | 'revocations.consideration';
export type TierLetter =
  'letters.revocation-proposal-kanwil' | 'revocations.questions' | 'revocations.decree' | 'revocations.refusal-decree';
/** Who takes a step, on which document, and who must not have prepared it. Every step has its reason as well. */
type StepRow = {
  by: Action;
  document: string;
  /** The document carries a number: ours, or that of whoever wrote it. */
  numbered?: true;
  /** The letter that is drafted from the record with it; it gets its number from the row of whoever writes it. */
  letter?: OfficeLetter | TierLetter;
  /** The head himself refuses: he reprimands for what was broken, in the same letter, unless nothing of it is proven. */
  reprimands?: true;
  /** The office sends the file for the decision with it, as it stands that day. */
  annexed?: true;
  /** A decision of another party that is noted here. A tier notes it itself where it uses Simpul. */
  outside?: true;
  /** Two people: whoever took the last of these steps does not take this one; `begin` is whoever began the proceeding. */
  notBy?: readonly (string & {})[];
};
export const steps = {
  hear: { by: 'revocation:handle', document: 'sitting_minutes', numbered: true },
  revoke_urgently: {
    by: 'revocation:decide',
    document: 'temporary_revocation',
    notBy: ['begin'],
    letter: 'letters.temporary-revocation',
  },
  revoke_temporarily: {
    by: 'revocation:decide',
    document: 'temporary_revocation',
    notBy: ['begin', 'hear'],
    letter: 'letters.temporary-revocation',
  },
  refuse: {
    by: 'revocation:decide',
    document: 'refusal',
    notBy: ['begin', 'hear', 'consider'],
    letter: 'revocations.continuation',
    reprimands: true,
  },
  uphold: { by: 'revocation:decide', document: 'decision_note', notBy: ['begin', 'hear'] },
  lift: {
    by: 'revocation:decide',
    document: 'refusal',
    notBy: ['begin', 'hear'],
    letter: 'revocations.continuation',
    reprimands: true,
  },
  report: { by: 'revocation:decide', document: 'proposal', letter: 'letters.revocation-proposal', annexed: true },
  withdraw: { by: 'revocation:decide', document: 'withdrawal', notBy: ['begin'] },
  ask_withdrawal: { by: 'revocation:handle', document: 'withdrawal_request' },
  agree_withdrawal: {
    by: 'revocation:decide',
    document: 'withdrawal',
    notBy: ['ask_withdrawal'],
    letter: 'revocations.continuation',
  },
  keep_proposal: { by: 'revocation:decide', document: 'decision_note', notBy: ['ask_withdrawal'] },
  forward: { by: 'revocation:forward', document: 'tier_proposal', letter: 'letters.revocation-proposal-kanwil' },
  return_kanwil: { by: 'revocation:forward', document: 'questions', letter: 'revocations.questions' },
  answer_kanwil: { by: 'revocation:handle', document: 'answer', annexed: true },
  note_forwarded: { by: 'revocation:handle', document: 'tier_proposal', numbered: true, outside: true },
  note_questions_kanwil: { by: 'revocation:handle', document: 'questions', numbered: true, outside: true },
  draft_decree: { by: 'revocation:decree', document: 'draft', letter: 'revocations.decree' },
  draft_refusal: { by: 'revocation:decree', document: 'draft', letter: 'revocations.refusal-decree' },
  redraft: { by: 'revocation:decree', document: 'return_note' },
  sign_decree: { by: 'revocation:decree', document: 'decree', numbered: true, notBy: ['draft_decree'] },
  sign_refusal: { by: 'revocation:decree', document: 'decree', numbered: true, notBy: ['draft_refusal'] },
  return_ditjenpas: { by: 'revocation:decree', document: 'questions', letter: 'revocations.questions' },
  answer_ditjenpas: { by: 'revocation:handle', document: 'answer', annexed: true },
  note_questions_ditjenpas: { by: 'revocation:handle', document: 'questions', numbered: true, outside: true },
  note_decree: { by: 'revocation:handle', document: 'decree', numbered: true, outside: true },
  note_refusal: { by: 'revocation:handle', document: 'decree', numbered: true, outside: true },
  confirm_decree: { by: 'revocation:decide', document: 'decision_note', numbered: true, notBy: ['note_decree'] },
  confirm_refusal: {
    by: 'revocation:decide',
    document: 'decision_note',
    numbered: true,
    notBy: ['note_refusal', 'note_declined', 'note_lapas_dropped'],
    letter: 'revocations.continuation',
  },
  note_period: { by: 'revocation:handle', document: 'decree', numbered: true, outside: true },
  confirm_period: {
    by: 'revocation:decide',
    document: 'decision_note',
    numbered: true,
    notBy: ['note_period'],
    letter: 'revocations.period',
  },
  correct_note: { by: 'revocation:decide', document: 'return_note' },
  carry_out: { by: 'revocation:decide', document: 'decision_note' },
  carry_out_refusal: { by: 'revocation:decide', document: 'decision_note', letter: 'revocations.continuation' },
  consider: {
    by: 'revocation:handle',
    document: 'consideration',
    numbered: true,
    letter: 'revocations.consideration',
  },
  send_to_prosecutor: {
    by: 'revocation:decide',
    document: 'cover_letter',
    notBy: ['consider'],
    letter: 'letters.cover',
    annexed: true,
  },
  note_brought: { by: 'revocation:handle', document: 'outside_letter', numbered: true, outside: true },
  note_declined: { by: 'revocation:handle', document: 'outside_letter', numbered: true, outside: true },
  note_questions_prosecutor: { by: 'revocation:handle', document: 'questions', numbered: true, outside: true },
  answer_prosecutor: { by: 'revocation:handle', document: 'answer' },
  send_report: {
    by: 'revocation:decide',
    document: 'cover_letter',
    notBy: ['begin'],
    letter: 'letters.cover',
    annexed: true,
  },
  send_letter: {
    by: 'revocation:decide',
    document: 'cover_letter',
    notBy: ['begin'],
    letter: 'letters.cover',
    annexed: true,
  },
  note_lapas_sitting: { by: 'revocation:handle', document: 'sitting_minutes', numbered: true, outside: true },
  note_lapas_proposal: { by: 'revocation:handle', document: 'proposal', numbered: true, outside: true },
  note_lapas_dropped: { by: 'revocation:handle', document: 'outside_letter', numbered: true, outside: true },
  lapse: { by: 'revocation:decide', document: 'decision_note', notBy: ['begin'] },
  stop: { by: 'revocation:handle', document: 'stop_note', numbered: true },
} as const satisfies Record<string, StepRow>;
export type ProceedingStep = keyof typeof steps;
export type ProceedingDocument = (typeof steps)[ProceedingStep]['document'];
export const stepNames = Object.keys(steps) as ProceedingStep[];

export function stepRow(step: ProceedingStep): StepRow & { document: ProceedingDocument } {
  return steps[step];
}

/** Who has the file where it stands. */
export const holderOf = {
  begun: 'sitting',
  advised: 'head',
  revoked_unheard: 'sitting',
  heard_after: 'head',
  temporarily_revoked: 'head',
  withdrawal_asked: 'head',
  at_kanwil: 'kanwil',
  asked_by_kanwil: 'counsellor',
  at_ditjenpas: 'ditjenpas',
  asked_by_ditjenpas: 'counsellor',
  decree_drafted: 'ditjenpas',
  refusal_drafted: 'ditjenpas',
  decreed: 'head',
  refusal_decreed: 'head',
  considered: 'head',
  at_prosecutor: 'prosecutor',
  asked_by_prosecutor: 'counsellor',
  declined_by_prosecutor: 'head',
  at_judge: 'judge',
  at_official: 'official',
  at_authority: 'authority',
  decision_noted: 'head',
  refusal_noted: 'head',
  period_noted: 'head',
  lapas_advised: 'lapas',
  drop_noted: 'head',
} as const satisfies Partial<Record<ProceedingState, Holder>>;

/** So many days, in calendar or working days of the office that began it, which may choose otherwise between `least` and `most`. */
export type Term = { days: number; least: number; most: number; counts: DayCount; sources: readonly Source[] };

/** How long the whole may take, from the head's proposal to the decree. Passing a last day decides nothing. */
export const wholeTerm: Term = {
  days: 20,
  least: 5,
  most: 60,
  counts: 'working',
  sources: [{ law: 'sop-bapas', article: 'revocations_source_service', standing: 'uncertain' }],
};

const divided = [ours('revocations_source_step_terms')];
const ofOffice = { least: 1, most: 20, counts: 'working', sources: divided } as const;
/** What of it each has before his step is late: only that the head reports at once stands in a text, and it names no number of days. */
export const terms = {
  counsellor: { ...ofOffice, days: 2 },
  sitting: { ...ofOffice, days: 5 },
  head: { ...ofOffice, days: 2 },
  report: { ...ofOffice, days: 1, most: 5, sources: [ministerial('revocations_source_at_once'), ...divided] },
  kanwil: { ...ofOffice, days: 5 },
  ditjenpas: { ...ofOffice, days: 7 },
  outside: { ...ofOffice, days: 10, most: 60 },
} as const satisfies Record<string, Term>;
export type TermName = keyof typeof terms;

const hastened = [ours('revocations_source_urgent_terms')];
const inDanger = { least: 1, most: 20, counts: 'working', sources: hastened } as const;
/** The same where somebody has said that there is danger: no text names these days. Where an office gives fewer anyhow, those hold. */
export const urgentTerms = {
  counsellor: { ...inDanger, days: 1 },
  sitting: { ...inDanger, days: 2 },
  head: { ...inDanger, days: 1 },
  report: { ...inDanger, days: 1 },
  kanwil: { ...inDanger, days: 2 },
  ditjenpas: { ...inDanger, days: 3 },
  outside: { ...inDanger, days: 5 },
} as const satisfies Record<TermName, Term>;

/**
 * What danger changes on each way. On that of the tiers the head may revoke for the time being before the sitting (`revokes_first`). No text that
 * was read gives anybody such a power on the others: there a file that is marked comes first and is owed sooner, and nothing else (`comes_first`).
 */
export const urgency = {
  tiers: 'revokes_first',
  judge: 'comes_first',
  diversion: 'comes_first',
  authority: 'comes_first',
  cancellation: 'comes_first',
} as const satisfies Record<RouteName, 'revokes_first' | 'comes_first'>;
export type Urgency = (typeof urgency)[RouteName];

/** Which of them holds for whoever has the file. */
const termOf = {
  counsellor: 'counsellor',
  sitting: 'sitting',
  head: 'head',
  kanwil: 'kanwil',
  ditjenpas: 'ditjenpas',
  prosecutor: 'outside',
  judge: 'outside',
  official: 'outside',
  authority: 'outside',
  lapas: 'outside',
} as const satisfies Record<Holder, TermName>;

/** What has just begun waits on each way for somebody else. */
const beginsWith = {
  tiers: 'sitting',
  judge: 'counsellor',
  diversion: 'head',
  authority: 'head',
  cancellation: 'lapas',
} as const satisfies Record<RouteName, Holder>;

export function holderAt(route: RouteName, state: ProceedingState): Holder | undefined {
  if (state === 'begun') return beginsWith[route];
  return (holderOf as Partial<Record<ProceedingState, Holder>>)[state];
}

/** How long somebody who hears later waits for it, by the office's rule. */
export const waits = ['head_after', 'kanwil_after', 'centre_after'] as const;
export type Wait = (typeof waits)[number];
const inOffice = [
  { to: 'section_head', after: 'at_once' },
  { to: 'head_of_bapas', after: 'head_after' },
] as const satisfies readonly Rung<Wait>[];
/**
 * Who hears, one after the other, of a step that is late, by who has the file. What lies above or with parties outside the head of the office
 * hears of as well, because he answers for his client; what the counsellor and the sitting leave lying, first whoever leads the section.
 */
export const ladders = {
  counsellor: inOffice,
  sitting: inOffice,
  head: [{ to: 'kanwil', after: 'kanwil_after' }],
  kanwil: [
    { to: 'kanwil', after: 'at_once' },
    { to: 'head_of_bapas', after: 'at_once' },
    { to: 'ditjenpas', after: 'centre_after' },
  ],
  ditjenpas: [
    { to: 'ditjenpas', after: 'at_once' },
    { to: 'head_of_bapas', after: 'at_once' },
  ],
  prosecutor: inOffice,
  judge: inOffice,
  official: inOffice,
  authority: inOffice,
  lapas: inOffice,
} as const satisfies Record<Holder, readonly Rung<Wait>[]>;
/** Who decides in the end, whoever has the file meanwhile. */
export const decidesOn = {
  tiers: 'ditjenpas',
  judge: 'judge',
  diversion: 'official',
  authority: 'authority',
  cancellation: 'ditjenpas',
} as const satisfies Record<RouteName, Holder>;

/** Who hears that the whole has taken too long, by who decides in the end. The head hears first: it is his proposal, and his client. */
export function ladderOfWhole(route: RouteName): readonly Rung<Wait>[] {
  const head = { to: 'head_of_bapas', after: 'at_once' } as const;
  const kanwil = { to: 'kanwil', after: 'kanwil_after' } as const;
  const centre = { to: 'ditjenpas', after: 'centre_after' } as const;
  return decidesOn[route] === 'ditjenpas' ? [head, kanwil, centre] : [head, kanwil];
}

/** Within which term the next step is owed; nobody owes one where it is over. What was revoked for the time being is reported at once. */
export function termAt(route: RouteName, state: ProceedingState): TermName | undefined {
  if (state === 'temporarily_revoked') return 'report';
  const holder = holderAt(route, state);
  return holder && termOf[holder];
}

/** The last day of the step that is owed, with the days that its term counts; an office chooses how many they are, not which. */
export function dueAt(one: { route: RouteName; state: ProceedingState; dueOn: PlainDate | null }): Deadline | null {
  const term = termAt(one.route, one.state);
  return one.dueOn && term ? { on: one.dueOn, counts: terms[term].counts } : null;
}

export function movesFrom(route: RouteName, state: ProceedingState): Partial<Record<ProceedingStep, ProceedingState>> {
  return (
    (routes[route] as Partial<Record<ProceedingState, Partial<Record<ProceedingStep, ProceedingState>>>>)[state] ?? {}
  );
}

export function nextState(route: RouteName, from: ProceedingState, step: ProceedingStep): ProceedingState | undefined {
  return movesFrom(route, from)[step];
}

/** Where the file lies with somebody, way by way. */
export function statesOfHolder(holder: Holder): { route: RouteName; state: ProceedingState }[] {
  return (Object.keys(routes) as RouteName[]).flatMap((route) =>
    (Object.keys(routes[route]) as ProceedingState[])
      .filter((state) => holderAt(route, state) === holder)
      .map((state) => ({ route, state })),
  );
}
