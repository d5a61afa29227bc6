import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type pg from 'pg';
import { newId } from '#kernel/id';
import { connect } from '#platform/database.server';
import { freshDatabase } from '#tests/support/database';
import { asMany } from '#tests/support/width';
import { macOf, type Log } from '../journal.server.ts';
import { beginning, headOf, type SignedCheckpoint } from './chain.server.ts';
import { appendCheckpoint, checkpointsIn, currentHeads, signCheckpoint } from './checkpoint.server.ts';
import { sealJournal } from './seal.server.ts';
import { asHouse } from './system-session.server.ts';
import { verifyJournal } from './verify.server.ts';

const key = Buffer.alloc(32, 7);
const LINES = asMany(3000, 20_100);
/** Twenty reads of records after every 300 writes. */
const READS = LINES / 15;
const database = await freshDatabase('journal_chain');
const db = connect(database.appUrl, { size: 6, statementSeconds: 600 });
// The manipulator is the owner of the tables; row-level security lets him do what a superuser does.
const owner = database.owner;
const folder = mkdtempSync(join(tmpdir(), 'simpul-checkpoints-'));
afterAll(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true });
});

function aLine(log: Log, n: number, at = new Date(Date.UTC(2026, 10, 20, 1, 0, 0) + n)) {
  const fields = {
    id: newId(),
    at,
    what: 'case.changed',
    actor_id: newId(),
    actor_role: 'pk',
    session_id: newId(),
    submission_id: log === 'journal' ? newId() : null,
    unit_id: 1,
    case_id: newId(),
    person_id: null,
    about: { n, note: 'catatan "biasa"', list: [1, 2.5, null] },
  };
  return { ...fields, mac: macOf(key, log, fields) };
}
type Line = ReturnType<typeof aLine>;

async function insert(client: pg.Pool | pg.PoolClient, log: Log, lines: Line[], xid?: string) {
  const names = [
    'id',
    'at',
    'what',
    'actor_id',
    'actor_role',
    'session_id',
    ...(log === 'journal' ? ['submission_id'] : []),
    'unit_id',
    'case_id',
    'person_id',
    'about',
    'mac',
  ];
  await client.query(
    `insert into platform.${log} (${names.join(', ')}${xid ? ', xid' : ''})
     select ${names.map((name) => (name === 'mac' ? `decode(mac, 'hex')` : name)).join(', ')}${xid ? `, '${xid}'::xid8` : ''}
     from jsonb_to_recordset($1::jsonb) as t (id uuid, at timestamptz, what text, actor_id uuid, actor_role text, session_id uuid, submission_id uuid,
       unit_id int, case_id uuid, person_id uuid, about jsonb, mac text)`,
    [JSON.stringify(lines.map((line) => ({ ...line, mac: line.mac.toString('hex') })))],
  );
}

async function fill() {
  for (let n = 0; n < LINES; n += 50) {
    await insert(
      owner,
      'journal',
      Array.from({ length: 50 }, (_, i) => aLine('journal', n + i)),
    );
    if (n % 300 === 0)
      await insert(
        owner,
        'access_log',
        Array.from({ length: 20 }, (_, i) => aLine('access_log', n + i)),
      );
    if (n % 500 === 0) await sealJournal(db, key);
  }
  await sealAll();
}

/** The tests share a server, and whoever writes in another database holds the oldest transaction back for a moment: what is younger waits. */
async function sealAll() {
  const waiting = `select exists (
      select from (select 'journal' as log, xid from platform.journal union all select 'access_log', xid from platform.access_log) l
      where xid >= coalesce((select max(until_xid) from platform.sealed_batch b where b.log = l.log), '0')) as some`;
  do await sealJournal(db, key);
  while ((await one(waiting))['some']);
}

const checkpoint = () => asHouse(db, async (tx) => signCheckpoint(key, new Date(), await currentHeads(tx)));
const verify = (against?: SignedCheckpoint[]) => verifyJournal(db, key, { against });
const one = async (text: string, values: unknown[] = []) =>
  (await owner.query(text, values)).rows[0] as Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- rows of any shape
const kinds = (result: Awaited<ReturnType<typeof verify>>) =>
  result.findings.map((finding) => `${finding.kind} ${finding.seq ?? finding.link}`);

beforeEach(async () => {
  await owner.query('truncate platform.journal, platform.access_log, platform.sealed_batch, platform.checkpoint');
  await fill();
});

test('with nothing changed nothing is found, and it says what no checkpoint covers', async () => {
  const before = await checkpoint();
  await insert(owner, 'journal', [aLine('journal', 9001)]);
  const result = await verify([before]);
  expect(result).toMatchObject({
    found: 0,
    lines: LINES + READS + 1,
    unsealed: 1,
    younger: 1,
    against: { checkpoints: 1 },
  });
  await sealAll();
  expect(await verify([before])).toMatchObject({ found: 0, unsealed: 0, younger: 1 });
  expect(await verify()).toMatchObject({ found: 0, against: null, younger: LINES + READS + 1 });
});

test('1: a changed field is named', async () => {
  const { seq } = await one(
    `update platform.journal set actor_role = 'counter' where seq = (select seq from platform.journal order by seq offset 700 limit 1) returning seq`,
  );
  const result = await verify();
  expect(kinds(result)).toEqual([`changed ${seq}`]);
  expect(result.findings[0]).toMatchObject({ what: 'case.changed', log: 'journal' });
});

test('2: a number changed inside the JSON is named, in the access log as well, and a moment shifted by a microsecond', async () => {
  const a = await one(
    `update platform.journal set about = jsonb_set(about, '{n}', '7777') where seq = (select max(seq) - 40 from platform.journal) returning seq`,
  );
  const b = await one(
    `update platform.access_log set about = about || '{"n": 1234}' where seq = (select max(seq) - 4 from platform.access_log) returning seq`,
  );
  const c = await one(
    `update platform.journal set at = at + interval '1 microsecond' where seq = (select max(seq) - 90 from platform.journal) returning seq`,
  );
  expect(kinds(await verify()).sort()).toEqual(
    [`changed ${a['seq']}`, `changed ${c['seq']}`, `changed ${b['seq']}`].sort(),
  );
});

test('3: a deleted line is named', async () => {
  const { seq } = await one(
    `delete from platform.journal where seq = (select min(seq) + 1234 from platform.journal) returning seq`,
  );
  expect(kinds(await verify())).toEqual([`deleted ${seq}`]);
});

test('4: a line deleted together with its place in the chain breaks the link', async () => {
  const { seq } = await one(
    `delete from platform.journal where seq = (select min(seq) + 1300 from platform.journal) returning seq`,
  );
  const link = await one(
    `update platform.sealed_batch b set
       macs = substring(macs from 1 for (array_position(seqs, $1::bigint) - 1) * 32) || substring(macs from array_position(seqs, $1::bigint) * 32 + 1),
       seqs = array_remove(seqs, $1::bigint)
     where log = 'journal' and $1::bigint = any (seqs) returning number`,
    [seq],
  );
  expect(kinds(await verify())).toEqual([`link_changed ${link['number']}`]);
  await owner.query(`delete from platform.sealed_batch where log = 'journal' and number = $1`, [link['number']]);
  expect((await verify()).findings.map((finding) => finding.kind)).toContain('link_missing');
});

test('5: an inserted line is named: back-dated, with an old transaction number, with a made-up seal, or copied', async () => {
  const { xid, seq } = await one(`select xid::text, seq from platform.journal order by seq offset 500 limit 1`);
  await insert(owner, 'journal', [aLine('journal', 50, new Date('2026-11-19T01:00:00Z'))], xid);
  expect((await verify()).findings.map((finding) => finding.kind)).toEqual(['inserted']);
  await insert(owner, 'journal', [{ ...aLine('journal', 51), mac: Buffer.alloc(32, 1) }]);
  expect((await verify()).findings.map((finding) => finding.kind)).toEqual(['inserted', 'inserted']);
  await owner.query(
    `insert into platform.journal overriding system value select seq, gen_random_uuid(), at, what, actor_id, actor_role, session_id, submission_id, unit_id, case_id, person_id, about, mac, xid
     from (select * from platform.journal where seq = $1) t`,
    [seq],
  );
  expect((await verify()).findings.map((finding) => finding.kind)).toEqual(['inserted', 'inserted', 'inserted']);
});

test('6: two lines that changed places are both named, near and far apart', async () => {
  const { low } = await one('select min(seq) as low from platform.journal');
  for (const [a, b] of [
    [low + 10, low + 11],
    [low + 20, low + 2500],
  ] as const) {
    // -a is free, so the numbers can be exchanged in three steps.
    await owner.query(`alter table platform.journal alter column seq drop identity if exists`);
    for (const [from, to] of [
      [a, -a],
      [b, a],
      [-a, b],
    ])
      await owner.query('update platform.journal set seq = $2 where seq = $1', [from, to]);
    await owner.query(`alter table platform.journal alter column seq add generated always as identity (start 1000000)`);
  }
  const result = await verify();
  expect(result.findings.map((finding) => finding.seq).sort()).toEqual(
    [low + 10, low + 11, low + 20, low + 2500].sort(),
  );
  for (const finding of result.findings) expect(['swapped', 'moved']).toContain(finding.kind);
});

test('7: a tail that was cut off together with its links is found against a checkpoint that left, and only so', async () => {
  const left = await checkpoint();
  const { number, first } = await one(
    `select number, seqs[1] as first from platform.sealed_batch where log = 'journal' order by number desc offset 1 limit 1`,
  );
  await owner.query(
    `delete from platform.journal where seq = any (select unnest(seqs) from platform.sealed_batch where log = 'journal' and number >= $1)`,
    [number],
  );
  await owner.query(`delete from platform.sealed_batch where log = 'journal' and number >= $1`, [number]);
  expect(first).toBeGreaterThan(0);
  expect((await verify()).found).toBe(0); // what younger than a checkpoint means
  expect(kinds(await verify([left]))).toEqual([`tail_deleted ${number}`]);
});

test('8: a chain that was rewritten by someone who holds the key is found against a checkpoint, by someone who does not also without', async () => {
  const left = await checkpoint();
  const rewrite = async (withKey: Buffer) => {
    await owner.query(`delete from platform.journal where seq = (select min(seq) + 100 from platform.journal)`);
    let previous: Buffer = beginning;
    const links = await owner.query(
      `select number, until_xid::text from platform.sealed_batch where log = 'journal' order by number`,
    );
    let from = '0';
    for (const { number, until_xid } of links.rows as { number: number; until_xid: string }[]) {
      const rows = await owner.query(
        `select seq, mac from platform.journal where xid >= $1::xid8 and xid < $2::xid8 order by xid, seq`,
        [from, until_xid],
      );
      const link = {
        log: 'journal' as const,
        number: Number(number),
        seqs: rows.rows.map((row) => Number(row.seq)),
        macs: Buffer.concat(rows.rows.map((row) => row.mac)),
        untilXid: BigInt(until_xid),
        previous,
      };
      const head = headOf(withKey, link);
      await owner.query(
        `update platform.sealed_batch set seqs = $2, macs = $3, previous = $4, head = $5 where log = 'journal' and number = $1`,
        [number, link.seqs, link.macs, previous, head],
      );
      [previous, from] = [head, until_xid];
    }
  };
  await rewrite(key);
  expect((await verify()).found).toBe(0);
  expect((await verify([left])).findings.map((finding) => finding.kind)).toEqual(['chain_rewritten']);
  await rewrite(Buffer.alloc(32, 9));
  expect((await verify()).findings.map((finding) => finding.kind)).toContain('link_changed');
});

test('a checkpoint that somebody made up is named and not believed', async () => {
  const left = await checkpoint();
  const file = appendCheckpoint(folder, key, left);
  appendCheckpoint(folder, key, { ...left, journal: { number: 99_999, head: 'ab'.repeat(32) } });
  expect((await verify(checkpointsIn(file)!)).findings.map((finding) => finding.kind)).toEqual(['checkpoint_forged']);
});

test('lines that commit out of order are all sealed, none twice', async () => {
  const clients = await Promise.all(Array.from({ length: 4 }, () => owner.connect()));
  let stop = false;
  const sealing = (async () => {
    while (!stop) await sealJournal(db, key);
  })();
  let made = 0;
  await Promise.all(
    clients.map(async (client, who) => {
      for (let round = 0; round < 60; round++) {
        await client.query('begin');
        await insert(
          client,
          'journal',
          Array.from({ length: 3 }, () => aLine('journal', (made += 1))),
        );
        // The first writers linger, so that later numbers are committed and sealed before theirs.
        if (who < 2) await new Promise((done) => setTimeout(done, (round % 7) * 4));
        await client.query(round % 10 === 9 ? 'rollback' : 'commit');
      }
    }),
  );
  stop = true;
  await sealing;
  for (const client of clients) client.release();
  await sealAll();
  const { count } = await one('select count(*)::int from platform.journal');
  const sealed = await one(
    `select count(*)::int, count(distinct s)::int as different from platform.sealed_batch, unnest(seqs) s where log = 'journal'`,
  );
  expect(sealed).toEqual({ count, different: count });
  expect(await verify([await checkpoint()])).toMatchObject({ found: 0, unsealed: 0, younger: 0 });
});

test('one transaction with more lines than a link usually holds is one link', async () => {
  await insert(
    owner,
    'journal',
    Array.from({ length: 5200 }, (_, n) => aLine('journal', n)),
  );
  await sealAll();
  expect(await verify()).toMatchObject({ found: 0, unsealed: 0 });
});
