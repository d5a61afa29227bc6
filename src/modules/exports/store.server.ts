import { sql, type Updateable } from 'kysely';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import type { DB } from '#platform/schema';
import type { ExportFormat, ExportHead, ExportState, Need, SecondRole } from './export.ts';

export type NewExport = {
  id: string;
  unitId: number;
  list: string;
  filters: Record<string, string>;
  columns: string[];
  format: ExportFormat;
  purpose: string;
  rows: number;
  needs: Need[];
  second: SecondRole | null;
  watermark: string;
  made: { fileId: string; expiresAt: Date } | null;
};

export async function insertExport(ctx: Ctx, one: NewExport): Promise<void> {
  await ctx.tx
    .insertInto('exports.export')
    .values({
      id: one.id,
      unit_id: one.unitId,
      list: one.list,
      filters: JSON.stringify(one.filters),
      columns: one.columns,
      format: one.format,
      purpose: one.purpose,
      state: one.made ? 'ready' : 'asked',
      rows: one.rows,
      needs: one.needs,
      second_role: one.second,
      self_service: one.made !== null,
      watermark: one.watermark,
      file_id: one.made?.fileId ?? null,
      ready_at: one.made ? ctx.now : null,
      expires_at: one.made?.expiresAt ?? null,
      made_by: ctx.actor.accountId,
      made_at: ctx.now,
    })
    .execute();
}

const reading = (ctx: ReadCtx) =>
  ctx.tx
    .selectFrom('exports.export as e')
    .innerJoin('units.unit as u', 'u.id', 'e.unit_id')
    .leftJoin('accounts.account as a', 'a.id', 'e.made_by')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .leftJoin('accounts.account as da', 'da.id', 'e.decided_by')
    .leftJoin('units.staff as ds', 'ds.id', 'da.staff_id')
    .select([
      'e.id',
      'e.unit_id',
      'u.name as unit_name',
      'u.path as unit_path',
      'e.list',
      'e.filters',
      'e.columns',
      'e.format',
      'e.purpose',
      'e.state',
      'e.rows',
      'e.needs',
      'e.second_role',
      'e.downloads',
      'e.made_by',
      's.name as made_by_name',
      'e.made_at',
      'ds.name as decided_by_name',
      'e.decided_at',
      'e.decision_note',
      'e.ready_at',
      'e.expires_at',
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof reading>['executeTakeFirstOrThrow']>>;
function headOf(row: Row): ExportHead {
  return {
    id: row.id,
    unitId: row.unit_id,
    unitName: row.unit_name,
    unitPath: row.unit_path ?? [],
    list: row.list,
    filters: row.filters as Record<string, string>,
    columns: row.columns,
    format: row.format as ExportFormat,
    purpose: row.purpose,
    state: row.state as ExportState,
    rows: row.rows ?? 0,
    needs: row.needs as Need[],
    second: row.second_role as SecondRole | null,
    downloads: row.downloads,
    madeById: row.made_by,
    madeBy: row.made_by_name ?? '',
    madeAt: row.made_at,
    decidedBy: row.decided_by_name,
    decidedAt: row.decided_at,
    decisionNote: row.decision_note,
    readyAt: row.ready_at,
    expiresAt: row.expires_at,
  };
}

export async function findExport(ctx: ReadCtx, id: string): Promise<ExportHead | undefined> {
  const row = await reading(ctx).where('e.id', '=', id).executeTakeFirst();
  return row && headOf(row);
}

/** Exports that the asker may see: his own, those that wait for one of his posts, or those of offices he answers for. */
export async function listExportRows(
  ctx: ReadCtx,
  which:
    { mine: string } | { others: string; seconds: readonly Second[] } | { unitIds: readonly number[]; since: Date },
  most: number,
): Promise<ExportHead[]> {
  let query = reading(ctx).orderBy('e.made_at', 'desc').limit(most);
  if ('mine' in which) query = query.where('e.made_by', '=', which.mine);
  else if ('seconds' in which) {
    if (which.seconds.length === 0) return [];
    query = query
      .where('e.state', '=', 'asked')
      .where('e.made_by', '<>', which.others)
      .where((eb) =>
        eb.or(
          which.seconds.map(({ role, unitId, below }) =>
            eb.and([
              eb('e.second_role', '=', role),
              below ? sql<boolean>`${unitId} = any (u.path)` : eb('e.unit_id', '=', unitId),
            ]),
          ),
        ),
      );
  } else {
    if (which.unitIds.length === 0) return [];
    query = query.where('e.unit_id', 'in', which.unitIds as number[]).where('e.made_at', '>=', which.since);
  }
  return (await query.execute()).map(headOf);
}

/** A post that agrees to exports: at one office, or also at those below it. */
export type Second = { role: SecondRole; unitId: number; below: boolean };

/** Whether somebody else holds this post at an office, or above it. */
export async function hasSecond(ctx: ReadCtx, role: SecondRole, unitId: number): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`
    select units.held_by_another(${role}, ${unitId}, ${ctx.actor.accountId}) as yes`.execute(ctx.tx);
  return rows[0]!.yes;
}

export type LockedExport = ExportHead & { watermark: string; fileId: string | null };

/** Locked until the transaction ends, so that two heads cannot decide at once. */
export async function lockExport(ctx: Ctx, id: string): Promise<LockedExport | undefined> {
  const locked = await ctx.tx
    .selectFrom('exports.export')
    .select(['watermark', 'file_id'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  // What can no longer move is seen but not locked: row-level security lets nobody change it.
  const head = await findExport(ctx, id);
  return head && { ...head, watermark: locked?.watermark ?? '', fileId: locked?.file_id ?? null };
}

type Change = Pick<
  Updateable<DB['exports.export']>,
  'state' | 'decided_by' | 'decided_at' | 'decision_note' | 'rows' | 'file_id' | 'ready_at' | 'expires_at'
>;
export async function changeExport(tx: Tx, id: string, change: Change): Promise<void> {
  await tx.updateTable('exports.export').set(change).where('id', '=', id).execute();
}

export async function findFileOf(tx: Tx, id: string): Promise<string | null> {
  const row = await tx.selectFrom('exports.export').select('file_id').where('id', '=', id).executeTakeFirst();
  return row?.file_id ?? null;
}

export async function countDownload(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('exports.export')
    .set((eb) => ({ downloads: eb('downloads', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** What somebody took along in the last day without anybody agreeing. */
export async function countRowsLately(ctx: ReadCtx): Promise<number> {
  const row = await ctx.tx
    .selectFrom('exports.export')
    .select(sql<number>`coalesce(sum(rows), 0)::int`.as('n'))
    .where('made_by', '=', ctx.actor.accountId)
    .where('self_service', '=', true)
    .where('list', '<>', 'figures')
    .where('made_at', '>', new Date(ctx.now.getTime() - 86_400_000))
    .executeTakeFirstOrThrow();
  return row.n;
}

/** Files whose day is over, and permissions that nobody used. */
export async function expireOld(ctx: Ctx, unitId: number): Promise<number> {
  const old = await ctx.tx
    .updateTable('exports.export')
    .set({ state: 'expired' })
    .where('unit_id', '=', unitId)
    .where('state', 'in', ['ready', 'approved'])
    .where('expires_at', '<=', ctx.now)
    .returning('file_id')
    .execute();
  const fileIds = old.flatMap(({ file_id }) => file_id ?? []);
  if (fileIds.length > 0)
    await ctx.tx
      .updateTable('platform.file')
      .set({ content: null, erased_at: ctx.now, erased_why: 'export expired' })
      .where('id', 'in', fileIds)
      .execute();
  return old.length;
}

export async function sumSince(ctx: ReadCtx, unitId: number, since: Date): Promise<{ exports: number; rows: number }> {
  return ctx.tx
    .selectFrom('exports.export')
    .select([sql<number>`count(*)::int`.as('exports'), sql<number>`coalesce(sum(rows), 0)::int`.as('rows')])
    .where('unit_id', '=', unitId)
    .where('made_at', '>=', since)
    .where('state', 'in', ['ready', 'expired'])
    .executeTakeFirstOrThrow();
}
