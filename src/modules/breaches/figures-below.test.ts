import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { addDays, daysBetween, plainDate, type PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import type { BreachState } from './breach.ts';
import {
  figuresBelow,
  listBelow,
  partsBelow,
  type FigureBelow,
  type PartBelow,
} from './figures-below.queries.server.ts';
import { steps, type BreachStep } from './rules.ts';

const database = await freshDatabase('breaches-below');
const office = await openOffice(database);
const { palembang, musi, kupang } = office.units;
const [pk, kanwil, otherKanwil, centre, analyst, head] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('kanwil', 'kanwil'),
  office.officer('kanwil', 'otherKanwil'),
  office.officer('ditjenpas', 'ditjenpas'),
  office.officer('ditjen_analyst', 'ditjenpas'),
  office.officer('head_of_bapas', 'palembang'),
]);
afterAll(() => office.close());

const today = plainDate('2026-11-20');
const period = { from: plainDate('2026-03-01'), through: plainDate('2026-10-31') };
const reads = async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>) => (await office.as(who)).read(query);

type Stood = readonly [state: BreachState, day: PlainDate];
type Told = { unitId: number; caseId: string; child: boolean; dueOn: PlainDate | null; way: readonly Stood[] };
/** What was put there, as whoever counts by hand would note it. */
const written: Told[] = [];

const stepTo: Partial<Record<BreachState, BreachStep>> = {
  open: 'confirm',
  examined: 'examine',
  recommended: 'recommend',
  reprimanded: 'reprimand',
  proposed_for_revocation: 'propose_revocation',
  closed_unfounded: 'close_unfounded',
  dismissed: 'dismiss',
  stopped: 'stop',
};
const ended: readonly BreachState[] = [
  'reprimanded',
  'proposed_for_revocation',
  'closed_unfounded',
  'dismissed',
  'stopped',
];
const lastOf = ({ way }: Told) => way.at(-1)!;

/** Breaches of a client of his own each, with days that differ from one to the next. */
async function put(at: 'palembang' | 'musi' | 'kupang', count: number, states: readonly BreachState[], child = false) {
  for (let nth = 0; nth < count; nth += 1) {
    const { caseId } = await aClient(office, {
      at,
      ...(child ? ({ kind: 'diversion', ageGroup: 'child' } as const) : {}),
      ...(at === 'palembang' ? { pk: pk.staffId } : {}),
    });
    let day = addDays(plainDate('2026-02-20'), nth * 9);
    const way = states.map((state, index): Stood => {
      if (index > 0) day = addDays(day, 2 + ((nth * 3 + index * 5) % 11));
      return [state, day];
    });
    const one: Told = {
      unitId: office.units[at],
      caseId,
      child,
      dueOn: ended.includes(way.at(-1)![0]) ? null : addDays(today, nth % 2 === 0 ? -3 : 3),
      way,
    };
    written.push(one);
    await keep(one);
  }
}

async function keep({ unitId, caseId, dueOn, way }: Told) {
  const [state, day] = way.at(-1)!;
  const { id } = await office.owner
    .insertInto('breaches.breach')
    .values({
      case_id: caseId,
      unit_id: unitId,
      state,
      source: 'officer',
      opened_on: way[0]![1],
      due_on: dueOn,
      due_counts: dueOn === null ? null : 'working',
      ended_on: ended.includes(state) ? day : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [index, [to, on]] of way.entries()) {
    if (index === 0) continue;
    const step = stepTo[to]!;
    await office.owner
      .insertInto('breaches.move')
      .values({
        breach_id: id,
        case_id: caseId,
        unit_id: unitId,
        step,
        from_state: way[index - 1]![0],
        to_state: to,
        day: on,
        reason: 'dicatat dalam uji',
        document: steps[step].document,
        document_number: 'B-1',
        document_id: step === 'examine' ? id : null,
        option: step === 'recommend' ? 'reprimand' : null,
        made_by: pk.accountId,
        made_at: new Date(Date.parse(`${on}T02:00:00Z`) + index * 1000),
      })
      .execute();
  }
}

beforeAll(async () => {
  await sql`alter table breaches.move disable trigger user`.execute(office.owner);
  await put('palembang', 7, ['open', 'examined', 'recommended', 'reprimanded']);
  await put('palembang', 2, ['open', 'examined', 'recommended', 'closed_unfounded']);
  await put('palembang', 3, ['proposed', 'dismissed']);
  await put('palembang', 6, ['open', 'examined']);
  await put('palembang', 1, ['open', 'examined'], true);
  await put('palembang', 5, ['proposed']);
  await put('musi', 2, ['open']);
  await put('kupang', 6, ['open', 'examined', 'recommended', 'proposed_for_revocation']);
  await sql`alter table breaches.move enable trigger user`.execute(office.owner);
});

type Counted = { count: number; days: number[]; cases: string[] };
/** The same numbers counted by hand, from what was written down above. */
function byHand(
  unitId: number,
  part: PartBelow,
  key: string,
  within: { from: PlainDate; through: PlainDate },
): Counted {
  const here = written.filter((one) => one.unitId === unitId);
  const isIn = (day: PlainDate) => day >= within.from && day <= within.through;
  const running = here.filter((one) => !ended.includes(lastOf(one)[0]));
  const counted = (rows: { one: Told; days: number }[]): Counted => ({
    count: rows.length,
    days: rows.map(({ days }) => days).sort((a, b) => a - b),
    cases: rows.map(({ one }) => one.caseId).sort(),
  });
  const plain = (rows: Told[]) => counted(rows.map((one) => ({ one, days: 0 })));
  switch (part) {
    case 'all':
      return plain(running);
    case 'late':
      return plain(running.filter(({ dueOn }) => (dueOn !== null && dueOn < today) === (key === 'late')));
    case 'open':
      return plain(running.filter((one) => lastOf(one)[0] === key));
    case 'ended':
      return plain(here.filter((one) => lastOf(one)[0] === key && isIn(lastOf(one)[1])));
    case 'stood':
      if (key === 'whole')
        return counted(
          here
            .filter((one) => ended.slice(0, 3).includes(lastOf(one)[0]) && isIn(lastOf(one)[1]))
            .map((one) => ({ one, days: daysBetween(one.way[0]![1], lastOf(one)[1]) })),
        );
      return counted(
        here.flatMap((one) =>
          one.way.flatMap(([state, from], index) => {
            const next = one.way[index + 1];
            return next && state === key && isIn(next[1]) ? [{ one, days: daysBetween(from, next[1]) }] : [];
          }),
        ),
      );
  }
}
/** The smallest value that this share of all does not exceed. */
const percentile = (days: readonly number[], share: number) => days[Math.ceil(days.length * share) - 1] ?? null;

test('a Kanwil counts its offices one by one, as counting by hand does, and each number is as long as its list and what stays closed', async () => {
  const figures = await reads(kanwil, (ctx) => figuresBelow(ctx, period, today));
  expect(new Set(figures.map(({ unitId }) => unitId))).toEqual(new Set([palembang, musi]));
  let seen = 0;
  for (const one of figures) {
    const expected = byHand(one.unitId, one.part, one.key, period);
    expect({ ...one }, `${one.unitName} ${one.part} ${one.key}`).toMatchObject({
      isFull: true,
      count: expected.count,
      ...(one.part === 'stood'
        ? { median: percentile(expected.days, 0.5), ninth: percentile(expected.days, 0.9) }
        : { median: null, ninth: null }),
    });
    const list = await reads(kanwil, (ctx) => listBelow(ctx, period, today, one));
    expect(list.rows.length + list.unseen).toBe(one.count);
    const closed = new Set(written.filter(({ child }) => child).map(({ caseId }) => caseId));
    expect(list.rows.map(({ caseId }) => caseId).sort()).toEqual(expected.cases.filter((id) => !closed.has(id)));
    seen += one.count ?? 0;
  }
  expect(seen).toBeGreaterThan(50);
  // The child's file is counted and not shown.
  const examined = await reads(kanwil, (ctx) =>
    listBelow(ctx, period, today, { unitId: palembang, part: 'open', key: 'examined' }),
  );
  expect([examined.rows.length, examined.unseen]).toEqual([6, 1]);
});

test('every figure is of the offices below whoever asks, and nobody else opens a list', async () => {
  const of = async (who: Officer) =>
    new Set((await reads(who, (ctx) => figuresBelow(ctx, period, today))).map(({ unitId }) => unitId));
  expect(await of(otherKanwil)).toEqual(new Set([kupang]));
  await expect(reads(head, (ctx) => figuresBelow(ctx, period, today))).rejects.toThrow(NotAllowed);
  const open = { unitId: palembang, part: 'all', key: 'all' } as const;
  for (const who of [otherKanwil, centre, analyst])
    await expect(reads(who, (ctx) => listBelow(ctx, period, today, open))).rejects.toThrow();
  // Past the application the database names no file to them, and counts none to an office.
  for (const who of [head, pk, centre, analyst]) {
    const { rows } = await reads(who, (ctx) =>
      sql`select * from breaches.named_below('2026-01-01', '2026-12-31', '2026-11-20')`.execute(ctx.tx),
    );
    expect(rows).toEqual([]);
  }
  for (const who of [head, pk]) {
    const { rows } = await reads(who, (ctx) =>
      sql`select * from breaches.told_below('2026-01-01', '2026-12-31', '2026-11-20')`.execute(ctx.tx),
    );
    expect(rows).toEqual([]);
  }
});

test('the centre is told sums of a year, no small number, and never one hidden part alone', async () => {
  const year = { from: plainDate('2026-01-01'), through: plainDate('2026-12-31') };
  const sums: Partial<Record<PartBelow, readonly (readonly string[])[]>> = {
    open: [['proposed', 'open', 'summoned', 'examined', 'recommended', 'to_begin']],
    late: [['late', 'in_time']],
    ended: [
      ['reprimanded', 'proposed_for_revocation', 'closed_unfounded'],
      ['dismissed', 'stopped'],
    ],
  };
  for (const who of [centre, analyst]) {
    const figures = await reads(who, (ctx) => figuresBelow(ctx, period, today));
    expect(new Set(figures.map(({ unitId }) => unitId))).toEqual(new Set([palembang, musi, kupang]));
    let [told, hidden] = [0, 0];
    for (const one of figures) {
      if (one.part === 'late') continue; // Of the office's own day, which is not this test's.
      const { count, days } = byHand(one.unitId, one.part, one.key, year);
      if (one.count === null) {
        hidden += 1;
        expect([one.median, one.ninth]).toEqual([null, null]);
        continue;
      }
      told += 1;
      expect(one.count, `${one.unitName} ${one.part} ${one.key}`).toBe(count);
      expect(one.count === 0 || one.count >= 5).toBe(true);
      if (one.part === 'stood') expect(one.median).toBe(percentile(days, 0.5));
    }
    expect(told).toBeGreaterThan(10);
    expect(hidden).toBeGreaterThan(5);
    for (const unitId of [palembang, musi, kupang])
      for (const [part, groups] of Object.entries(sums))
        for (const keys of groups) {
          const parts = figures.filter((one) => one.unitId === unitId && one.part === part && keys.includes(one.key));
          expect(parts).toHaveLength(keys.length);
          expect(parts.filter(({ count }) => count === null).length, `${unitId} ${part}`).not.toBe(1);
        }
    // Another day within the year changes nothing that is over, so that no two periods tell what one hides.
    const other = await reads(who, (ctx) =>
      figuresBelow(ctx, { from: plainDate('2026-09-01'), through: plainDate('2026-09-02') }, today),
    );
    const over = (all: readonly FigureBelow[]) => all.filter(({ part }) => part === 'ended' || part === 'stood');
    expect(over(other)).toEqual(over(figures));
  }
  expect(partsBelow).toHaveLength(5);
});
