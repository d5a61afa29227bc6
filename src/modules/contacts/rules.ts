import { addDays, type PlainDate } from '#kernel/plain-date';
import { gap, rule, type AnyRule, type Gap } from '#kernel/rule';
import { channelCounts, evidenceGrade, fewestLetters, reaches, type Grade } from '#modules/check-ins';
import { kindTable, outcomeOf, wasMet, type Answers, type ContactKind, type Draft } from './contact.ts';
import { observationFrequency, searchFrequency, visitFrequency } from './pace.rules.ts';

const always = { from: '1999-05-19' as PlainDate };
const ours = (article: string) => [{ law: 'simpul', article, standing: 'ours' }] as const;

/** How long the proof of an absence may be waited for. */
export const evidenceTerm = rule({
  id: 'contacts.evidence-term',
  says: 'contacts_rule_evidence',
  sources: ours('contacts_source_evidence'),
  valid: always,
  options: { days: { standard: 7, min: 1, max: 30, setBy: 'head_of_bapas' } },
  judge: ({ today }: { today: PlainDate }, { days }): PlainDate => addDays(today, days),
});

/** How long the link of an observer holds. */
export const observerLink = rule({
  id: 'contacts.observer-link',
  says: 'contacts_rule_observer_link',
  sources: ours('contacts_source_observer_link'),
  valid: always,
  options: { days: { standard: 90, min: 7, max: 365, setBy: 'head_of_bapas' } },
  judge: ({ today }: { today: PlainDate }, { days }): PlainDate => addDays(today, days),
});

export const contactRules: readonly AnyRule[] = [
  visitFrequency,
  searchFrequency,
  observationFrequency,
  evidenceTerm,
  observerLink,
];

export const contactGaps: readonly Gap[] = [
  gap({
    id: 'contacts.frequency',
    missing: 'contacts_gap_frequency_missing',
    handled: 'contacts_gap_frequency_handled',
    decidedBy: 'head_of_bapas',
    sources: ours('contacts_source_visits'),
  }),
  gap({
    id: 'contacts.attended-failed',
    missing: 'contacts_gap_failed_missing',
    handled: 'contacts_gap_failed_handled',
    decidedBy: 'head_of_bapas',
    sources: ours('contacts_source_failed'),
  }),
];

/** Whether a contact becomes a report in the ledger. Who came but could not be guided has not been guided. */
export function makesReport(kind: ContactKind, answers: Answers): boolean {
  return kindTable[kind].report !== null && outcomeOf(answers) === 'complied';
}

/** What the system will do and what is left to do, said before anything is sent. */
export type Consequence =
  | 'fulfils'
  | 'counts_not'
  | 'never_counts'
  | 'already_at_desk'
  | 'takes_report_back'
  | 'no_report'
  | 'opens_evidence'
  | 'opens_not_complied'
  | 'opens_found'
  | 'closes_plan'
  | 'stays_due'
  | 'plans_next'
  | 'points_to_old'
  | 'needs_head';

export type Situation = {
  /** What the office chose about channels. */
  channels: Readonly<Record<string, unknown>> | undefined;
  /** How good the evidence of a report must be for this client. */
  leastGrade: Grade;
  /** What was planned and is dealt with by this contact. */
  plan: 'none' | 'officer' | 'rule';
  /** The desk has recorded the client's arrival of that day. */
  atDesk: boolean;
  /** The record that is changed had become a report. */
  oldReport: boolean;
  tooFarBack: boolean;
  /** The client is away with leave on that day. */
  travelling: boolean;
};

export function consequencesOf(
  { kind, answers, correctsId }: Pick<Draft, 'kind' | 'answers' | 'correctsId'>,
  of: Situation,
): Consequence[] {
  const found: Consequence[] = [];
  const outcome = outcomeOf(answers);
  const { withClient, report } = kindTable[kind];
  if (of.tooFarBack) found.push('needs_head');
  if (correctsId) found.push('points_to_old');
  if (makesReport(kind, answers)) {
    if (report === 'presence_call') found.push('never_counts');
    else if (report === 'in_person') found.push(of.atDesk ? 'already_at_desk' : 'fulfils');
    else if (report) found.push(countsAs(report, answers, of) ? 'fulfils' : 'counts_not');
  } else if (of.oldReport) found.push('takes_report_back');
  else if (withClient) found.push('no_report');
  if (outcome === 'waiting_evidence') found.push('opens_evidence');
  if (outcome === 'absent_not_acceptable' || outcome === 'attended_failed') found.push('opens_not_complied');
  if (answers.finding === 'found' || answers.finding === 'unclear') found.push('opens_found');
  if (of.plan !== 'none') found.push(of.plan === 'rule' && !wasMet(outcome) ? 'stays_due' : 'closes_plan');
  if (answers.next && answers.next !== 'none') found.push('plans_next');
  return found;
}

function countsAs(report: 'home_visit' | 'remote_call', answers: Answers, of: Situation): boolean {
  const by = { channel: report, medium: answers.medium ?? null };
  const facts = {
    ...by,
    talked: (answers.note ?? '').trim().length >= fewestLetters,
    urgentReason: answers.urgentReason ?? false,
    travelling: of.travelling,
  };
  const grade = evidenceGrade.decide({ ...by, photo: false, challenge: false }).result;
  return channelCounts.decide(facts, of.channels).result && reaches(grade, of.leastGrade);
}
