import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { openDataFolder, type OpenDataFolder } from '#platform/data-folder.server';
import { connect, type Database } from '#platform/database.server';
import { examineSurroundings } from '#platform/doctor.server';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform/embedded-postgres.server';
import { publishEnv } from '#platform/env.server';
import { asHouse, useHouseDatabase } from '#platform/journal/system-session.server';
import { grantApplicationRole, migrateDatabase } from '#platform/migrate.server';
import { systemWork } from '#platform/system.server';
import { lookAround } from '#modules/installation/server';
import { jobs as journalJobs } from '#modules/journal/server';
import { jobs } from './jobs.server.ts';
import { backUp, followBackup, settledWhere } from './run-backup.server.ts';
import { lookAtBackups } from './status.server.ts';
import { listRuns } from './store.server.ts';

const root = mkdtempSync(join(tmpdir(), 'simpul-backups-'));
chmodSync(root, 0o711);
let folder: OpenDataFolder;
let postgres: EmbeddedPostgres;
let db: Database;
let owner: pg.Pool;
const before = process.env['SIMPUL_DATA'];

beforeAll(async () => {
  folder = openDataFolder(join(root, 'data'), { kind: 'office', version: '0.1.0' });
  postgres = await startEmbeddedPostgres(folder.path);
  await migrateDatabase(postgres.databaseOwnerUrl);
  await grantApplicationRole(postgres.databaseOwnerUrl, 'simpul_app');
  db = connect(postgres.databaseUrl, { size: 6, statementSeconds: 300 });
  owner = new pg.Pool({ connectionString: postgres.databaseOwnerUrl, max: 2 });
  owner.on('error', () => {});
  await owner.query(
    `insert into units.unit (code, name, type, zone) values ('bapas-uji', 'Bapas Uji', 'bapas', 'Asia/Makassar')`,
  );
  publishEnv({ SIMPUL_DATA: folder.path });
  useHouseDatabase(db);
});
afterAll(async () => {
  useHouseDatabase(undefined);
  publishEnv({ SIMPUL_DATA: before ?? './data' });
  await db?.destroy();
  await owner?.end();
  await postgres?.stop();
  folder?.lock.release();
  rmSync(root, { recursive: true, force: true });
});

const work = (now = new Date()) => systemWork({ db, journalKey: folder.key('journal'), now: () => now });
const runs = () => asHouse(db, (tx) => listRuns(tx));
const openTasks = async () =>
  (await owner.query(`select count(*)::int as n from tasks.task where kind = 'backups.failed' and state = 'open'`))
    .rows[0].n as number;

/** What the doctor says of the surroundings at a moment. */
const told = async (now = new Date()) =>
  examineSurroundings(await asHouse(db, (tx) => lookAround(tx, now)))
    .map(({ id }) => id)
    .filter((id) => id !== 'no_public_address' && id !== 'no_https');
const setting = (key: string, value: object) =>
  owner.query(
    `insert into platform.setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value`,
    [key, JSON.stringify(value)],
  );

test('a new office is told that nothing of its data leaves the machine, and of a late backup only once a night has passed', async () => {
  const after = (hours: number) => told(new Date(Date.now() + hours * 3600_000));
  expect(await told()).toEqual(['no_checkpoint_destination', 'backup_on_same_disk']);
  expect(await after(25)).not.toContain('backup_late');
  expect(await after(27)).toContain('backup_late');
  await jobs['backups.watch']!.run(work(), {});
  expect(await openTasks()).toBe(0);
});

test(
  'the night of the office makes a backup beside the data folder, and other zones make none',
  { timeout: 60_000 },
  async () => {
    await jobs['backups.nightly']!.run(work(), { zone: 'Asia/Jakarta' });
    expect(await runs()).toEqual([]);
    await jobs['backups.nightly']!.run(work(), { zone: 'Asia/Makassar' });
    const [run] = await runs();
    expect(run).toMatchObject({ kind: 'backup', state: 'done', destination: join(root, 'simpul-backups') });
    expect(existsSync(String(run!.facts['file']))).toBe(true);
  },
);

test('the log is copied after it, and the Sunday drill restores both and proves it', { timeout: 60_000 }, async () => {
  await owner.query(`insert into units.holiday (day, name) values ('2031-02-03', 'Libur uji')`);
  await jobs['backups.follow']!.run(work(), {});
  const [backup] = await runs();
  expect(readdirSync(String(backup!.facts['file']).replace('.simpul', '.wal')).length).toBeGreaterThan(1);
  await jobs['backups.drill']!.run(work(), { now: true });
  const [drill] = await runs();
  expect(drill).toMatchObject({ kind: 'restore_drill', state: 'done', facts: { journal: { found: 0 }, exact: true } });
  expect(Number(drill!.facts['logFiles'])).toBeGreaterThan(0);
  expect(existsSync(join(folder.path, 'restore-drill'))).toBe(false);
});

test('a backup that cannot be restored is an alarm at once, until one is', { timeout: 120_000 }, async () => {
  const alarms = async () =>
    (
      await owner.query(
        `select count(*)::int as n from tasks.task where kind = 'backups.not-restorable' and state = 'open'`,
      )
    ).rows[0].n as number;
  const look = () => asHouse(db, (tx) => lookAtBackups(tx, new Date()));
  const file = String((await runs()).find(({ kind }) => kind === 'backup')!.facts['file']);
  const whole = readFileSync(file);
  writeFileSync(file, whole.subarray(0, whole.length - 1000));
  await expect(jobs['backups.drill']!.run(work(), { now: true })).rejects.toThrow();
  expect(await alarms()).toBe(1);
  expect(await look()).toMatchObject({ isNotRestorable: true, hasFailed: false });
  writeFileSync(file, whole);
  await jobs['backups.drill']!.run(work(), { now: true });
  expect(await alarms()).toBe(0);
  expect(await look()).toMatchObject({ isNotRestorable: false });
});

test(
  'a destination that cannot be written is recorded, and the administrator has a task until a backup was made',
  { timeout: 60_000 },
  async () => {
    await owner.query(
      `insert into platform.setting (key, value) values ('backups', '{"destination": "/proc/nowhere"}')`,
    );
    await expect(jobs['backups.make']!.run(work(), {})).rejects.toThrow();
    const [failed] = await runs();
    expect(failed).toMatchObject({ state: 'failed' });
    expect(failed!.problem).toMatch(/cadangan/i);
    expect(await openTasks()).toBe(1);
    await owner.query(`delete from platform.setting where key = 'backups'`);
    await jobs['backups.make']!.run(work(), {});
    expect(await openTasks()).toBe(0);
    await jobs['backups.watch']!.run(work(new Date(Date.now() + 30 * 3600_000)), {});
    expect(await openTasks()).toBe(1);
  },
);

test(
  'a copy that somebody makes elsewhere hides neither that the destination fails nor how old its last backup is',
  { timeout: 120_000 },
  async () => {
    const hour = 3600_000;
    const look = (now = new Date()) => asHouse(db, (tx) => lookAtBackups(tx, now));
    await jobs['backups.make']!.run(work(), {});
    await jobs['backups.watch']!.run(work(), {});
    expect(await openTasks()).toBe(0);
    await owner.query(`update platform.backup_run set started_at = now() - interval '20 hours' where kind = 'backup'`);
    await owner.query(
      `insert into platform.backup_run (id, kind, destination, state, problem, started_at, finished_at)
       values (gen_random_uuid(), 'backup', $1, 'failed', '#A1', now() - interval '2 hours', now() - interval '2 hours')`,
      [join(root, 'simpul-backups')],
    );
    await backUp(await settledWhere(join(root, 'usb')));
    expect((await runs())[0]).toMatchObject({ state: 'done', destination: join(root, 'usb') });
    await jobs['backups.watch']!.run(work(), {});
    expect(await openTasks()).toBe(1);
    expect(await look()).toMatchObject({ hasFailed: true, isLate: false });
    expect(await look(new Date(Date.now() + 7 * hour))).toMatchObject({ hasFailed: true, isLate: true });
    // The log is copied to where backups belong, and what was made elsewhere is let be.
    await followBackup(await settledWhere());
    expect(existsSync((await runs())[0]!.facts['file'] as string)).toBe(true);
    expect(String((await runs())[0]!.facts['logUntil'])).toBe(String((await runs())[0]!.facts['madeAt']));
    await jobs['backups.make']!.run(work(), {});
    expect(await openTasks()).toBe(0);
    expect(await look()).toMatchObject({ hasFailed: false, isLate: false });
  },
);

test('the doctor hears of an old backup, a restore that nobody proved, and checkpoints that stay', async () => {
  const day = 86_400_000;
  const later = (ms: number) => new Date(Date.now() + ms);
  const without = (ids: string[]) => ids.filter((id) => id !== 'backup_on_same_disk');
  expect(without(await told())).toEqual(['no_checkpoint_destination']);
  expect(without(await told(later(2 * day)))).toEqual(['no_checkpoint_destination', 'backup_late']);
  await setting('journal.checkpoints', { folder: join(root, 'luar') });
  expect(without(await told())).toEqual(['checkpoints_stay']);
  await journalJobs['journal.checkpoint']!.run(work(), {});
  expect(without(await told())).toEqual([]);
  expect(without(await told(later(2 * day)))).toEqual(['checkpoints_stay', 'backup_late']);
  // A page that is printed on working days may be some days old.
  await setting('journal.checkpoints', { printed: true });
  expect(without(await told(later(2 * day)))).toEqual(['backup_late']);
  await owner.query(
    `update platform.backup_run set started_at = now() - interval '11 days' where kind = 'restore_drill'`,
  );
  expect(without(await told())).toEqual(['restore_unproved']);
});
