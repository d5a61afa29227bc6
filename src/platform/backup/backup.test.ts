import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { newId } from '#kernel/id';
import { dataFolder, openDataFolder, type OpenDataFolder } from '../data-folder.server.ts';
import { connect, type Database } from '../database.server.ts';
import { SubmissionRefused } from '../errors.ts';
import { identify } from '../identify.server.ts';
import { runnerFor } from '../run.server.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded-postgres.server.ts';
import { macOf } from '../journal.server.ts';
import { sealJournal } from '../journal/seal.server.ts';
import { verifyJournal } from '../journal/verify.server.ts';
import { withConnection } from '../one-connection.server.ts';
import { grantApplicationRole, migrateDatabase } from '../migrate.server.ts';
import { followLog, startLog, LogGap } from './follow-log.server.ts';
import { openKeys, sealKeys, WrongPassphrase, NotAKeyFile } from './key-file.server.ts';
import { makeBackup, type MadeBackup } from './make-backup.server.ts';
import { readArchive } from './read-archive.server.ts';
import { connectReplication } from './replication.server.ts';
import { restoreBackup, type RestoreOptions } from './restore.server.ts';

/** A whole office of its own: the backup is of a cluster, not of a database. */
const root = mkdtempSync(join(tmpdir(), 'simpul-backup-test-'));
chmodSync(root, 0o711);
const data = join(root, 'data');
const destination = join(root, 'backups');
let folder: OpenDataFolder;
let postgres: EmbeddedPostgres;
let db: Database;
let owner: pg.Pool;
let made: MadeBackup;
const passphrase = 'kuda baterai benar staples';
let keyFile: string;
let keys: ReturnType<typeof openKeys>;

async function aLine(pool: pg.Pool, key: Buffer, n: number) {
  const fields = {
    id: newId(),
    at: new Date(),
    what: 'case.changed',
    actor_id: null,
    actor_role: 'pk',
    session_id: null,
    submission_id: null,
    unit_id: 1,
    case_id: null,
    person_id: null,
    about: { n },
  };
  await pool.query(
    `insert into platform.journal (id, at, what, actor_role, unit_id, about, mac) values ($1, $2, $3, $4, 1, $5, $6)`,
    [fields.id, fields.at, fields.what, fields.actor_role, fields.about, macOf(key, 'journal', fields)],
  );
}
const backup = (over: Partial<Parameters<typeof makeBackup>[0]> = {}) =>
  makeBackup({
    backupUrl: postgres.backupUrl,
    db,
    journalKey: folder.key('journal'),
    marker: folder.marker,
    version: '0.1.0',
    source: 'embedded',
    destination,
    ...over,
  });
/** One form of the officer's, as a page or a device sends it, again after a restore with what it sent before. */
const token = randomBytes(32).toString('base64url');
const [before, after] = [newId(), newId()];
let firstAnswer: { ok: true; line: string };
let lostAnswer: { ok: true; line: string };
async function send(database: Database, journalKey: Buffer, form: string, id: string) {
  const actor = await identify(database, token);
  if (!actor) throw new Error('the session is not known');
  const runner = runnerFor({ db: database, asker: { role: 'app_staff', token, actor }, now: new Date(), journalKey });
  return runner.runOnce({ id, body: { form } }, async (ctx) => {
    const line = ctx.newId();
    ctx.journal({ what: 'case.sent', about: { form, line } });
    return { ok: true as const, line };
  });
}
let tried = 0;
const restore = (over: Partial<RestoreOptions> = {}) => {
  const target = join(root, `restored-${(tried += 1)}`);
  return {
    target,
    proof: restoreBackup({
      archive: made.file,
      data: target,
      keys,
      durable: false,
      ...over,
    }),
  };
};

beforeAll(async () => {
  folder = openDataFolder(data, { kind: 'office', version: '0.1.0' });
  postgres = await startEmbeddedPostgres(folder.path, { settings: { wal_keep_size: '0' } });
  await migrateDatabase(postgres.databaseOwnerUrl);
  await grantApplicationRole(postgres.databaseOwnerUrl, 'simpul_app');
  db = connect(postgres.databaseUrl, { size: 8, statementSeconds: 300 });
  owner = new pg.Pool({ connectionString: postgres.databaseOwnerUrl, max: 6 });
  owner.on('error', () => {});
  await owner.query(
    `insert into units.unit (code, name, type, zone) values ('bapas-uji', 'Bapas Uji', 'bapas', 'Asia/Jakarta')`,
  );
  await owner.query(
    `with s as (insert into units.staff (name) values ('Petugas Uji') returning id) insert into accounts.account (kind, staff_id, username) select 'staff', id, 'petugas.uji' from s`,
  );
  await owner.query(
    `insert into accounts.session (token_hash, account_id, kind, stage, idle_limit, expires_at)
     select $1, id, 'browser', 'full', '15 minutes', now() + interval '8 hours' from accounts.account where username = 'petugas.uji'`,
    [createHash('sha256').update(token).digest()],
  );
  // What is derived is lost in every recovery, and is no reason to refuse one.
  await owner.query(
    `insert into figures.kept_month (top, month, units, seen, clients, reported, missed, excused, open, not_recorded, told, channels)
     select id, date '2022-05-01', array[id], pg_current_snapshot(), 0, 0, 0, 0, 0, 0, 0, '[]' from units.unit`,
  );
  for (let n = 0; n < 40; n++) await aLine(owner, folder.key('journal'), n);
  await sealJournal(db, folder.key('journal'));
  keyFile = sealKeys(folder, passphrase);
  keys = openKeys(keyFile, passphrase);
});
afterAll(async () => {
  await db?.destroy();
  await owner?.end();
  await postgres?.stop();
  folder?.lock.release();
  rmSync(root, { recursive: true, force: true });
});

test('a backup whose connection breaks in the middle is told to whoever reads it, and to nobody else', async () => {
  const replication = await connectReplication(postgres.backupUrl);
  const { tar } = replication.baseBackup('cut');
  const reading = async () => {
    for await (const _ of tar) await replication.close();
  };
  await expect(reading()).rejects.toThrow(/terminated/);
  // A rejection that nobody hears ends the process; Vitest counts it when this file is over.
  await new Promise((later) => setTimeout(later, 50));
});

test(
  'a backup is made while officers write, and the restored office proves itself row for row',
  { timeout: 120_000 },
  async () => {
    let stop = false;
    let n = 1000;
    const writers = Array.from({ length: 4 }, async (_, who) => {
      while (!stop) {
        await aLine(owner, folder.key('journal'), n++);
        if (who === 0)
          await owner.query(`insert into units.holiday (day, name) values (date '2000-01-01' + $1::int, 'Libur')`, [n]);
        await new Promise((done) => setTimeout(done, 5 + who * 3));
      }
    });
    const sealing = (async () => {
      while (!stop) {
        await sealJournal(db, folder.key('journal'));
        await new Promise((done) => setTimeout(done, 100));
      }
    })();
    try {
      firstAnswer = await send(db, folder.key('journal'), 'before', before);
      made = await backup();
      lostAnswer = await send(db, folder.key('journal'), 'after', after);
    } finally {
      stop = true;
      await Promise.all([...writers, sealing]);
    }
    expect(made.manifest.exact).toBe(true);
    expect(made.manifest.counts['platform.journal']).toBeGreaterThan(40);
    expect(made.manifest.counts['figures.kept_month']).toBe(1);
    const { proof, target } = restore();
    const found = await proof;
    expect(found).toMatchObject({
      differing: [],
      exact: true,
      signIn: 'signed_in',
      journal: { found: 0, headsHold: true },
      logFiles: 0,
    });
    expect(found.journal).toMatchObject({
      lines: made.manifest.counts['platform.journal']! + made.manifest.counts['platform.access_log']!,
    });
    console.log(
      `backup ${made.ms} ms, ${made.bytes} bytes of ${made.manifest.bytes}; restore with proof ${found.ms} ms`,
    );
    expect(dataFolder(target).marker.kind).toBe('office');
    for (const name of ['journal', 'pepper', 'second_factor'] as const)
      expect(dataFolder(target).key(name).equals(folder.key(name))).toBe(true);
  },
);

test(
  'a form that was acknowledged before the backup gets its first answer from the restored office; one of later is recorded anew, once',
  { timeout: 120_000 },
  async () => {
    const { proof, target } = restore();
    await proof;
    const opened = openDataFolder(target, { kind: 'office', version: '0.1.0' });
    const again = await startEmbeddedPostgres(opened.path);
    const there = new pg.Pool({ connectionString: again.databaseOwnerUrl, max: 1 });
    there.on('error', () => {});
    const restored = connect(again.databaseUrl, { size: 2 });
    try {
      const lines = async () =>
        (
          await there.query(
            `select about ->> 'form' as form from platform.journal where what = 'case.sent' order by at`,
          )
        ).rows.map(({ form }) => form as string);
      expect(await lines()).toEqual(['before']);
      expect(await send(restored, opened.key('journal'), 'before', before)).toEqual(firstAnswer);
      await expect(send(restored, opened.key('journal'), 'other', before)).rejects.toThrow(SubmissionRefused);
      expect(await lines()).toEqual(['before']);
      const anew = await send(restored, opened.key('journal'), 'after', after);
      expect(anew.line).not.toBe(lostAnswer.line);
      expect(await send(restored, opened.key('journal'), 'after', after)).toEqual(anew);
      expect(await lines()).toEqual(['before', 'after']);
    } finally {
      await restored.destroy();
      await there.end();
      await again.stop();
      opened.lock.release();
    }
  },
);

test('no key and no password is in the archive', async () => {
  const { passwords } = JSON.parse(readFileSync(join(data, 'database.json'), 'utf8')) as {
    passwords: Record<string, string>;
  };
  const secrets: Buffer[] = [
    ...Object.values(passwords),
    ...(['journal', 'pepper', 'second_factor'] as const).map((name) => folder.key(name).toString('base64')),
  ].map((text) => Buffer.from(text));
  secrets.push(folder.key('journal'));
  const manifest = await readArchive(made.file, async (entry) => {
    let carry: Buffer = Buffer.alloc(0);
    for await (const part of entry.content) {
      const whole: Buffer = Buffer.concat([carry, part]);
      for (const secret of secrets) expect(whole.includes(secret), entry.name).toBe(false);
      carry = Buffer.from(whole.subarray(-64)) as Buffer;
    }
  });
  expect(Object.keys(manifest.files).some((name) => name.includes('key') && name.endsWith('.key'))).toBe(false);
});

test(
  'what was written after the backup comes back from the log beside it, and the office works on',
  { timeout: 120_000 },
  async () => {
    startLog(made.file, {
      systemId: made.manifest.systemId,
      timeline: made.manifest.timeline,
      segmentSize: made.manifest.segmentSize,
      from: made.manifest.logFrom,
    });
    for (let n = 0; n < 5; n++) await aLine(owner, folder.key('journal'), 5000 + n);
    await followLog(postgres.backupUrl, made.file);
    for (let n = 0; n < 5; n++) await aLine(owner, folder.key('journal'), 6000 + n);
    await sealJournal(db, folder.key('journal'));
    await owner.query('select pg_sleep(0.3)');
    await followLog(postgres.backupUrl, made.file);
    const { rows } = await owner.query('select count(*)::int as n from platform.journal');

    const { proof, target } = restore();
    const found = await proof;
    expect(found).toMatchObject({ differing: [], signIn: 'signed_in', journal: { found: 0, headsHold: true } });
    expect(found.logFiles).toBeGreaterThan(0);

    const opened = openDataFolder(target, { kind: 'office', version: '0.1.0' });
    const again = await startEmbeddedPostgres(opened.path);
    const there = new pg.Pool({ connectionString: again.databaseOwnerUrl, max: 2 });
    there.on('error', () => {});
    const work = connect(again.databaseUrl, { size: 3 });
    try {
      expect((await there.query('select count(*)::int as n from platform.journal')).rows).toEqual(rows);
      expect(await migrateDatabase(again.databaseOwnerUrl)).toEqual([]);
      const before = await verifyJournal(work, opened.key('journal'));
      for (let n = 0; n < 10; n++) await aLine(there, opened.key('journal'), 7000 + n);
      await sealJournal(work, opened.key('journal'));
      const after = await verifyJournal(work, opened.key('journal'));
      expect(after).toMatchObject({ found: 0, unsealed: 0, lines: before.lines + 10 });
      expect(after.links).toBeGreaterThan(before.links - (before.unsealed > 0 ? 0 : 1));
    } finally {
      await work.destroy();
      await there.end();
      await again.stop();
      opened.lock.release();
    }
  },
);

test.each([0, 0.02, 0.3, 0.7, 0.97, 1])(
  'an archive cut at %f of its length is refused and nothing is touched',
  async (share) => {
    const cut = join(root, 'cut.simpul');
    cpSync(made.file, cut);
    truncateSync(cut, share === 1 ? made.bytes - 1 : Math.floor(made.bytes * share));
    const { proof, target } = restore({ archive: cut });
    await expect(proof).rejects.toThrow(/truncated|foreign|corrupt/);
    expect(existsSync(target)).toBe(false);
  },
);

test('one flipped bit anywhere is noticed', { timeout: 60_000 }, async () => {
  const flipped = join(root, 'flipped.simpul');
  for (const share of [0.001, 0.15, 0.5, 0.85, 0.999]) {
    cpSync(made.file, flipped);
    const at = Math.floor(made.bytes * share);
    const handle = openSync(flipped, 'r+');
    const byte = Buffer.alloc(1);
    readSync(handle, byte, 0, 1, at);
    byte[0]! ^= 0x10;
    writeSync(handle, byte, 0, 1, at);
    closeSync(handle);
    const { proof, target } = restore({ archive: flipped });
    await expect(proof, String(share)).rejects.toThrow(/truncated|foreign|corrupt/);
    expect(existsSync(target)).toBe(false);
  }
});

test('an archive that something else made is refused', async () => {
  const [stranger, tar] = [join(root, 'stranger'), join(root, 'stranger.tar')];
  mkdirSync(join(stranger, 'cluster'), { recursive: true });
  writeFileSync(join(stranger, 'cluster', 'PG_VERSION'), '18\n');
  execFileSync('tar', ['-cf', tar, '-C', stranger, 'cluster']);
  const { zstdCompressSync } = await import('node:zlib');
  const foreign: [string, Buffer][] = [
    ['a tar', readFileSync(tar)],
    ['a compressed tar', zstdCompressSync(readFileSync(tar))],
    ['text', Buffer.from('hello\n'.repeat(1000))],
    ['nothing', Buffer.alloc(0)],
  ];
  for (const [what, content] of foreign) {
    const file = join(root, 'foreign.simpul');
    writeFileSync(file, content);
    const { proof, target } = restore({ archive: file });
    await expect(proof, what).rejects.toThrow(/foreign/);
    expect(existsSync(target)).toBe(false);
  }
});

test('a folder with something in it is refused and left as it is', async () => {
  const filled = join(root, 'filled');
  mkdirSync(filled);
  writeFileSync(join(filled, 'surat.txt'), 'penting');
  await expect(restore({ data: filled }).proof).rejects.toThrow(/not empty/);
  expect(readdirSync(filled)).toEqual(['surat.txt']);
});

test('the keys open with their passphrase only, and keys of another office are refused', async () => {
  expect(() => openKeys(keyFile, 'kata sandi lain sekali')).toThrow(WrongPassphrase);
  expect(() => openKeys('{"simpul":"other"}', passphrase)).toThrow(NotAKeyFile);
  expect(() => sealKeys(folder, 'pendek')).toThrow(RangeError);
  expect(keyFile).not.toContain(folder.key('journal').toString('base64'));
  const other = openDataFolder(join(root, 'other'), { kind: 'office', version: '0.1.0' });
  const theirs = openKeys(sealKeys(other, passphrase), passphrase);
  other.lock.release();
  const { proof, target } = restore({ keys: theirs });
  await expect(proof).rejects.toThrow(/does not belong/);
  expect(existsSync(target)).toBe(false);
});

test('the log that was recycled is a gap and is said to be one', async () => {
  for (let n = 0; n < 8; n++) {
    await aLine(owner, folder.key('journal'), 8000 + n);
    await withConnection(postgres.backupUrl, (client) => client.query('select pg_switch_wal()'));
  }
  await backup({ now: new Date('2026-11-22T00:00:00Z') }); // begins with a checkpoint, which lets go of old log
  const lost = join(root, 'lost.simpul');
  startLog(lost, {
    systemId: made.manifest.systemId,
    timeline: 1,
    segmentSize: made.manifest.segmentSize,
    from: '0/1000000',
  });
  await expect(followLog(postgres.backupUrl, lost)).rejects.toThrow(LogGap);
  expect(statSync(made.file).mode & 0o077).toBe(0);
});
