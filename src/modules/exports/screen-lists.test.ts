import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { listAccounts } from '#modules/accounts/server';
import type { clientKinds } from '#modules/cases';
import { getCaseHeader, listCaseload } from '#modules/cases/server';
import { listDue, listMissed } from '#modules/check-ins/server';
import { listBehind } from '#modules/figures/server';
import type { ReadCtx } from '#platform/ctx';
import { shownText } from '#platform/tables/cells';
import { readTable } from '#platform/tables/read-table.server';
import { plainDate } from '#kernel/plain-date';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { askExport } from './ask-export.server.ts';
import { listExportLists } from './define.ts';
import './index.server.ts';
import { exportHref, openExport } from './queries.server.ts';
import { listWords } from './words.ts';

const office = await openOffice(await freshDatabase('screen_lists'));
afterAll(() => office.close());

/** Friday 20 November 2026 at the office. */
const today = plainDate('2026-11-20');
type Client = {
  id: string;
  name: string;
  kind: string;
  child: boolean;
  state: string;
  mine: boolean;
  nobody: boolean;
  missed: number;
  dueOn: string;
  reported: boolean;
};
const clients: Client[] = [];
let pk: Officer;
const entries: { label: string; year: number; voided: boolean }[] = [];

beforeAll(async () => {
  pk = await office.officer('pk', 'palembang');
  for (let i = 0; i < 60; i++) await aClient(i);
  for (let i = 0; i < 5; i++) {
    const one = { label: `${i + 1}/PB/2025`, year: 2025, voided: i === 2 };
    entries.push(one);
    await office.owner
      .insertInto('cases.register_entry')
      .values({
        unit_id: office.units.palembang,
        year: one.year,
        number: i + 1,
        label: one.label,
        origin: 'given',
        given_on: '2025-03-01',
        case_id: one.voided ? null : clients[i]!.id,
        ...(one.voided ? { void_reason: 'salah tulis', voided_at: new Date() } : {}),
      })
      .execute();
  }
});

async function aClient(i: number) {
  const one: Client = {
    id: newId(),
    name: `Orang ${String(i).padStart(3, '0')}`,
    kind: (['parole_pb', 'conditional_leave_cb', 'assimilation'] as const)[i % 3]!,
    child: i % 10 === 7,
    state: i % 9 === 4 ? 'ended' : i % 8 === 5 ? 'paused' : 'active',
    mine: i % 4 === 0,
    nobody: i % 4 === 1,
    missed: i % 5 === 4 ? 0 : i % 5,
    dueOn: i % 3 === 0 ? '2026-11-22' : '2026-11-30',
    reported: i % 5 === 4,
  };
  const unit = office.units.palembang;
  const person = await office.owner
    .insertInto('people.person')
    .values({ unit_id: unit, name: one.name })
    .returning('id')
    .executeTakeFirstOrThrow();
  const other = await office.owner
    .insertInto('units.staff')
    .values({ name: `Lain ${i}` })
    .returning('id')
    .executeTakeFirstOrThrow();
  await office.owner
    .insertInto('cases.client_case')
    .values({
      id: one.id,
      person_id: person.id,
      unit_id: unit,
      kind: one.kind,
      age_group: one.child ? 'child' : 'adult',
      guarded: one.child,
      state: one.state,
      received_on: '2026-01-05',
      registered_on: '2026-01-05',
      pk_staff_id: one.mine ? pk.staffId : one.nobody ? null : other.id,
      ...(one.state === 'ended' ? { ended_on: '2026-11-01', end_reason: 'period_completed' } : {}),
    })
    .execute();
  const owed = {
    case_id: one.id,
    unit_id: unit,
    guarded: one.child,
    rule_id: 'check-ins.frequency',
    rule_version: '1',
  };
  await office.owner
    .insertInto('check_ins.obligation')
    .values([
      {
        ...owed,
        period_from: '2026-10-01',
        period_until: '2026-10-31',
        state: one.reported ? 'fulfilled' : one.missed > 0 ? 'missed' : 'excused',
        missed_in_a_row: one.missed,
      },
      { ...owed, period_from: '2026-11-01', period_until: one.dueOn, state: 'scheduled', missed_in_a_row: 0 },
    ])
    .execute();
  clients.push(one);
}

/** Takes a list along as the form would, and reads the file back: the rows between the two marks, by column. */
async function taken(
  by: Officer,
  list: string,
  filters: Record<string, string>,
  columns: string[],
  withGuarded = false,
) {
  const answer = await (
    await office.as(by)
  ).runOnce({ id: newId(), body: {} }, (ctx) =>
    askExport(ctx, {
      unitId: office.units.palembang,
      list,
      filters,
      columns,
      withGuarded,
      format: 'xlsx',
      purpose: 'Rapat evaluasi bulanan',
    }),
  );
  if (!answer.ok) return answer.refusal;
  const file = await (await office.as(by)).read((ctx) => openExport(ctx, answer.exportId));
  if (!file.ok) throw new Error(file.refusal);
  const read = await readTable(file.file.bytes);
  if (!read.ok) throw new Error(read.problem);
  return read.value.sheets[0]!.rows.slice(2, -1).map((row) => row.map(shownText));
}
const names = (those: Client[]) => those.map((one) => [one.name]).sort();
const sorted = (rows: unknown) => (Array.isArray(rows) ? [...(rows as string[][])].sort() : rows);
const open = (one: Client) => one.state !== 'ended';
const adults = (one: Client) => !one.child;

const caseloads: [Record<string, string>, (one: Client) => boolean][] = [
  [{}, open],
  [{ state: 'all' }, () => true],
  [{ state: 'paused' }, (one) => one.state === 'paused'],
  [{ whose: 'nobody' }, (one) => open(one) && one.nobody],
  [{ kind: 'assimilation', state: 'active' }, (one) => one.kind === 'assimilation' && one.state === 'active'],
  [{ missed: '2' }, (one) => open(one) && one.missed >= 2],
  [{ missed: '3', kind: 'parole_pb' }, (one) => open(one) && one.missed >= 3 && one.kind === 'parole_pb'],
  [{ due: 'week' }, (one) => open(one) && one.dueOn === '2026-11-22'],
];

test.each(caseloads)('the caseload leaves with exactly the filter of its page: %j', async (filters, match) => {
  const head = await office.officer('head_of_bapas', 'palembang');
  const rows = await taken(head, 'caseload', filters, ['name']);
  expect(sorted(rows)).toEqual(names(clients.filter((one) => match(one) && adults(one))));
  const page = await (
    await office.as(head)
  ).read((ctx) =>
    listCaseload(ctx, {
      unitId: office.units.palembang,
      whose: filters['whose'] ?? 'office',
      state: (filters['state'] ?? 'open') as 'open',
      sort: 'name',
      ...(filters['kind'] ? { kind: filters['kind'] as (typeof clientKinds)[number] } : {}),
      ...(filters['missed'] ? { missed: Number(filters['missed']) } : {}),
      ...(filters['due'] ? { dueThisWeek: true } : {}),
    }),
  );
  expect((rows as string[][]).length + clients.filter((one) => match(one) && one.child).length).toBe(page.total);
});

test("an officer filter narrows to his clients, and a counsellor takes along nobody else's", async () => {
  const head = await office.officer('head_of_bapas', 'palembang');
  const his = names(clients.filter((one) => open(one) && adults(one) && one.mine));
  expect(sorted(await taken(head, 'caseload', { officer: pk.staffId }, ['name']))).toEqual(his);
  expect(sorted(await taken(pk, 'caseload', {}, ['name']))).toEqual(his);
  expect(sorted(await taken(pk, 'due', { running: '1' }, ['name']))).toEqual(
    names(clients.filter((one) => one.state === 'active' && adults(one) && one.mine)),
  );
});

test('who owes a report and who missed leave as the lists of the day show them', async () => {
  const head = await office.officer('head_of_bapas', 'palembang');
  const sees = async <T>(query: (ctx: ReadCtx) => Promise<T>) => (await office.as(head)).read(query);
  const due = clients.filter((one) => one.state === 'active' && one.dueOn <= '2026-11-26');
  const listed = await sees((ctx) =>
    listDue(ctx, { from: today, through: plainDate('2026-11-26') }, { unitId: office.units.palembang }),
  );
  expect(due.length).toBe(listed.total);
  expect(sorted(await taken(head, 'due', {}, ['name']))).toEqual(names(due.filter(adults)));
  for (const row of [1, 2, 3]) {
    const those = clients.filter((one) => open(one) && (row === 3 ? one.missed >= 3 : one.missed === row));
    const shown = await sees((ctx) =>
      listMissed(ctx, { atLeast: row, ...(row < 3 ? { atMost: row } : {}), today }, { unitId: office.units.palembang }),
    );
    expect(those.length).toBe(shown.total);
    expect(sorted(await taken(head, 'missed-now', { row: String(row) }, ['name']))).toEqual(
      names(those.filter(adults)),
    );
  }
});

test('the list behind a figure leaves as it is shown, a guarded client only when a second person agrees', async () => {
  const head = await office.officer('head_of_bapas', 'palembang');
  const pb = clients.filter((one) => one.kind === 'parole_pb' && open(one));
  const shown = await (
    await office.as(head)
  ).read((ctx) =>
    listBehind(ctx, { unitId: office.units.palembang }, { of: 'clients', day: today, kind: 'parole_pb' }, null),
  );
  expect(pb.length).toBe(shown.visible);
  const asked = { of: 'clients', kind: 'parole_pb' };
  expect(sorted(await taken(head, 'behind', asked, ['name']))).toEqual(names(pb.filter(adults)));
  expect(sorted(await taken(head, 'behind', { of: 'misses', misses: '2' }, ['name']))).toEqual(
    names(clients.filter((one) => open(one) && adults(one) && one.missed === 2)),
  );
  expect(await taken(head, 'behind', { of: 'reporting' }, ['name'])).toBe('nothing_to_export');
});

test('a register book leaves without a gap: void numbers with their reason, names only of those who may leave', async () => {
  const head = await office.officer('head_of_bapas', 'palembang');
  const rows = (await taken(head, 'register-book', { year: '2025' }, ['label', 'name', 'voidReason'])) as string[][];
  expect(rows.map(([label]) => label)).toEqual(entries.map((one) => one.label));
  expect(rows[2]).toEqual(['3/PB/2025', '', 'salah tulis']);
  expect(rows[0]![1]).toBe('Orang 000');
});

test('numbers of clients by kind and of officers leave as they are counted', async () => {
  const head = await office.officer('head_of_bapas', 'palembang');
  const groups = (await taken(head, 'clients-by-kind', {}, ['unit', 'kind', 'clients'])) as string[][];
  const sum = groups.reduce((total, [, , count]) => total + Number(count), 0);
  expect(sum).toBe(clients.filter(open).length);
  // Of a month that is over they are told as they stood on its last day, before anybody was registered.
  expect(await taken(head, 'clients-by-kind', { until: '2025-12' }, ['unit', 'kind', 'clients'])).toBe(
    'nothing_to_export',
  );
  expect(await taken(head, 'behind', { of: 'clients', until: '2025-12' }, ['name'])).toBe('nothing_to_export');
  const workload = (await taken(head, 'workload', {}, ['name', 'clients'])) as string[][];
  const mine = clients.filter((one) => open(one) && one.mine).length;
  expect(workload.some(([, count]) => Number(count) === mine)).toBe(true);
});

test('what needs attention leaves as its page shows it, without the matters of guarded clients; staff leave with their postings', async () => {
  const head = await office.officer('head_of_bapas', 'palembang', { name: 'Kepala Kantor' });
  const unit_id = office.units.palembang;
  const adult = clients.find((one) => open(one) && adults(one))!;
  const child = clients.find((one) => open(one) && !adults(one))!;
  const task = {
    unit_id,
    kind: 'check-ins.second-miss',
    for_role: 'head_of_bapas',
    facts: JSON.stringify({ misses: 2 }),
  };
  await office.owner
    .insertInto('tasks.task')
    .values([
      { ...task, key: 'a', case_id: adult.id, due_on: '2026-11-23', due_counts: 'working' },
      { ...task, key: 'b', case_id: child.id, due_on: '2026-11-24', due_counts: 'working' },
      {
        ...task,
        key: 'c',
        kind: 'exports.weekly',
        facts: JSON.stringify({ exports: 1, rows: 2 }),
        due_on: '2026-11-25',
        due_counts: 'calendar',
      },
    ])
    .execute();
  const rows = (await taken(head, 'tasks', { scope: 'mine' }, ['name', 'due'])) as string[][];
  // Nobody chose how the days were counted: a last day does not leave without it.
  expect(rows).toEqual([
    ['23-11-2026', 'hari kerja', adult.name],
    ['25-11-2026', 'hari kalender'],
  ]);
  expect((await taken(head, 'tasks', { kind: 'exports.weekly' }, ['due'])) as string[][]).toEqual([
    ['25-11-2026', 'hari kalender'],
  ]);
  expect(await taken(head, 'tasks', { scope: 'mine' }, ['dueCounts'])).toBe('no_columns');
  const staff = (await taken(head, 'staff', {}, ['name', 'from'])) as string[][];
  expect(staff.map(([name]) => name)).toContain('Kepala Kantor');
  expect(await taken(pk, 'staff', {}, ['name']).catch((error: Error) => error.name)).toBe('NotAllowed');
});

test("units and an office's holidays of a year leave as their pages show them", async () => {
  const { palembang, kupang } = office.units;
  await office.owner
    .insertInto('units.holiday')
    .values([
      { day: '2026-06-17', name: 'Hari jadi kota', unit_id: palembang },
      { day: '2026-07-01', name: 'Hari orang lain', unit_id: kupang },
      { day: '2025-06-17', name: 'Hari tahun lalu', unit_id: palembang },
    ])
    .execute();
  const days = (await taken(pk, 'holidays', { year: '2026' }, ['day', 'name'])) as string[][];
  expect(days).toContainEqual(['17-06-2026', 'Hari jadi kota']);
  expect(days.map(([day]) => day)).toContain('17-08-2026');
  expect(days.map(([, name]) => name)).not.toContain('Hari orang lain');
  expect(days.filter(([day]) => !day?.endsWith('2026'))).toEqual([]);
  expect(await taken(pk, 'holidays', { year: '1' }, ['day'])).toMatch(/^filter_/);
  const { rows } = { rows: await office.owner.selectFrom('units.unit').select('name').execute() };
  const units = (await taken(pk, 'units', {}, ['unit', 'above'])) as string[][];
  expect(units.map(([name]) => name).sort()).toEqual(rows.map(({ name }) => name).sort());
  expect(units.filter(([, above]) => above).length).toBe(units.length - 1);
});

test('administrators take along what they keep, and no list of clients', async () => {
  const keeper = await office.officer('account_admin', 'palembang');
  const accounts = (await taken(keeper, 'accounts', {}, ['username', 'roles'])) as string[][];
  const shown = await (
    await office.as(keeper)
  ).read((ctx) => listAccounts(ctx, [office.units.palembang], { limit: 500 }));
  expect(accounts.map(([username]) => username)).toEqual(shown.map(({ username }) => username));
  // Nobody here has set a password yet, so nobody lacks a second factor.
  expect(await taken(keeper, 'accounts', { waits: 'no_factor' }, ['username'])).toBe('nothing_to_export');
  const refused = (by: Officer, list: string) =>
    taken(by, list, {}, ['name']).then(
      () => 'taken',
      (error: Error) => error.name,
    );
  const administrator = await office.officer('office_admin', 'palembang');
  expect(((await taken(administrator, 'staff', {}, ['name'])) as string[][]).length).toBeGreaterThan(0);
  for (const by of [keeper, administrator])
    expect(await Promise.all(['caseload', 'tasks', 'due'].map((list) => refused(by, list)))).toEqual(
      Array(3).fill('NotAllowed'),
    );
  for (const by of [pk, administrator]) expect(await refused(by, 'accounts')).toBe('NotAllowed');
});

test('no button leads to the export of an empty list', async () => {
  const href = async (rows: number) =>
    (await office.as(pk)).read((ctx) => exportHref(ctx, 'due', office.units.palembang, {}, rows));
  expect(await href(1)).toContain('/exports/new?list=due');
  expect(await href(0)).toBeUndefined();
});

test('an office that does without exports has no button that leads to one', async () => {
  const unit_id = office.units.palembang;
  const href = async () => (await office.as(pk)).read((ctx) => exportHref(ctx, 'due', unit_id));
  expect(await href()).toMatch(/^\/exports\/new/);
  await office.owner.insertInto('units.module_switch').values({ unit_id, module: 'exports', is_on: false }).execute();
  expect(await href()).toBeUndefined();
  await office.owner.deleteFrom('units.module_switch').where('unit_id', '=', unit_id).execute();
});

test('every list has a name for those who only know its id', () => {
  expect(listExportLists().filter((list) => listWords[list.id]?.() !== list.name())).toEqual([]);
  expect(listExportLists().length).toBeGreaterThan(12);
});

test("what stands in a client's file leaves by his number: notes page by page, the contact log, who looked; nobody's file else", async () => {
  const one = clients.find((client) => open(client) && client.mine && !client.child)!;
  const child = clients.find((client) => open(client) && client.child)!;
  const head = await office.officer('head_of_bapas', 'palembang');
  const unit_id = office.units.palembang;
  await office.owner
    .insertInto('cases.contact_note')
    .values(
      Array.from({ length: 60 }, (_, i) => ({
        case_id: i === 59 ? child.id : one.id,
        unit_id,
        happened_at: new Date(Date.UTC(2026, 9, 1, 1, i)),
        text: `Catatan ke-${i}`,
        made_by: pk.accountId,
      })),
    )
    .execute();
  const notes = (await taken(pk, 'notes', { client: one.id }, ['text', 'by'])) as string[][];
  expect(notes.map(([text]) => text)).toEqual(Array.from({ length: 59 }, (_, i) => `Catatan ke-${58 - i}`));
  // A guarded client stays out unless a second person agrees; a number that nobody bears finds nothing.
  expect(await taken(head, 'notes', { client: child.id }, ['text'])).toBe('nothing_to_export');
  expect(await taken(head, 'notes', { client: '99/PB/1999' }, ['text'])).toBe('nothing_to_export');
  expect(await taken(head, 'notes', {}, ['text'])).toBe('filter_missing');
  const other = await office.officer('pk', 'palembang');
  expect(await taken(other, 'notes', { client: one.id }, ['text'])).toBe('nothing_to_export');

  await (await office.as(head)).read((ctx) => getCaseHeader(ctx, one.id, 'notes'));
  const looks = (await taken(head, 'opened-by', { client: one.id }, ['page', 'name'])) as string[][];
  expect(looks.length).toBeGreaterThan(0);
  expect(new Set(looks.map(([, name]) => name))).toEqual(new Set([one.name]));
  expect(await taken(other, 'opened-by', { client: one.id }, ['page'])).toBe('nothing_to_export');
});

test('officers behind a figure leave with its filter; the outbox leaves without reader and text', async () => {
  const head = await office.officer('head_of_bapas', 'palembang');
  const active = (await taken(head, 'officers-behind', { standing: 'active' }, ['name', 'standing'])) as string[][];
  expect(active.length).toBeGreaterThan(1);
  expect(await taken(head, 'officers-behind', { standing: 'lent' }, ['name'])).toBe('nothing_to_export');
  const keeper = await office.officer('office_admin', 'palembang');
  await office.owner
    .insertInto('messages.outbox')
    .values([
      ...['parked', 'sent'].map((state) => ({
        unit_id: office.units.palembang,
        kind: 'check-ins.overdue',
        key: state,
        channel: 'sms',
        address: '+6281200000000',
        body: 'Rahasia kenari',
        state,
      })),
    ])
    .execute();
  expect(await taken(keeper, 'outbox', { state: 'parked' }, ['kind', 'channel', 'state'])).toEqual([
    ['Pengingat setelah jadwal lewat', 'SMS', 'tertahan'],
  ]);
  const list = listExportLists().find(({ id }) => id === 'outbox')!;
  expect(list.columns.map(({ id }) => id)).not.toContain('address');
  expect(await taken(head, 'outbox', {}, ['kind']).catch((error: Error) => error.name)).toBe('NotAllowed');
});
