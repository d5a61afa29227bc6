import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '#kernel/id';
import {
  jobs,
  lastVerification,
  listAffected,
  listCheckpoints,
  notePrinted,
  searchLog,
  whatWords,
  dailyHeads,
} from '#modules/journal/server';
import { useHouseDatabase } from '#platform/journal/system-session.server';
import { useKeys } from '#platform/keys.server';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { defaultNow, openOffice, testJournalKey, type Officer } from '#tests/support/office';

const database = await freshDatabase('audit');
const office = await openOffice(database);
const auditor = await office.officer('auditor', 'palembang');
const otherAuditor = await office.officer('auditor', 'kupang');
const pk = await office.officer('pk', 'palembang');
let caseId = '';
useKeys({ journal: testJournalKey });
useHouseDatabase(office.app);

const read = async <T>(who: Officer, query: (ctx: never) => Promise<T>) =>
  (await office.as(who)).read((ctx) => query(ctx as never));
beforeAll(async () => {
  const unitId = office.units.palembang;
  const client = await aClient(office, { name: 'NamaKenari', pk: pk.staffId, registerLabel: 'B.I-0007/2026' });
  ({ caseId } = client);
  await office.owner
    .insertInto('cases.register_entry')
    .values({
      unit_id: unitId,
      year: 2026,
      number: 7,
      label: 'B.I-0007/2026',
      case_id: caseId,
      origin: 'given',
      given_on: '2026-01-05',
    })
    .execute();
  for (let n = 0; n < 60; n++)
    await (
      await office.as(pk, new Date(defaultNow.getTime() + n * 1000))
    ).runOnce({ id: newId(), body: {} }, async (ctx) => {
      ctx.journal({ what: 'case.noted', unitId, caseId, about: { n } });
      return { ok: true };
    });
  await (
    await office.as(pk)
  ).read(async (ctx) => ctx.accessed({ what: 'case.viewed', unitId, caseId, personId: client.personId }));
});
afterAll(async () => {
  useHouseDatabase(undefined);
  await office.close();
});

test('the auditor reads page by page, by the code and never by the name', async () => {
  const first = await read(auditor, (ctx) => searchLog(ctx, { log: 'journal', caseCode: 'B.I-0007/2026' }));
  expect(first.lines).toHaveLength(50);
  expect(first.lines[0]).toMatchObject({ what: 'case.noted', code: 'B.I-0007/2026', about: { n: 59 } });
  const rest = await read(auditor, (ctx) =>
    searchLog(ctx, { log: 'journal', caseCode: 'B.I-0007/2026', after: first.next! }),
  );
  expect(rest.lines.map((line) => (line.about as { n: number }).n)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  expect(rest.next).toBeNull();
  expect(JSON.stringify([first, rest])).not.toContain('Kenari');
});

test('by officer, event and period; and another office sees none of it', async () => {
  const username = pk.actor.username;
  const from = new Date(defaultNow.getTime() + 10_000);
  const found = await read(auditor, (ctx) =>
    searchLog(ctx, { log: 'journal', username, what: 'case.noted', from, until: new Date(from.getTime() + 5000) }),
  );
  expect(found.lines).toHaveLength(5);
  expect(
    (await read(auditor, (ctx) => searchLog(ctx, { log: 'access_log', username }))).lines.map((line) => line.what),
  ).toEqual(['case.viewed']);
  expect((await read(otherAuditor, (ctx) => searchLog(ctx, { log: 'journal', caseCode: caseId }))).lines).toEqual([]);
  await expect(read(pk, (ctx) => searchLog(ctx, { log: 'journal' }))).rejects.toThrow();
});

test('who was affected by an officer between two moments', async () => {
  const found = await read(auditor, (ctx) =>
    listAffected(ctx, {
      username: pk.actor.username,
      from: defaultNow,
      until: new Date(defaultNow.getTime() + 3600_000),
    }),
  );
  expect(found!.map(({ code, reads, writes }) => ({ code, reads, writes }))).toContainEqual({
    code: 'B.I-0007/2026',
    reads: 0,
    writes: 60,
  });
  expect(found!.reduce((sum, one) => sum + one.reads, 0)).toBe(1);
  expect(
    await read(auditor, (ctx) => listAffected(ctx, { username: 'tidak.ada', from: defaultNow, until: defaultNow })),
  ).toBeUndefined();
});

test('the night seals and verifies, and the auditor sees what it found; a tampered line opens a task', async () => {
  // Whatever is under way anywhere on the server and is older than these lines holds them back until it is over.
  const underWay = { timeout: 60_000, interval: 250 };
  await vi.waitFor(async () => {
    await jobs['journal.seal']!.run(office.work(), {});
    const { rows } = await database.owner.query(
      `select count(*)::int as waiting from platform.journal where seq not in (select unnest(seqs) from platform.sealed_batch where log = 'journal')`,
    );
    expect(rows).toEqual([{ waiting: 0 }]);
  }, underWay);
  await jobs['journal.verify']!.run(office.work(), {});
  expect(await read(auditor, lastVerification)).toMatchObject({ found: 0, against: null });
  await database.owner.query(
    `update platform.journal set about = '{"n": 999}' where seq = (select min(seq) + 3 from platform.journal)`,
  );
  await jobs['journal.verify']!.run(office.work(), {});
  const found = await read(auditor, lastVerification);
  expect(found).toMatchObject({ found: 1, findings: [{ kind: 'changed', what: 'case.noted' }] });
  const { rows } = await database.owner.query(`select for_role from tasks.task where kind = 'journal.finding'`);
  expect(rows).toEqual([{ for_role: 'auditor' }]);
});

test('a printed page counts as a checkpoint that left', async () => {
  const { heads, lines } = await read(auditor, (ctx) =>
    dailyHeads(ctx, new Date(defaultNow.getTime() - 3600_000), new Date(defaultNow.getTime() + 3600_000)),
  );
  expect(heads.journal.number).toBeGreaterThan(0);
  expect(lines.journal).toBeGreaterThanOrEqual(60);
  await (await office.as(auditor)).runOnce({ id: newId(), body: {} }, (ctx) => notePrinted(ctx, heads));
  await jobs['journal.note-printed']!.run(office.work(), { printed: heads, at: defaultNow.toISOString() });
  expect((await read(auditor, (ctx) => listCheckpoints(ctx)))[0]).toMatchObject({
    leftTo: 'print',
    number: heads.journal.number,
    head: heads.journal.head,
  });
});

test('every kind of line that the house writes has words in the search', () => {
  const files = readdirSync(join(import.meta.dirname, '../..'), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.server\.ts$/.test(file.name))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'));
  const whats = new Set(
    files.flatMap((text) => [...text.matchAll(/\bwhat: '([a-z-]+\.[a-z0-9_-]+)'/g)].map((match) => match[1]!)),
  );
  expect(whats.size).toBeGreaterThan(50);
  expect([...whats].filter((what) => whatWords(what) === what)).toEqual([]);
});

test('by officer also what he did at the door, where nobody is signed in yet', async () => {
  const { username } = pk.actor;
  await office.owner
    .insertInto('platform.journal')
    .values({
      id: newId(),
      at: defaultNow,
      what: 'account.signed-in',
      unit_id: office.units.palembang,
      about: JSON.stringify({ key: 'mark-of-the-door' }),
      mac: Buffer.alloc(32),
    })
    .execute();
  const search = (marks: string[]) =>
    read(auditor, (ctx) => searchLog(ctx, { log: 'journal', username, what: 'account.signed-in', marks }));
  expect((await search(['mark-of-the-door'])).lines).toMatchObject([{ what: 'account.signed-in', actor: username }]);
  expect((await search(['another'])).lines).toEqual([]);
});
