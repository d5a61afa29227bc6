import { addDays, addMonths, firstOfMonth, lastOfMonth, plainDate, type PlainDate } from '#kernel/plain-date';
import type { Row } from '../copy.server.ts';
import { Dice } from '../dice.ts';
import type { AccusedTables } from './accused.ts';
import { assess } from './assessed.ts';
import { ClientMaker, morning, periodsAhead, workingDayIn, type DemoClient, type Wish } from './clients.ts';
import type { DemoOfficer } from './offices.ts';
import { childrenByKind, clientsByKind, palembangLedgerStart, palembangToday, reportsByMonth } from './published.ts';

const today = plainDate(palembangToday);
const ledgerStart = plainDate(palembangLedgerStart);
/** Ended supervisions on top of the published clients, so that the register book has a past. Our choice. */
const endedClients = 240;
/** So many are under supervision before the first month with reports, since up to 216 reported in a month of 2019. Our choice. */
const beforeFirstMonth = 620;
const firstMonth = plainDate('2019-05-01');

export type OfficeScene = {
  maker: ClientMaker;
  lastNumbers: { year: number; last: number }[];
  /** Rows of other tables, loaded last. */
  extra?: Record<string, Row[]>;
  /** Breaches that have ended, with their steps as they were taken then; loaded as history. */
  ended?: AccusedTables;
};

/** Bapas Palembang: 3,661 clients, 63 officers at work, and every report that its register book and the app counted. */
export function palembang(
  dice: Dice,
  unitId: number,
  officers: readonly DemoOfficer[],
  villages: readonly string[],
): OfficeScene {
  const maker = new ClientMaker(dice, 1671);
  const counsellors = officers.filter(
    (officer) => officer.unit === 'bapas-palembang' && officer.grade !== null && officer.here,
  );
  const wishes = dice
    .shuffle(wantedClients(dice))
    .map((wish, index) => ({ ...wish, pk: counsellors[index % counsellors.length]! }));
  wishes.sort((a, b) => (a.receivedOn < b.receivedOn ? -1 : a.receivedOn > b.receivedOn ? 1 : 0));

  const lastNumber = new Map<number, number>();
  for (const { pk, ...wish } of wishes) {
    const year = Number(wish.receivedOn.slice(0, 4));
    const registerNumber = (lastNumber.get(year) ?? 0) + 1;
    lastNumber.set(year, registerNumber);
    maker.add({ ...wish, unitId, registerNumber, pkStaffId: pk.staffId, today, regency: '16.71', villages });
  }
  const reports = reportAll(maker, dice);
  owe(maker, dice, reports);
  return {
    maker,
    lastNumbers: [...lastNumber].map(([year, last]) => ({ year, last })),
    // Nobody was assessed yet: the office has begun to this month.
    extra: assess(maker, new Dice(20_220_616), { unitId, beganOn: firstOfMonth(today) }),
  };
}

type Wanted = Pick<Wish, 'kind' | 'child' | 'receivedOn' | 'ended'>;

function wantedClients(dice: Dice): Wanted[] {
  const wanted: Wanted[] = [];
  let early = beforeFirstMonth;
  for (const [kind, count] of Object.entries(clientsByKind)) {
    const children = childrenByKind[kind as keyof typeof childrenByKind];
    for (let i = 0; i < count; i++) {
      const child = i < children;
      const isEarly = !child && kind === 'parole_pb' && early-- > 0;
      wanted.push({
        kind,
        child,
        receivedOn: isEarly
          ? between(dice, '2018-01-02', '2019-04-26')
          : between(dice, child ? '2021-09-01' : '2019-05-02', '2022-04-28'),
      });
    }
  }
  for (let i = 0; i < endedClients; i++) {
    const receivedOn = between(dice, '2018-01-02', '2020-12-20');
    const reason = dice.weighed([
      ['period_completed', 88],
      ['deceased', 5],
      ['breach', 7],
    ] as const);
    wanted.push({
      kind: 'parole_pb',
      child: false,
      receivedOn,
      ended: { on: addDays(receivedOn, 200 + dice.int(300)), reason },
    });
  }
  return wanted;
}

function between(dice: Dice, from: string, until: string): PlainDate {
  const first = plainDate(from);
  const span = (Date.parse(until) - Date.parse(from)) / 86_400_000;
  for (;;) {
    const day = addDays(first, dice.int(span + 1));
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) return day;
  }
}

/** Month by month as many different clients as the source counts, those by the app others than those in the office. */
function reportAll(maker: ClientMaker, dice: Dice): Map<string, string> {
  const byMonth = new Map<string, string>();
  const standing = maker.clients.filter((client) => client.endedOn === null);
  for (const [month, inPerson, app] of reportsByMonth) {
    const first = plainDate(`${month}-01`);
    const able = dice.shuffle(standing.filter((client) => client.registeredOn < first));
    const those = able.slice(0, inPerson + app);
    if (those.length < inPerson + app) throw new Error(`too few clients for ${month}`);
    for (const [index, client] of those.entries()) {
      const channel = index < inPerson ? 'in_person' : 'app';
      byMonth.set(
        `${client.caseId} ${month}`,
        report(maker, dice, client, workingDayIn(first, dice, first, lastOfMonth(first)), channel),
      );
    }
  }
  return byMonth;
}

function report(
  maker: ClientMaker,
  dice: Dice,
  client: DemoClient,
  day: PlainDate,
  channel: 'in_person' | 'app',
): string {
  const at = morning(day, dice);
  const id = dice.id(at);
  maker.tables['check_ins.check_in'].push({
    id,
    case_id: client.caseId,
    unit_id: client.unitId,
    guarded: client.child,
    obligation_id: null,
    channel,
    happened_on: day,
    happened_at: at.toISOString(),
    recorded_at: at.toISOString(),
    received_by: channel === 'in_person' ? client.pkStaffId : null,
    grade: channel === 'in_person' ? 'A' : 'D',
    counts: true,
    standing: 'on_time',
    review: channel === 'app' ? 'accepted' : null,
  });
  maker.tell(at, 'check-in.recorded', client.unitId, client.caseId, client.personId, { channel, checkInId: id });
  return id;
}

/** What was owed from the month after reception: fulfilled where a report is known, else not recorded; June 2022 is under way. */
function owe(maker: ClientMaker, dice: Dice, reports: ReadonlyMap<string, string>): void {
  const reported = new Map(maker.tables['check_ins.check_in'].map((row) => [row['id'] as string, row]));
  for (const client of maker.clients) {
    const last = client.endedOn ?? today;
    for (let month = firstAfter(client.registeredOn); month <= last; month = addMonths(month, 1)) {
      const checkIn = reports.get(`${client.caseId} ${month.slice(0, 7)}`);
      const until =
        client.endedOn !== null && client.endedOn < lastOfMonth(month) ? client.endedOn : lastOfMonth(month);
      const id = dice.id(morning(month, dice));
      if (checkIn) reported.get(checkIn)!['obligation_id'] = id;
      maker.tables['check_ins.obligation'].push({
        id,
        case_id: client.caseId,
        unit_id: client.unitId,
        guarded: client.child,
        period_from: month,
        period_until: until,
        state: checkIn ? 'fulfilled' : month < ledgerStart ? 'not_recorded' : client.endedOn ? 'lifted' : 'scheduled',
        fulfilled_by: checkIn ?? null,
        closed_at: month < ledgerStart ? morning(addMonths(month, 1), dice).toISOString() : null,
        rule_id: 'check-ins.frequency',
        rule_version: '1999-05-19',
      });
    }
    for (const { from, until } of periodsAhead(client, today))
      maker.tables['check_ins.obligation'].push(scheduled(dice, client, from, until));
  }
}

/** A period that has not begun. */
export function scheduled(dice: Dice, client: DemoClient, from: PlainDate, until: PlainDate): Row {
  return {
    id: dice.id(morning(from, dice)),
    case_id: client.caseId,
    unit_id: client.unitId,
    guarded: client.child,
    period_from: from,
    period_until: until,
    state: 'scheduled',
    missed_in_a_row: 0,
    fulfilled_by: null,
    closed_at: null,
    rule_id: 'check-ins.frequency',
    rule_version: '1999-05-19',
  };
}

function firstAfter(day: PlainDate): PlainDate {
  return addMonths(before(firstOfMonth(day), firstMonth), 1);
}

/** The ledger of the demo begins with the first month of which anything is known. */
function before(month: PlainDate, first: PlainDate): PlainDate {
  return month < first ? addMonths(first, -1) : month;
}
