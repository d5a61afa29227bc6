import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { nikSourceWords } from '#modules/people';
import { listMyTasks } from '#modules/tasks/server';
import { NotAllowed, NotFound } from '#platform/errors';
import { shownText } from '#platform/tables/cells';
import { readTable } from '#platform/tables/read-table.server';
import { freshDatabase } from '#tests/support/database';
import { defaultNow, openOffice, type Officer } from '#tests/support/office';
import { askExport, decideExport, makeExport, withdrawExport, type ExportAsk } from './ask-export.server.ts';
import './index.server.ts';
import { jobs } from './jobs.server.ts';
import { getExport, listExports, openExport } from './queries.server.ts';
import { findCode } from './watermark.ts';

const office = await openOffice(await freshDatabase('exports'));
let chief: Officer;
let section: Officer;
beforeAll(async () => {
  chief = await office.officer('head_of_bapas', 'palembang', { name: 'Kepala Contoh' });
  section = await office.officer('section_head', 'palembang', { name: 'Kasi Contoh' });
  await clients('palembang', 20);
  await clients('palembang', 1, { name: '=cmd|" /C calc"!A0', nik: '1600001306850001', address: '-1+1' });
  await clients('palembang', 2, { name: 'Rahasia Anak', child: true });
  await clients('musi', 3, { name: 'Tetangga Musi' });
  await clients('kupang', 1100);
});
afterAll(() => office.close());

type Over = { name?: string; nik?: string; address?: string; child?: boolean; pk?: string };
async function clients(
  at: keyof typeof office.units,
  count: number,
  { name, nik, address, child, pk }: Over = {},
): Promise<void> {
  const unit = office.units[at];
  const people = Array.from({ length: count }, (_, index) => ({
    id: newId(),
    unit_id: unit,
    name: name ?? `Klien ${at} ${String(index).padStart(5, '0')}`,
    nik: nik ?? null,
    nik_source: nik ? 'document' : null,
  }));
  await office.owner.insertInto('people.person').values(people).execute();
  await office.owner
    .insertInto('cases.client_case')
    .values(
      people.map((person) => ({
        person_id: person.id,
        unit_id: unit,
        kind: 'parole_pb',
        age_group: child ? 'child' : 'adult',
        guarded: child ?? false,
        state: 'active',
        received_on: '2026-01-05',
        registered_on: '2026-01-05',
        pk_staff_id: pk ?? null,
      })),
    )
    .execute();
  if (address)
    await office.owner
      .insertInto('people.address')
      .values(people.map((person) => ({ person_id: person.id, unit_id: unit, kind: 'residence', line: address })))
      .execute();
}

const standard = (over: Partial<ExportAsk> = {}): ExportAsk => ({
  unitId: office.units.palembang,
  list: 'caseload',
  filters: {},
  columns: ['name', 'kind', 'receivedOn'],
  withGuarded: false,
  format: 'xlsx',
  purpose: 'Rapat evaluasi bulanan',
  ...over,
});
async function ask(by: Officer, over: Partial<ExportAsk> = {}, now = defaultNow) {
  return (await office.as(by, now)).runOnce({ id: newId(), body: { at: Math.random() } }, (ctx) =>
    askExport(ctx, standard(over)),
  );
}
async function asked(by: Officer, over: Partial<ExportAsk> = {}, now = defaultNow): Promise<string> {
  const answer = await ask(by, over, now);
  if (!answer.ok) throw new Error(answer.refusal);
  return answer.exportId;
}
async function decide(by: Officer, exportId: string, outcome: 'approved' | 'refused' = 'approved', note = '') {
  return (await office.as(by)).runOnce({ id: newId(), body: { at: Math.random() } }, (ctx) =>
    decideExport(ctx, { exportId, outcome, note }),
  );
}
async function make(by: Officer, exportId: string, now = defaultNow) {
  return (await office.as(by, now)).runOnce({ id: newId(), body: { at: Math.random() } }, (ctx) =>
    makeExport(ctx, exportId),
  );
}
async function open(by: Officer, exportId: string, now = defaultNow) {
  return (await office.as(by, now)).read((ctx) => openExport(ctx, exportId));
}
async function cells(by: Officer, exportId: string): Promise<string[][]> {
  const opened = await open(by, exportId);
  if (!opened.ok) throw new Error(opened.refusal);
  const read = await readTable(opened.file.bytes);
  if (!read.ok) throw new Error(read.problem);
  return read.value.sheets[0]!.rows.map((row) => row.map(shownText));
}

describe('a short list', () => {
  test('is made at once, with a row of who, when and why at both ends and a code that nobody sees', async () => {
    for (const format of ['xlsx', 'csv'] as const) {
      const id = await asked(section, { format });
      const rows = await cells(section, id);
      expect(rows[0]).toEqual(['Nama', 'Jenis bimbingan', 'Tanggal terima']);
      expect(rows).toHaveLength(1 + 1 + 21 + 1);
      for (const mark of [rows[1]![0]!, rows.at(-1)![0]!]) {
        expect(mark).toContain('Kasi Contoh');
        expect(mark).toContain('Rapat evaluasi bulanan');
        expect(mark).toContain(id.slice(-8));
        const { watermark } = await office.owner
          .selectFrom('exports.export')
          .select('watermark')
          .where('id', '=', id)
          .executeTakeFirstOrThrow();
        expect(findCode(mark)).toBe(watermark);
      }
    }
  });

  test('never calculates: a name that is a formula is text', async () => {
    const id = await asked(section, { format: 'csv' });
    const opened = await open(section, id);
    const text = opened.ok ? opened.file.bytes.toString('utf8') : '';
    expect(text).toContain(`'=cmd|`);
    expect(text).not.toMatch(/(^|;)"?=cmd/m);
  });

  test('holds no column that was not asked for, no guarded client and nobody of another office', async () => {
    const rows = (await cells(section, await asked(section))).flat().join(' ');
    expect(rows).not.toContain('1600001306850001');
    expect(rows).not.toContain('-1+1');
    expect(rows).not.toContain('Rahasia Anak');
    expect(rows).not.toContain('Tetangga');
  });

  test('without a purpose, a column or a period is refused in words', async () => {
    expect(await ask(section, { purpose: 'pinjam' })).toEqual({ ok: false, refusal: 'purpose_short' });
    expect(await ask(section, { columns: [] })).toEqual({ ok: false, refusal: 'no_columns' });
    expect(await ask(section, { columns: ['name', 'photo'] })).toEqual({ ok: false, refusal: 'no_columns' });
    expect(await ask(section, { list: 'check-ins', columns: ['name'] })).toEqual({
      ok: false,
      refusal: 'filter_missing',
    });
    expect(
      await ask(section, { list: 'missed', columns: ['name'], filters: { from: '2026-02-01', until: '2026-01-01' } }),
    ).toEqual({ ok: false, refusal: 'filter_wrong' });
    expect(await ask(section, { filters: { kind: "' or 1=1" } })).toEqual({ ok: false, refusal: 'filter_wrong' });
  });

  test('leaves a line in the journal and in the access log, and each fetch one more', async () => {
    const id = await asked(section);
    await open(section, id);
    await open(section, id);
    const lines = await office.owner
      .selectFrom('platform.access_log')
      .select('what')
      .where('actor_id', '=', section.accountId)
      .where('about', '@>', JSON.stringify({ exportId: id }))
      .orderBy('seq')
      .execute();
    expect(lines.map(({ what }) => what)).toEqual(['export.made', 'export.downloaded', 'export.downloaded']);
    expect(await (await office.as(section)).read((ctx) => getExport(ctx, id))).toMatchObject({
      downloads: 2,
      state: 'ready',
    });
  });
});

describe('what a second person must agree to', () => {
  test('NIK and address are closed until the head agrees', async () => {
    const id = await asked(section, { columns: ['name', 'nik', 'nikSource', 'address'] });
    expect(await open(section, id)).toEqual({ ok: false, refusal: 'wrong_state' });
    expect(await make(section, id)).toEqual({ ok: false, refusal: 'wrong_state' });
    expect(await decide(chief, id)).toEqual({ ok: true });
    expect(await make(section, id)).toEqual({ ok: true });
    const rows = (await cells(section, id)).slice(2, -1);
    const known = rows.filter(([, nik]) => nik);
    expect(known.map(([, ...told]) => told)).toEqual([['1600001306850001', nikSourceWords.document(), '-1+1']]);
    expect(new Set(rows.filter(([, nik]) => !nik).map(([, , source]) => source ?? ''))).toEqual(new Set(['']));
  });

  test('children are taken along only with approval', async () => {
    const id = await asked(section, { withGuarded: true });
    expect(await (await office.as(section)).read((ctx) => getExport(ctx, id))).toMatchObject({
      state: 'asked',
      needs: ['guarded'],
      rows: 23,
    });
    await decide(chief, id);
    await make(section, id);
    expect((await cells(section, id)).flat().join(' ')).toContain('Rahasia Anak');
  });

  const closed = ({ actor }: Officer) =>
    actor.postings[0]!.role === 'auditor'
      ? { list: 'journal', columns: ['what', 'code'] }
      : { list: 'caseload', columns: ['name', 'nik'] };
  /** Whose post a list with closed columns waits for; or why it is not asked for at all. */
  async function waitsFor(by: Officer, unitId: number) {
    const answer = await ask(by, { unitId, ...closed(by) });
    if (!answer.ok) return answer.refusal;
    const runner = await office.as(by);
    const { tasks } = await runner.read((ctx) => listMyTasks(ctx, { kind: 'exports.approve' }));
    expect(tasks.map(({ key }) => key)).not.toContain(answer.exportId);
    return (await runner.read((ctx) => getExport(ctx, answer.exportId))).second;
  }

  test('whoever is alone at his post waits for the post beside or above him, and is refused where nobody holds one', async () => {
    const { musi, kanwil, otherKanwil } = office.units;
    await clients('kanwil', 1);
    await clients('otherKanwil', 1);
    const lone = await office.officer('head_of_bapas', 'musi');
    const above = await office.officer('kanwil', 'kanwil');
    const alone = await office.officer('kanwil', 'otherKanwil');
    const auditor = await office.officer('auditor', 'musi');

    expect(await waitsFor(lone, musi)).toBe('kanwil');
    await office.officer('section_head', 'musi');
    expect(await waitsFor(lone, musi)).toBe('section_head');
    const second = await office.officer('head_of_bapas', 'musi');
    expect(await waitsFor(lone, musi)).toBe('head_of_bapas');

    // Whom he audits does not agree to what an auditor takes along.
    expect(await waitsFor(auditor, musi)).toBe('no_second_person');
    expect(await waitsFor(above, kanwil)).toBe('no_second_person');
    expect(await waitsFor(alone, otherKanwil)).toBe('no_second_person');
    const centre = await office.officer('ditjenpas', 'ditjenpas');
    expect(await waitsFor(auditor, musi)).toBe('ditjenpas');
    expect(await waitsFor(above, musi)).toBe('ditjenpas');
    await office.officer('kanwil', 'kanwil');
    expect(await waitsFor(above, kanwil)).toBe('kanwil');

    const id = await asked(auditor, { unitId: musi, ...closed(auditor) });
    const task = await (await office.as(centre)).read((ctx) => listMyTasks(ctx, { kind: 'exports.approve' }));
    expect(task.tasks.filter(({ key }) => key === id).map((one) => one.officer)).toEqual([auditor.actor.name]);
    expect((await (await office.as(centre)).read((ctx) => listExports(ctx))).waiting.map((one) => one.id)).toContain(
      id,
    );
    await expect(decide(second, id)).rejects.toThrow(NotAllowed);
    await expect(
      (await office.as(second)).runOnce({ id: newId(), body: {} }, async ({ tx, actor, now }) => {
        const { numUpdatedRows } = await tx
          .updateTable('exports.export')
          .set({ state: 'approved', decided_by: actor.accountId, decided_at: now })
          .where('id', '=', id)
          .executeTakeFirst();
        return numUpdatedRows > 0n ? { ok: true } : { ok: false };
      }),
    ).resolves.toEqual({ ok: false });
    expect(await decide(centre, id)).toEqual({ ok: true });
    expect(await make(auditor, id)).toEqual({ ok: true });
    const { state } = await office.owner
      .selectFrom('tasks.task')
      .select('state')
      .where('key', '=', id)
      .executeTakeFirstOrThrow();
    expect(state).toBe('done');
  });

  test('1,100 rows wait for somebody else, who is not whoever asked', async () => {
    const [boss, other] = [
      await office.officer('head_of_bapas', 'kupang'),
      await office.officer('head_of_bapas', 'kupang'),
    ];
    const over = { unitId: office.units.kupang };
    const id = await asked(boss, over);
    expect(await (await office.as(boss)).read((ctx) => getExport(ctx, id))).toMatchObject({
      state: 'asked',
      needs: ['rows'],
      rows: 1100,
      mayDecide: false,
    });
    expect(await decide(boss, id)).toEqual({ ok: false, refusal: 'second_person_needed' });
    await expect(decide(chief, id)).rejects.toThrow(NotFound);
    const tasks = await office.owner.selectFrom('tasks.task').select('state').where('key', '=', id).execute();
    expect(tasks).toEqual([{ state: 'open' }]);
    expect(await decide(other, id)).toEqual({ ok: true });
    expect(await make(boss, id)).toEqual({ ok: true });
    expect(await cells(boss, id)).toHaveLength(1103);
    await expect(open(other, id)).rejects.toThrow(NotFound);
    await expect(make(other, id)).rejects.toThrow(NotFound);
  });

  test('a thousand rows a day in several pieces are a thousand rows', async () => {
    const boss = await office.officer('section_head', 'kupang');
    await office.owner
      .updateTable('cases.client_case')
      .set({ kind: 'conditional_leave_cb' })
      .where('unit_id', '=', office.units.kupang)
      .where('id', 'in', (eb) =>
        eb.selectFrom('cases.client_case').select('id').where('unit_id', '=', office.units.kupang).limit(600),
      )
      .execute();
    const over = (kind: string) => ({ unitId: office.units.kupang, filters: { kind } });
    expect(await ask(boss, over('conditional_leave_cb'))).toMatchObject({ state: 'ready' });
    expect(await ask(boss, over('parole_pb'))).toMatchObject({ state: 'asked' });
    expect(await ask(boss, over('parole_pb'), new Date(defaultNow.getTime() + 25 * 3600_000))).toMatchObject({
      state: 'ready',
    });
  });

  test('a refusal says why; a withdrawn or old permission makes nothing', async () => {
    const first = await asked(section, { columns: ['nik'] });
    expect(await decide(chief, first, 'refused')).toEqual({ ok: false, refusal: 'note_missing' });
    expect(await decide(chief, first, 'refused', 'Tidak perlu NIK')).toEqual({ ok: true });
    expect(await make(section, first)).toEqual({ ok: false, refusal: 'wrong_state' });
    const second = await asked(section, { columns: ['nik'] });
    await (await office.as(section)).runOnce({ id: newId(), body: {} }, (ctx) => withdrawExport(ctx, second));
    expect(await decide(chief, second)).toEqual({ ok: false, refusal: 'wrong_state' });
    const third = await asked(section, { columns: ['nik'] });
    await decide(chief, third);
    expect(await make(section, third, new Date(defaultNow.getTime() + 8 * 86_400_000))).toEqual({
      ok: false,
      refusal: 'approval_over',
    });
  });

  test('a list that grew behind the approval is asked for again', async () => {
    const id = await asked(section, { columns: ['name', 'nik'] });
    await decide(chief, id);
    await clients('palembang', 15);
    expect(await make(section, id)).toEqual({ ok: false, refusal: 'grown' });
  });

  test('the database itself lets nobody decide his own or skip the decision', async () => {
    const id = await asked(section, { columns: ['nik'] });
    const runner = await office.as(section);
    const force = (change: Record<string, unknown>) =>
      runner.read((ctx) => ctx.tx.updateTable('exports.export').set(change).where('id', '=', id).execute());
    await expect(force({ state: 'ready' })).rejects.toThrow();
    await expect(force({ state: 'approved', decided_by: chief.accountId })).rejects.toThrow();
    await expect(force({ state: 'approved', decided_by: section.accountId })).rejects.toThrow();
  });
});

describe('a link', () => {
  test('ends after twenty-four hours, and the bytes go', async () => {
    const id = await asked(section);
    const late = new Date(defaultNow.getTime() + 24 * 3600_000 + 1000);
    expect(await open(section, id, late)).toEqual({ ok: false, refusal: 'expired' });
    await jobs['exports.expire'].run(office.work(late), { unitId: office.units.palembang });
    const file = await office.owner
      .selectFrom('exports.export as e')
      .innerJoin('platform.file as f', 'f.id', 'e.file_id')
      .select(['f.content', 'e.state'])
      .where('e.id', '=', id)
      .executeTakeFirst();
    expect(file).toEqual({ content: null, state: 'expired' });
    expect(await open(section, id)).toEqual({ ok: false, refusal: 'expired' });
  });

  test('is of no use to a colleague, another office or the desk', async () => {
    const id = await asked(section);
    await expect(open(chief, id)).rejects.toThrow(NotFound);
    for (const stranger of [
      await office.officer('section_head', 'palembang'),
      await office.officer('head_of_bapas', 'musi'),
      await office.officer('counter', 'palembang'),
    ]) {
      await expect(open(stranger, id)).rejects.toThrow(NotFound);
      await expect((await office.as(stranger)).read((ctx) => getExport(ctx, id))).rejects.toThrow(NotFound);
    }
  });
});

describe('whose reach', () => {
  test('a counsellor takes along his own clients and nobody else', async () => {
    const pk = await office.officer('pk', 'palembang');
    await clients('palembang', 2, { name: 'Klien PK', pk: pk.staffId });
    const rows = await cells(pk, await asked(pk));
    expect(rows.slice(2, -1).map(([name]) => name)).toEqual(['Klien PK', 'Klien PK']);
  });

  test('another office, the desk and administrators are turned away; Kanwil reaches the offices below', async () => {
    await expect(ask(section, { unitId: office.units.musi })).rejects.toThrow(NotFound);
    for (const role of ['counter', 'apk', 'account_admin', 'office_admin'] as const)
      await expect(ask(await office.officer(role, 'palembang')), role).rejects.toThrow(NotAllowed);
    const kanwil = await office.officer('kanwil', 'kanwil');
    expect((await cells(kanwil, await asked(kanwil, { unitId: office.units.musi }))).flat()).toContain('Tetangga Musi');
    await expect(ask(kanwil, { unitId: office.units.kupang })).rejects.toThrow(NotFound);
    const analyst = await office.officer('ditjen_analyst', 'ditjenpas');
    await expect(ask(analyst)).rejects.toThrow(NotAllowed);
    const figures = await asked(analyst, {
      list: 'figures',
      columns: ['month', 'clients', 'missed'],
      filters: { from: '2026-09', until: '2026-11' },
    });
    expect((await cells(analyst, figures))[0]).toEqual(['Bulan', expect.any(String), expect.any(String)]);
  });

  test('reports and missed periods of a time come with their words', async () => {
    const one = await office.owner
      .selectFrom('cases.client_case')
      .select(['id', 'unit_id'])
      .where('unit_id', '=', office.units.musi)
      .executeTakeFirstOrThrow();
    await office.owner
      .insertInto('check_ins.check_in')
      .values({
        case_id: one.id,
        unit_id: one.unit_id,
        channel: 'in_person',
        happened_on: '2026-10-05',
        happened_at: new Date('2026-10-05T02:00:00Z'),
        grade: 'A',
        counts: true,
        standing: 'on_time',
      })
      .execute();
    await office.owner
      .insertInto('check_ins.obligation')
      .values({
        case_id: one.id,
        unit_id: one.unit_id,
        period_from: '2026-09-01',
        period_until: '2026-09-30',
        state: 'missed',
        missed_in_a_row: 2,
        rule_id: 'x.y',
        rule_version: '1',
      })
      .execute();
    const head = await office.officer('head_of_bapas', 'musi');
    const period = { unitId: office.units.musi, filters: { from: '2026-09-01', until: '2026-10-31' } };
    expect(
      (await cells(head, await asked(head, { ...period, list: 'check-ins', columns: ['day', 'name', 'channel'] })))[2],
    ).toEqual(['05-10-2026', 'Tetangga Musi', expect.any(String)]);
    expect(
      (
        await cells(
          head,
          await asked(head, { ...period, list: 'missed', columns: ['from', 'until', 'name', 'inARow'] }),
        )
      )[2],
    ).toEqual(['01-09-2026', '30-09-2026', 'Tetangga Musi', '2']);
  });
});

test('the register book, what is due, and every table of the figures can be taken along', async () => {
  const head = await office.officer('head_of_bapas', 'musi');
  const unitId = office.units.musi;
  await clients('musi', 1, { name: 'Klien Buku' });
  const { id } = await office.owner
    .selectFrom('cases.client_case as c')
    .innerJoin('people.person as p', 'p.id', 'c.person_id')
    .select('c.id')
    .where('p.name', '=', 'Klien Buku')
    .executeTakeFirstOrThrow();
  const entry = { unit_id: unitId, year: 2026, given_on: '2026-03-02', origin: 'given' };
  await office.owner
    .insertInto('cases.register_entry')
    .values([
      { ...entry, number: 901, label: '901/PB/2026', case_id: id },
      {
        ...entry,
        number: 902,
        label: '902/PB/2026',
        case_id: null,
        void_reason: 'Salah tulis nomor',
        voided_at: new Date(),
      },
    ])
    .execute();
  await office.owner
    .insertInto('check_ins.obligation')
    .values({
      case_id: id,
      unit_id: unitId,
      period_from: '2026-11-01',
      period_until: '2026-11-30',
      state: 'scheduled',
      rule_id: 'x.y',
      rule_version: '1',
    })
    .execute();
  const rows = async (list: string, columns: string[], filters: Record<string, string> = {}) =>
    (await cells(head, await asked(head, { unitId, list, columns, filters }))).slice(2, -1);

  const book = await rows('register-book', ['label', 'name', 'voidReason'], {
    year: '2026',
  });
  expect(book).toEqual([
    ['901/PB/2026', 'Klien Buku'],
    ['902/PB/2026', '', 'Salah tulis nomor'],
  ]);
  expect(await rows('due', ['until', 'name'], { running: '1' })).toEqual([['Klien Buku', '30-11-2026']]);
  const sum = (lines: string[][], at: number) => lines.reduce((total, line) => total + Number(line[at]), 0);
  const { n } = await office.owner
    .selectFrom('cases.client_case')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('unit_id', '=', unitId)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow();
  const kinds = await rows('clients-by-kind', ['unit', 'kind', 'adult', 'child', 'clients']);
  expect(sum(kinds, 4)).toBe(Number(n));
  expect(sum(kinds, 2) + sum(kinds, 3)).toBe(Number(n));
  expect(sum(await rows('misses-in-a-row', ['misses', 'clients']), 1)).toBe(Number(n));
  const officers = await rows('officers', ['unit', 'officers', 'active', 'clients']);
  expect(Number(officers.at(-1)![3])).toBe(Number(n));
});

test('the head sees what left his office this week, and finds it among his tasks on Monday', async () => {
  const overview = await (await office.as(chief)).read((ctx) => listExports(ctx));
  expect(overview.week.length).toBeGreaterThan(3);
  expect(overview.week.every(({ unitId }) => unitId === office.units.palembang)).toBe(true);
  await jobs['exports.weekly'].run(office.work(new Date('2026-11-22T23:30:00Z')), { zone: 'Asia/Jakarta' });
  const tasks = await office.owner
    .selectFrom('tasks.task')
    .select(['key', 'for_role'])
    .where('kind', '=', 'exports.weekly')
    .where('unit_id', '=', office.units.palembang)
    .execute();
  expect(tasks).toEqual([{ key: '2026-11-23', for_role: 'head_of_bapas' }]);
  const mine = await (await office.as(section)).read((ctx) => listExports(ctx));
  expect(mine).toMatchObject({ answersFor: false, waiting: [], week: [] });
});
