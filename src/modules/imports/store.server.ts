import { sql, type Updateable } from 'kysely';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import type { DB } from '#platform/schema';
import type { ImportOnFile, ImportState, RawCell, RowState } from './import.ts';
import type { ImportKind } from './kind.ts';
import type { Mapping, SheetPreview } from './mapping.ts';
import type { PersonRow, RowProblem } from './row.ts';

export type NewImport = { id: string; kind: ImportKind; unitId: number; fileId: string; fileName: string };

export async function insertImport(ctx: Ctx, one: NewImport): Promise<void> {
  await ctx.tx
    .insertInto('imports.import')
    .values({
      id: one.id,
      unit_id: one.unitId,
      kind: one.kind,
      file_id: one.fileId,
      file_name: one.fileName,
      state: 'uploaded',
      made_by: ctx.actor.accountId,
    })
    .execute();
}

const reading = (ctx: ReadCtx) =>
  ctx.tx
    .selectFrom('imports.import as i')
    .innerJoin('units.unit as u', 'u.id', 'i.unit_id')
    .leftJoin('accounts.account as a', 'a.id', 'i.made_by')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .leftJoin('accounts.account as ta', 'ta.id', 'i.taken_by')
    .leftJoin('units.staff as ts', 'ts.id', 'ta.staff_id')
    .select([
      'i.id',
      'i.kind',
      'i.unit_id',
      'u.path as unit_path',
      'u.name as unit_name',
      'i.file_id',
      'i.file_name',
      'i.state',
      'i.total',
      'i.checked',
      'i.good',
      'i.bad',
      'i.same',
      'i.likely',
      'i.warned',
      'i.taken',
      'i.left_back',
      'i.take_likely',
      'i.problem',
      's.name as made_by_name',
      'i.made_at',
      'ts.name as taken_by_name',
      'i.taken_at',
      'i.finished_at',
      'i.tidied_at',
    ]);
type HeadRow = Awaited<ReturnType<ReturnType<typeof reading>['executeTakeFirstOrThrow']>>;

export function headOf(row: HeadRow) {
  return {
    id: row.id,
    kind: row.kind as ImportKind,
    unitId: row.unit_id,
    unitPath: row.unit_path,
    unitName: row.unit_name,
    fileName: row.file_name,
    state: row.state as ImportState,
    total: row.total,
    checked: row.checked,
    good: row.good,
    bad: row.bad,
    same: row.same,
    likely: row.likely,
    warned: row.warned,
    taken: row.taken,
    leftBack: row.left_back,
    takeLikely: row.take_likely,
    problem: row.problem,
    madeBy: row.made_by_name ?? '',
    madeAt: row.made_at,
    takenBy: row.taken_by_name,
    takenAt: row.taken_at,
    finishedAt: row.finished_at,
    tidiedAt: row.tidied_at,
  };
}

export async function findImport(ctx: ReadCtx, id: string): Promise<ImportOnFile | undefined> {
  const row = await reading(ctx).select(['i.mapping', 'i.preview']).where('i.id', '=', id).executeTakeFirst();
  return (
    row && { ...headOf(row), mapping: row.mapping as Mapping | null, preview: row.preview as SheetPreview[] | null }
  );
}

/** The imports of one office, the newest first. */
export async function listImportsOf(ctx: ReadCtx, unitId: number) {
  return (await reading(ctx).where('i.unit_id', '=', unitId).orderBy('i.made_at', 'desc').execute()).map(headOf);
}

export async function listImportRows(ctx: ReadCtx, before: Date | null, most: number) {
  let query = reading(ctx).orderBy('i.made_at', 'desc').limit(most);
  if (before) query = query.where('i.made_at', '<', before);
  return (await query.execute()).map(headOf);
}

export type LockedImport = {
  id: string;
  kind: ImportKind;
  unitId: number;
  state: ImportState;
  fileId: string;
  mapping: Mapping | null;
  takeLikely: boolean;
  forNotices: boolean;
  runId: string | null;
};

/** Locked until the transaction ends, so that nobody cancels what is being taken. */
export async function lockImport(tx: Tx, id: string): Promise<LockedImport | undefined> {
  const row = await tx
    .selectFrom('imports.import')
    .select(['id', 'kind', 'unit_id', 'state', 'file_id', 'mapping', 'take_likely', 'for_notices', 'run_id'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      kind: row.kind as ImportKind,
      unitId: row.unit_id,
      state: row.state as ImportState,
      fileId: row.file_id,
      mapping: row.mapping as Mapping | null,
      takeLikely: row.take_likely,
      forNotices: row.for_notices,
      runId: row.run_id,
    }
  );
}

type ImportChange = Omit<
  Updateable<DB['imports.import']>,
  'id' | 'unit_id' | 'kind' | 'file_id' | 'file_name' | 'made_by' | 'made_at'
>;
export async function changeImport(tx: Tx, id: string, change: ImportChange): Promise<void> {
  await tx
    .updateTable('imports.import')
    .set({ ...change, moved_at: sql`now()` })
    .where('id', '=', id)
    .execute();
}

/** Rows of one unit are taken by one job at a time. */
export async function lockUnit(tx: Tx, unitId: number): Promise<void> {
  await sql`select imports.lock_unit(${unitId})`.execute(tx);
}

/** How files with the same heads were read before in this unit, the latest first. */
export async function findRememberedMapping(
  tx: Tx,
  unitId: number,
  prints: readonly string[],
): Promise<{ fingerprint: string; mapping: Mapping } | undefined> {
  if (prints.length === 0) return undefined;
  const row = await tx
    .selectFrom('imports.import')
    .select(['fingerprint', 'mapping'])
    .where('unit_id', '=', unitId)
    .where('fingerprint', 'in', prints as string[])
    .where('mapping', 'is not', null)
    .where('state', 'in', ['checked', 'taking', 'done'])
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.fingerprint ? { fingerprint: row.fingerprint, mapping: row.mapping as Mapping } : undefined;
}

export type NewRow = {
  line: number;
  raw: RawCell[];
  clean: PersonRow | null;
  digest: Buffer;
  problems: RowProblem[];
  warnings: RowProblem[];
  likely: boolean;
  state: Exclude<RowState, 'taken'>;
};

export async function clearRows(tx: Tx, importId: string): Promise<void> {
  await tx.deleteFrom('imports.row').where('import_id', '=', importId).execute();
}

export async function insertRows(tx: Tx, one: { id: string; unitId: number }, rows: readonly NewRow[]): Promise<void> {
  if (rows.length === 0) return;
  const told = rows.map((row) => ({ ...row, digest: row.digest.toString('hex') }));
  await sql`
    insert into imports.row (import_id, unit_id, line, raw, clean, digest, problems, warnings, likely, state)
    select ${one.id}::uuid, ${one.unitId}, line, raw, nullif(clean, 'null'), decode(digest, 'hex'), problems, warnings, likely, state
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as r (line int, raw jsonb, clean jsonb, digest text, problems jsonb, warnings jsonb,
      likely boolean, state text)`.execute(tx);
}

export type RowToTake = { line: number; clean: PersonRow; digest: Buffer };

/** The next good rows in the order in which they are taken: those with a number of their own first, so that ours go on behind them. */
export async function listRowsToTake(
  tx: Tx,
  importId: string,
  withLikely: boolean,
  most: number,
): Promise<RowToTake[]> {
  let query = tx
    .selectFrom('imports.row')
    .select(['line', 'clean', 'digest'])
    .where('import_id', '=', importId)
    .where('state', '=', 'good');
  if (!withLikely) query = query.where('likely', '=', false);
  const rows = await query
    .orderBy(sql`clean ->> 'registerLabel' is null`)
    .orderBy('line')
    .limit(most)
    .execute();
  return rows.map((row) => ({ line: row.line, clean: row.clean as unknown as PersonRow, digest: row.digest }));
}

/** What a row became: a case, or a person's stay. */
export type Became = { caseId?: string; personId?: string; stayId?: string };
export type RowOutcome = Became & {
  line: number;
  state: 'taken' | 'same' | 'bad';
  problem: RowProblem | null;
};

export async function settleRows(tx: Tx, importId: string, outcomes: readonly RowOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  await sql`
    update imports.row r set state = o.state, case_id = o."caseId", person_id = o."personId", stay_id = o."stayId",
      problems = case when o.problem is null or o.problem = 'null' then r.problems else r.problems || jsonb_build_array(o.problem) end
    from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) as o (line int, state text, "caseId" uuid, "personId" uuid, "stayId" uuid,
      problem jsonb)
    where r.import_id = ${importId} and r.line = o.line`.execute(tx);
}

/** The counts as the rows say them, so that a job that falls and rises again never counts twice. */
export async function recount(
  tx: Tx,
  importId: string,
): Promise<{ good: number; bad: number; same: number; taken: number }> {
  const { rows } = await sql<{ good: number; bad: number; same: number; taken: number }>`
    update imports.import i set good = n.good, bad = n.bad, same = n.same, taken = n.taken, likely = n.likely, warned = n.warned, checked = n.checked
    from (
      select count(*) filter (where state in ('good', 'taken'))::int as good, count(*) filter (where state = 'bad')::int as bad,
        count(*) filter (where state = 'same')::int as same, count(*) filter (where state = 'taken')::int as taken,
        count(*) filter (where likely and state in ('good', 'taken'))::int as likely,
        count(*) filter (where state in ('good', 'taken') and warnings <> '[]')::int as warned, count(*)::int as checked
      from imports.row where import_id = ${importId}) n
    where i.id = ${importId}
    returning i.good, i.bad, i.same, i.taken`.execute(tx);
  return rows[0]!;
}

/** Imports on which no job has worked for a while: its process died. */
export async function listStandingStill(
  tx: Tx,
  unitId: number,
  since: Date,
): Promise<{ id: string; state: ImportState }[]> {
  const rows = await tx
    .selectFrom('imports.import')
    .select(['id', 'state'])
    .where('unit_id', '=', unitId)
    .where('state', 'in', ['uploaded', 'checking', 'taking'])
    .where('moved_at', '<', since)
    .execute();
  return rows.map((row) => ({ id: row.id, state: row.state as ImportState }));
}

/** Adds to the counts while rows pass; the sum is told anew at the end. */
export async function addToCounts(
  tx: Tx,
  importId: string,
  add: {
    checked?: number;
    good?: number;
    bad?: number;
    same?: number;
    taken?: number;
    likely?: number;
    warned?: number;
  },
): Promise<void> {
  const n = { checked: 0, good: 0, bad: 0, same: 0, taken: 0, likely: 0, warned: 0, ...add };
  await sql`
    update imports.import set checked = checked + ${n.checked}, good = good + ${n.good}, bad = bad + ${n.bad}, same = same + ${n.same},
      taken = taken + ${n.taken}, likely = likely + ${n.likely}, warned = warned + ${n.warned}, moved_at = now()
    where id = ${importId}`.execute(tx);
}

/** Imports that ended long enough ago; their files and cells are no longer needed. */
export async function listToTidy(tx: Tx, unitId: number, before: Date): Promise<{ id: string; fileId: string }[]> {
  const rows = await tx
    .selectFrom('imports.import')
    .select(['id', 'file_id'])
    .where('unit_id', '=', unitId)
    .where('tidied_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('finished_at', '<', before),
        eb.and([
          eb('finished_at', 'is', null),
          eb('made_at', '<', before),
          eb('state', 'not in', ['checking', 'taking']),
        ]),
      ]),
    )
    .execute();
  return rows.map((row) => ({ id: row.id, fileId: row.file_id }));
}

export async function tidyImport(ctx: Ctx, { id, fileId }: { id: string; fileId: string }): Promise<void> {
  await ctx.tx.updateTable('imports.row').set({ raw: '[]', clean: null }).where('import_id', '=', id).execute();
  await ctx.tx
    .updateTable('platform.file')
    .set({ content: null, erased_at: ctx.now, erased_why: 'import finished' })
    .where('id', '=', fileId)
    .execute();
  await changeImport(ctx.tx, id, { preview: null, tidied_at: ctx.now });
}
