import { always, gap, rule, type AnyRule, type Gap, type Source } from '#kernel/rule';
import type { PlainDate } from '#kernel/plain-date';
import { daysLeft, placeFor, registerFor } from './rules.ts';
import type { AgeGroup, BasisFacts, CustodyType } from './stay.ts';

const ours = (article: string): Source => ({ law: 'simpul', article, standing: 'ours' });
const books: Source = {
  law: 'kepdirjen-pas-170-2015',
  article: 'custody_source_books',
  standing: 'uncertain',
};
const order = (article: string): Source => ({ law: 'permenkumham-8-2024', article, standing: 'confirmed' });

/** Which register somebody stands in: by whose paper he is held, and after the verdict by how long. */
export const register = rule({
  id: 'custody.register',
  says: 'custody_rule_register',
  sources: [books],
  valid: always,
  judge: (facts: BasisFacts) => registerFor(facts),
});

/** Where a child is held, and where nobody else is. It says so and asks for a reason; it keeps nobody out. */
export const rightPlace = rule({
  id: 'custody.right-place',
  says: 'custody_rule_right_place',
  sources: [order('1'), { law: 'uu-11-2012', article: '33', standing: 'uncertain' }],
  valid: always,
  judge: (facts: { type: CustodyType; age: AgeGroup; convicted: boolean }) => placeFor(facts),
});

/** When the registrar hears that a term runs out. It releases nobody. */
export const termWarning = rule({
  id: 'custody.term-warning',
  says: 'custody_rule_term_warning',
  sources: [ours('custody_source_term_warning')],
  valid: always,
  options: { days: { standard: 10, min: 1, max: 60, setBy: 'head_of_custody' } },
  judge: ({ until, today }: { until: PlainDate; today: PlainDate }, { days }) => daysLeft(until, today) <= days,
});

export const custodyRules: readonly AnyRule[] = [register, rightPlace, termWarning];

export const custodyGaps: readonly Gap[] = [
  gap({
    id: 'custody.in-lieu',
    missing: 'custody_gap_in_lieu_missing',
    handled: 'custody_gap_in_lieu_handled',
    decidedBy: 'ditjenpas',
    sources: [books],
  }),
  gap({
    id: 'custody.months',
    missing: 'custody_gap_months_missing',
    handled: 'custody_gap_months_handled',
    decidedBy: 'ditjenpas',
    sources: [books],
  }),
  gap({
    id: 'custody.term-warning',
    missing: 'custody_gap_term_warning_missing',
    handled: 'custody_gap_term_warning_handled',
    decidedBy: 'head_of_custody',
    sources: [ours('custody_source_term_warning')],
  }),
];
