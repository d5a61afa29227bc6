import { deadline, type WorkingDays } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import { always, gap, rule, type AnyRule, type Gap, type Source } from '#kernel/rule';
import { nextState, type PetitionStep } from './rules.ts';
import type { About, PetitionState } from './petition.ts';

const ours = (article: string): Source => ({ law: 'simpul', article, standing: 'ours' });
const ministerial = (article: string): Source => ({ law: 'permenkumham-3-2018', article, standing: 'uncertain' });

/** Within which time the desk takes its next step. No text names one; the whole revocation is said to take twenty working days. */
export const terms = rule({
  id: 'petitions.terms',
  says: 'petitions_rule_terms',
  sources: [ours('petitions_source_terms')],
  valid: always,
  options: {
    identify: { standard: 5, min: 1, max: 20, setBy: 'head_of_bapas' },
    examine: { standard: 10, min: 1, max: 30, setBy: 'head_of_bapas' },
    decide: { standard: 5, min: 1, max: 20, setBy: 'head_of_bapas' },
    petition_counts: {
      standard: 'working' as 'working' | 'calendar',
      oneOf: ['calendar', 'working'],
      setBy: 'head_of_bapas',
    },
  },
  judge: (facts: { what: 'identify' | 'examine' | 'decide'; from: PlainDate; office: WorkingDays }, options) =>
    deadline(facts.from, options[facts.what], options.petition_counts, facts.office),
});

/** What complains of an officer or an office is answered by the level above within so many days of the calendar; no text names a term. */
export const answering = rule({
  id: 'petitions.answering',
  says: 'petitions_rule_answering',
  sources: [ours('petitions_source_answering')],
  valid: always,
  options: { answer: { standard: 14, min: 3, max: 60, setBy: 'head_of_bapas' } },
  judge: (facts: { from: PlainDate; office: WorkingDays }, { answer }) =>
    deadline(facts.from, answer, 'calendar', facts.office),
});

/** In writing, or told and written down by an officer, who reads it back. */
export const form = rule({
  id: 'petitions.form',
  says: 'petitions_rule_form',
  sources: [ministerial('petitions_source_form'), ours('petitions_source_read_back')],
  valid: always,
  judge: (facts: { oral: boolean; readBack: boolean }) => !facts.oral || facts.readBack,
});

/** Where a petition lies: never with whom it complains of. */
export const routing = rule({
  id: 'petitions.routing',
  says: 'petitions_rule_routing',
  sources: [ours('petitions_source_routing')],
  valid: always,
  judge: (facts: { about: About }): 'office' | 'level_above' => (facts.about === 'client' ? 'office' : 'level_above'),
});

/** It goes where the client is guided. What names an officer or an office goes up instead, and never aside. */
export const passing = rule({
  id: 'petitions.passing',
  says: 'petitions_rule_passing',
  sources: [ours('petitions_source_passing')],
  valid: always,
  judge: (facts: { about: About; isOurClient: boolean }) => facts.about === 'client' && !facts.isOurClient,
});

export const twoPeople = rule({
  id: 'petitions.two-people',
  says: 'petitions_rule_two_people',
  sources: [ours('petitions_source_two_people')],
  valid: always,
  judge: (facts: { proposedBy: string; deciderId: string }) => facts.proposedBy !== facts.deciderId,
});

/** What follows from an accepted one is a suspicion only: an officer confirms or dismisses it. */
export const acceptance = rule({
  id: 'petitions.acceptance',
  says: 'petitions_rule_acceptance',
  sources: [ministerial('petitions_source_form'), ours('petitions_source_acceptance')],
  valid: always,
  judge: (facts: { state: PetitionState; step: PetitionStep }) => nextState(facts.state, facts.step),
});

export const petitionRules: readonly AnyRule[] = [terms, answering, form, routing, passing, twoPeople, acceptance];

export const petitionGaps: readonly Gap[] = [
  gap({
    id: 'petitions.no-term',
    missing: 'petitions_gap_term_missing',
    handled: 'petitions_gap_term_handled',
    decidedBy: 'head_of_bapas',
    sources: [ministerial('petitions_source_form'), ours('petitions_source_terms')],
  }),
  gap({
    id: 'petitions.protection',
    missing: 'petitions_gap_protection_missing',
    handled: 'petitions_gap_protection_handled',
    decidedBy: 'ditjenpas',
    sources: [ours('petitions_source_routing')],
  }),
];
