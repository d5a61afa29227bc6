import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { holdKeys } from '#modules/accounts/server';
import { readLines, searchLog, type AuditFilter } from '#modules/journal/server';
import { shownText } from '#platform/tables/cells';
import { readTable } from '#platform/tables/read-table.server';
import { useKeys } from '#platform/keys.server';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { defaultNow, openOffice, testJournalKey, type Officer } from '#tests/support/office';
import { askExport, decideExport, makeExport } from './ask-export.server.ts';
import './index.server.ts';
import { exportListsFor, openExport } from './queries.server.ts';

const office = await openOffice(await freshDatabase('audit_lists'));
const { palembang, kupang, kanwil } = office.units;
const auditor = await office.officer('auditor', 'palembang');
const overseer = await office.officer('auditor', 'kanwil');
const stranger = await office.officer('auditor', 'kupang');
const head = await office.officer('head_of_bapas', 'palembang');
const pk = await office.officer('pk', 'palembang');
const farPk = await office.officer('pk', 'kupang');
const cases: Record<'adult' | 'child', string> = { adult: '', child: '' };
useKeys({ journal: testJournalKey });
holdKeys({ pepper: testJournalKey, secondFactor: testJournalKey, isDemo: false });
afterAll(() => office.close());

beforeAll(async () => {
  for (const [name, register] of [
    ['adult', 'B.I-0007/2026'],
    ['child', 'B.I-0008/2026'],
  ] as const) {
    const client = await aClient(office, {
      name: `Kenari ${name}`,
      ageGroup: name,
      pk: pk.staffId,
      registerLabel: register,
    });
    cases[name] = client.caseId;
  }
  for (let n = 0; n < 70; n++)
    await (
      await office.as(pk, new Date(defaultNow.getTime() + n * 60_000))
    ).runOnce({ id: newId(), body: {} }, async (ctx) => {
      ctx.journal({
        what: n % 10 === 0 ? 'case.recorded' : 'case.noted',
        unitId: palembang,
        caseId: n % 7 === 0 ? cases.child : cases.adult,
        about: { n },
      });
      return { ok: true };
    });
  await (
    await office.as(farPk)
  ).runOnce({ id: newId(), body: {} }, async (ctx) => {
    ctx.journal({ what: 'case.noted', unitId: kupang, about: { n: 'CanaryKupang' } });
    ctx.journal({ what: 'backups.set', about: { n: 'CanaryHouse' } });
    return { ok: true };
  });
  await (
    await office.as(pk)
  ).read(async (ctx) => ctx.accessed({ what: 'case.viewed', unitId: palembang, caseId: cases.adult }));
});

type Asked = {
  list: string;
  unitId?: number;
  filters?: Record<string, string>;
  columns: string[];
  format?: 'csv' | 'xlsx';
};
const asked = async (by: Officer, { list, unitId = palembang, filters = {}, columns, format = 'xlsx' }: Asked) =>
  (await office.as(by)).runOnce({ id: newId(), body: {} }, (ctx) =>
    askExport(ctx, {
      unitId,
      list,
      filters,
      columns,
      withGuarded: false,
      format,
      purpose: 'Pemeriksaan oleh auditor kantor',
    }),
  );
async function bytesOf(by: Officer, exportId: string): Promise<Buffer> {
  const file = await (await office.as(by)).read((ctx) => openExport(ctx, exportId));
  if (!file.ok) throw new Error(file.refusal);
  return file.file.bytes;
}
async function taken(by: Officer, asking: Asked) {
  const answer = await asked(by, asking).catch((error: Error) => error.name);
  if (typeof answer === 'string') return answer;
  if (!answer.ok) return answer.refusal;
  if (answer.state === 'asked') return 'asked';
  return rowsOf(await bytesOf(by, answer.exportId));
}
async function rowsOf(bytes: Buffer) {
  const read = await readTable(bytes);
  if (!read.ok) throw new Error(read.problem);
  return read.value.sheets[0]!.rows.slice(2, -1).map((row) => row.map(shownText));
}
const rowsAsked = (rows: unknown): string[][] => {
  if (!Array.isArray(rows)) throw new Error(String(rows));
  return rows as string[][];
};

const searches: [Record<string, string>, Partial<AuditFilter>][] = [
  [{ only: '1' }, { unitId: palembang }],
  [
    { only: '1', what: 'case.recorded' },
    { unitId: palembang, what: 'case.recorded' },
  ],
  [
    { only: '1', officer: pk.actor.username },
    { unitId: palembang, username: pk.actor.username },
  ],
  [
    { only: '1', case: 'B.I-0008/2026' },
    { unitId: palembang, caseCode: 'B.I-0008/2026' },
  ],
  [
    { only: '1', from: '2026-11-21' },
    { unitId: palembang, from: new Date('2026-11-20T17:00:00Z') },
  ],
];

test.each(searches)(
  'the journal leaves with the filter of its page, beyond its first page: %j',
  async (filters, filter) => {
    const columns = ['at', 'what', 'who', 'detail'];
    // Asking leaves lines of its own, so what the page shows is read first.
    const lines = [];
    let after: string | undefined;
    do {
      const page = await (
        await office.as(auditor)
      ).read((ctx) => searchLog(ctx, { log: 'journal', ...filter, ...(after ? { after } : {}) }));
      lines.push(...page.lines);
      after = page.next ?? undefined;
    } while (after);
    const rows = await taken(auditor, { list: 'journal', filters, columns });
    if (lines.length === 0) return expect(rows).toBe('nothing_to_export');
    expect(rowsAsked(rows).length).toBe(lines.length);
    expect(rowsAsked(rows).map(([, , who]) => who)).toEqual(lines.map(({ actor }) => actor));
  },
);

test('an auditor takes along nothing that he does not see: no other office, and lines of the house only where he is posted', async () => {
  const columns = ['unit', 'detail'];
  const text = async (by: Officer, unitId: number) =>
    JSON.stringify(await taken(by, { list: 'journal', unitId, columns }));
  expect(await text(auditor, palembang)).not.toMatch(/CanaryKupang/);
  expect(await text(auditor, palembang)).toMatch(/CanaryHouse/);
  expect(await text(auditor, kupang)).toBe('"NotFound"');
  expect(await text(stranger, kupang)).toMatch(/CanaryKupang/);
  expect(await text(stranger, palembang)).toBe('"NotFound"');
  const below = rowsAsked(await taken(overseer, { list: 'journal', unitId: kanwil, columns }));
  expect(below.filter(([unit]) => unit === 'Bapas Kelas I Palembang').length).toBeGreaterThanOrEqual(70);
  const one = await text(overseer, palembang);
  expect(one).not.toMatch(/CanaryHouse|CanaryKupang/);
});

test('whom a line is about leaves only when a second person agrees, and taking along leaves lines in both logs', async () => {
  const answer = await asked(auditor, {
    list: 'journal',
    filters: { what: 'case.recorded' },
    columns: ['what', 'code'],
  });
  expect(answer).toMatchObject({ ok: true, state: 'asked' });
  if (!answer.ok) return;
  await (
    await office.as(overseer)
  ).runOnce({ id: newId(), body: {} }, (ctx) =>
    decideExport(ctx, { exportId: answer.exportId, outcome: 'approved', note: '' }),
  );
  expect(
    await (await office.as(auditor)).runOnce({ id: newId(), body: {} }, (ctx) => makeExport(ctx, answer.exportId)),
  ).toEqual({ ok: true });
  const rows = await rowsOf(await bytesOf(auditor, answer.exportId));
  expect(new Set(rows.map(([, code]) => code))).toEqual(new Set(['B.I-0007/2026', 'B.I-0008/2026']));
  for (const log of ['journal', 'access_log'] as const) {
    const { lines } = await (
      await office.as(auditor)
    ).read((ctx) => readLines(ctx, { log, what: 'export.made', username: auditor.actor.username }, 500));
    expect(lines.some(({ about }) => (about as { exportId: string }).exportId === answer.exportId)).toBe(true);
  }
});

test("a head takes along who opened his office's files and not the journal; nobody else either of them", async () => {
  const columns = ['what', 'unit'];
  const rows = rowsAsked(await taken(head, { list: 'access-log', columns }));
  expect(rows.some(([, unit]) => unit === 'Bapas Kelas I Palembang')).toBe(true);
  expect(rows.filter(([, unit]) => unit && unit !== 'Bapas Kelas I Palembang')).toEqual([]);
  expect(await taken(head, { list: 'journal', columns })).toBe('NotAllowed');
  for (const list of ['journal', 'access-log', 'affected'])
    expect(await taken(pk, { list, columns: ['unit'], filters: {} })).toBe('NotAllowed');
});

test('whose records an officer touched leaves for the period that was asked', async () => {
  const filters = { officer: pk.actor.username, from: '2026-11-01', until: '2026-11-30' };
  const rows = rowsAsked(await taken(auditor, { list: 'affected', filters, columns: ['unit', 'times'] }));
  expect(rows.map(([, times]) => Number(times)).sort((a, b) => a - b)).toEqual([10, 61]);
  expect(
    await taken(auditor, { list: 'affected', filters: { ...filters, officer: 'tiada' }, columns: ['times'] }),
  ).toBe('nothing_to_export');
});

test('an auditor is offered no list of clients, and is refused one', async () => {
  const lists = exportListsFor({ actor: (await office.as(auditor)).actor }).map(({ id }) => id);
  expect(lists.sort()).toEqual([
    'access-log',
    'affected',
    'backup-runs',
    'holidays',
    'journal',
    'parked-jobs',
    'units',
  ]);
  for (const list of ['caseload', 'check-ins', 'due'])
    expect(await taken(auditor, { list, columns: ['name'] })).toBe('NotFound');
});

test('tokens leave for who issues them, and no label of theirs begins a formula', async () => {
  const keeper = await office.officer('account_admin', 'palembang');
  const far = await office.officer('account_admin', 'kupang');
  const service = await office.officer('pk', 'palembang', { name: 'Aplikasi Statistik' });
  await office.owner
    .insertInto('accounts.session')
    .values({
      account_id: service.accountId,
      kind: 'token',
      stage: 'full',
      idle_limit: '90 days',
      token_hash: Buffer.from(newId()),
      label: '=cmd|calc',
      scopes: ['staff:read'],
      expires_at: new Date('2099-01-01'),
    } as never)
    .execute();
  const columns = ['account', 'label', 'until'];
  expect(await taken(keeper, { list: 'tokens', columns })).toContainEqual([
    'Aplikasi Statistik',
    '=cmd|calc',
    '01-01-2099',
  ]);
  const answer = await asked(keeper, { list: 'tokens', columns, format: 'csv' });
  if (!answer.ok) throw new Error(answer.refusal);
  expect((await bytesOf(keeper, answer.exportId)).toString()).toMatch(/"'=cmd\|calc"/);
  expect(await taken(far, { list: 'tokens', columns, unitId: kupang })).toBe('nothing_to_export');
  expect(await taken(far, { list: 'tokens', columns })).toBe('NotFound');
  expect(await taken(auditor, { list: 'tokens', columns })).toBe('NotAllowed');
});

test('runs of the backup leave for the administrator and the auditor, with why one failed', async () => {
  await office.owner
    .insertInto('platform.backup_run')
    .values([
      { id: newId(), kind: 'backup', destination: '/srv/cadangan', state: 'done', facts: JSON.stringify({ rows: 12 }) },
      { id: newId(), kind: 'backup', destination: '/srv/cadangan', state: 'failed', problem: '#A1B2' },
    ])
    .execute();
  const keeper = await office.officer('office_admin', 'palembang');
  for (const by of [keeper, auditor]) {
    const rows = rowsAsked(await taken(by, { list: 'backup-runs', columns: ['state', 'destination', 'detail'] }));
    expect(rows.map(([state]) => state).sort()).toEqual(['berhasil', 'gagal']);
    expect(rows.find(([state]) => state === 'gagal')?.[2]).toContain('A1B2');
  }
  expect(await taken(pk, { list: 'backup-runs', columns: ['state'] })).toBe('NotAllowed');
});

test('paper lists leave with their days; who stands on one leaves as a list of clients, guarded ones left out', async () => {
  const [id, other] = [newId(), newId()];
  const typed = { typed_by: pk.accountId, reason: '=1+1 listrik padam', day: '2026-11-18' };
  await office.owner
    .insertInto('check_ins.paper_batch')
    .values([
      { id, unit_id: palembang, ...typed },
      { id: other, unit_id: kupang, ...typed, reason: 'CanaryKupang' },
    ])
    .execute();
  for (const case_id of [cases.adult, cases.child])
    await office.owner
      .insertInto('check_ins.paper_line')
      .values({ batch_id: id, case_id, unit_id: palembang } as never)
      .execute();
  const lists = rowsAsked(await taken(head, { list: 'paper-lists', columns: ['day', 'reason', 'lines'] }));
  expect(lists).toEqual([['18-11-2026', '=1+1 listrik padam', '2']]);
  const on = (by: Officer, of: string) => taken(by, { list: 'paper-arrivals', filters: { of }, columns: ['name'] });
  expect(await on(head, id)).toEqual([['Kenari adult']]);
  expect(await on(pk, id)).toEqual([['Kenari adult']]);
  expect(await on(head, other)).toBe('nothing_to_export');
  expect(await on(head, 'bukan-daftar')).toBe('nothing_to_export');
  const desk = await office.officer('counter', 'palembang');
  expect(await on(desk, id)).toBe('NotAllowed');
});
