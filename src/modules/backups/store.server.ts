import { sql, type Selectable } from 'kysely';
import * as v from 'valibot';
import type { Zone } from '#kernel/zone';
import type { Ctx, Tx } from '#platform/ctx';
import type { PlatformBackupRun } from '#platform/schema';
import { BackupSettings, backupSettingsKey } from './settings.ts';

export async function readBackupSettings(tx: Tx): Promise<BackupSettings> {
  const row = await tx
    .selectFrom('platform.setting')
    .select('value')
    .where('key', '=', backupSettingsKey)
    .executeTakeFirst();
  const read = v.safeParse(BackupSettings, row?.value ?? {});
  return read.success ? read.output : v.parse(BackupSettings, {});
}

export async function writeBackupSettings(ctx: Ctx, settings: BackupSettings): Promise<void> {
  const row = { value: JSON.stringify(settings), set_by: ctx.actor.accountId, set_at: ctx.now };
  await ctx.tx
    .insertInto('platform.setting')
    .values({ key: backupSettingsKey, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
}

/** The zone that the night of this installation is in: that of its first office. */
export async function zoneOfInstallation(tx: Tx): Promise<Zone> {
  const unit = await tx
    .selectFrom('units.unit')
    .select('zone')
    .where('closed_on', 'is', null)
    .orderBy(sql`type = 'bapas'`, 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return (unit?.zone ?? 'Asia/Jakarta') as Zone;
}

export type RunKind = 'backup' | 'restore_drill';

export async function beginRun(tx: Tx, id: string, kind: RunKind, destination: string): Promise<void> {
  // A run that was cut off by a power failure never says how it ended.
  await tx
    .updateTable('platform.backup_run')
    .set({ state: 'failed', problem: 'interrupted', finished_at: sql<Date>`now()` })
    .where('kind', '=', kind)
    .where('state', '=', 'running')
    .where('started_at', '<', sql<Date>`now() - interval '6 hours'`)
    .execute();
  await tx.insertInto('platform.backup_run').values({ id, kind, destination, state: 'running' }).execute();
}

export async function endRun(
  tx: Tx,
  id: string,
  end: { state: 'done' | 'failed'; bytes?: number; problem?: string; facts?: Record<string, unknown> },
): Promise<void> {
  await tx
    .updateTable('platform.backup_run')
    .set({
      state: end.state,
      finished_at: sql<Date>`clock_timestamp()`,
      ...(end.bytes === undefined ? {} : { bytes: end.bytes }),
      ...(end.problem === undefined ? {} : { problem: end.problem.slice(0, 500) }),
      facts: JSON.stringify(end.facts ?? {}),
    })
    .where('id', '=', id)
    .execute();
}

export type Run = {
  id: string;
  kind: RunKind;
  startedAt: Date;
  finishedAt: Date | null;
  destination: string;
  bytes: number | null;
  state: 'running' | 'done' | 'failed';
  problem: string | null;
  facts: Record<string, unknown>;
};

export async function listRuns(tx: Tx, limit = 20): Promise<Run[]> {
  const rows = await tx
    .selectFrom('platform.backup_run')
    .selectAll()
    .orderBy('started_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(runOf);
}

/** The newest that succeeded at a destination; a copy that somebody made elsewhere says nothing about it. */
export async function findLastDone(tx: Tx, kind: RunKind, destination: string): Promise<Run | undefined> {
  return findLast(tx, { kind, states: ['done'], at: destination });
}

/** The newest that succeeded at any other place: by hand, or where backups went before. */
export async function findLastElsewhere(tx: Tx, destination: string): Promise<Run | undefined> {
  return findLast(tx, { kind: 'backup', states: ['done'], notAt: destination });
}

/** Whether the newest run of its kind for a destination that came to an end came to nothing. */
export async function hasJustFailed(tx: Tx, kind: RunKind, destination: string): Promise<boolean> {
  return (await findLast(tx, { kind, states: ['done', 'failed'], at: destination }))?.state === 'failed';
}

type Which = { kind: RunKind; states: Run['state'][] } & ({ at: string } | { notAt: string });

async function findLast(tx: Tx, which: Which): Promise<Run | undefined> {
  const row = await tx
    .selectFrom('platform.backup_run')
    .selectAll()
    .where('kind', '=', which.kind)
    .where('state', 'in', which.states)
    .where('destination', 'at' in which ? '=' : '<>', 'at' in which ? which.at : which.notAt)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && runOf(row);
}

type Row = Selectable<PlatformBackupRun>;
function runOf(row: Row): Run {
  return {
    id: row.id,
    kind: row.kind as RunKind,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    destination: row.destination,
    bytes: row.bytes === null ? null : Number(row.bytes),
    state: row.state as Run['state'],
    problem: row.problem,
    facts: row.facts as Record<string, unknown>,
  };
}
