import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#kernel/id';
import { askWho, getComparison, jobs, startComparison, useMatchingDatabase } from '#modules/people/server';
import { Recognition, weights, type Facts } from '#modules/people/recognition';
import { connect, type Database } from '#platform/database.server';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.server';
import { identify } from '#platform/identify.server';
import { grantApplicationRole, migrateDatabase } from '#platform/migrate.server';
import { runnerFor, type Runner } from '#platform/run.server';
import { systemWork } from '#platform/system.server';
import { goal, rounded, spreadOf, type Goal, type Row } from '../figures.ts';
import { openMatchOffice, type MatchOffice } from './office.store.server.ts';
import { fill, peopleIn, questionsIn } from './people.ts';

/** So often one officer may ask about other offices' people within a minute, with some to spare. */
const EACH_ASKS = 30;
/** Pairs of a number that is hidden and one that is nobody's: so many at most, fewer where few questions are asked. */
const MOST_PAIRS = 300;
const journalKey = Buffer.alloc(32, 7);

export type Through = { rows: Row[]; goals: Goal[] };

/**
 * The same questions through the use case: a real database, a session, row-level security, hits and access lines kept; a whole register by
 * its job; and whether somebody hidden is known by the time that his number takes.
 */
export async function measureThrough(folder: string, { questions }: { questions: number }): Promise<Through> {
  const pairs = Math.min(MOST_PAIRS, questions);
  const data = mkdtempSync(join(tmpdir(), 'simpul-match-office-'));
  chmodSync(data, 0o711);
  const postgres = await startEmbeddedPostgres(data, { sync: false, settings: { fsync: 'off', max_wal_size: '4GB' } });
  let db: Database | undefined;
  let office: MatchOffice | undefined;
  try {
    await migrateDatabase(postgres.databaseOwnerUrl);
    await grantApplicationRole(postgres.databaseOwnerUrl, 'simpul_app');
    office = await openMatchOffice(postgres.databaseOwnerUrl, Math.ceil((questions * 2 + pairs * 2 + 60) / EACH_ASKS));
    const train = questionsIn(folder, 'train');
    await office.register(office.holds, peopleIn(folder));
    const list = questionsIn(folder, 'list');
    await office.register(
      office.asks,
      list.map(({ facts }) => ({ facts })),
    );
    await office.analyze();
    db = connect(postgres.databaseUrl, { size: 4, statementSeconds: 900, name: 'simpul bench' });
    await useMatchingDatabase(postgres.databaseUrl);
    const ask = await asker(db, office);
    for (const { facts } of train.slice(-60)) await ask(facts); // reads everybody, and warms both up

    const bare = await bareTimes(folder, questions);
    const asked: number[] = [];
    for (const { facts } of questionsIn(folder, 'queries').slice(0, questions)) asked.push(await ask(facts));
    const registered: number[] = [];
    for (const { facts } of list.slice(0, questions)) registered.push(await ask(facts));
    const together = await compared(db, office);
    const secret = await secrecy(ask, office, pairs);
    const one = registered.reduce((sum, ms) => sum + ms, 0) / registered.length;
    const [through, engine] = [spreadOf(asked)!, spreadOf(bare)!];
    return {
      rows: [
        rowOf('Satu pertanyaan, pengenalan saja', 'One question, recognition alone', engine),
        rowOf('Satu pertanyaan lewat basis data', 'One question through the database', through),
        {
          what: {
            id: `Register ${list.length} orang oleh pekerjaan latar`,
            en: `A register of ${list.length} by its job`,
          },
          cells: { s: rounded(together / 1000), 'one by one s': rounded((one * list.length) / 1000) },
        },
        rowOf('NIK yang tersembunyi', 'A hidden NIK', secret.hidden),
        rowOf('NIK yang tidak dikenal', 'A NIK of nobody', secret.nobody),
      ],
      goals: [
        goal({ id: 'Lewat basis data, p50', en: 'Through the database, p50' }, 'ms', 5, through.median),
        goal({ id: 'Lewat basis data, p99', en: 'Through the database, p99' }, 'ms', 40, through.p99),
        goal(
          { id: 'Seluruh register, bagian dari satu demi satu', en: 'A whole register, share of one by one' },
          'x',
          0.7,
          together / (one * list.length),
        ),
        goal(
          {
            id: 'NIK tersembunyi terhadap NIK tidak dikenal, median',
            en: 'A hidden NIK against one of nobody, medians',
          },
          'x',
          1.1,
          Math.max(secret.hidden.median / secret.nobody.median, secret.nobody.median / secret.hidden.median),
        ),
        goal(
          {
            id: 'Pasangan yang menebak NIK tersembunyi dari waktunya, jauhnya dari 50 %',
            en: 'Pairs that tell the hidden NIK by its time, away from 50 %',
          },
          '%',
          // Two and a half standard errors of so many pairs.
          rounded(125 / Math.sqrt(pairs)),
          Math.abs(secret.longer - 0.5) * 100,
        ),
      ],
    };
  } finally {
    await useMatchingDatabase(undefined);
    await office?.end();
    await db?.destroy();
    await postgres.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

const rowOf = (id: string, en: string, { median, p99 }: { median: number; p99: number }): Row => ({
  what: { id, en },
  cells: { 'p50 ms': median, 'p99 ms': p99 },
});

type Ask = (facts: Facts) => Promise<number>;

/** Asks as one officer after the other, so that none of them is slowed down; answers how long it took. */
async function asker(db: Database, office: MatchOffice): Promise<Ask> {
  const officers = await Promise.all(office.tokens.map((token) => signedIn(db, token)));
  let turn = 0;
  return async (facts) => {
    const runner = officers[turn++ % officers.length]!();
    const startedAt = performance.now();
    await runner.read((ctx) => askWho(ctx, facts));
    return performance.now() - startedAt;
  };
}

async function signedIn(db: Database, token: string): Promise<() => Runner> {
  const actor = await identify(db, token);
  if (!actor) throw new Error('the session of an officer is not known');
  return () => runnerFor({ db, asker: { role: 'app_staff', token, actor }, now: new Date(), journalKey });
}

/** The same questions to the same people without anything around. */
async function bareTimes(folder: string, questions: number): Promise<number[]> {
  const register = new Recognition(weights);
  await fill(register, folder);
  const find = (facts: Facts) => {
    const startedAt = performance.now();
    register.find(facts);
    return performance.now() - startedAt;
  };
  for (const { facts } of questionsIn(folder, 'train').slice(0, 300)) find(facts);
  return questionsIn(folder, 'queries')
    .slice(0, questions)
    .map(({ facts }) => find(facts));
}

/** The whole register of the office that asks, by the job that does it in an office. */
async function compared(db: Database, office: MatchOffice): Promise<number> {
  const runner = (await signedIn(db, office.tokens[0]!))();
  const started = await runner.runOnce({ id: newId(), body: {} }, (ctx) =>
    startComparison(ctx, { unitId: office.asks }),
  );
  if (!started.ok) throw new Error(started.refusal);
  const work = systemWork({ db, journalKey, now: () => new Date() });
  const which = { comparisonId: started.comparisonId, unitId: office.asks };
  const startedAt = performance.now();
  while (!(await isOver(db, office, started.comparisonId))) await jobs['people.compare'].run(work, which);
  return performance.now() - startedAt;
}

async function isOver(db: Database, office: MatchOffice, comparisonId: string): Promise<boolean> {
  const runner = (await signedIn(db, office.tokens[0]!))();
  return (await runner.read((ctx) => getComparison(ctx, comparisonId))).state === 'done';
}

/**
 * Exact numbers of people whom the asker may not know of, each beside one of nobody: in turns, and each of them first as often. A number of
 * nobody is made of the halves of two that somebody bears: as many others bear one of its halves, and are compared.
 */
async function secrecy(ask: Ask, office: MatchOffice, pairs: number) {
  const hidden = await office.hide(pairs);
  const made = hidden.map((nik, at) => nik.slice(0, 8) + hidden[(at + 1) % hidden.length]!.slice(8));
  const free = await office.ofNobody(made);
  const times = { hidden: [] as number[], nobody: [] as number[] };
  let longer = 0;
  for (const [at, nik] of hidden.entries()) {
    const nobodys = made[at]!;
    if (!free.has(nobodys)) continue;
    const isFirst = at % 2 === 0;
    const one = await ask({ name: '', nik: isFirst ? nik : nobodys });
    const other = await ask({ name: '', nik: isFirst ? nobodys : nik });
    const [ofHidden, ofNobody] = isFirst ? [one, other] : [other, one];
    times.hidden.push(ofHidden);
    times.nobody.push(ofNobody);
    if (ofHidden > ofNobody) longer++;
  }
  return { hidden: spreadOf(times.hidden)!, nobody: spreadOf(times.nobody)!, longer: longer / times.hidden.length };
}
