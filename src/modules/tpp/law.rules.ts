import { always, gap, rule, type AnyRule, type Gap } from '#kernel/rule';
import { votersOf } from './rules.ts';
import type { Attendee, Quorum } from './sitting.ts';

const ours = (article: string) => [{ law: 'simpul', article, standing: 'ours' }] as const;

/** The sitting advises, the head decides; a move between phases needs one (PP 31/1999 pasal 33). */
export const sittingAdvises = rule({
  id: 'tpp.sitting-advises',
  says: 'tpp_rule_sitting_advises',
  sources: [
    { law: 'pp-31-1999', article: '33 ayat 2', standing: 'uncertain' },
    { law: 'kepmen-m-02-pr-08-03-1999', article: '-', standing: 'uncertain' },
  ],
  valid: always,
  judge: (facts: { recommended: boolean; decidedByHead: boolean }) => facts.recommended && facts.decidedByHead,
});

export const shares = ['more_than_half', 'two_thirds', 'everybody'] as const;

/** How many of those invited must have come. No text read says so: the standard is ours, the office may choose. */
export const quorum = rule({
  id: 'tpp.quorum',
  says: 'tpp_rule_quorum',
  sources: ours('tpp_source_quorum'),
  valid: always,
  options: {
    share: { standard: 'more_than_half' as (typeof shares)[number], oneOf: shares, setBy: 'head_of_bapas' },
    least: { standard: 3, min: 2, max: 15, setBy: 'head_of_bapas' },
    chair: { standard: true as boolean, oneOf: [true, false], setBy: 'head_of_bapas' },
  },
  judge: (
    { invited, present, chairPresent }: { invited: number; present: number; chairPresent: boolean },
    { share, least, chair },
  ): Quorum => {
    const ofThose = {
      more_than_half: Math.floor(invited / 2) + 1,
      two_thirds: Math.ceil((2 * invited) / 3),
      everybody: invited,
    }[share];
    const needed = Math.max(ofThose, least);
    return { enough: present >= needed && (chairPresent || !chair), invited, present, needed, chairPresent };
  },
});

/** A counsellor presents his own client and does not vote on him. */
export const presenterVotesNot = rule({
  id: 'tpp.presenter-votes-not',
  says: 'tpp_rule_presenter',
  sources: ours('tpp_source_presenter'),
  valid: always,
  judge: (facts: { attendees: readonly Attendee[]; presenterId: string | null }) =>
    votersOf(facts.attendees, facts.presenterId),
});

/** For the page "Dasar hukum". */
export const tppRules: readonly AnyRule[] = [sittingAdvises, quorum, presenterVotesNot];

export const tppGaps: readonly Gap[] = [
  gap({
    id: 'tpp.composition',
    missing: 'tpp_gap_composition_missing',
    handled: 'tpp_gap_composition_handled',
    decidedBy: 'head_of_bapas',
    sources: [{ law: 'kepmen-m-02-pr-08-03-1999', article: '-', standing: 'uncertain' }],
  }),
];
