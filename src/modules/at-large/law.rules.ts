import type { PlainDate } from '#kernel/plain-date';
import { always, gap, rule, type AnyRule, type Gap, type Source } from '#kernel/rule';
import type { EarlyEnd, EndReason } from '#modules/cases';
import { alarmsDue, opensBy, type AlarmFacts } from './rules.ts';

const ours = (article: string): Source => ({ law: 'simpul', article, standing: 'ours' });
const ministerial = (article: string): Source => ({ law: 'permenkumham-3-2018', article, standing: 'uncertain' });
const days = (standard: number, max: number) => ({ standard, min: 1, max, setBy: 'head_of_bapas' }) as const;

/** Which silence is told of, and when. An alarm decides nothing and punishes nobody: it puts the search before people. */
export const alarms = rule({
  id: 'at-large.alarms',
  says: 'at_large_rule_alarms',
  sources: [ours('at_large_source_alarms')],
  valid: always,
  options: {
    copies: days(3, 30),
    request: days(7, 60),
    first: days(30, 90),
    second: days(60, 180),
    third: days(90, 365),
    handover: days(7, 60),
    elsewhere: days(60, 365),
    repeat: days(30, 180),
  },
  judge: (facts: AlarmFacts & { today: PlainDate }, options) => alarmsDue(facts, options, facts.today),
});

/** Who has to serve the rest of his sentence after the decree, and therefore has to be brought back. */
export const duty = rule({
  id: 'at-large.duty',
  says: 'at_large_rule_duty',
  sources: [
    ministerial('at_large_source_duty'),
    { law: 'uu-1-2023', article: '76', standing: 'confirmed' },
    ours('at_large_source_other_kinds'),
  ],
  valid: always,
  judge: (facts: { endedFor: EndReason; early: EarlyEnd; judged: boolean }) => opensBy(facts),
});

export const twoPeople = rule({
  id: 'at-large.two-people',
  says: 'at_large_rule_two_people',
  sources: [ours('at_large_source_two_people')],
  valid: always,
  judge: (facts: { foundBy: string; deciderId: string }) => facts.foundBy !== facts.deciderId,
});

export const atLargeRules: readonly AnyRule[] = [duty, alarms, twoPeople];

export const atLargeGaps: readonly Gap[] = [
  gap({
    id: 'at-large.other-kinds',
    missing: 'at_large_gap_other_kinds_missing',
    handled: 'at_large_gap_other_kinds_handled',
    decidedBy: 'head_of_bapas',
    sources: [ours('at_large_source_other_kinds')],
  }),
  gap({
    id: 'at-large.time-served',
    missing: 'at_large_gap_time_missing',
    handled: 'at_large_gap_time_handled',
    decidedBy: 'ditjenpas',
    sources: [ministerial('at_large_source_duty')],
  }),
  gap({
    id: 'at-large.who-arrests',
    missing: 'at_large_gap_arrest_missing',
    handled: 'at_large_gap_arrest_handled',
    decidedBy: 'ditjenpas',
    sources: [ministerial('at_large_source_arrest')],
  }),
  gap({
    id: 'at-large.pointer',
    missing: 'at_large_gap_pointer_missing',
    handled: 'at_large_gap_pointer_handled',
    decidedBy: 'ditjenpas',
    sources: [ours('at_large_source_pointer')],
  }),
];
