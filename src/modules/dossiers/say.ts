import { formatNumber, formatShortDate, type Locale } from '#kernel/format';
import { inSentence } from '#kernel/text';
import { groundWords, stateWords as breachWords, type BreachState } from '#modules/breaches';
import { phaseWords, riskWords, type DecidedPhase, type RiskBand } from '#modules/cases';
import { stateWords as periodWords, type ObligationState } from '#modules/check-ins';
import {
  findingWords,
  kindWords as contactWords,
  outcomeWords,
  type ContactKind,
  type Finding,
  type Outcome,
} from '#modules/contacts';
import { stateWords as letterWords, type LetterState } from '#modules/letters';
import { recommendationWords, type Recommendation } from '#modules/tpp';
import type { PlainDate } from '#kernel/plain-date';
import { m } from '#messages';
import type { Criterion, Likeness, SimilarOutcomes, TimelineEvent } from './dossier.ts';
import { eventWords, evidenceWords } from './words.ts';

const partWords = {
  ledger: m.dossiers_part_ledger,
  contacts: m.dossiers_part_contacts,
  letters: m.dossiers_part_letters,
  risk: m.dossiers_part_risk,
  sittings: m.dossiers_part_sittings,
};

/** The names of the parts that whoever asks may not read. */
export function sayClosedParts(parts: Readonly<Record<keyof typeof partWords, { open: boolean }>>): string[] {
  return (Object.keys(partWords) as (keyof typeof partWords)[])
    .filter((name) => !parts[name].open)
    .map((name) => partWords[name]());
}

/** What the page and the pages of the annex say alike; called where it is shown, in the language of whoever reads. */
export function sayPeriod({ state, late }: { state: ObligationState; late: boolean }): string {
  return state === 'fulfilled' && late ? m.dossiers_late({ state: periodWords[state]() }) : periodWords[state]();
}

export function sayContact(one: { kind: ContactKind; outcome: Outcome | null; finding: Finding | null }): string {
  const came = one.outcome ? outcomeWords[one.outcome]() : one.finding ? findingWords[one.finding]() : '';
  return [contactWords[one.kind](), came].filter(Boolean).join(': ');
}

export function sayLetter(
  one: { subject: string; state: LetterState; receivedOn: PlainDate | null },
  locale: Locale,
): string {
  const state = one.receivedOn
    ? m.dossiers_letter_received({ day: formatShortDate(one.receivedOn, locale) })
    : letterWords[one.state]();
  return m.dossiers_letter_line({ subject: one.subject, state });
}

export function sayEvent({ kind, word }: TimelineEvent): string {
  switch (kind) {
    case 'phase':
      return eventWords.phase(phaseWords[word as DecidedPhase]());
    case 'assessment':
      return eventWords.assessment(word ? riskWords[word as RiskBand]() : m.dossiers_no_band());
    case 'breach_ended':
      return eventWords.breach_ended(breachWords[word as BreachState]());
    case 'sitting':
      return eventWords.sitting(word ? recommendationWords[word as Recommendation]() : m.dossiers_no_advice());
    default:
      return eventWords[kind]('');
  }
}

/** A record that answers a criterion, with its day. */
export function sayEvidence({ kind, on }: Criterion['evidence'][number], locale: Locale): string {
  const what = evidenceWords[kind]();
  return on ? m.dossiers_evidence_of({ what, day: formatShortDate(on, locale) }) : what;
}

const reprimandWords = {
  0: m.dossiers_similar_reprimands_0,
  1: m.dossiers_similar_reprimands_1,
  2: m.dossiers_similar_reprimands_2,
} as const;

/** What makes a case like this one. */
export function sayAlike({ grounds, reprimands, band }: Likeness, kind: string): string {
  return m.dossiers_similar_alike({
    kind: inSentence(kind),
    grounds: grounds.map((code) => inSentence(groundWords[code]())).join('; '),
    reprimands: reprimandWords[reprimands](),
    band: !band.open
      ? m.dossiers_similar_band_closed()
      : band.value === null
        ? m.dossiers_similar_band_none()
        : m.dossiers_similar_band({ band: inSentence(riskWords[band.value]()) }),
  });
}

/** A count of similar cases; a small one is told by nobody. */
export const sayCount = (count: SimilarOutcomes['clients'], hidden: string, locale: Locale): string =>
  count === null ? hidden : formatNumber(count, locale);
