import type { Action } from '#modules/access';
import type { UnitType } from '#modules/units';
import type { Value } from '#platform/tables/cells';

/** What a list is of. */
export const importKinds = ['clients', 'admissions'] as const;
export type ImportKind = (typeof importKinds)[number];

/** A column that a list may have: its head in our template and the other heads that offices use. */
export type ColumnRow = { header: string; also: readonly string[]; required?: true };
/** The words of a problem that has its own facts, such as the line of another row. */
export type ProblemWords = Readonly<Record<string, (facts: Readonly<Record<string, string>>) => string>>;
type Counted = (counts: { count: string }) => string;

/** A kind of list as pages, files and the mapping need it; what the jobs do with its rows stands in `kind.server.ts` of its folder. */
export type ListKind<Id extends string = string> = {
  id: ImportKind;
  /** Who brings such a list. */
  action: Action;
  /** The offices that have one. */
  unitTypes: readonly UnitType[];
  columns: Readonly<Record<Id, ColumnRow>>;
  words: Readonly<Record<Id, () => string>>;
  help: Readonly<Record<Id, () => string>>;
  days: readonly Id[];
  /** Left out of the template, where another two columns say the same. */
  notInTemplate: readonly Id[];
  example: Partial<Record<Id, Value>>;
  /** Of the template's sheet and file. */
  sheet: () => string;
  fileName: string;
  problems: ProblemWords;
  says: {
    title: () => string;
    lead: () => string;
    newTitle: () => string;
    list: () => string;
    templateText: () => string;
    /** One line of progress. */
    taking: (counts: { done: string; all: string }) => string;
    likely: () => string;
    take: Counted;
    takeQuestion: (counts: { count: string; unit: string }) => string;
    takeConsequence: () => string;
    cancelConsequence: () => string;
    done: Counted;
  };
  /** Where what was taken is seen. */
  taken: { href: string; label: () => string };
};

/** The columns of a kind, in the order of its template. */
export function columnsOf({ columns }: ListKind): string[] {
  return Object.keys(columns);
}
