import { always, rule, type AnyRule } from '#kernel/rule';

/**
 * How long a notice may lie unread before it goes to the next officer as well, by the clock and not by working hours: somebody is in
 * custody meanwhile. No text read gives a figure.
 */
export const unread = rule({
  id: 'notices.unread',
  says: 'notices_rule_unread',
  sources: [{ law: 'simpul', article: 'notices_source_unread', standing: 'ours' }],
  valid: always,
  options: { unread_hours: { standard: 4, min: 1, max: 72, setBy: 'head_of_bapas' } },
  judge: (facts: { putAt: Date; now: Date }, { unread_hours }): boolean =>
    facts.now.getTime() - facts.putAt.getTime() >= unread_hours * 3_600_000,
});

export const noticeRules: readonly AnyRule[] = [unread];
