import { sql } from 'kysely';
import { isUuid } from '#kernel/id';
import { may, mustBeAllowed } from '#modules/access';
import { listTree } from '#modules/units/server';
import type { ReadCtx, Tx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import type { ImportHead, ImportOnFile, ImportRow, ProblemGroup, RawCell, RowState } from './import.ts';
import type { ListKind } from './kind.ts';
import { kindOfUnit, kinds, kindsFor } from './kinds.ts';
import type { RowProblem } from './row.ts';
import { findImport, listImportRows } from './store.server.ts';

/** An import that the asker may see; one of another office is as absent as one that never was. */
export async function getImport(ctx: ReadCtx, id: string): Promise<ImportOnFile> {
  const found = isUuid(id) ? await findImport(ctx, id) : undefined;
  if (!found) throw new NotFound('import');
  mustBeAllowed(ctx.actor, kinds[found.kind].action, { unitId: found.unitId, unitPath: found.unitPath });
  return found;
}

/** The offices for which the asker may bring a list, with the kind that each has; in the order of the tree. */
export async function listPlaces(ctx: ReadCtx): Promise<{ unitId: number; unitName: string; kind: ListKind }[]> {
  return (await listTree(ctx)).flatMap(({ id, name, type, path, closedOn }) => {
    const kind = kindOfUnit(type);
    if (!kind || closedOn || !may(ctx.actor, kind.action, { unitId: id, unitPath: path })) return [];
    return [{ unitId: id, unitName: name, kind }];
  });
}

export const importsAPage = 25;

/** Every import of the asker's offices, the newest first: who, when, how many. */
export async function listImports(
  ctx: ReadCtx,
  before: Date | null = null,
): Promise<{ imports: ImportHead[]; next: Date | null }> {
  if (kindsFor(ctx.actor).length === 0) throw new NotAllowed('imports');
  const rows = await listImportRows(ctx, before, importsAPage + 1);
  const imports = rows.slice(0, importsAPage);
  return { imports, next: rows.length > importsAPage ? imports.at(-1)!.madeAt : null };
}

export type RowFilter = 'bad' | 'warned' | 'likely' | 'searched' | 'same' | 'good' | 'taken';
export const rowsAPage = 50;

/** Rows of one kind in the order of the file, 50 a page, behind a line. */
export async function listRows(
  ctx: ReadCtx,
  one: ImportHead,
  filter: RowFilter,
  afterLine = 0,
  most = rowsAPage,
): Promise<{ rows: ImportRow[]; next: number | null }> {
  let query = ctx.tx
    .selectFrom('imports.row')
    .select(['line', 'state', 'likely', 'raw', 'problems', 'warnings', 'case_id'])
    .where('import_id', '=', one.id)
    .where('line', '>', afterLine);
  if (filter === 'warned') query = query.where('state', 'in', ['good', 'taken']).where(sql<boolean>`warnings <> '[]'`);
  else if (filter === 'likely') query = query.where('state', 'in', ['good', 'taken']).where('likely', '=', true);
  else if (filter === 'searched')
    query = query
      .where('state', 'in', ['good', 'taken'])
      .where(sql<boolean>`jsonb_path_exists(warnings, '$[*].problem ? (@ starts with "imports_warning_searched?")')`);
  else query = query.where('state', '=', filter);
  const found = await query
    .orderBy('line')
    .limit(most + 1)
    .execute();
  const rows = found.slice(0, most).map((row): ImportRow => ({
    line: row.line,
    state: row.state as RowState,
    likely: row.likely,
    raw: row.raw as unknown as RawCell[],
    problems: row.problems as unknown as RowProblem[],
    warnings: row.warnings as unknown as RowProblem[],
    caseId: row.case_id,
  }));
  return { rows, next: found.length > most ? rows.at(-1)!.line : null };
}

/** What is wrong or odd, how often: the same slip in a thousand rows is one line. */
export async function countProblems(
  ctx: ReadCtx,
  one: ImportHead,
  which: 'problems' | 'warnings',
): Promise<ProblemGroup[]> {
  const list = which === 'problems' ? sql.ref('r.problems') : sql.ref('r.warnings');
  const states = which === 'problems' ? ['bad'] : ['good', 'taken'];
  const { rows } = await sql<{ column: string | null; problem: string; rows: number }>`
    select p ->> 'column' as "column", split_part(p ->> 'problem', '?', 1) as problem, count(distinct r.line)::int as rows
    from imports.row r cross join lateral jsonb_array_elements(${list}) p
    where r.import_id = ${one.id} and r.state = any (${states}::text[])
    group by 1, 2 order by 3 desc, 1, 2 limit 60`.execute(ctx.tx);
  return rows as ProblemGroup[];
}

/** As whom the rows of a list of admissions were taken, as far as the asker may see them. */
export async function listTakenPeople(ctx: ReadCtx, one: ImportHead): Promise<string[]> {
  const rows = await ctx.tx
    .selectFrom('imports.row')
    .select('person_id')
    .where('import_id', '=', one.id)
    .where('person_id', 'is not', null)
    .execute();
  return rows.flatMap((row) => row.person_id ?? []);
}

/** Rows that come back: the bad ones, and after taking those that were left because they look like somebody known. */
export async function listRowsToMend(
  ctx: ReadCtx,
  one: ImportHead,
): Promise<{ line: number; raw: RawCell[]; told: RowProblem[] }[]> {
  const leftToo = one.state === 'done';
  const rows = await ctx.tx
    .selectFrom('imports.row')
    .select(['line', 'raw', 'problems', 'warnings', 'state'])
    .where('import_id', '=', one.id)
    .where((eb) => (leftToo ? eb('state', 'in', ['bad', 'good']) : eb('state', '=', 'bad')))
    .orderBy('line')
    .execute();
  return rows.map((row) => ({
    line: row.line,
    raw: row.raw as unknown as RawCell[],
    told: [
      ...(row.problems as unknown as RowProblem[]),
      ...(row.state === 'good' ? (row.warnings as unknown as RowProblem[]) : []),
    ],
  }));
}

/** Rows that were taken in any import of the office, by what they mean. */
export async function listTakenDigests(tx: Tx, unitId: number, digests: readonly Buffer[]): Promise<Set<string>> {
  if (digests.length === 0) return new Set();
  const { rows } = await sql<{ digest: string }>`
    select encode(r.digest, 'hex') as digest from imports.row r
    where r.unit_id = ${unitId} and r.state = 'taken'
      and r.digest = any (array(select decode(d, 'hex') from unnest(${digests.map((one) => one.toString('hex'))}::text[]) d))`.execute(
    tx,
  );
  return new Set(rows.map((row) => row.digest));
}
