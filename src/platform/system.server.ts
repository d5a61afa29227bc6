import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Actor } from './actor.ts';
import type { Ctx } from './ctx.ts';
import type { Database } from './database.server.ts';
import type { JobUnit, JobWork } from './job.ts';
import { runnerFor, takeRole } from './run.server.ts';

export type SystemOptions = { db: Database; journalKey: Buffer; now: () => Date };

/** The hands of the worker: each piece of work runs under a session of its own, opened for one unit and closed behind it. */
export function systemWork({ db, journalKey, now }: SystemOptions): JobWork {
  async function inUnit<T>(unitId: number, work: (ctx: Ctx, unit: JobUnit) => Promise<T>): Promise<T> {
    const token = randomBytes(32).toString('base64url');
    const actor = await openSession(db, unitId, token);
    try {
      const runner = runnerFor({ db, asker: { role: 'app_jobs', token, actor }, now: now(), journalKey });
      return await runner.run(async (ctx) => work(ctx, await unitOf(ctx, unitId)));
    } finally {
      await closeSession(db, token);
    }
  }

  return {
    get now() {
      return now();
    },
    inUnit,
    async perUnit(filter, work) {
      const failures: unknown[] = [];
      for (const id of await listOpenUnits(db, filter)) {
        try {
          await inUnit(id, work);
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length === 1) throw failures[0];
      if (failures.length > 1) throw new AggregateError(failures, `${failures.length} units failed`);
    },
  };
}

async function openSession(db: Database, unitId: number, token: string): Promise<Actor> {
  return db.transaction().execute(async (tx) => {
    await takeRole(tx, 'app_jobs', '');
    const { rows } = await sql<{
      session: string;
    }>`select platform.open_job_session(${unitId}, ${token}, 60) as session`.execute(tx);
    await takeRole(tx, 'app_jobs', token);
    const account = await sql<{ id: string }>`select platform.ctx_account() as id`.execute(tx);
    return {
      accountId: account.rows[0]!.id,
      sessionId: rows[0]!.session,
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
  });
}

async function closeSession(db: Database, token: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await takeRole(tx, 'app_jobs', '');
    await sql`select platform.close_job_session(${token})`.execute(tx);
  });
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
