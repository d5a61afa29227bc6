import { sql } from 'kysely';
import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import { holds, mustBeAllowed } from '#modules/access';
import type { ReadCtx, Tx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import type { RowProblem } from './clean-row.ts';
import type { Counsellor } from './counsellors.ts';
import type { ImportHead, ImportOnFile, ImportRow, ProblemGroup, RawCell, RowState } from './import.ts';
import { findImport, listImportRows } from './store.server.ts';

/** An import that the asker may see; one of another office is as absent as one that never was. */
export async function getImport(ctx: ReadCtx, id: string): Promise<ImportOnFile> {
  const found = isUuid(id) ? await findImport(ctx, id) : undefined;
  if (!found) throw new NotFound('import');
  mustBeAllowed(ctx.actor, 'import:bring', { unitId: found.unitId });
  return found;
}

export const importsAPage = 25;

/** Every import of the asker's offices, the newest first: who, when, how many. */
export async function listImports(
  ctx: ReadCtx,
  before: Date | null = null,
): Promise<{ imports: ImportHead[]; next: Date | null }> {
  if (!holds(ctx.actor, 'import:bring')) throw new NotAllowed('imports');
  const rows = await listImportRows(ctx, before, importsAPage + 1);
  const imports = rows.slice(0, importsAPage);
  return { imports, next: rows.length > importsAPage ? imports.at(-1)!.madeAt : null };
}

export type RowFilter = 'bad' | 'warned' | 'likely' | 'same' | 'good' | 'taken';
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

// What the jobs need to know of the office.

/** Who guides clients at an office on a day. */
export async function listCounsellors(tx: Tx, unitId: number, day: PlainDate): Promise<Counsellor[]> {
  const rows = await tx
    .selectFrom('units.staff as s')
    .innerJoin('units.posting as p', 'p.staff_id', 's.id')
    .select(['s.id', 's.name', 's.nip'])
    .distinct()
    .where('p.unit_id', '=', unitId)
    .where('p.role', 'in', ['pk', 'apk'])
    .where('p.withdrawn_at', 'is', null)
    .where('p.approved_at', 'is not', null)
    .where('p.starts_on', '<=', day)
    .where((eb) => eb.or([eb('p.ends_on', 'is', null), eb('p.ends_on', '>=', day)]))
    .where((eb) => eb.or([eb('s.left_on', 'is', null), eb('s.left_on', '>', day)]))
    .execute();
  return rows.map((row) => ({ staffId: row.id, name: row.name, nip: row.nip }));
}

/** Rows that were taken in any import of the office, by what they mean. */
export async function listTakenDigests(
  tx: Tx,
  unitId: number,
  digests: readonly Buffer[],
): Promise<Map<string, string>> {
  if (digests.length === 0) return new Map();
  const { rows } = await sql<{ digest: string; case_id: string }>`
    select encode(r.digest, 'hex') as digest, r.case_id from imports.row r
    where r.unit_id = ${unitId} and r.state = 'taken'
      and r.digest = any (array(select decode(d, 'hex') from unnest(${digests.map((one) => one.toString('hex'))}::text[]) d))`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.digest, row.case_id]));
}

export type RegisteredCase = {
  label: string;
  caseId: string | null;
  personId: string | null;
  name: string | null;
  nik: string | null;
  birth: string | null;
};

/** Who bears these register numbers at the office. */
export async function listRegistered(
  tx: Tx,
  unitId: number,
  labels: readonly string[],
): Promise<Map<string, RegisteredCase>> {
  if (labels.length === 0) return new Map();
  const { rows } = await sql<RegisteredCase>`
    select e.label, e.case_id as "caseId", p.id as "personId", p.name, p.nik,
      case when p.birth_precision = 'day' then p.birth_date::text end as birth
    from cases.register_entry e
    left join cases.client_case c on c.id = e.case_id left join people.person p on p.id = c.person_id
    where e.unit_id = ${unitId} and e.voided_at is null and e.label = any (${labels as string[]}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.label, row]));
}

export type KnownCase = { personId: string; caseId: string; kind: string; receivedOn: PlainDate; state: string };

export async function listCasesOf(tx: Tx, unitId: number, personIds: readonly string[]): Promise<KnownCase[]> {
  if (personIds.length === 0) return [];
  const rows = await tx
    .selectFrom('cases.client_case')
    .select(['id', 'person_id', 'kind', 'received_on', 'state'])
    .where('unit_id', '=', unitId)
    .where('person_id', 'in', personIds as string[])
    .execute();
  return rows.map((row) => ({
    personId: row.person_id,
    caseId: row.id,
    kind: row.kind,
    receivedOn: row.received_on as PlainDate,
    state: row.state,
  }));
}
