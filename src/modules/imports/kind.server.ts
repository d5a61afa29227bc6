import type { Hit } from '#modules/people/server';
import type { Cell } from '#platform/tables/cells';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import type { Mapping } from './mapping.ts';
import type { CleanedRow, PersonRow, RowProblem } from './row.ts';
import type { Became } from './store.server.ts';

/** Whoever has a register number at the office, as far as its book says. */
export type Bearer = { name: string | null; nik: string | null };

/** What an office knows of some rows before they are judged one by one. */
export type Known<Clean extends PersonRow> = {
  bearers: ReadonlyMap<string, Bearer>;
  /** A row that is taken already under another number or none, one that cannot be taken because of whom it looks like, or neither. */
  judge: (clean: Clean, hits: readonly Hit[]) => 'same' | RowProblem | undefined;
};

/** What the jobs do with the rows of a kind. Reading a file, the dry run, the steps and the counts are the same for all. */
export type KindAtWork<Clean extends PersonRow = PersonRow> = {
  /** Gives what reads one row after another; asks the office once for what that needs. */
  openReader(
    ctx: Ctx,
    unit: JobUnit,
    rows: readonly (readonly Cell[])[],
    mapping: Mapping,
  ): Promise<(cells: readonly Cell[]) => Promise<CleanedRow<Clean>>>;
  lookUp(ctx: Ctx, unitId: number, labels: readonly string[], personIds: readonly string[]): Promise<Known<Clean>>;
  /** Takes rows that were judged a moment ago under the office's lock; a refusal is a fault of ours and takes the chunk back. */
  take(
    ctx: Ctx,
    unit: JobUnit,
    of: { importId: string; forNotices: boolean },
    rows: readonly { line: number; clean: Clean }[],
  ): Promise<(Became | { ok: false; refusal: string })[]>;
  /** What follows when the last row is taken. */
  finish(ctx: Ctx, one: { id: string; unitId: number }): Promise<void>;
};
