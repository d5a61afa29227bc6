import type { Action } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import type { ColumnKind, Value } from '#platform/tables/cells';

/** A column that may leave the system. Those that say who somebody is beyond his name are closed until a second person agrees. */
export type ExportColumn = {
  id: string;
  label: () => string;
  kind: ColumnKind;
  forbiddenByDefault?: true;
  /** The column that says too little without this one, which is not chosen by itself and leaves whenever that one does. */
  besides?: string;
};

export type ExportFilter = { id: string; label: () => string; required?: true } & (
  | { kind: 'day' | 'month' | 'year' | 'officer' | 'text' }
  | { kind: 'choice'; options: readonly { value: string; label: () => string }[] }
  /** What there is to choose from stands in the office's own data. */
  | { kind: 'listed'; options: (ctx: ReadCtx, unitId: number) => Promise<{ value: string; label: string }[]> }
);

/** What a list is asked for: one office (and below where the asker reaches), filters, and how much of his reach counts. */
export type ListAsk = {
  unitId: number;
  filters: Readonly<Record<string, string>>;
  /** Only clients whom the asker guides himself. */
  ownOnly: boolean;
  /** Also children and others whose files are guarded. */
  withGuarded: boolean;
};
/** What a list is about; the page of exports groups the lists by it, in this order. */
export const subjects = ['clients', 'reports', 'figures', 'office', 'audit'] as const;

/** What leaves where these columns were chosen. */
export function columnsTaken(list: Pick<ExportList, 'columns'>, chosen: readonly string[]): ExportColumn[] {
  return list.columns.filter(({ id, besides }) => chosen.includes(besides ?? id));
}
/** What there is to choose from. */
export function columnsOffered(list: Pick<ExportList, 'columns'>): ExportColumn[] {
  return list.columns.filter(({ besides }) => besides === undefined);
}

export type ListPage = { rows: Record<string, Value>[]; next: string | null };

/**
 * One list that may be exported, as the module that has it describes it. `rows` runs in the asker's own transaction, so that
 * row-level security answers for him; it gives pages in a fixed order behind a cursor of its own.
 */
export type ExportList = {
  id: string;
  name: () => string;
  subject: (typeof subjects)[number];
  /** One sentence for somebody who looks for a list: what a row of it is. */
  about: () => string;
  /** The right to look at the list at all; exporting it is a right of its own. */
  any: readonly Action[];
  columns: readonly ExportColumn[];
  filters: readonly ExportFilter[];
  /** Rows are about people; else they are figures, which nobody has to agree to. */
  people: boolean;
  /** Rows show no client, so none of them is guarded; they still count as rows about people. */
  withoutClients?: true;
  count: (ctx: ReadCtx, ask: ListAsk) => Promise<number>;
  rows: (ctx: ReadCtx, ask: ListAsk, after: string | null, most: number) => Promise<ListPage>;
};

const lists = new Map<string, ExportList>();

/** Makes a list known; a module calls it once, in its index.server.ts. */
export function defineExportList(list: ExportList): ExportList {
  lists.set(list.id, list);
  return list;
}

export function findExportList(id: string): ExportList | undefined {
  return lists.get(id);
}

export function listExportLists(): ExportList[] {
  return [...lists.values()];
}
