import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, daysBetween, lastOfMonth, plainDate, type PlainDate } from '#kernel/plain-date';
import { faultsOfRules } from '#kernel/rule';
import { dayAt, zones } from '#kernel/zone';
import { asMany } from '#tests/support/width';
import type { Channel, Grade, ObligationState } from './ledger.ts';
import { consequenceOfMisses, missedInARow } from './misses.rules.ts';
import {
  availableDays,
  periodsOwed,
  planObligations,
  spanAround,
  type Standing,
  type Supervision,
} from './obligations.rules.ts';
import { copiedNarratives, manyAtOnce } from './patterns.rules.ts';
import {
  backDating,
  challengeHolds,
  channelCounts,
  evidenceGrade,
  inPersonShare,
  judgeDay,
  judgePeriod,
  minimumGrade,
  type PeriodFacts,
  type Report,
} from './reports.rules.ts';
import { checkInRules } from './rules.ts';
import { clockSigns, deviceSigns, photoSigns, positionSigns } from './signs.rules.ts';

const today = plainDate('2026-11-20');

function aSupervision(over: Partial<Supervision> = {}): Supervision {
  return {
    kind: 'parole_pb',
    ageGroup: 'adult',
    risk: null,
    receivedOn: plainDate('2026-08-17'),
    guidanceStart: null,
    guidanceEnd: null,
    endedOn: null,
    pauses: [],
    phases: [],
    ledgerFrom: plainDate('2020-01-01'),
    ...over,
  };
}
const span = spanAround(today, 12);
const days = (of: Supervision, chosen = {}) =>
  periodsOwed(of, span, () => chosen).map((one) => `${one.from}..${one.through}`);

test('the list of rules has no faults', () => {
  expect(faultsOfRules(checkInRules)).toEqual([]);
});

describe('what is owed', () => {
  test('one report a month, from the month after reception', () => {
    expect(days(aSupervision())).toEqual([
      '2026-09-01..2026-09-30',
      '2026-10-01..2026-10-31',
      '2026-11-01..2026-11-30',
      '2026-12-01..2026-12-31',
      '2027-01-01..2027-01-31',
    ]);
  });
  test('one received on the first of a month begins in the next one all the same', () => {
    expect(days(aSupervision({ receivedOn: plainDate('2026-11-01') }))[0]).toBe('2026-12-01..2026-12-31');
  });
  test('two a month are two obligations with half a month each, also in February', () => {
    const february = periodsOwed(aSupervision({ risk: 'high', receivedOn: plainDate('2027-01-20') }), {
      from: plainDate('2027-02-01'),
      until: plainDate('2027-03-01'),
    });
    expect(february).toEqual([
      { from: '2027-02-01', through: '2027-02-15' },
      { from: '2027-02-16', through: '2027-02-28' },
    ]);
  });
  test('an office may ask a kind of client twice, and aftercare asks nothing', () => {
    expect(days(aSupervision(), { 'check-ins.frequency': { kind_parole_pb: 'twice_a_month' } })).toHaveLength(10);
    expect(days(aSupervision({ kind: 'aftercare' }))).toEqual([]);
    expect(days(aSupervision({ risk: 'high' }), { 'check-ins.frequency': { risk_high: 'by_default' } })).toHaveLength(
      5,
    );
  });
  test('the end of guidance cuts the last period, and a rest of a few days is not owed', () => {
    expect(days(aSupervision({ guidanceEnd: plainDate('2026-12-10') })).at(-1)).toBe('2026-12-01..2026-12-10');
    expect(days(aSupervision({ guidanceEnd: plainDate('2026-12-06') })).at(-1)).toBe('2026-11-01..2026-11-30');
  });
  test('a pause that leaves fewer than seven days lifts a period, a shorter one does not', () => {
    const pause = (from: string, through: string | null) => ({
      from: plainDate(from),
      through: through === null ? null : plainDate(through),
    });
    expect(days(aSupervision({ pauses: [pause('2026-10-05', '2026-10-31')] }))).not.toContain('2026-10-01..2026-10-31');
    expect(days(aSupervision({ pauses: [pause('2026-10-05', '2026-10-20')] }))).toContain('2026-10-01..2026-10-31');
    expect(days(aSupervision({ pauses: [pause('2026-10-05', null)] }))).toEqual(['2026-09-01..2026-09-30']);
  });

  const aDay = fc.integer({ min: -400, max: 400 }).map((off) => addDays(today, off));
  const someone = fc.record({
    receivedOn: aDay,
    guidanceEnd: fc.option(aDay),
    endedOn: fc.option(aDay),
    risk: fc.constantFrom('low' as const, 'high' as const, null),
    pauses: fc.array(
      fc
        .tuple(aDay, fc.option(fc.nat(60)))
        .map(([from, length]) => ({ from, through: length === null ? null : addDays(from, length) })),
      { maxLength: 2 },
    ),
  });
  test('periods never overlap, never begin before the month after reception, never pass the end, and lie within a month', () => {
    fc.assert(
      fc.property(someone, (over) => {
        const of = aSupervision(over);
        const owed = periodsOwed(of, span);
        for (const [index, one] of owed.entries()) {
          expect(one.from <= one.through).toBe(true);
          expect(one.from.slice(0, 7)).toBe(one.through.slice(0, 7));
          expect(one.from > lastOfMonth(of.receivedOn)).toBe(true);
          for (const end of [of.guidanceEnd, of.endedOn]) if (end) expect(one.through <= end).toBe(true);
          expect(availableDays(one, of)).toBeGreaterThanOrEqual(7);
          if (index > 0) expect(one.from > owed[index - 1]!.through).toBe(true);
        }
      }),
      { numRuns: asMany(400, 10_000) },
    );
  });
  test('laying out twice changes nothing the second time', () => {
    fc.assert(
      fc.property(someone, someone, (first, later) => {
        const apply = (of: Supervision, standing: readonly Standing[]) => {
          const plan = planObligations(of, standing, span, today);
          const kept = standing.filter((one) => !plan.lift.includes(one.id));
          return { plan, ledger: [...kept, ...plan.add.map((one) => ({ ...one, id: `${one.from}/${one.through}` }))] };
        };
        const once = apply(aSupervision(first), []);
        const changed = apply(aSupervision({ ...later, receivedOn: first.receivedOn }), once.ledger);
        const again = apply(aSupervision({ ...later, receivedOn: first.receivedOn }), changed.ledger);
        expect(again.plan).toEqual({ add: [], lift: [] });
        const sorted = [...changed.ledger].sort((a, b) => (a.from < b.from ? -1 : 1));
        sorted.slice(1).forEach((one, index) => expect(one.from > sorted[index]!.through).toBe(true));
      }),
      { numRuns: asMany(400, 10_000) },
    );
  });
  test('periods before the ledger, and those laid out only after they ended, are not recorded', () => {
    const plan = planObligations(aSupervision({ ledgerFrom: plainDate('2026-11-13') }), [], span, today);
    expect(plan.add.map((one) => one.state)).toEqual([
      'not_recorded',
      'not_recorded',
      'not_recorded',
      'scheduled',
      'scheduled',
    ]);
    const late = planObligations(aSupervision(), [], span, today);
    expect(late.add.map((one) => one.state)).toEqual([
      'not_recorded',
      'not_recorded',
      'scheduled',
      'scheduled',
      'scheduled',
    ]);
  });
  test('what was reported, sent or excused is never touched', () => {
    const standing: Standing[] = (['submitted', 'fulfilled', 'excused'] as const).map((state, index) => {
      const from = addMonths(plainDate('2026-09-01'), index);
      return { id: state, from, through: lastOfMonth(from), state };
    });
    const ended = planObligations(aSupervision({ endedOn: plainDate('2026-09-02') }), standing, span, today);
    expect(ended.lift).toEqual([]);
  });
  test('of a month whose period was cut by an end since moved, a higher risk makes up no half that has passed', () => {
    const cut: Standing = {
      id: 'cut',
      from: plainDate('2026-11-01'),
      through: plainDate('2026-11-07'),
      state: 'missed',
    };
    const of = aSupervision({ guidanceEnd: plainDate('2026-11-24'), risk: 'high' });
    const plan = planObligations(of, [cut], span, plainDate('2026-11-25'));
    expect(plan.add.filter((one) => one.from.startsWith('2026-11'))).toEqual([]);
    // Nor where what stands happens to have the days that today's pace would give it.
    const half: Standing = { ...cut, through: plainDate('2026-11-15') };
    const known = planObligations(of, [half], span, plainDate('2026-11-25'));
    expect(known.add.filter((one) => one.from.startsWith('2026-11'))).toEqual([]);
  });
  test('a miss inside a pause that was entered late is lifted', () => {
    const october: Standing = {
      id: 'oct',
      from: plainDate('2026-10-01'),
      through: plainDate('2026-10-31'),
      state: 'missed',
    };
    const pauses = [{ from: plainDate('2026-09-28'), through: plainDate('2026-11-02') }];
    expect(planObligations(aSupervision({ pauses }), [october], span, today).lift).toEqual(['oct']);
  });
});

describe('which reports count', () => {
  const counts = (channel: Channel, over = {}, chosen = {}) =>
    channelCounts.decide(
      { channel, medium: null, talked: true, urgentReason: false, travelling: false, ...over },
      chosen,
    ).result;
  test('a presence call never counts, whatever was said or chosen', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.boolean(),
        (talked, urgentReason) => !counts('presence_call', { talked, urgentReason }),
      ),
    );
  });
  test('a home visit counts when guidance was given and the office lets it', () => {
    expect(counts('home_visit')).toBe(true);
    expect(counts('home_visit', { talked: false })).toBe(false);
    expect(counts('home_visit', {}, { home_visit: false })).toBe(false);
  });
  test('a call without content is no report; where calls need urgency they need a reason', () => {
    expect(counts('remote_call', { talked: false })).toBe(false);
    expect(counts('remote_call', {}, { remote_call: 'if_urgent' })).toBe(false);
    expect(counts('remote_call', { urgentReason: true }, { remote_call: 'if_urgent' })).toBe(true);
    expect(counts('remote_call', {}, { remote_call: 'not_allowed' })).toBe(false);
  });
  test('evidence is graded by who saw whom', () => {
    const grade = (channel: Channel, medium: 'video' | 'telephone' | null, photo = false, challenge = false) =>
      evidenceGrade.decide({ channel, medium, photo, challenge }).result;
    expect([grade('in_person', null), grade('remote_call', 'video'), grade('app', null, true, true)]).toEqual([
      'A',
      'B',
      'C',
    ]);
    expect([
      grade('app', null, true, false),
      grade('app', null),
      grade('helper', null),
      grade('remote_call', 'telephone'),
    ]).toEqual(['D', 'D', 'D', 'D']);
  });
  test('the least evidence is what the plan or the office asks, whichever is more', () => {
    const least = (plan: Grade, risk: Supervision['risk'], chosen = {}) =>
      minimumGrade.decide({ plan, risk }, chosen).result;
    expect([least('D', null), least('D', 'very_high'), least('B', 'low')]).toEqual(['D', 'D', 'B']);
    expect(least('D', 'high', { risk_high: 'C' })).toBe('C');
    expect(least('A', 'high', { risk_high: 'C' })).toBe('A');
    expect(least('D', 'low', { risk_high: 'C' })).toBe('D');
  });
  test('a number of a photo holds for ten minutes and once', () => {
    const at = new Date('2026-11-20T02:00:00Z');
    const after = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
    expect(challengeHolds({ madeAt: at, usedAt: null }, after(10))).toBe(true);
    expect(challengeHolds({ madeAt: at, usedAt: null }, after(10.01))).toBe(false);
    expect(challengeHolds({ madeAt: at, usedAt: after(1) }, after(2))).toBe(false);
  });
  test('three days back is fine for anyone, four need the section head', () => {
    const facts = (back: number) => ({ happenedOn: addDays(today, -back), today });
    expect(backDating.decide(facts(3)).result).toBe('fine');
    expect(backDating.decide(facts(4)).result).toBe('needs_section_head');
    const of = { receivedOn: plainDate('2026-01-01'), endedOn: null };
    expect(judgeDay({ happenedOn: addDays(today, -4) }, of, today, {}, false)).toEqual({
      ok: false,
      refusal: 'too_long_ago',
    });
    expect(judgeDay({ happenedOn: addDays(today, -4) }, of, today, {}, true)).toEqual({ ok: true });
    expect(judgeDay({ happenedOn: addDays(today, 1) }, of, today, {}, true)).toEqual({
      ok: false,
      refusal: 'in_the_future',
    });
  });
  test('a report at half past eleven at night in Jayapura is of that day, whatever the server thinks', () => {
    const instant = new Date('2026-11-30T14:30:00Z'); // 23:30 WIT, 22:30 WITA, 21:30 WIB
    expect(zones.map((zone) => dayAt(zone, instant))).toEqual(['2026-11-30', '2026-11-30', '2026-11-30']);
    const later = new Date('2026-11-30T15:30:00Z'); // 00:30 WIT already
    expect(zones.map((zone) => dayAt(zone, later))).toEqual(['2026-11-30', '2026-11-30', '2026-12-01']);
  });
});

describe('what a period comes to', () => {
  const november: PeriodFacts = {
    id: 'november',
    from: plainDate('2026-11-01'),
    through: plainDate('2026-11-30'),
    state: 'scheduled',
    excused: false,
    ledgerFrom: plainDate('2020-01-01'),
  };
  const aReport = (over: Partial<Report> = {}): Report => ({
    id: 'one',
    channel: 'in_person',
    happenedOn: plainDate('2026-11-10'),
    recordedAt: new Date('2026-11-10T02:00:00Z'),
    counts: true,
    review: null,
    lateFor: null,
    ...over,
  });
  const on = (day: string) => plainDate(day);

  test('the last day is inside, the day after is too late', () => {
    expect(judgePeriod(november, [], on('2026-11-30')).state).toBe('scheduled');
    expect(judgePeriod(november, [], on('2026-12-01')).state).toBe('missed');
    expect(judgePeriod(november, [aReport({ happenedOn: on('2026-11-30') })], on('2026-12-01')).state).toBe(
      'fulfilled',
    );
    expect(judgePeriod(november, [aReport({ happenedOn: on('2026-12-01') })], on('2026-12-01')).state).toBe('missed');
  });
  test('sent in time and not reviewed is not missed; refused by the review it is', () => {
    const sent = aReport({ channel: 'app' });
    expect(judgePeriod(november, [sent], on('2026-12-05')).state).toBe('submitted');
    expect(judgePeriod(november, [{ ...sent, review: 'accepted_with_concern' }], on('2026-12-05')).state).toBe(
      'fulfilled',
    );
    for (const review of ['not_the_person', 'more_needed'] as const) {
      expect(judgePeriod(november, [{ ...sent, review }], on('2026-12-05')).state).toBe('missed');
      expect(judgePeriod(november, [{ ...sent, review }], on('2026-11-15')).state).toBe('scheduled');
    }
  });
  test('a report at the desk wins over one that waits, and the other is extra', () => {
    const verdict = judgePeriod(
      november,
      [aReport({ id: 'app', channel: 'app' }), aReport({ id: 'desk', happenedOn: on('2026-11-12') })],
      today,
    );
    expect(verdict).toMatchObject({ state: 'fulfilled', fulfilledBy: 'desk' });
    expect(verdict.standings.get('app')).toBe('extra');
  });
  test('a report for the period after its end makes it late', () => {
    const late = aReport({ happenedOn: on('2026-12-03'), lateFor: 'november' });
    expect(judgePeriod(november, [late], on('2026-12-03'))).toMatchObject({ state: 'fulfilled', late: true });
  });
  test('a period before the ledger is never missed', () => {
    expect(judgePeriod({ ...november, ledgerFrom: on('2026-11-02') }, [], on('2027-01-01')).state).toBe('not_recorded');
  });
  test('the order in which things were typed changes nothing', () => {
    const aChannel = fc.constantFrom<Channel>('in_person', 'app', 'helper', 'home_visit', 'presence_call');
    const reports = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        channel: aChannel,
        happenedOn: fc.integer({ min: -5, max: 40 }).map((off) => addDays(plainDate('2026-11-01'), off)),
        recordedAt: fc.date({ noInvalidDate: true }),
        counts: fc.boolean(),
        review: fc.constantFrom(null, 'accepted', 'not_the_person', 'more_needed') as fc.Arbitrary<Report['review']>,
        lateFor: fc.constant(null),
      }),
      { maxLength: 6, selector: (one) => one.id },
    );
    fc.assert(
      fc.property(reports, fc.infiniteStream(fc.nat()), (some, dice) => {
        const shuffled = some
          .map((one) => ({ one, at: dice.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const [a, b] = [
          judgePeriod(november, some, on('2026-12-20')),
          judgePeriod(november, shuffled, on('2026-12-20')),
        ];
        expect({ ...a, standings: Object.fromEntries(a.standings) }).toEqual({
          ...b,
          standings: Object.fromEntries(b.standings),
        });
        expect([...a.standings.values()].filter((one) => one === 'on_time').length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the row of misses', () => {
  const row = (text: string, chosen = {}) => {
    const states: Record<string, { state: ObligationState; late: boolean }> = {
      m: { state: 'missed', late: false },
      f: { state: 'fulfilled', late: false },
      l: { state: 'fulfilled', late: true },
      e: { state: 'excused', late: false },
      n: { state: 'not_recorded', late: false },
      s: { state: 'submitted', late: false },
      x: { state: 'lifted', late: false },
    };
    return missedInARow
      .decide(
        [...text].map((one) => states[one]!),
        chosen,
      )
      .result.join('');
  };
  test('a report breaks it, so do an excuse, an unknown period and one that waits for review', () => {
    expect(row('mmfmmm')).toBe('120123');
    expect(row('memnmsm')).toBe('1010101');
  });
  test('a paused time is as if it had never been', () => {
    expect(row('mxxm')).toBe('1002');
  });
  test('a late report breaks it or counts as a miss, as the office chose', () => {
    expect(row('mlm')).toBe('101');
    expect(row('mlm', { late_report: 'counts_as_missed' })).toBe('123');
  });
  test('first a reminder, then a warning, then a breach; an office may wait longer', () => {
    const after = (misses: number, chosen = {}) => consequenceOfMisses.decide(misses, chosen).result;
    expect([0, 1, 2, 3, 4].map((one) => after(one))).toEqual(['none', 'reminder', 'warning', 'breach', 'breach']);
    expect(after(3, { breach: 4 })).toBe('warning');
  });
});

describe('signs and patterns', () => {
  const received = new Date('2026-11-20T02:00:00Z');
  const at = (latitude: number, longitude: number, minutesAgo: number, accuracyM = 20) => ({
    latitude,
    longitude,
    accuracyM,
    at: new Date(received.getTime() - minutesAgo * 60_000),
  });
  const kinds = (signs: readonly { kind: string }[]) => signs.map((one) => one.kind);

  test('Medan to Jayapura in an hour is impossible, Palembang to Prabumulih is not', () => {
    expect(kinds(positionSigns(at(-2.5337, 140.7181, 0), [at(3.5952, 98.6722, 60)], received))).toEqual([
      'position_impossible',
    ]);
    expect(kinds(positionSigns(at(-3.4324, 104.2346, 0), [at(-2.9761, 104.7754, 90)], received))).toEqual([]);
  });
  test('the same six decimals three times are asked about', () => {
    const home = (days: number) => at(-2.976123, 104.775412, days * 1440);
    expect(kinds(positionSigns(home(0), [home(30)], received))).toEqual([]);
    expect(kinds(positionSigns(home(0), [home(30), home(60)], received))).toEqual(['position_repeated']);
  });
  test('the very same accuracy four times in a row is asked about, wherever he was', () => {
    const seen = (accuracies: (number | null)[]) =>
      kinds(
        positionSigns(
          { ...at(-2.97, 104.77, 0), accuracyM: 12.5 },
          accuracies.map((accuracyM, index) => ({
            ...at(-2.97 + index / 100, 104.77, (index + 1) * 43_200),
            accuracyM,
          })),
          received,
        ),
      );
    expect(seen([12.5, 12.5, 12.5])).toEqual(['accuracy_constant']);
    expect(seen([12.5, 12.5])).toEqual([]);
    expect(seen([12.5, 31, 12.5, 12.5])).toEqual([]);
    expect(seen([null, null, null])).toEqual([]);
  });
  test('a clock in the future, a stale one, another zone and the sea off Africa are asked about', () => {
    expect(kinds(positionSigns(at(-2.9, 104.7, -10), [], received))).toEqual(['clock_off']);
    expect(kinds(positionSigns(at(-2.9, 104.7, 240), [], received))).toEqual(['clock_off']);
    expect(kinds(positionSigns(at(0, 0, 0), [], received))).toEqual(['position_outside']);
    expect(kinds(clockSigns('Asia/Tokyo', 'Asia/Jakarta'))).toEqual(['clock_off']);
    expect(kinds(clockSigns('Asia/Bangkok', 'Asia/Jakarta'))).toEqual([]);
    expect(kinds(clockSigns('Mars/Olympus', 'Asia/Jakarta'))).toEqual([]);
  });
  test('a thousand honest monthly tracks, with weak positions and ferries, give at most two in a hundred a sign', () => {
    let flagged = 0;
    let dice = 12345;
    const random = () => (dice = (dice * 1103515245 + 12345) % 2147483648) / 2147483648;
    for (let one = 0; one < 1000; one++) {
      const earlier = [1, 2, 3].map((month) =>
        at(-2.97 + (random() - 0.5) * 2, 104.77 + (random() - 0.5) * 3, month * 43_200, random() * 3000),
      );
      const now = at(-2.97 + (random() - 0.5) * 2, 104.77 + (random() - 0.5) * 3, random() * 20, random() * 3000);
      if (positionSigns(now, earlier, received).length > 0) flagged += 1;
    }
    expect(flagged).toBeLessThanOrEqual(20);
  });
  test('the same photo is told from one that only looks alike', () => {
    expect(kinds(photoSigns([{ sameBytes: true, sameClient: true, bits: 0 }]))).toEqual(['photo_reused']);
    expect(kinds(photoSigns([{ sameBytes: false, sameClient: false, bits: 6 }]))).toEqual(['photo_similar']);
    expect(kinds(photoSigns([{ sameBytes: false, sameClient: false, bits: 9 }]))).toEqual([]);
    expect(kinds(deviceSigns('b', 'a'))).toEqual(['device_changed']);
    expect(kinds(deviceSigns('b', null))).toEqual([]);
  });
  test('eight entries by sight in five minutes, not seven, and cards do not count', () => {
    const entries = (count: number, by: 'sight' | 'card' = 'sight') =>
      Array.from({ length: count }, (_, index) => ({ at: new Date(index * 40_000), by }));
    expect(manyAtOnce(entries(7))).toBe(false);
    expect(manyAtOnce(entries(8))).toBe(true);
    expect(manyAtOnce(entries(40, 'card'))).toBe(false);
    expect(manyAtOnce(entries(8).map((one, index) => ({ ...one, at: new Date(index * 60_000) })))).toBe(false);
  });
  test('the same narrative over five clients is shown, over four it is not', () => {
    const talk = 'Klien sehat, bekerja sebagai buruh, tidak ada masalah dan akan melapor bulan depan.';
    const others = (count: number) => Array.from({ length: count }, (_, index) => ({ caseId: `c${index}`, talk }));
    expect(copiedNarratives({ caseId: 'mine', talk }, others(3))).toEqual([]);
    expect(copiedNarratives({ caseId: 'mine', talk }, others(4)).map(({ caseId }) => caseId)).toEqual([
      'mine',
      'c0',
      'c1',
      'c2',
      'c3',
    ]);
    expect(copiedNarratives({ caseId: 'mine', talk: 'Sehat.' }, others(9))).toEqual([]);
  });
  test('the share of face-to-face reports is shown and low only when there is enough to say', () => {
    const share = (fulfilledBy: Channel[], risk: Supervision['risk'] = null) =>
      inPersonShare.decide({ fulfilledBy, risk }).result;
    expect(share(['app', 'app']).below).toBe(false);
    expect(share(['in_person', 'app'], 'high')).toEqual({ inPerson: 1, of: 2, oneIn: 1, below: true });
    expect(share(['in_person', 'home_visit'], 'very_high').below).toBe(false);
    expect(share(['app', 'app', 'app'])).toEqual({
      inPerson: 0,
      of: 3,
      oneIn: 3,
      below: true,
    });
    expect(share(['app', 'home_visit', 'app']).below).toBe(false);
  });
});

test('every day of a whole year belongs to exactly one period of a client who reports twice a month', () => {
  const of = aSupervision({ risk: 'very_high', receivedOn: plainDate('2023-11-05') });
  const owed = periodsOwed(of, { from: plainDate('2024-01-01'), until: plainDate('2025-01-01') });
  let covered = 0;
  for (let day = plainDate('2024-01-01'); day < '2025-01-01'; day = addDays(day, 1) as PlainDate) {
    expect(owed.filter((one) => one.from <= day && day <= one.through)).toHaveLength(1);
    covered += 1;
  }
  expect(covered).toBe(daysBetween(plainDate('2024-01-01'), plainDate('2025-01-01')));
});
