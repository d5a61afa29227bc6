import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { freshDatabase } from '#tests/support/database';
import { openOffice, testJournalKey } from '#tests/support/office';
import { keyNames, type KeyName, type Marker } from '../data-folder.server.ts';
import { connect } from '../database.server.ts';
import { startEmbeddedPostgres } from '../embedded-postgres.server.ts';
import { sealJournal } from '../journal/seal.server.ts';
import { verifyJournal } from '../journal/verify.server.ts';
import { identify } from '../identify.server.ts';
import { withConnection } from '../one-connection.server.ts';
import { runnerFor } from '../run.server.ts';
import { exportEverything } from './export-everything.server.ts';
import { importEverything, readEverything } from './import-everything.server.ts';

const database = await freshDatabase('everything');
const office = await openOffice(database);
const root = mkdtempSync(join(tmpdir(), 'simpul-everything-test-'));
chmodSync(root, 0o711);
afterAll(async () => {
  await office.close();
  rmSync(root, { recursive: true, force: true });
});

const keys: Record<KeyName, Buffer> = {
  journal: testJournalKey,
  pepper: Buffer.alloc(32, 8),
  second_factor: Buffer.alloc(32, 9),
};
const marker: Marker = {
  kind: 'office',
  createdAt: '2026-11-20T02:00:00.000Z',
  version: '0.1.0',
  keys: Object.fromEntries(
    keyNames.map((name) => [name, createHash('sha256').update(keys[name]).digest('hex').slice(0, 16)]),
  ),
};
const folder = { marker, key: (name: KeyName) => keys[name] };
const everything = (name: string) =>
  exportEverything({ ownerUrl: database.ownerUrl, folder, version: '0.1.0', file: join(root, name) });
const into = (archive: string, data: string, over: Partial<Parameters<typeof importEverything>[0]> = {}) =>
  importEverything({
    archive: join(root, archive),
    data: join(root, data),
    keys,
    version: '0.1.0',
    durable: false,
    ...over,
  });

/** Words that a text format could break on, and bytes that are no text. */
const odd = 'Baris satu\nbaris dua\tdan \\N serta \\. dan "kutip"';
const bytes = Buffer.from([0, 10, 13, 92, 255]);
let head: Awaited<ReturnType<typeof office.officer>>;

beforeAll(async () => {
  head = await office.officer('head_of_bapas', 'palembang', { name: 'Kepala Kenari' });
  const { rows } = await database.owner.query<{ id: string }>(
    `insert into people.person (unit_id, name) values ($1, 'Rekaan Kenari') returning id`,
    [office.units.palembang],
  );
  const { rows: cases } = await database.owner.query<{ id: string }>(
    `insert into cases.client_case (person_id, unit_id, kind, age_group, state, received_on, registered_on)
     values ($1, $2, 'parole_pb', 'adult', 'active', '2026-01-05', '2026-01-05') returning id`,
    [rows[0]!.id, office.units.palembang],
  );
  await database.owner.query(
    `insert into cases.contact_note (case_id, unit_id, happened_at, text, made_by) values ($1, $2, now(), $3, $4)`,
    [cases[0]!.id, office.units.palembang, odd, head.accountId],
  );
  await database.owner.query(
    `insert into platform.file (sha256, media_type, bytes, content, unit_id, uploaded_by) values ($1, 'image/png', $2, $3, $4, $5)`,
    [createHash('sha256').update(bytes).digest(), bytes.length, bytes, office.units.palembang, head.accountId],
  );
  for (let n = 0; n < 3; n++)
    await (
      await office.as(head)
    ).runOnce({ id: newId(), body: { n } }, async (ctx) => {
      ctx.journal({ what: 'case.changed', unitId: office.units.palembang, about: { n } });
      await ctx.addJob('check-ins.lay-out', { unitId: office.units.palembang }, { key: 'pindah' });
      return { ok: true as const };
    });
  await sealJournal(office.app, testJournalKey);
  // One that no link holds yet.
  await (
    await office.as(head)
  ).runOnce({ id: newId(), body: { last: true } }, (ctx) => {
    ctx.journal({ what: 'case.changed', unitId: office.units.palembang, about: { n: 4 } });
    return Promise.resolve({ ok: true as const });
  });
}, 60_000);

test('an office arrives whole in an empty folder, proves itself, and goes on: journal, numbers, rules and work that waited', async () => {
  const made = await everything('kantor.simpul');
  const arrived = await into('kantor.simpul', 'baru');
  expect(arrived).toMatchObject({ rows: made.rows, tables: made.tables, signIn: 'signed_in', migrations: [] });
  expect(arrived.journal).toEqual({ lines: expect.any(Number), found: 0 });
  expect(arrived.journal.lines).toBeGreaterThanOrEqual(4);

  const postgres = await startEmbeddedPostgres(join(root, 'baru'), { sync: false });
  const db = connect(postgres.databaseUrl, { size: 2 });
  try {
    await withConnection(postgres.databaseOwnerUrl, async (client) => {
      const ask = async (text: string) => (await client.query(text)).rows;
      expect(await ask('select text from cases.contact_note')).toEqual([{ text: odd }]);
      expect(await ask('select content from platform.file')).toEqual([{ content: bytes }]);
      expect(await ask(`select key, task_identifier from graphile_worker.jobs where key = 'pindah'`)).toEqual([
        { key: 'pindah', task_identifier: 'check-ins.lay-out' },
      ]);
      // Nothing that holds the house together was left loose.
      for (const loose of [
        `select count(*)::int as n from pg_trigger where tgenabled <> 'O'`,
        `select count(*)::int as n from pg_constraint where contype = 'f' and condeferrable`,
      ])
        expect(await ask(loose)).toEqual((await database.owner.query(loose)).rows);
      const forced = `select count(*)::int as n from pg_class where relforcerowsecurity`;
      expect(await ask(forced)).toEqual((await database.owner.query(forced)).rows);
      const [unit] = await ask(
        `insert into units.unit (code, name, type, zone) values ('sesudah', 'Sesudah Pindah', 'rutan', 'Asia/Jakarta') returning id`,
      );
      expect(unit!.id).toBeGreaterThan(office.units.kupang);
    });
    // The same session goes on, its line follows the old ones, and the chain closes over both.
    const actor = await identify(db, head.token);
    const runner = runnerFor({
      db,
      asker: { role: 'app_staff', token: head.token, actor: actor! },
      now: new Date(),
      journalKey: testJournalKey,
    });
    await runner.runOnce({ id: newId(), body: { after: true } }, (ctx) => {
      ctx.journal({ what: 'case.changed', unitId: office.units.palembang, about: { n: 5 } });
      return Promise.resolve({ ok: true as const });
    });
    const sealed = await sealJournal(db, testJournalKey);
    expect(sealed.lines).toBeGreaterThanOrEqual(2);
    const verified = await verifyJournal(db, testJournalKey);
    expect([verified.found, verified.lines > arrived.journal.lines]).toEqual([0, true]);
    // From here it can move again.
    const again = await exportEverything({
      ownerUrl: postgres.databaseOwnerUrl,
      folder,
      version: '0.1.0',
      file: join(root, 'lagi.simpul'),
    });
    expect(again.rows).toBeGreaterThan(made.rows);
  } finally {
    await db.destroy();
    await postgres.stop();
  }
  const [first, second] = [
    await readEverything(join(root, 'kantor.simpul')),
    await readEverything(join(root, 'lagi.simpul')),
  ];
  expect(BigInt(second.nextXact)).toBeGreaterThan(BigInt(first.nextXact));
}, 180_000);

test('what is cut, changed, of something else, newer, or of another office is refused before anything is touched', async () => {
  await everything('utuh.simpul');
  const whole = readFileSync(join(root, 'utuh.simpul'));
  const refused = async (name: string, content: Buffer | undefined, why: string, over = {}) => {
    if (content) writeFileSync(join(root, name), content);
    const said = await into(name, `tidak-${name}`, over).then(
      () => 'taken',
      (error: { why?: string; name: string }) => error.why ?? error.name,
    );
    expect([name, said, existsSync(join(root, `tidak-${name}`))]).toEqual([name, why, false]);
  };
  await refused('terpotong', whole.subarray(0, whole.length - 200), 'truncated');
  await refused('asing', Buffer.from('bukan arsip sama sekali'), 'foreign');
  const spoilt = Buffer.from(whole);
  spoilt[Math.floor(spoilt.length / 2)]! ^= 0xff;
  await refused('rusak', spoilt, 'corrupt');
  await refused('utuh.simpul', undefined, 'ConsoleProblem', { keys: { ...keys, pepper: Buffer.alloc(32, 1) } });

  await database.owner.query(`insert into platform.migration (name, sha256) values ('9999_masa-depan.sql', $1)`, [
    '0'.repeat(64),
  ]);
  await everything('kelak.simpul');
  await refused('kelak.simpul', undefined, 'newer_format');
  await database.owner.query(`delete from platform.migration where name = '9999_masa-depan.sql'`);

  mkdirSync(join(root, 'berisi'));
  writeFileSync(join(root, 'berisi', 'surat.txt'), 'isi');
  await expect(into('utuh.simpul', 'berisi')).rejects.toThrow('not empty');
  expect(readdirSync(join(root, 'berisi'))).toEqual(['surat.txt']);
  await expect(everything('utuh.simpul')).rejects.toThrow('exists already');
}, 60_000);
