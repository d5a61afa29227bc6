import { m } from '#messages';
import type { FindingKind } from '#platform/journal/verify.server';

const all = m as unknown as Record<string, (() => string) | undefined>;

/** What happened, in words; a kind of line that has none yet is shown as it is written. */
export function whatWords(what: string): string {
  return all[`journal_what_${what.replace(/[.-]/g, '_')}`]?.() ?? what;
}

/** Every kind of line that has words, for the choice in the search. */
export function knownWhats(): string[] {
  return Object.keys(m).filter((key) => key.startsWith('journal_what_'));
}

export function findingWords(kind: FindingKind): string {
  return all[`journal_finding_${kind}`]?.() ?? kind;
}

/** The name under which a line keeps something, as people call it. */
export function detailWords(name: string): string {
  return all[`journal_detail_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`]?.() ?? name;
}

/** A value of the program's own that has words; numbers, labels and what people wrote stay as they are. */
export function valueWords(value: string): string {
  return all[`journal_value_${value.replace(/[.-]/g, '_')}`]?.() ?? value;
}

/** An option of a rule, as the page of the rules calls it. */
export function optionWords(rule: unknown, option: unknown): string {
  const key = `rules_option_${String(rule)}_${String(option)}`
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .replace(/[.-]/g, '_');
  return all[key.toLowerCase()]?.() ?? String(option);
}
