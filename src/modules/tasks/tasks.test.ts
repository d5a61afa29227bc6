import { afterAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { newId } from '#kernel/id';
import {
  closeTaskByHand,
  closeTasks,
  countTasks,
  listMyTasks,
  listTasks,
  openTask,
  openTasks,
  openTasksFrom,
  type TaskSelection,
} from '#modules/tasks/server';
import { defineTaskKinds, wordTask, type NewTask } from '#modules/tasks';
import { plainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';

const database = await freshDatabase('tasks');
const office = await openOffice(database);
afterAll(() => office.close());

defineTaskKinds({
  'test.by-hand': { name: () => 'Tangan', says: (facts) => `Hal ${facts['n']}`, href: () => '/x', closedByHand: true },
  'test.by-deed': { name: () => 'Perbuatan', says: () => 'Menunggu', href: () => '/y', closedByHand: false },
});

const head = await office.officer('head_of_bapas', 'palembang');
const section = await office.officer('section_head', 'palembang');
const pk = await office.officer('pk', 'palembang');
const desk = await office.officer('counter', 'palembang');
const otherHead = await office.officer('head_of_bapas', 'musi');
const unitId = office.units.palembang;

const write = async <T>(who: Officer, work: (ctx: Ctx) => Promise<T>) =>
  (await office.as(who))
    .runOnce({ id: newId(), body: {} }, async (ctx) => ({ ok: true as const, value: await work(ctx) }))
    .then((answer) => (answer as { value: T }).value);
const read = async <T>(who: Officer, query: (ctx: never) => Promise<T>) =>
  (await office.as(who)).read((ctx) => query(ctx as never));
const aTask = (over: Partial<NewTask> = {}): NewTask => ({
  unitId,
  kind: 'test.by-hand',
  key: newId(),
  forRole: 'section_head',
  facts: { n: 1 },
  ...over,
});

test('a last day is kept with the days that were counted to find it, and neither without the other', async () => {
  const task = aTask({ due: { on: plainDate('2026-11-27'), counts: 'working' } });
  await write(pk, (ctx) => openTask(ctx, task));
  const { tasks } = await read(section, (ctx) => listMyTasks(ctx, { kind: 'test.by-hand' }));
  expect(tasks.find((one) => one.key === task.key)).toMatchObject({ dueOn: '2026-11-27', dueCounts: 'working' });

  const without = (columns: string, values: string) =>
    database.owner.query(
      `insert into tasks.task (unit_id, kind, key, for_role, ${columns}) values ($1, 'test.by-hand', $2, 'pk', ${values})`,
      [unitId, newId()],
    );
  await expect(without('due_on', `'2026-11-27'`)).rejects.toThrow(/check/);
  await expect(without('due_counts', `'working'`)).rejects.toThrow(/check/);
  await expect(without('due_on, due_counts', `'2026-11-27', 'weeks'`)).rejects.toThrow(/check/);
});

test('the same thing is open once, and may be opened again after it was closed', async () => {
  const task = aTask();
  await write(pk, (ctx) => openTask(ctx, task));
  await write(pk, (ctx) => openTask(ctx, task));
  const open = await read(section, (ctx) => listMyTasks(ctx, { kind: 'test.by-hand' }));
  expect(open.tasks.filter((one) => one.key === task.key)).toHaveLength(1);

  expect(await write(pk, (ctx) => closeTasks(ctx, { unitId, kind: 'test.by-hand', key: task.key }))).toBe(1);
  await write(pk, (ctx) => openTask(ctx, task));
  expect((await read(section, (ctx) => listMyTasks(ctx, {}))).tasks.filter((one) => one.key === task.key)).toHaveLength(
    1,
  );
  await write(pk, (ctx) => closeTasks(ctx, { unitId, kind: 'test.by-hand', key: task.key }));
});

test('the desk may open and settle what it may not look at', async () => {
  const task = aTask({ forRole: 'pk', staffId: pk.staffId, kind: 'test.by-deed' });
  await write(desk, (ctx) => openTask(ctx, task));
  expect((await read(desk, (ctx) => listTasks(ctx, {}))).total).toBe(0);
  expect((await read(pk, (ctx) => listMyTasks(ctx, {}))).tasks.map((one) => one.key)).toEqual([task.key]);
  expect(await write(desk, (ctx) => closeTasks(ctx, { unitId, kind: 'test.by-deed', key: task.key }))).toBe(1);
});

test('another office neither sees nor closes our tasks', async () => {
  const task = aTask();
  await write(pk, (ctx) => openTask(ctx, task));
  expect((await read(otherHead, (ctx) => listTasks(ctx, {}))).total).toBe(0);
  expect(await write(otherHead, (ctx) => closeTasks(ctx, { unitId, kind: task.kind, key: task.key }))).toBe(0);
  const { tasks } = await read(section, (ctx) => listTasks(ctx, {}));
  await expect(
    write(otherHead, (ctx) => closeTaskByHand(ctx, tasks.find((one) => one.key === task.key)!.id, 'sudah')),
  ).rejects.toThrow(/no such task/);
  await write(pk, (ctx) => closeTasks(ctx, { unitId, kind: task.kind, key: task.key }));
});

test('a person closes with a note only what waits for a person', async () => {
  const [hand, deed] = [aTask(), aTask({ kind: 'test.by-deed' })];
  await write(pk, (ctx) => openTasks(ctx, [hand, deed]));
  const { tasks } = await read(section, (ctx) => listMyTasks(ctx, {}));
  const id = (key: string) => tasks.find((one) => one.key === key)!.id;
  const runner = await office.as(section);
  const submit = (work: (ctx: Ctx) => Promise<{ ok: boolean }>) => runner.runOnce({ id: newId(), body: {} }, work);
  expect(await submit((ctx) => closeTaskByHand(ctx, id(deed.key), 'sudah beres'))).toEqual({
    ok: false,
    refusal: 'not_by_hand',
  });
  expect(await submit((ctx) => closeTaskByHand(ctx, id(hand.key), ' '))).toEqual({
    ok: false,
    refusal: 'note_missing',
  });
  expect(await submit((ctx) => closeTaskByHand(ctx, id(hand.key), 'sudah beres'))).toEqual({ ok: true });
  await expect(submit((ctx) => closeTaskByHand(ctx, id(hand.key), 'sudah beres'))).rejects.toThrow();
  await write(pk, (ctx) => closeTasks(ctx, { unitId, kind: 'test.by-deed', key: deed.key }));
});

test('a sweep opens thousands in one statement, and the counts are the lengths of the lists', async () => {
  const made = await office.work().inUnit(unitId, (ctx) =>
    openTasksFrom(
      ctx,
      sql<TaskSelection>`select ${unitId}::int as unit_id, null::uuid as case_id, case when n % 3 = 0 then 'test.by-deed' else 'test.by-hand' end as kind,
        'sweep-' || n as key, case when n % 2 = 0 then 'head_of_bapas' else 'section_head' end as for_role, null::uuid as staff_id,
        date '2026-11-01' + n % 40 as due_on, 'calendar' as due_counts, jsonb_build_object('n', n) as facts from generate_series(1, 3000) n`,
    ),
  );
  expect(made).toBe(3000);
  const again = await office
    .work()
    .inUnit(unitId, (ctx) =>
      openTasksFrom(
        ctx,
        sql<TaskSelection>`select unit_id, case_id, kind, key, for_role, staff_id, due_on, due_counts, facts from tasks.task where key like 'sweep-%'`,
      ),
    );
  expect(again).toBe(0);

  const counts = await read(head, (ctx) => countTasks(ctx, { scope: 'mine', today: plainDate('2026-11-20') }));
  expect(counts.reduce((sum, one) => sum + one.total, 0)).toBe(1500);
  expect(counts.find((one) => one.kind === 'test.by-deed')!.total).toBe(500);
  for (const { kind, total } of counts) {
    const seen = new Set<string>();
    let after: string | undefined;
    do {
      const page = await read(head, (ctx) => listMyTasks(ctx, { kind, ...(after ? { after } : {}) }));
      expect(page.total).toBe(total);
      for (const task of page.tasks) seen.add(task.id);
      after = page.next ?? undefined;
    } while (after);
    expect(seen.size).toBe(total);
  }
  const [first] = (await read(head, (ctx) => listMyTasks(ctx, { kind: 'test.by-hand' }))).tasks;
  expect(wordTask(first!)).toMatchObject({ href: '/x', byHand: true, says: `Hal ${first!.facts['n']}` });
});
