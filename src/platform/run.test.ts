import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { freshDatabase } from '#tests/support/database';
import { databasePoints, startDatabaseProxy } from '#tests/support/database-proxy';
import { openOffice, testJournalKey, type Officer } from '#tests/support/office';
import type { Ctx, ReadCtx } from './ctx.ts';
import { isAway } from './database-away.server.ts';
import { connect } from './database.server.ts';
import { NotAllowed, SubmissionRefused } from './errors.ts';
import { identify } from './identify.server.ts';
import { asHouse } from './journal/system-session.server.ts';
import { lookedUpOnce } from './looked-up-once.ts';
import { runnerFor } from './run.server.ts';
import { forgetSubmissions, SUBMISSION_DAYS } from './submissions.server.ts';

const database = await freshDatabase('run');
const office = await openOffice(database);
const [pk, colleague] = await Promise.all([office.officer('pk', 'palembang'), office.officer('pk', 'palembang')]);
afterAll(() => office.close());

let deeds = 0;
/** A use case that leaves one line in the journal, and counts how often it really ran. */
async function deed(ctx: Ctx, says = 'done') {
  deeds += 1;
  ctx.journal({ what: 'case.noted', unitId: office.units.palembang, about: { says } });
  return { ok: true as const, id: ctx.newId(), says };
}
const linesOf = async (id: string) =>
  (await database.owner.query('select from platform.journal where submission_id = $1', [id])).rowCount;
const by = (who: Officer, now = new Date()) => office.as(who, now);
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

/** An id as a device makes it, at another moment than now. */
function idOf(moment: Date): string {
  const time = moment.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-${newId().slice(14)}`;
}

describe('a submission', () => {
  test('gets the first answer again, whoever of three came first, and runs once', async () => {
    const submission = { id: newId(), body: { text: 'a' } };
    const before = deeds;
    const runner = await by(pk);
    const answers = await Promise.all([1, 2, 3].map(() => runner.runOnce(submission, deed)));
    answers.push(await runner.runOnce(submission, deed));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await linesOf(submission.id)).toBe(1);
    expect(deeds - before).toBe(1);
  });

  test('with another body, or from another account, is refused and changes nothing', async () => {
    const id = newId();
    await (await by(pk)).runOnce({ id, body: { text: 'a' } }, deed);
    await expect((await by(pk)).runOnce({ id, body: { text: 'b' } }, deed)).rejects.toMatchObject({
      why: 'other_body',
    });
    await expect((await by(colleague)).runOnce({ id, body: { text: 'a' } }, deed)).rejects.toMatchObject({
      why: 'other_account',
    });
    expect(await linesOf(id)).toBe(1);
  });

  test('of two bodies under one id at the same moment one is done and the other refused', async () => {
    const id = newId();
    const runner = await by(pk);
    const results = await Promise.allSettled(
      ['a', 'b'].map((text) => runner.runOnce({ id, body: { text } }, (ctx) => deed(ctx, text))),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((one) => one.status === 'rejected')?.reason).toBeInstanceOf(SubmissionRefused);
    expect(await linesOf(id)).toBe(1);
  });

  test('says the same whatever the order of its fields', async () => {
    const id = newId();
    const runner = await by(pk);
    const first = await runner.runOnce({ id, body: { a: 1, b: [2, 3] } }, deed);
    expect(await runner.runOnce({ id, body: { b: [2, 3], a: 1 } }, deed)).toEqual(first);
    await expect(runner.runOnce({ id, body: { a: 1, b: [3, 2] } }, deed)).rejects.toMatchObject({ why: 'other_body' });
  });

  test('that was refused can be corrected under the same id', async () => {
    const id = newId();
    const runner = await by(pk);
    const no = await runner.runOnce({ id, body: { day: 'tomorrow' } }, async () => ({ ok: false, refusal: 'x' }));
    expect(no).toEqual({ ok: false, refusal: 'x' });
    expect(await runner.runOnce({ id, body: { day: 'today' } }, deed)).toMatchObject({ ok: true });
    expect(await linesOf(id)).toBe(1);
  });

  test('whose work fails leaves nothing behind, not even its claim', async () => {
    const id = newId();
    const runner = await by(pk);
    await expect(
      runner.runOnce({ id, body: {} }, async (ctx) => {
        await deed(ctx);
        throw new Error('disk on fire');
      }),
    ).rejects.toThrow('disk on fire');
    expect(await linesOf(id)).toBe(0);
    expect(await runner.runOnce({ id, body: {} }, deed)).toMatchObject({ ok: true });
  });

  test.each([
    ['nothing', ''],
    ['300 characters', 'x'.repeat(300)],
    ['no UUID', '1'],
    ['a UUID with something behind it', `${newId()}\u0000`],
    ['the nil UUID', '00000000-0000-0000-0000-000000000000'],
  ])('with an id that is %s is refused before anything runs', async (_, id) => {
    const before = deeds;
    await expect((await by(pk)).runOnce({ id, body: {} }, deed)).rejects.toMatchObject({ why: 'not_an_id' });
    expect(deeds).toBe(before);
  });

  test('is answered for 35 days and refused afterwards, never done twice', async () => {
    const id = idOf(daysAgo(SUBMISSION_DAYS - 1));
    const first = await (await by(pk)).runOnce({ id, body: {} }, deed);
    expect(await (await by(pk)).runOnce({ id, body: {} }, deed)).toEqual(first);
    await expect(
      (await by(pk)).runOnce({ id: idOf(daysAgo(SUBMISSION_DAYS + 1)), body: {} }, deed),
    ).rejects.toMatchObject({
      why: 'too_old',
    });
  });

  test('is forgotten when its id alone would be refused, also that of a device whose clock runs a year ahead', async () => {
    const [old, ahead, young, random] = [
      idOf(daysAgo(SUBMISSION_DAYS + 1)),
      idOf(daysAgo(-365)),
      idOf(daysAgo(SUBMISSION_DAYS - 1)),
      crypto.randomUUID(),
    ];
    const received = { [old]: 36, [ahead]: 36, [young]: 34, [random]: 36 };
    for (const [id, days] of Object.entries(received))
      await database.owner.query(
        `insert into platform.submission (id, account_id, body_hash, answer, received_at) values ($1, $2, '\\x00', '{}', $3)`,
        [id, pk.accountId, daysAgo(days)],
      );
    expect(await asHouse(office.app, forgetSubmissions)).toBe(2);
    const left = await database.owner.query<{ id: string }>('select id from platform.submission where id = any ($1)', [
      [old, ahead, young, random],
    ]);
    expect(left.rows.map(({ id }) => id).sort()).toEqual([ahead, young].sort());
  });
});

describe('what is looked up twice', () => {
  test('is looked up once in a reading, and again in the next one', async () => {
    let looks = 0;
    const twice = async (ctx: ReadCtx) => {
      const look = () => lookedUpOnce(ctx, 'a number', async () => (looks += 1));
      return [await look(), await look()];
    };
    const runner = await by(pk);
    expect(await runner.read(twice)).toEqual([1, 1]);
    expect(await runner.read(twice)).toEqual([2, 2]);
  });

  test('is looked up anew in a use case, which changes things between two looks', async () => {
    let looks = 0;
    await (
      await by(pk)
    ).runOnce({ id: newId(), body: {} }, async (ctx) => {
      for (const _ of [1, 2]) await lookedUpOnce(ctx, 'a number', async () => (looks += 1));
      return { ok: true };
    });
    expect(looks).toBe(2);
  });
});

describe('when rights change between two steps', () => {
  test('a session that was ended writes nothing more, and is told so', async () => {
    const who = await office.officer('pk', 'palembang');
    const runner = await by(who);
    expect(await runner.runOnce({ id: newId(), body: {} }, deed)).toMatchObject({ ok: true });
    await database.owner.query('update accounts.session set ended_at = now() where account_id = $1', [who.accountId]);
    const id = newId();
    await expect(runner.runOnce({ id, body: {} }, deed)).rejects.toBeInstanceOf(NotAllowed);
    expect(await linesOf(id)).toBe(0);
    expect(await identify(office.app, who.token)).toBeUndefined();
  });

  test('a missing grant is a fault still: nobody’s rights have changed', async () => {
    const runner = await by(pk);
    await expect(
      runner.runOnce({ id: newId(), body: {} }, async ({ tx }) => {
        await sql`delete from platform.journal`.execute(tx);
        return { ok: true };
      }),
    ).rejects.toMatchObject({ code: '42501' });
  });
});

describe('while the database is away', () => {
  const patient = (who: Officer, ms: number) =>
    runnerFor({
      db: office.app,
      asker: { role: 'app_staff', token: who.token, actor: who.actor },
      now: new Date(),
      journalKey: testJournalKey,
      waitUntil: performance.now() + ms,
    });
  const cutAll = () =>
    database.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = $1 and datname = current_database()`,
      [new URL(database.appUrl).username],
    );

  test('a storm of cut connections loses nothing and does nothing twice', async () => {
    const ids = Array.from({ length: 120 }, newId);
    let cut = 0;
    const storm = (async () => {
      for (let round = 0; round < 8; round++) {
        await sleep(150);
        cut += (await cutAll()).rowCount ?? 0;
      }
    })();
    const answers = await Promise.all(
      ids.map(async (id, at) => {
        await sleep(at * 10);
        return patient(pk, 60_000).runOnce({ id, body: {} }, async (ctx) => {
          await sql`select pg_sleep(0.02)`.execute(ctx.tx);
          return deed(ctx);
        });
      }),
    );
    await storm;
    expect(cut).toBeGreaterThan(8);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    for (const id of ids) expect(await linesOf(id), id).toBe(1);
  });

  test.each(databasePoints)(
    'a connection that breaks %s does no harm: the same is asked for again, and done once',
    async (point) => {
      const proxy = await startDatabaseProxy(database.appUrl);
      const db = connect(proxy.through(database.appUrl), { size: 2 });
      const waitUntil = performance.now() + 30_000;
      const asker = { role: 'app_staff', token: pk.token, actor: pk.actor } as const;
      const runner = runnerFor({ db, asker, now: new Date(), journalKey: testJournalKey, waitUntil });
      const cut = proxy.cutAt(point);
      const submission = { id: newId(), body: { point } };
      const answer = await runner.runOnce(submission, deed);
      await cut;
      expect(answer.ok).toBe(true);
      expect(await linesOf(submission.id)).toBe(1);
      expect(await (await by(pk)).runOnce(submission, deed)).toEqual(answer);
      await db.destroy();
      await proxy.stop();
    },
  );

  test('who is not patient is told at once', async () => {
    const runner = patient(pk, -1);
    const asked = runner.read(async ({ tx }) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await database.owner.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
      await sql`select pg_sleep(1)`.execute(tx);
    });
    await expect(asked).rejects.toSatisfy(isAway);
  });
});
