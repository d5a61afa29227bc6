import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { dayAt } from '#kernel/zone';
import type { Role } from '#modules/access';
import type { Actor } from '#platform/actor';
import type { Answer, Ctx, ReadCtx } from '#platform/ctx';
import { connect, type Database } from '#platform/database.server';
import type { JobWork } from '#platform/job';
import { identify } from '#platform/identify.server';
import { runnerFor, type Runner } from '#platform/run.server';
import { systemWork } from '#platform/system.server';
import type { TestDatabase } from './database.ts';

/** A key as good as any other for a test's journal. */
export const testJournalKey = Buffer.alloc(32, 7);

export type Officer = { staffId: string; accountId: string; token: string; actor: Actor };
export type TestOffice = Awaited<ReturnType<typeof openOffice>>;

export const defaultNow = new Date('2026-11-20T02:00:00Z'); // Friday, 09:00 in Jakarta

/**
 * Ditjenpas, two Kanwil and three Bapas (Palembang and Musi under one, Kupang in WITA under the other), and officers on demand:
 * `await office.officer('pk', 'palembang')`, then `office.as(officer).runOnce({ id: newId(), body: {} }, ...)`.
 */
export async function openOffice(database: TestDatabase) {
  const owner = connect(database.ownerUrl, { size: 2 });
  const app = connect(database.appUrl, { size: 8 });
  const units = {
    ditjenpas: await aUnit(owner, 'ditjenpas', 'Direktorat Jenderal Pemasyarakatan', 'ditjenpas', null),
    kanwil: 0,
    otherKanwil: 0,
    palembang: 0,
    musi: 0,
    kupang: 0,
  };
  units.kanwil = await aUnit(owner, 'kanwil-sumsel', 'Kanwil Ditjenpas Sumatera Selatan', 'kanwil', units.ditjenpas);
  units.otherKanwil = await aUnit(
    owner,
    'kanwil-ntt',
    'Kanwil Ditjenpas Nusa Tenggara Timur',
    'kanwil',
    units.ditjenpas,
    'Asia/Makassar',
  );
  units.palembang = await aUnit(owner, 'bapas-palembang', 'Bapas Kelas I Palembang', 'bapas', units.kanwil);
  units.musi = await aUnit(owner, 'bapas-musi', 'Bapas Kelas II Musi Rawas Utara', 'bapas', units.kanwil);
  units.kupang = await aUnit(
    owner,
    'bapas-kupang',
    'Bapas Kelas II Kupang',
    'bapas',
    units.otherKanwil,
    'Asia/Makassar',
  );

  async function officer(
    role: Role,
    at: keyof typeof units,
    over: { name?: string; from?: string; until?: string | null } = {},
  ): Promise<Officer> {
    const name = over.name ?? `Petugas ${role} ${randomBytes(3).toString('hex')}`;
    const staff = await owner
      .insertInto('units.staff')
      .values({ name, grade: role === 'apk' ? 'apk' : null })
      .returning('id')
      .executeTakeFirstOrThrow();
    await owner
      .insertInto('units.posting')
      .values({
        staff_id: staff.id,
        unit_id: units[at],
        role,
        kind: 'permanent',
        starts_on: over.from ?? '2020-01-01',
        ends_on: over.until ?? null,
        approved_at: new Date(),
      })
      .execute();
    const account = await owner
      .insertInto('accounts.account')
      .values({ kind: 'staff', staff_id: staff.id, username: `${role}.${randomBytes(4).toString('hex')}` })
      .returning('id')
      .executeTakeFirstOrThrow();
    const token = await aSession(owner, account.id, 'browser');
    const actor = await identify(app, token);
    if (!actor) throw new Error('the session that was just made is not known');
    return { staffId: staff.id, accountId: account.id, token, actor };
  }

  /** Acts as this officer now; `actor` is read anew, as at the beginning of a request. */
  async function as(who: Officer, now = defaultNow): Promise<Runner> {
    const actor = await identify(app, who.token);
    if (!actor) throw new Error('this session has ended');
    return runnerFor({
      db: app,
      asker: { role: 'app_staff', token: who.token, actor },
      now,
      journalKey: testJournalKey,
    });
  }

  return {
    units,
    owner,
    app,
    officer,
    as,
    /** One thing that this officer does, sent once. */
    does: async <T extends Answer>(who: Officer, deed: (ctx: Ctx) => Promise<T>, now = defaultNow): Promise<T> =>
      (await as(who, now)).runOnce({ id: randomUUID(), body: {} }, deed),
    /** What this officer is shown. */
    reads: async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>, now = defaultNow): Promise<T> =>
      (await as(who, now)).read(query),
    /** Has typed his password again just now, as decisions that weigh more ask of him. */
    async proves(who: Officer): Promise<void> {
      await owner
        .updateTable('accounts.session')
        .set({ proved_at: new Date(defaultNow.getTime() - 2 * 60_000) })
        .where('account_id', '=', who.accountId)
        .execute();
    },
    /** A client's or guarantor's own page. */
    async asClient(token: string, now = defaultNow): Promise<Runner> {
      const actor = await identify(app, token);
      if (!actor) throw new Error('this session has ended');
      return runnerFor({ db: app, asker: { role: 'app_client', token, actor }, now, journalKey: testJournalKey });
    },
    /** What the worker has in hand. */
    work: (now = defaultNow): JobWork => systemWork({ db: app, journalKey: testJournalKey, now: () => now }),
    /** Has set up a second factor, as heads and those who administer must before they reach a page. */
    async enrol(who: Officer): Promise<Officer> {
      await owner
        .updateTable('accounts.account')
        .set({ totp_sealed: Buffer.alloc(40), totp_confirmed_at: new Date() })
        .where('id', '=', who.accountId)
        .execute();
      return who;
    },
    /** A live session of any account, for clients and guarantors. */
    session: (accountId: string, kind: 'browser' | 'client' = 'client') => aSession(owner, accountId, kind),
    async close() {
      await Promise.all([owner.destroy(), app.destroy()]);
    },
  };
}

async function aUnit(
  owner: Database,
  code: string,
  name: string,
  type: string,
  parent: number | null,
  zone = 'Asia/Jakarta',
): Promise<number> {
  const unit = await owner
    .insertInto('units.unit')
    .values({
      code,
      name,
      type,
      parent_id: parent,
      zone,
      ledger_starts_on: '2020-01-01',
      class: type === 'bapas' ? 'II' : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return unit.id;
}

async function aSession(owner: Database, accountId: string, kind: 'browser' | 'client'): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await owner
    .insertInto('accounts.session')
    .values({
      token_hash: createHash('sha256').update(token).digest(),
      account_id: accountId,
      kind,
      stage: 'full',
      idle_limit: '15 minutes',
      expires_at: sql<Date>`now() + interval '8 hours'`,
    })
    .execute();
  return token;
}

/** The day it is in Jakarta at a test's usual moment. */
export const defaultToday = dayAt('Asia/Jakarta', defaultNow);
