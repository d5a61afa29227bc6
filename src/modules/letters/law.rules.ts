import { addWorkingDays, type WorkingDays } from '#kernel/holidays';
import { addDays, type PlainDate } from '#kernel/plain-date';
import { always, gap, rule, type AnyRule, type Gap } from '#kernel/rule';
import { isOpen, type LetterState } from './letter.ts';
import { numberLabel, type NumberFacts } from './numbering.rules.ts';

const ours = (article: string) => [{ law: 'simpul', article, standing: 'ours' }] as const;

/** Letters of an office are counted from 1 in a year, over all kinds; how the number is written is for its administrator. */
export const letterNumber = rule({
  id: 'letters.number',
  says: 'letters_rule_number',
  sources: ours('letters_source_series'),
  valid: always,
  judge: ({ pattern, ...facts }: NumberFacts & { pattern: string }) => numberLabel(pattern, facts),
});

export const lockedByNumber = rule({
  id: 'letters.locked-by-number',
  says: 'letters_rule_locked',
  sources: ours('letters_source_locked'),
  valid: always,
  judge: ({ state }: { state: LetterState }) => (isOpen(state) ? 'may_change' : 'stays'),
});

/** The law names no time between a summons and the day on which somebody is to appear. */
export const daysToAppear = rule({
  id: 'letters.days-to-appear',
  says: 'letters_rule_days_to_appear',
  sources: ours('letters_source_days_to_appear'),
  valid: always,
  options: { days: { standard: 7, min: 3, max: 30, setBy: 'head_of_bapas' } },
  judge: ({ dated }: { dated: PlainDate }, { days }) => addDays(dated, days),
});

/** A number may be dated back as far as a signature takes, not into last month's book. */
export const daysBack = rule({
  id: 'letters.days-back',
  says: 'letters_rule_days_back',
  sources: ours('letters_source_days_back'),
  valid: always,
  options: { days: { standard: 7, min: 0, max: 31, setBy: 'head_of_bapas' } },
  judge: ({ dated, today }: { dated: PlainDate; today: PlainDate }, { days }) =>
    dated > today ? 'day_in_future' : dated < addDays(today, -days) ? 'day_before' : 'fits',
});

/** No source says how long a letter may lie; one that was drafted is to be signed and sent within some working days. */
export const daysToSend = rule({
  id: 'letters.days-to-send',
  says: 'letters_rule_days_to_send',
  sources: ours('letters_source_days_to_send'),
  valid: always,
  options: { days: { standard: 5, min: 1, max: 30, setBy: 'head_of_bapas' } },
  judge: ({ drafted, office }: { drafted: PlainDate; office: WorkingDays }, { days }) =>
    addWorkingDays(drafted, days, office),
});

/** What has passed its day goes to whoever leads the section at once, and to the head so many working days later. */
export const late = rule({
  id: 'letters.late',
  says: 'letters_rule_late',
  sources: ours('letters_source_days_to_send'),
  valid: always,
  options: { head_after: { standard: 3, min: 1, max: 20, setBy: 'head_of_bapas' } },
  judge: (
    { dueOn, today, office }: { dueOn: PlainDate; today: PlainDate; office: WorkingDays },
    { head_after },
  ): 'nobody' | 'section_head' | 'head_of_bapas' => {
    if (today <= dueOn) return 'nobody';
    return today > addWorkingDays(dueOn, head_after, office) ? 'head_of_bapas' : 'section_head';
  },
});

/**
 * Whom a child's case calls: at a step of the office guardian and companion are there, or it is written why not; of a step of others they are told
 * within so many working days. The right to their company is the law's; by when, and that a letter tells them, is ours.
 */
export const familyIsTold = rule({
  id: 'letters.family-told',
  says: 'letters_rule_family_told',
  sources: [{ law: 'uu-11-2012', article: '3 huruf j', standing: 'uncertain' }, ...ours('letters_source_family_told')],
  valid: always,
  options: { days: { standard: 2, min: 1, max: 10, setBy: 'head_of_bapas' } },
  judge: ({ from, office }: { from: PlainDate; office: WorkingDays }, { days }) => addWorkingDays(from, days, office),
});

/** For the page "Dasar hukum". */
export const letterRules: readonly AnyRule[] = [
  letterNumber,
  lockedByNumber,
  daysToAppear,
  daysBack,
  daysToSend,
  late,
  familyIsTold,
];

export const letterGaps: readonly Gap[] = [
  gap({
    id: 'letters.form',
    missing: 'letters_gap_form_missing',
    handled: 'letters_gap_form_handled',
    decidedBy: 'office_admin',
    sources: [{ law: 'simpul', article: 'letters_source_wording', standing: 'ours' }],
  }),
  gap({
    id: 'letters.signature',
    missing: 'letters_gap_signature_missing',
    handled: 'letters_gap_signature_handled',
    decidedBy: 'head_of_bapas',
    sources: [{ law: 'simpul', article: 'letters_source_locked', standing: 'ours' }],
  }),
];
