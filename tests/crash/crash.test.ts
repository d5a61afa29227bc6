import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { builtApplication } from '../support/built.ts';
import { databasePoints, startDatabaseProxy, type DatabasePoint } from '../support/database-proxy.ts';
import { asMany, everything as everyFault, ofThisPart } from '../support/width.ts';
import { check, type Verdict } from './check.ts';
import { startHttpProxy, type HttpPoint } from './http-proxy.ts';
import { anOffice } from './office.ts';
import { watchPages } from './readers.ts';
import { aPlace, freePort, run, runToEnd } from './simpul.ts';
import { carryOut, writesFor, type Outcome } from './writes.ts';

/** The long run is 20,000 writes, every named moment of a write and every way to lose a database four times. */
const writesToDo = asMany(700, ofThisPart(Array.from({ length: 20_000 })).length);

/** One fault at a time, spread over the writes. */
type Fault =
  | { kill: 'application'; at: DatabasePoint | HttpPoint }
  | { kill: 'database'; how: 'postmaster' | 'one-process' | 'restart' | 'cut-all' };
const someFaults: Fault[] = [
  { kill: 'application', at: 'after-commit' },
  { kill: 'database', how: 'postmaster' },
  { kill: 'application', at: 'mid-upload' },
  { kill: 'database', how: 'one-process' },
  { kill: 'application', at: 'before-reply' },
  { kill: 'database', how: 'cut-all' },
];
const otherFaults: Fault[] = [
  { kill: 'application', at: 'before-claim' },
  { kill: 'database', how: 'restart' },
  { kill: 'application', at: 'after-claim' },
  { kill: 'database', how: 'postmaster' },
  { kill: 'application', at: 'before-commit' },
  { kill: 'application', at: 'after-reply' },
];
const allFaults = Array.from({ length: 4 }, () => [...someFaults, ...otherFaults]).flat();
const faults = everyFault ? ofThisPart(allFaults) : someFaults;

await builtApplication();
const place = await aPlace();
const { postgres, data } = place;
const desk = await anOffice(place, Math.ceil(writesToDo / 3) + 400);
const [toDatabase, toPages] = await Promise.all([startDatabaseProxy(postgres.databaseUrl), startHttpProxy()]);
const env = { DATABASE_URL: toDatabase.through(postgres.databaseUrl), SIMPUL_DATA: data };
const port = await freePort();
const [pages, worker] = await Promise.all([
  run(['serve', '--data', data, '--port', String(port)], env, port),
  run(['worker', '--data', data], env),
]);
toPages.forwardTo(port);
const address = `http://127.0.0.1:${toPages.port}`;
const readyAfter: Record<string, number[]> = {};
const everything: Outcome[] = [];

afterAll(async () => {
  await Promise.all([pages.stop(), worker.stop()]);
  await Promise.all([toPages.stop(), toDatabase.stop(), desk.office.close()]);
  await place.remove();
});

/** Kill -9 of everything that is Simpul's own, at one moment of somebody's write, and started again as a service manager does. */
async function killApplication(at: DatabasePoint | HttpPoint): Promise<void> {
  const strike = () => {
    pages.kill();
    worker.kill();
  };
  const isDatabasePoint = (databasePoints as readonly string[]).includes(at);
  await (isDatabasePoint ? toDatabase.cutAt(at as DatabasePoint, strike) : toPages.cutAt(at as HttpPoint, strike));
  while (pages.isUp() || worker.isUp()) await sleep(2);
  const [ready] = await Promise.all([pages.startAgain(), worker.startAgain()]);
  (readyAfter[`application ${at}`] ??= []).push(ready);
}

/** The application is not touched; it has to find its database again by itself. */
async function hurtDatabase(how: Extract<Fault, { kill: 'database' }>['how']): Promise<void> {
  const before = pages.pid();
  const startedAt = performance.now();
  switch (how) {
    case 'postmaster':
      process.kill(postgres.pid(), 'SIGKILL');
      break;
    case 'restart':
      process.kill(postgres.pid(), 'SIGINT');
      break;
    case 'one-process':
      process.kill(await oneBackend(), 'SIGKILL');
      break;
    case 'cut-all':
      for (let times = 0; times < 5; times++) {
        await asOwner(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'simpul_app'`);
        await sleep(40);
      }
  }
  await sleep(20);
  await untilHealthy();
  (readyAfter[`database ${how}`] ??= []).push(performance.now() - startedAt);
  expect(
    pages.isUp() && pages.pid() === before,
    `the application died when its database did (${how}): ${pages.lastWords()}`,
  ).toBe(true);
  expect(worker.isUp(), `the worker died when its database did (${how}): ${worker.lastWords()}`).toBe(true);
}

async function oneBackend(): Promise<number> {
  const rows = await asOwner<{ pid: number }>(
    `select pid from pg_stat_activity where usename = 'simpul_app' and application_name = 'simpul web' limit 1`,
  );
  return rows[0]!.pid;
}

async function asOwner<T>(statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: postgres.databaseOwnerUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.end().catch(() => {});
  }
}

async function untilHealthy(): Promise<void> {
  for (const deadline = performance.now() + 120_000; performance.now() < deadline; await sleep(20)) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.status === 200) return;
  }
  throw new Error('the application does not find its database again');
}

function faultless(verdict: Verdict): void {
  expect(verdict.lost, 'acknowledged and not there').toEqual([]);
  expect(verdict.twice, 'recorded twice').toEqual([]);
  expect(verdict.wrong, 'answered wrongly').toEqual([]);
  expect(verdict.unwitnessed, 'without one line in the journal').toEqual([]);
  expect(verdict.foreign, 'rows that nobody sent').toBe(0);
  expect(verdict.rows).toBe(verdict.acknowledged + verdict.silentlyDone);
}

test(
  'nothing acknowledged is lost and nothing is recorded twice, whatever is killed',
  { timeout: 3_600_000 },
  async () => {
    toPages.setFates({ 'lose-reply': 0.08, 'break-upload': 0.01 });
    toDatabase.loseCommits(0.02);
    const watching = watchPages(address, desk);
    const writes = writesFor(desk, address, writesToDo, 'a');
    const waiting = [...faults];
    let underWay: Promise<void> = Promise.resolve();
    let isBusy = false;
    const outcomes = await carryOut(writes, toPages.port, {
      atATime: 12,
      onDone(done) {
        const due = Math.floor((done / writesToDo) * (faults.length + 1));
        if (isBusy || waiting.length === 0 || waiting.length <= faults.length - due) return;
        const fault = waiting.shift()!;
        isBusy = true;
        underWay = underWay
          .then(() => (fault.kill === 'application' ? killApplication(fault.at) : hurtDatabase(fault.how)))
          .finally(() => (isBusy = false));
        underWay.catch(() => {}); // awaited below
      },
    });
    await underWay;
    toPages.setFates({});
    toDatabase.loseCommits(0);
    await untilHealthy();
    const seen = await watching.stop();

    everything.push(...outcomes);
    const verdict = await check(postgres.databaseOwnerUrl, everything);
    console.log(
      `${writesToDo} writes (${outcomes.filter(({ write }) => write.triple).length} as triples): ${verdict.acknowledged} acknowledged, ` +
        `${verdict.silentlyDone} done unheard; replies lost after the commit: ${toPages.lostReplies()} on the way to the caller, ` +
        `${toDatabase.lostCommits()} on the way from the database; uploads broken: ${toPages.brokenUploads()}; pages read meanwhile: ` +
        `${JSON.stringify(seen.statuses)}`,
    );
    for (const [what, times] of Object.entries(readyAfter))
      console.log(`ready again after kill: ${what}: ${times.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(', ')}`);

    expect(waiting, 'faults that never came').toEqual([]);
    expect(Object.keys(readyAfter).sort()).toEqual(
      [
        ...new Set(faults.map((one) => (one.kill === 'application' ? `application ${one.at}` : `database ${one.how}`))),
      ].sort(),
    );
    expect(toPages.lostReplies(), 'replies lost after the commit').toBeGreaterThan(writesToDo / 40);
    expect(toDatabase.lostCommits()).toBeGreaterThan(writesToDo / 150);
    expect(verdict.acknowledged).toBeGreaterThan(writesToDo * 0.95);
    faultless(verdict);
    expect(seen.wrong, 'pages that were neither there nor said why').toEqual([]);
    expect(seen.statuses[200]).toBeGreaterThan(10);
  },
);

test('the journal of all that verifies, line by line', { timeout: 600_000 }, async () => {
  const { code, said } = await runToEnd(['verify-journal', '--data', data], { DATABASE_URL: postgres.databaseUrl });
  expect(said).toMatch(/\d+ lines in [\d.]+ seconds: 0 findings/);
  expect(code).toBe(0);
});

test('this harness sees a claim that is not kept: the same would be recorded twice', { timeout: 600_000 }, async () => {
  await asOwner(`
    create function public.forget_claim() returns trigger language plpgsql as $$ begin new.id := gen_random_uuid(); return new; end $$;
    create trigger forget before insert on platform.submission for each row execute function public.forget_claim()`);
  toPages.setFates({ 'lose-reply': 0.2 });
  const outcomes = await carryOut(writesFor(desk, address, 200, 'b'), toPages.port, { atATime: 8, onDone: () => {} });
  toPages.setFates({});
  await asOwner('drop trigger forget on platform.submission; drop function public.forget_claim()');
  const verdict = await check(postgres.databaseOwnerUrl, [...everything, ...outcomes]);
  everything.push(...outcomes);
  expect(verdict.twice.length).toBeGreaterThan(10);
  expect(verdict.twice.every((one) => / b-/.test(one))).toBe(true);
  expect(() => faultless(verdict)).toThrow('recorded twice');
});

test(
  'this harness sees an acknowledgement that was not on disk: synchronous_commit=off loses what a caller was told',
  {
    timeout: 600_000,
  },
  async () => {
    // What nobody waits for goes to disk five times a second: on a busy machine that is sooner than the kill, and nothing would be lost.
    const settings = join(data, 'postgres', 'postgresql.auto.conf');
    const usual = readFileSync(settings, 'utf8');
    writeFileSync(settings, `${usual}wal_writer_delay = '10s'\n`);
    process.kill(postgres.pid(), 'SIGHUP');
    // For new connections only, so that the doctor, who looks at the start, has not seen it.
    await asOwner(`alter database simpul set synchronous_commit = off`);
    await asOwner(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'simpul_app'`);
    await untilHealthy();
    let lost: string[] = [];
    let tries = 0;
    while (lost.length === 0 && (tries += 1) <= 5) {
      const label = `c${tries}`;
      let underWay: Promise<void> = Promise.resolve();
      const outcomes = await carryOut(writesFor(desk, address, 60, label), toPages.port, {
        atATime: 8,
        onDone(done) {
          if (done === 45) underWay = hurtDatabase('postmaster');
        },
      });
      await underWay;
      const verdict = await check(postgres.databaseOwnerUrl, outcomes);
      lost = verdict.lost;
      everything.push(...outcomes);
      if (lost.length > 0)
        expect(() => faultless({ ...verdict, twice: [], foreign: 0 })).toThrow('acknowledged and not there');
    }
    writeFileSync(settings, usual);
    await asOwner(`alter database simpul reset synchronous_commit`);
    console.log(`with synchronous_commit=off ${lost.length} acknowledged writes were lost at kill number ${tries}`);
    expect(lost.length).toBeGreaterThan(0);
  },
);

test(
  'an office that runs npm start is back after kill -9, with its database and everything that was acknowledged',
  {
    timeout: 600_000,
  },
  async () => {
    await Promise.all([pages.stop(), worker.stop()]);
    await postgres.stop();
    const whole = await run(['start', '--empty', '--data', data, '--port', String(port)], {}, port);
    toPages.setFates({ 'lose-reply': 0.1 });
    const times: number[] = [];
    let underWay: Promise<void> = Promise.resolve();
    const outcomes = await carryOut(writesFor(desk, address, 150, 'd'), toPages.port, {
      atATime: 8,
      onDone(done) {
        if (done !== 40 && done !== 90) return;
        whole.kill(); // its database runs on without it, and is taken over
        underWay = underWay.then(async () => void times.push(await whole.startAgain()));
      },
    });
    await underWay;
    toPages.setFates({});
    everything.push(...outcomes);
    const verdict = await check(postgres.databaseOwnerUrl, everything);
    await whole.stop();
    console.log(`npm start ready again after kill: ${times.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(', ')}`);
    const ofThese = (list: string[]) => list.filter((one) => / d-/.test(one));
    expect(times).toHaveLength(2);
    expect(ofThese(verdict.lost)).toEqual([]);
    expect(ofThese(verdict.twice)).toEqual([]);
    expect(ofThese(verdict.wrong)).toEqual([]);
    const { code, said } = await runToEnd(['verify-journal', '--data', data], {});
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/ 0 findings/) as string });
  },
);
