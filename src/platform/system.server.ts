import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Actor } from './actor.ts';
import type { Ctx, Tx } from './ctx.ts';
import type { Database } from './database.server.ts';
import type { JobUnit, JobWork } from './job.ts';
import { runnerFor, takeRole } from './run.server.ts';

export type SystemOptions = { db: Database; journalKey: Buffer; now: () => Date };

/** Units that one job works through at a time: while one waits for the disk, the other computes. An office's machine has two cores. */
const LANES = 2;

/** Minutes that the sessions of a job stand, should nobody close them; no job works longer. */
const SESSION_MINUTES = 120;

type Door = { unitId: number; token: string; actor: Actor };

/** The hands of the worker: each piece of work runs under a session of its own, opened for one unit and closed behind it. */
export function systemWork({ db, journalKey, now }: SystemOptions): JobWork {
  async function through<T>({ unitId, token, actor }: Door, work: (ctx: Ctx, unit: JobUnit) => Promise<T>): Promise<T> {
    const runner = runnerFor({ db, asker: { role: 'app_jobs', token, actor }, now: now(), journalKey });
    return runner.run(async (ctx) => work(ctx, await unitOf(ctx, unitId)));
  }

  return {
    get now() {
      return now();
    },
    async inUnit(unitId, work) {
      const doors = await openSessions(db, [unitId]);
      try {
        return await through(doors[0]!, work);
      } finally {
        await closeSessions(db, doors);
      }
    },
    async perUnit(filter, work) {
      const failures: unknown[] = [];
      const doors = await openSessions(db, await listOpenUnits(db, filter));
      const left = doors.values();
      const lane = async () => {
        for (const door of left)
          try {
            await through(door, work);
          } catch (error) {
            failures.push(error);
          }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      await closeSessions(db, doors);
      if (failures.length === 1) throw failures[0];
      if (failures.length > 1) throw new AggregateError(failures, `${failures.length} units failed`);
    },
  };
}

/** One session for each unit, each of which opens the rows of that unit alone. */
async function openSessions(db: Database, unitIds: readonly number[]): Promise<Door[]> {
  if (unitIds.length === 0) return [];
  const tokens = unitIds.map(() => randomBytes(32).toString('base64url'));
  return db.transaction().execute(async (tx) => {
    await takeRole(tx, 'app_jobs', '');
    await withoutWaitingForTheDisk(tx);
    const { rows } = await sql<{ token: string; session: string }>`
      select o.token, platform.open_job_session(o.unit_id, o.token, ${SESSION_MINUTES}::int) as session
      from unnest(${unitIds}::int[], ${tokens}::text[]) as o (unit_id, token)`.execute(tx);
    const sessions = new Map(rows.map(({ token, session }) => [token, session]));
    await takeRole(tx, 'app_jobs', tokens[0]!);
    const account = await sql<{ id: string }>`select platform.ctx_account() as id`.execute(tx);
    const accountId = account.rows[0]!.id;
    return unitIds.map((unitId, index) => {
      const token = tokens[index]!;
      return { unitId, token, actor: houseActor(accountId, sessions.get(token)!) };
    });
  });
}

function houseActor(accountId: string, sessionId: string): Actor {
  return {
    accountId,
    sessionId,
    kind: 'system',
    sessionKind: 'job',
    stage: 'full',
    staffId: null,
    name: '',
    username: 'system',
    locale: 'id',
    provedAt: null,
    hasSecondFactor: false,
    scopes: null,
    postings: [],
    own: null,
  };
}

async function closeSessions(db: Database, doors: readonly Door[]): Promise<void> {
  if (doors.length === 0) return;
  await db.transaction().execute(async (tx) => {
    await takeRole(tx, 'app_jobs', '');
    await withoutWaitingForTheDisk(tx);
    await sql`select platform.close_job_session(t) from unnest(${doors.map(({ token }) => token)}::text[]) as t`.execute(
      tx,
    );
  });
}

/** A session of the house is no work done: when a power cut takes it, its work is not there either, and runs again under another. */
async function withoutWaitingForTheDisk(tx: Tx): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx);
}

async function unitOf(ctx: Ctx, unitId: number): Promise<JobUnit> {
  const unit = await ctx.tx
    .selectFrom('units.unit')
    .select(['id', 'type', 'zone', 'demo_today'])
    .where('id', '=', unitId)
    .executeTakeFirstOrThrow();
  return { id: unit.id, type: unit.type, zone: unit.zone as Zone, demoToday: unit.demo_today as PlainDate | null };
}

async function listOpenUnits(db: Database, filter: { zone?: Zone; types?: readonly string[] }): Promise<number[]> {
  return db.transaction().execute(async (tx) => {
    await takeRole(tx, 'app_jobs', '');
    let query = tx.selectFrom('units.unit').select('id').where('closed_on', 'is', null).orderBy('id');
    if (filter.zone) query = query.where('zone', '=', filter.zone);
    if (filter.types) query = query.where('type', 'in', [...filter.types]);
    return (await query.execute()).map((unit) => unit.id);
  });
}
