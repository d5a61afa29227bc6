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

/** Units whose work shares a transaction where a job asks for it: enough that asking costs little beside the work, few enough to wait for. */
const UNITS_AT_ONCE = 24;

/** Minutes that the sessions of a job stand, should nobody close them; no job works longer. */
const SESSION_MINUTES = 120;

type Door = { unitIds: readonly number[]; token: string; actor: Actor };

/** The hands of the worker: each piece of work runs under a session of its own, opened for the units it is for and closed behind it. */
export function systemWork({ db, journalKey, now }: SystemOptions): JobWork {
  async function through<T>(
    { unitIds, token, actor }: Door,
    work: (ctx: Ctx, units: JobUnit[]) => Promise<T>,
  ): Promise<T> {
    const runner = runnerFor({ db, asker: { role: 'app_jobs', token, actor }, now: now(), journalKey });
    return runner.run(async (ctx) => work(ctx, await unitsOf(ctx, unitIds)));
  }

  /** Works through all of it in lanes; answers what failed, and which of it. */
  async function inLanes(groups: readonly (readonly number[])[], work: (ctx: Ctx, units: JobUnit[]) => Promise<void>) {
    const failed: { unitIds: readonly number[]; error: unknown }[] = [];
    const doors = await openSessions(db, groups);
    const left = doors.values();
    const lane = async () => {
      for (const door of left)
        try {
          await through(door, work);
        } catch (error) {
          failed.push({ unitIds: door.unitIds, error });
        }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    await closeSessions(db, doors);
    return failed;
  }

  return {
    get now() {
      return now();
    },
    async inUnit(unitId, work) {
      const doors = await openSessions(db, [[unitId]]);
      try {
        return await through(doors[0]!, (ctx, [unit]) => work(ctx, unit!));
      } finally {
        await closeSessions(db, doors);
      }
    },
    async perUnit(filter, work) {
      const groups = (await listOpenUnits(db, filter)).map((unitId) => [unitId]);
      throwAny(await inLanes(groups, (ctx, [unit]) => work(ctx, unit!)));
    },
    async perUnits(filter, work) {
      const groups = inGroups(await listOpenUnits(db, filter), UNITS_AT_ONCE);
      const failed = await inLanes(groups, work);
      // One unit whose work fails must not keep the others from theirs: whoever shared its transaction has one of his own.
      const alone = failed
        .filter(({ unitIds }) => unitIds.length > 1)
        .flatMap(({ unitIds }) => unitIds.map((one) => [one]));
      throwAny([...failed.filter(({ unitIds }) => unitIds.length === 1), ...(await inLanes(alone, work))]);
    },
  };
}

function throwAny(failed: readonly { error: unknown }[]): void {
  if (failed.length === 1) throw failed[0]!.error;
  if (failed.length > 1)
    throw new AggregateError(
      failed.map(({ error }) => error),
      `${failed.length} units failed`,
    );
}

/** As equal as they get, none greater than `most`, so that two lanes end together. */
function inGroups(unitIds: readonly number[], most: number): number[][] {
  const groups = Array.from({ length: Math.ceil(unitIds.length / most) }, (): number[] => []);
  unitIds.forEach((unitId, index) => groups[index % groups.length]!.push(unitId));
  return groups;
}

/** One session for each group of units, each of which opens the rows of those units alone. */
async function openSessions(db: Database, groups: readonly (readonly number[])[]): Promise<Door[]> {
  if (groups.length === 0) return [];
  const wanted = groups.map((units) => ({ units, token: randomBytes(32).toString('base64url') }));
  return db.transaction().execute(async (tx) => {
    await takeRole(tx, 'app_jobs', '');
    await withoutWaitingForTheDisk(tx);
    const { rows } = await sql<{ token: string; session: string }>`
      select w.token, platform.open_job_session(array(select jsonb_array_elements_text(w.units)::int), w.token, ${SESSION_MINUTES}::int) as session
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w (units jsonb, token text)`.execute(tx);
    const sessions = new Map(rows.map(({ token, session }) => [token, session]));
    await takeRole(tx, 'app_jobs', wanted[0]!.token);
    const account = await sql<{ id: string }>`select platform.ctx_account() as id`.execute(tx);
    const accountId = account.rows[0]!.id;
    return wanted.map(({ units, token }) => ({
      unitIds: units,
      token,
      actor: houseActor(accountId, sessions.get(token)!),
    }));
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
    isExcluded: false,
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

async function unitsOf(ctx: Ctx, unitIds: readonly number[]): Promise<JobUnit[]> {
  const rows = await ctx.tx
    .selectFrom('units.unit')
    .select(['id', 'type', 'zone', 'demo_today'])
    .where('id', '=', sql<number>`any (${unitIds}::int[])`)
    .orderBy('id')
    .execute();
  if (rows.length !== unitIds.length) throw new TypeError('a job names a unit that there is not');
  return rows.map((unit) => ({
    id: unit.id,
    type: unit.type,
    zone: unit.zone as Zone,
    demoToday: unit.demo_today as PlainDate | null,
  }));
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
