import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { lastOfMonth, plainDate, type Month, type PlainDate } from '#kernel/plain-date';
import { officersOf, setAbsence } from '#modules/units/server';
import { openOffice, type Officer, type TestOffice } from '#tests/support/office';
import { freshDatabase } from '#tests/support/database';
import { addCounts, ratioOf, sharesOf, type Count } from './index.ts';
import {
  checkInsByMonth,
  clientsOn,
  countClients,
  countTransfers,
  listBehind,
  listCountedUnits,
  listOfficersOn,
  listOfficesBelow,
  listOfficesBeside,
  missesInARow,
  officersOn,
  officerStandings,
  reportingByMonth,
  type WhichOfficers,
  listCaseloads,
} from './index.server.ts';

const database = await freshDatabase('figures');
let office: TestOffice;
let head: Officer, pk: Officer, kanwil: Officer, analyst: Officer, neighbour: Officer;

const channels = ['in_person', 'app', 'remote_call', 'presence_call'] as const;
const states = ['fulfilled', 'missed', 'excused', 'not_recorded', 'scheduled', 'submitted', 'lifted'] as const;
type Client = {
  id: string;
  unit: 'palembang' | 'musi';
  child: boolean;
  kind: string;
  from: PlainDate;
  ended: PlainDate | null;
  pk: boolean;
};
/** `owed`: the report belongs to the period of its month; otherwise to none. */
type Report = {
  client: Client;
  day: PlainDate;
  channel: string;
  voided: boolean;
  review: string | null;
  owed: boolean;
};
type Owed = { client: Client; month: PlainDate; state: string; row: number };
const clients: Client[] = [];
const reports: Report[] = [];
const owed: Owed[] = [];
const months = ['2026-08-01', '2026-09-01', '2026-10-01', '2026-11-01'].map(plainDate);
const today = plainDate('2026-11-20');

/** The same dice for every run. */
let state = 20_261_120;
const dice = (sides: number) => {
  state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
  return Math.floor(((state >>> 8) / 2 ** 24) * sides);
};

beforeAll(async () => {
  office = await openOffice(database);
  head = await office.officer('head_of_bapas', 'palembang');
  pk = await office.officer('pk', 'palembang');
  kanwil = await office.officer('kanwil', 'kanwil');
  analyst = await office.officer('ditjen_analyst', 'ditjenpas');
  neighbour = await office.officer('head_of_bapas', 'kupang');
  for (let i = 0; i < 120; i++) await aClient(i);
});
afterAll(() => office.close());

async function aClient(i: number) {
  const unit = i % 4 === 3 ? 'musi' : 'palembang';
  const child = i % 11 === 0;
  const kind = (['parole_pb', 'conditional_leave_cb', 'prerelease_leave_cmb'] as const)[dice(3)]!;
  const from = plainDate(`2026-0${6 + dice(4)}-15`);
  const ended = dice(6) === 0 ? plainDate('2026-10-05') : null;
  const person = await office.owner
    .insertInto('people.person')
    .values({ unit_id: office.units[unit], name: `Orang ${String(i).padStart(3, '0')}` })
    .returning('id')
    .executeTakeFirstOrThrow();
  const row = await office.owner
    .insertInto('cases.client_case')
    .values({
      person_id: person.id,
      unit_id: office.units[unit],
      kind,
      age_group: child ? 'child' : 'adult',
      guarded: child,
      state: ended ? 'ended' : 'active',
      pk_staff_id: unit === 'palembang' && i % 2 ? pk.staffId : null,
      received_on: from,
      registered_on: from,
      ended_on: ended,
      end_reason: ended ? 'period_completed' : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const client: Client = { id: row.id, unit, child, kind, from, ended, pk: unit === 'palembang' && i % 2 === 1 };
  clients.push(client);
  for (const month of months) {
    const what = states[dice(states.length)]!;
    const inARow = what === 'missed' ? 1 + dice(5) : 0;
    const period = await office.owner
      .insertInto('check_ins.obligation')
      .values({
        case_id: row.id,
        unit_id: office.units[unit],
        guarded: child,
        period_from: month,
        period_until: lastOfMonth(month),
        state: what,
        missed_in_a_row: inARow,
        rule_id: 'check-ins.lay-out',
        rule_version: '2020-01-01',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    owed.push({ client, month, state: what, row: inARow });
    for (let n = dice(3); n > 0; n--) {
      const channel = channels[dice(4)]!;
      const voided = dice(7) === 0;
      const isOwed = dice(4) > 0;
      const review =
        channel === 'app'
          ? ([null, 'accepted', 'not_the_person', 'more_needed', 'accepted_with_concern'] as const)[dice(5)]!
          : null;
      const day = plainDate(`${month.slice(0, 8)}${String(1 + dice(20)).padStart(2, '0')}`);
      await office.owner
        .insertInto('check_ins.check_in')
        .values({
          case_id: row.id,
          unit_id: office.units[unit],
          guarded: child,
          obligation_id: isOwed ? period.id : null,
          channel,
          happened_on: day,
          happened_at: `${day}T03:00:00Z`,
          grade: 'A',
          counts: channel !== 'presence_call',
          standing: channel === 'presence_call' ? 'presence_only' : 'on_time',
          review,
          voided_at: voided ? new Date() : null,
          void_reason: voided ? 'salah pindai' : null,
        })
        .execute();
      reports.push({ client, day, channel, voided, review, owed: isOwed });
    }
  }
}

const inScope = (client: Client, unit: 'palembang' | 'kanwil') => unit === 'kanwil' || client.unit === unit;
const stands = (report: Report) =>
  !report.voided &&
  report.channel !== 'presence_call' &&
  (report.review === null || report.review.startsWith('accepted'));
const under = (client: Client, day: PlainDate) => client.from <= day && (client.ended === null || client.ended > day);
const lastDay = (month: PlainDate) => (lastOfMonth(month) < today ? lastOfMonth(month) : today);

/** The ledger speaks for a month that was owed; a report of a month that was not speaks for itself once nobody need look at it. */
function standingOf(client: Client, month: PlainDate): string {
  const { state } = owed.find((o) => o.client === client && o.month === month)!;
  const free = (r: Report) =>
    (!r.owed || state === 'lifted') && stands(r) && (r.channel !== 'app' || r.review !== null);
  if (
    state === 'fulfilled' ||
    reports.some((r) => r.client === client && free(r) && r.day >= month && r.day <= lastDay(month))
  )
    return 'reported';
  return state === 'missed'
    ? 'missed'
    : state === 'scheduled' || state === 'submitted'
      ? 'open'
      : state === 'excused'
        ? 'excused'
        : state === 'not_recorded'
          ? 'notRecorded'
          : 'nothingOwed';
}

test.each(['palembang', 'kanwil'] as const)(
  'reports by month and channel of %s equal a count by hand, for the head and for the Kanwil alike',
  async (unit) => {
    const asker = await office.as(unit === 'palembang' ? head : kanwil);
    const figures = await asker.read((ctx) =>
      checkInsByMonth(ctx, { unitId: office.units[unit] }, { from: months[0]!, until: today }),
    );

    const byHand = months.flatMap((month) =>
      channels.map((channel) => {
        const those = reports.filter(
          (r) =>
            inScope(r.client, unit) &&
            r.channel === channel &&
            !r.voided &&
            (channel === 'presence_call' || stands(r)) &&
            r.day.slice(0, 7) === month.slice(0, 7),
        );
        return { month, channel, checkIns: those.length, clients: new Set(those.map((r) => r.client)).size };
      }),
    );
    const sorted = byHand
      .filter((row) => row.checkIns > 0)
      .sort((a, b) => (a.month + a.channel < b.month + b.channel ? -1 : 1));
    expect(figures).toEqual(sorted);
    expect(figures.length).toBeGreaterThan(8);
  },
);

test.each(['palembang', 'kanwil'] as const)(
  'what is known of each client of %s adds up to all of them, month by month',
  async (unit) => {
    const asker = await office.as(unit === 'palembang' ? head : kanwil);
    const figures = await asker.read((ctx) =>
      reportingByMonth(ctx, { unitId: office.units[unit] }, { from: months[0]!, until: today }, today),
    );

    for (const [index, month] of months.entries()) {
      const those = clients.filter((client) => inScope(client, unit) && under(client, lastDay(month)));
      const count = (standing: string) => those.filter((client) => standingOf(client, month) === standing).length;
      expect(figures[index]).toEqual({
        month,
        clients: those.length,
        reported: count('reported'),
        missed: count('missed'),
        excused: count('excused'),
        open: count('open'),
        notRecorded: count('notRecorded'),
        nothingOwed: count('nothingOwed'),
      });
    }
  },
);

test('a counsellor counts the same clients as his head, also those whose files are closed to him', async () => {
  const scope = { unitId: office.units.palembang };
  const counsellor = await office.as(pk);
  const groups = await counsellor.read((ctx) => clientsOn(ctx, scope, today));

  expect(groups).toEqual(await (await office.as(head)).read((ctx) => clientsOn(ctx, scope, today)));
  expect(addCounts(groups.map((group) => group.clients))).toBe(
    clients.filter((c) => c.unit === 'palembang' && under(c, today)).length,
  );

  const list = await counsellor.read((ctx) => listBehind(ctx, scope, { of: 'clients', day: today }, null));
  const closed = clients.filter((c) => c.unit === 'palembang' && under(c, today) && c.child && !c.pk).length;
  expect(closed).toBeGreaterThan(0);
  expect(list.visible + closed).toBe(addCounts(groups.map((group) => group.clients)));
});

test('every number opens the list that adds up to it', async () => {
  const scope = { unitId: office.units.palembang };
  const asker = await office.as(head);
  const october = plainDate('2026-10-01');
  const [reporting] = await asker.read((ctx) => reportingByMonth(ctx, scope, { from: october, until: october }, today));
  for (const [standing, number] of [
    ['reported', reporting!.reported],
    ['missed', reporting!.missed],
    ['not_recorded', reporting!.notRecorded],
    ['all', reporting!.clients],
  ] as const) {
    const list = await asker.read((ctx) =>
      listBehind(ctx, scope, { of: 'reporting', month: october, today, standing }, null),
    );
    expect(list.visible, standing).toBe(number);
  }
  const byMonth = await asker.read((ctx) =>
    checkInsByMonth(ctx, scope, { from: october, until: lastOfMonth(october) }),
  );
  for (const { channel, checkIns } of byMonth) {
    const list = await asker.read((ctx) => listBehind(ctx, scope, { of: 'check_ins', month: october, channel }, null));
    expect(list.visible, channel).toBe(checkIns);
  }
  const september = plainDate('2026-09-01');
  const both = await asker.read((ctx) => checkInsByMonth(ctx, scope, { from: september, until: lastOfMonth(october) }));
  expect(new Set(both.map(({ month }) => month)).size).toBe(2);
  for (const channel of new Set(both.map((one) => one.channel))) {
    const list = await asker.read((ctx) =>
      listBehind(ctx, scope, { of: 'check_ins', month: september, until: october, channel }, null),
    );
    const sum = addCounts(both.filter((one) => one.channel === channel).map(({ checkIns }) => checkIns));
    expect(list.visible, channel).toBe(sum);
  }
});

test('a long list comes in pages that leave nothing out and repeat nothing', async () => {
  const asker = await office.as(kanwil);
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = await asker.read((ctx) =>
      listBehind(ctx, { unitId: office.units.kanwil }, { of: 'clients', day: today }, after),
    );
    seen.push(...page.rows.map((row) => row.caseId));
    after = page.next;
  } while (after);
  const visible = clients.filter((c) => under(c, today) && !c.child).map((c) => c.id);
  expect([...seen].sort()).toEqual([...visible].sort());
});

test('misses in a row are counted from the last closed period', async () => {
  const asker = await office.as(head);
  const figures = await asker.read((ctx) => missesInARow(ctx, { unitId: office.units.palembang }, today));
  const byHand = new Map<number, number>();
  for (const client of clients.filter((c) => c.unit === 'palembang' && c.ended === null)) {
    const last = owed
      .filter(
        (o) =>
          o.client === client &&
          (['fulfilled', 'excused'].includes(o.state) ||
            (['missed', 'not_recorded', 'submitted'].includes(o.state) && lastOfMonth(o.month) < today)),
      )
      .at(-1);
    const misses = Math.min(last?.row ?? 0, 3);
    byHand.set(misses, (byHand.get(misses) ?? 0) + 1);
  }
  expect(new Map(figures.map((group) => [group.misses, group.clients]))).toEqual(new Map([...byHand].sort()));
});

test.each(['palembang', 'kanwil'] as const)(
  'misses in a row of a month that is over are those of its end, and each number of %s opens the list that adds up to it',
  async (unit) => {
    const asker = await office.as(unit === 'palembang' ? head : kanwil);
    const scope = { unitId: office.units[unit] };
    const now = await asker.read((ctx) => missesInARow(ctx, scope, today));
    for (const month of months.slice(0, 3)) {
      const day = lastOfMonth(month);
      const byHand = new Map<number, Client[]>();
      for (const client of clients.filter((c) => inScope(c, unit) && under(c, day))) {
        const last = owed
          .filter((o) => o.client === client && o.month <= month && !['lifted', 'scheduled'].includes(o.state))
          .at(-1);
        const misses = Math.min(last?.row ?? 0, 3);
        byHand.set(misses, [...(byHand.get(misses) ?? []), client]);
      }
      const figures = await asker.read((ctx) => missesInARow(ctx, scope, today, day));
      expect(figures, month).toEqual(
        [...byHand].sort(([a], [b]) => a - b).map(([misses, those]) => ({ misses, clients: those.length })),
      );
      expect(figures, month).not.toEqual(now);
      expect(addCounts(figures.map((one) => one.clients))).toBe(
        await asker.read((ctx) => countClients(ctx, scope, day)),
      );
      for (const [misses, those] of byHand) {
        const list = await asker.read((ctx) =>
          listBehind(ctx, scope, { of: 'misses', misses, today, day }, null, 'name', 500),
        );
        const open = those.filter((c) => unit === 'palembang' || !c.child).map((c) => c.id);
        expect(list.rows.map((row) => row.caseId).sort(), `${month} ${misses}`).toEqual(open.sort());
        expect(list.visible).toBe(open.length);
      }
    }
  },
);

test('the analyst of the centre sees no number below five', async () => {
  const asker = await office.as(analyst);
  const groups = await asker.read((ctx) => clientsOn(ctx, { unitId: office.units.ditjenpas }, today));
  expect(groups.some((group) => group.clients === null)).toBe(true);
  expect(groups.every((group) => group.clients === null || group.clients === 0 || group.clients >= 5)).toBe(true);
  const list = await asker.read((ctx) =>
    listBehind(ctx, { unitId: office.units.ditjenpas }, { of: 'clients', day: today }, null),
  );
  expect(list).toMatchObject({ rows: [], visible: 0 });
});

test('the analyst counts all clients, and what is hidden from him does not follow from the sum', async () => {
  const top = { unitId: office.units.ditjenpas };
  const asker = await office.as(analyst);
  const here = clients.filter((client) => !client.ended || client.ended > today);
  expect(await asker.read((ctx) => countClients(ctx, top, today))).toBe(here.length);
  const groups = await asker.read((ctx) => clientsOn(ctx, top, today));
  const hidden = groups
    .filter((group) => group.clients === null)
    .map(
      (group) =>
        here.filter(
          (one) =>
            office.units[one.unit] === group.unitId &&
            one.kind === group.kind &&
            one.child === (group.ageGroup === 'child'),
        ).length,
    );
  expect(Math.min(...hidden)).toBeLessThan(5);
  // In each office one other is hidden with what is small.
  expect(hidden.filter((count) => count >= 5 || count === 0).length).toBeGreaterThanOrEqual(2);
});

test('a region and the centre tell the analyst the sum of what their offices tell him, in every table', async () => {
  const { ditjenpas, kanwil: region, palembang, musi } = office.units;
  const days = { from: months[0]!, until: plainDate('2026-11-30') };
  const asker = await office.as(analyst);
  const told = (unitId: number) =>
    asker.read(async (ctx) => {
      const table: Record<string, Count> = { all: await countClients(ctx, { unitId }, today) };
      const add = (key: string, count: Count) =>
        (table[key] = addCounts(key in table ? [table[key]!, count] : [count]));
      for (const one of await clientsOn(ctx, { unitId }, today)) add(`${one.kind} ${one.ageGroup}`, one.clients);
      for (const one of await missesInARow(ctx, { unitId }, today)) add(`row ${one.misses}`, one.clients);
      for (const { month, channel, ...counts } of await checkInsByMonth(ctx, { unitId }, days))
        for (const [part, count] of Object.entries(counts)) add(`${month} ${channel} ${part}`, count);
      for (const { month, ...counts } of await reportingByMonth(ctx, { unitId }, days, today))
        for (const [part, count] of Object.entries(counts)) add(`${month} ${part}`, count);
      return table;
    });
  const offices = [await told(palembang), await told(musi)];
  expect(offices.map((table) => Object.values(table).filter((count) => count === null).length > 5)).toEqual([
    true,
    true,
  ]);
  for (const above of [await told(region), await told(ditjenpas)])
    for (const [key, count] of Object.entries(above))
      expect([key, count ?? 0]).toEqual([key, offices.reduce((sum, table) => sum + (table[key] ?? 0), 0)]);
});

/** What the database tells of parts that stand beside their sum, many pages at once. */
async function covered(pages: readonly (readonly Count[])[]): Promise<Count[][]> {
  const { rows } = await database.owner.query<{ parts: Count[] }>(
    `select figures.covered(array(select figures.shown(part::text::bigint, false) from jsonb_array_elements(page) with ordinality p (part, at) order by at)) as parts
     from jsonb_array_elements($1) with ordinality pages (page, place) order by place`,
    [JSON.stringify(pages)],
  );
  return rows.map(({ parts }) => parts);
}

test("whoever knows an office's clients, what is told of their parts and how it is hidden cannot work out a hidden part", async () => {
  /** Every way in which so many clients fall into so many parts. */
  function* ways(clients: number, parts: number): Generator<number[]> {
    if (parts === 1) return void (yield [clients]);
    for (let first = 0; first <= clients; first++)
      for (const rest of ways(clients - first, parts - 1)) yield [first, ...rest];
  }
  for (const parts of [2, 3, 4, 6])
    for (let clients = 5; clients <= (parts === 6 ? 9 : 14); clients++) {
      const possible = new Map<string, Set<number>[]>();
      const all = [...ways(clients, parts)];
      const told = await covered(all);
      for (const [index, way] of all.entries()) {
        const page = JSON.stringify(told[index]);
        if (!possible.has(page))
          possible.set(
            page,
            way.map(() => new Set()),
          );
        possible.get(page)!.forEach((values, at) => values.add(way[at]!));
      }
      for (const [page, values] of possible)
        (JSON.parse(page) as Count[]).forEach((part, at) => {
          if (part === null) expect([page, at, values[at]!.size > 1]).toEqual([page, at, true]);
        });
    }
});

test('a part that would follow from the sum takes the smallest other with it', async () => {
  const pages = [
    [401, 27, 5, 0, 3350, 3],
    [401, 27, 5, 0, 3350, 6],
    [1, 0, 0],
    [9, 5, 5, 4],
  ];
  expect(await covered(pages)).toEqual([
    [401, 27, null, 0, 3350, null],
    [401, 27, 5, 0, 3350, 6],
    [null, null, null],
    [9, null, null, null],
  ]);
});

describe('past the application, an analyst', () => {
  /** What his own session gets from the database. */
  const counted = async <T extends object>(who: Officer, text: string): Promise<T[]> => {
    const runner = await office.as(who);
    return runner.read(async ({ tx }) => (await tx.executeQuery<T>(CompiledQuery.raw(text))).rows);
  };
  const parts = (row: object) => Object.values(row).slice(2) as Count[];

  test('counts one office at a time: none of its posts, and nothing above it', async () => {
    const { ditjenpas, kanwil: region, palembang } = office.units;
    const post = await office.owner
      .insertInto('units.unit')
      .values({ code: 'pos-uji', name: 'Pos Bapas Uji', type: 'pos_bapas', parent_id: palembang, zone: 'Asia/Jakarta' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const person = await office.owner
      .insertInto('people.person')
      .values({ unit_id: post.id, name: 'Orang Pos' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await office.owner
      .insertInto('cases.client_case')
      .values({
        person_id: person.id,
        unit_id: post.id,
        kind: 'parole_pb',
        age_group: 'adult',
        state: 'active',
        received_on: '2026-06-15',
        registered_on: '2026-06-15',
      })
      .execute();
    for (const unit of [ditjenpas, region, post.id, palembang])
      for (const call of [
        `clients_on(${unit}, '${today}')`,
        `misses_in_a_row(${unit}, '${today}', '${today}')`,
        `reporting_by_month(${unit}, '${months[0]}', '${today}', '${today}')`,
        `check_ins_by_month(${unit}, '${months[0]}', '${today}')`,
      ]) {
        const rows = await counted(analyst, `select * from figures.${call}`);
        expect([call, rows.length > 0]).toEqual([call, unit === palembang]);
      }
    expect(await counted(analyst, `select figures.all_clients(${region}, '${today}') as n`)).toEqual([{ n: 0 }]);
    // Whoever counts each client counts as ever, above and below.
    expect((await counted(kanwil, `select * from figures.clients_on(${region}, '${today}')`)).length).toBeGreaterThan(
      5,
    );
    expect(await counted(kanwil, `select figures.all_clients(${post.id}, '${today}') as n`)).toEqual([{ n: 1 }]);
    await office.owner.deleteFrom('cases.client_case').where('person_id', '=', person.id).execute();
    await office.owner.deleteFrom('people.person').where('id', '=', person.id).execute();
    await office.owner.deleteFrom('units.unit').where('id', '=', post.id).execute();
  });

  test('is told no small number, and never one hidden part alone', async () => {
    const { palembang, musi } = office.units;
    let hidden = 0;
    for (const unit of [palembang, musi]) {
      const groups = await counted<{ clients: Count }>(
        analyst,
        `select clients from figures.clients_on(${unit}, '${today}')`,
      );
      const rows = await counted<{ clients: Count }>(
        analyst,
        `select clients from figures.misses_in_a_row(${unit}, '${today}', '${today}')`,
      );
      const known = await counted(
        analyst,
        `select * from figures.reporting_by_month(${unit}, '${months[0]}', '${today}', '${today}')`,
      );
      for (const page of [
        groups.map(({ clients }) => clients),
        rows.map(({ clients }) => clients),
        ...known.map(parts),
      ]) {
        expect(
          page.every((count) => count === null || count === 0 || count >= 5),
          JSON.stringify(page),
        ).toBe(true);
        expect(page.filter((count) => count === null).length, JSON.stringify(page)).not.toBe(1);
        hidden += page.filter((count) => count === null).length;
      }
    }
    expect(hidden).toBeGreaterThan(10);
  });

  test('learns of no day of his choosing', async () => {
    const { palembang } = office.units;
    // A month that is over counts as it ended, and reports by whole months.
    const on = (day: string) => counted(analyst, `select * from figures.clients_on(${palembang}, '${day}')`);
    expect(await on('2025-03-04')).toEqual(await on('2025-03-31'));
    expect(await on('2026-10-04')).toEqual(await on('2026-10-31'));
    const headOn = (day: string) =>
      counted<{ n: number }>(head, `select figures.all_clients(${palembang}, '${day}') as n`);
    expect(await headOn('2026-10-04')).not.toEqual(await headOn('2026-10-31'));
    const between = (who: Officer, from: string, until: string) =>
      counted(who, `select * from figures.check_ins_by_month(${palembang}, '${from}', '${until}')`);
    const october = await between(analyst, '2026-10-01', '2026-10-31');
    expect(await between(analyst, '2026-10-07', '2026-10-08')).toEqual(october);
    const misses = (who: Officer, day: string, now: string) =>
      counted(who, `select * from figures.misses_in_a_row(${palembang}, '${day}', '${now}')`);
    const ended = await misses(analyst, '2026-09-30', '2026-11-20');
    for (const [day, now] of [
      ['2026-09-04', '2026-11-20'],
      ['2026-09-04', '2026-09-04'],
      ['2026-09-30', '2026-09-30'],
    ] as const)
      expect(await misses(analyst, day, now)).toEqual(ended);
    expect(await misses(head, '2026-09-30', '2026-09-30')).not.toEqual(await misses(head, '2026-09-30', '2026-11-20'));
    expect(await between(head, '2026-10-07', '2026-10-08')).not.toEqual(
      await between(head, '2026-10-01', '2026-10-31'),
    );
    // Nor of this month on another day than the office's own.
    const clock = (day: string | null) =>
      office.owner.updateTable('units.unit').set({ demo_today: day }).where('id', '=', palembang).execute();
    await clock('2026-11-20');
    expect(await on('2026-11-03')).toEqual(await on('2026-11-20'));
    expect(
      await counted(
        analyst,
        `select * from figures.reporting_by_month(${palembang}, '2026-11-01', '2026-11-01', '2026-11-03')`,
      ),
    ).toEqual(
      await counted(
        analyst,
        `select * from figures.reporting_by_month(${palembang}, '2026-11-01', '2026-11-01', '2026-11-20')`,
      ),
    );
    await clock(null);
  });
});

test('a ratio of an unknown number of clients is none', () => {
  const officers = [{ unitId: 1, grade: 'apk', officers: 2, lent: 0, rotating: 0, absent: 0 }];
  expect(ratioOf(null, officers)).toMatchObject({ perOfficer: null, perActive: null });
});

test('an office elsewhere has no figures for a stranger', async () => {
  const asker = await office.as(neighbour);
  await expect(asker.read((ctx) => clientsOn(ctx, { unitId: office.units.palembang }, today))).rejects.toThrow(
    'no figures',
  );
  const units = await asker.read((ctx) => listCountedUnits(ctx));
  expect(units.map((unit) => unit.id)).toEqual([office.units.kupang]);
});

test('an office that does without figures has none of its own, and the region still counts it', async () => {
  const unitId = office.units.musi;
  const off = (is_on: boolean) =>
    office.owner
      .insertInto('units.module_switch')
      .values({ unit_id: unitId, module: 'figures', is_on })
      .onConflict((conflict) => conflict.columns(['unit_id', 'module']).doUpdateSet({ is_on }))
      .execute();
  const asker = await office.as(kanwil);
  const whole = await asker.read((ctx) => clientsOn(ctx, { unitId: office.units.kanwil }, today));
  await off(false);
  await expect(asker.read((ctx) => clientsOn(ctx, { unitId }, today))).rejects.toThrow('no figures');
  expect((await asker.read((ctx) => listCountedUnits(ctx))).map((unit) => unit.id)).not.toContain(unitId);
  expect(await asker.read((ctx) => clientsOn(ctx, { unitId: office.units.kanwil }, today))).toEqual(whole);
  await off(true);
  expect((await asker.read((ctx) => clientsOn(ctx, { unitId }, today))).length).toBeGreaterThan(0);
});

test('officers lent out and rotating are on paper here and not at work here', async () => {
  for (const kind of ['secondment', 'rotation'] as const) {
    const lent = await office.officer('pk', 'palembang');
    await office.owner
      .insertInto('units.posting')
      .values({
        staff_id: lent.staffId,
        unit_id: office.units.musi,
        role: 'pk',
        kind,
        starts_on: '2026-01-01',
        approved_at: new Date(),
      })
      .execute();
  }
  const groups = await (
    await office.as(head)
  ).read((ctx) => officersOn(ctx, { unitId: office.units.palembang }, today));
  expect(ratioOf(58, groups)).toMatchObject({ officers: 3, active: 1, perOfficer: 58 / 3, perActive: 58 });
});

test.each(['palembang', 'kanwil'] as const)(
  'each number of officers of %s opens the list of them, by office, grade and standing',
  async (unit) => {
    const scope = { unitId: office.units[unit] };
    const away = await office.officer('pk', 'musi');
    await office.owner
      .updateTable('units.staff')
      .set({ grade: 'pk_ahli_muda' })
      .where('id', '=', away.staffId)
      .execute();
    await office.owner
      .insertInto('units.absence')
      .values({
        staff_id: away.staffId,
        kind: 'leave',
        starts_on: '2026-11-18',
        ends_on: '2026-11-20',
        made_by: head.accountId,
      })
      .execute();
    const asker = await office.as(unit === 'palembang' ? head : kanwil);
    const groups = await asker.read((ctx) => officersOn(ctx, scope, today));
    expect(groups.length).toBeGreaterThan(unit === 'palembang' ? 0 : 1);
    const listed = (which: WhichOfficers) => asker.read((ctx) => listOfficersOn(ctx, scope, today, which));
    for (const group of groups) {
      const where = { inUnit: group.unitId, grade: group.grade };
      const { officers, lent, rotating, absent } = group;
      const counts = { lent, rotating, absent, active: officers - lent - rotating - absent };
      for (const standing of officerStandings) {
        const { rows, total } = await listed({ ...where, standing });
        expect([total, rows.length], JSON.stringify({ ...where, standing })).toEqual([counts[standing], total]);
        expect(rows.every((one) => one.standing === standing && one.grade === group.grade)).toBe(true);
      }
      expect((await listed(where)).total).toBe(officers);
    }
    const { officers, active } = ratioOf(1, groups);
    expect([(await listed({})).total, (await listed({ standing: 'active' })).total]).toEqual([officers, active]);
  },
);

test('who reads sums only, or counts elsewhere, is told the name of no officer', async () => {
  const centre = await office.as(analyst);
  expect(await centre.read((ctx) => listOfficersOn(ctx, { unitId: office.units.ditjenpas }, today))).toEqual({
    rows: [],
    total: 0,
  });
  const stranger = await office.as(neighbour);
  await expect(stranger.read((ctx) => listOfficersOn(ctx, { unitId: office.units.palembang }, today))).rejects.toThrow(
    'no figures',
  );
});

test('a share names its unknown, and no clients means no share', () => {
  const month = {
    month: months[0]!,
    clients: 3661,
    reported: 311,
    missed: 0,
    excused: 0,
    open: 0,
    notRecorded: 3350,
    nothingOwed: 0,
  };
  expect(sharesOf(month).reported).toBeCloseTo(0.08495, 4);
  expect(sharesOf(month).unknown).toBeCloseTo(0.91505, 4);
  expect(sharesOf({ ...month, clients: 0 })).toEqual({ reported: null, unknown: null });
  expect(addCounts([4, null, 7])).toBe(11);
  expect(addCounts([null, 0])).toBeNull();
  expect(addCounts([])).toBe(0);
});

test('offices stand side by side with the numbers of their own pages, for the analyst with what is hidden there', async () => {
  const october = plainDate('2026-10-01');
  const beside = async (who: Officer, unitId: number) =>
    (await office.as(who)).read((ctx) => listOfficesBeside(ctx, { unitId }, '2026-10' as Month, today));
  const own = async (who: Officer, unitId: number) => {
    const runner = await office.as(who);
    const [month] = await runner.read((ctx) =>
      reportingByMonth(ctx, { unitId }, { from: october, until: october }, today),
    );
    const thrice = (await runner.read((ctx) => missesInARow(ctx, { unitId }, today))).find(
      ({ misses }) => misses === 3,
    );
    const ratio = ratioOf(1, await runner.read((ctx) => officersOn(ctx, { unitId }, today)));
    return {
      clients: await runner.read((ctx) => countClients(ctx, { unitId }, today)),
      inMonth: month!.clients,
      reported: month!.reported,
      missed: month!.missed,
      notRecorded: month!.notRecorded,
      missedThrice: thrice ? thrice.clients : 0,
      officers: ratio.officers,
      active: ratio.active,
    };
  };
  const { palembang, musi, kanwil: region, ditjenpas } = office.units;
  for (const [who, top] of [
    [kanwil, region],
    [analyst, region],
    [analyst, ditjenpas],
  ] as const) {
    const offices = await beside(who, top);
    expect(offices.map((one) => one.unitId)).toEqual(expect.arrayContaining([palembang, musi]));
    for (const { unitId, name, ...numbers } of offices) {
      expect(name).not.toBe('');
      expect([unitId, numbers]).toEqual([unitId, await own(who, unitId)]);
    }
  }
  for (const { unitId, clients: told } of await beside(kanwil, region))
    expect(told).toBe(clients.filter((one) => office.units[one.unit] === unitId && under(one, today)).length);
  expect(await beside(head, palembang)).toEqual([]);
  await expect(beside(neighbour, region)).rejects.toThrow('no figures');
});

test('what a regional office reads of each office adds up to its figures, and nobody reads it of an office that is not below', async () => {
  const runner = await office.as(kanwil);
  const { kanwil: unitId } = office.units;
  const below = await runner.read((ctx) => listOfficesBelow(ctx, unitId, '2026-10' as Month, today));
  const [october] = await runner.read((ctx) =>
    reportingByMonth(ctx, { unitId }, { from: plainDate('2026-10-01'), until: plainDate('2026-10-01') }, today),
  );
  const misses = await runner.read((ctx) => missesInARow(ctx, { unitId }, today));
  const sum = (of: (one: (typeof below)[number]) => number) => below.reduce((all, one) => all + of(one), 0);
  expect(below.map((one) => one.unitId).sort()).toEqual([office.units.palembang, office.units.musi].sort());
  expect([
    sum((one) => one.clients),
    sum((one) => one.reported),
    sum((one) => one.missed),
    sum((one) => one.notRecorded),
  ]).toEqual([october!.clients, october!.reported, october!.missed, october!.notRecorded]);
  expect([sum((one) => one.missedTwice), sum((one) => one.missedThrice)]).toEqual(
    [2, 3].map((times) => misses.find((group) => group.misses === times)?.clients ?? 0),
  );
  expect(sum((one) => one.missed)).toBeGreaterThan(0);

  const client = clients.find((one) => one.unit === 'musi')!;
  await office.owner
    .insertInto('cases.transfer')
    .values({
      case_id: client.id,
      from_unit_id: office.units.musi,
      to_unit_id: office.units.palembang,
      state: 'requested',
      requested_on: '2026-11-02',
      reason: 'pindah rumah',
    })
    .execute();
  const moving = await runner.read((ctx) => listOfficesBelow(ctx, unitId, '2026-10' as Month, today));
  expect(moving.map((one) => [one.transfers, one.transferSince])).toEqual([
    [1, '2026-11-02'],
    [1, '2026-11-02'],
  ]);
  // Each of these numbers opens its list; whoever moves between two offices of a region is one client of the region.
  const behind = async (who: Officer, top: number) =>
    (await office.as(who)).read(async (ctx) => [
      await countTransfers(ctx, { unitId: top }),
      (await listBehind(ctx, { unitId: top }, { of: 'transfers' }, null)).rows.map((row) => [row.caseId, row.day]),
    ]);
  for (const top of [office.units.musi, office.units.palembang, unitId])
    expect(await behind(kanwil, top)).toEqual([1, [[client.id, '2026-11-02']]]);
  // The office to which he goes counts him, and his file is not open to it yet.
  expect(await behind(head, office.units.palembang)).toEqual([1, []]);
  await expect(behind(analyst, unitId)).resolves.toEqual([0, []]);

  const of = async (who: Officer, top: number) =>
    (await office.as(who)).read((ctx) => listOfficesBelow(ctx, top, '2026-10' as Month, today));
  expect(await of(kanwil, office.units.otherKanwil)).toEqual([]);
  expect((await of(neighbour, office.units.ditjenpas)).map((one) => one.unitId)).not.toContain(office.units.musi);
  await expect(of(analyst, office.units.ditjenpas)).rejects.toThrow('figures of the offices below');
});

test('who is lent to, or rotates at, an office that does not use Simpul here is counted as lent or rotating in every place', async () => {
  const unitId = office.units.kupang;
  const there = await office.officer('head_of_bapas', 'kupang');
  const before = await (await office.as(there)).read((ctx) => officersOn(ctx, { unitId }, today));
  const kinds = ['secondment', 'rotation', 'leave'] as const;
  const officers = await Promise.all(kinds.map(() => office.officer('pk', 'kupang')));
  for (const [at, kind] of kinds.entries()) {
    const set = { staffId: officers[at]!.staffId, kind, startsOn: today, endsOn: today, substituteId: null };
    const done = await (await office.as(there)).runOnce({ id: newId(), body: {} }, (ctx) => setAbsence(ctx, set));
    expect(done).toMatchObject({ ok: true });
  }
  const groups = await (await office.as(there)).read((ctx) => officersOn(ctx, { unitId }, today));
  const sum = (of: typeof groups, part: 'officers' | 'lent' | 'rotating' | 'absent') =>
    of.reduce((all, group) => all + group[part], 0);
  for (const [part, more] of [
    ['officers', 3],
    ['lent', 1],
    ['rotating', 1],
    ['absent', 1],
  ] as const)
    expect([part, sum(groups, part) - sum(before, part)]).toEqual([part, more]);
  const { rows } = await (await office.as(there)).read((ctx) => listOfficersOn(ctx, { unitId }, today));
  const standing = new Map(rows.map((row) => [row.staffId, row.standing]));
  expect(officers.map(({ staffId }) => standing.get(staffId))).toEqual(['lent', 'rotating', 'absent']);
  const here = await (await office.as(there)).read((ctx) => officersOf(ctx, unitId, today));
  const state = new Map(here.officers.map((one) => [one.staffId, one.state]));
  expect(officers.map(({ staffId }) => state.get(staffId))).toEqual(['seconded_out', 'rotating', 'absent']);
  const carried = await (
    await office.as(there)
  ).read((ctx) =>
    listCaseloads(
      ctx,
      { unitId, unitPath: [office.units.ditjenpas, office.units.otherKanwil, unitId] },
      {
        from: today,
        through: today,
      },
    ),
  );
  const isHere = new Map(carried.map((one) => [one.staffId, one.here]));
  expect(officers.map(({ staffId }) => isHere.get(staffId))).toEqual([false, false, true]);
});
