import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, monthOf, plainDate, type PlainDate } from '#kernel/plain-date';
import { judgeKeeping } from './keeping.rules.ts';
import { layTimeline } from './timeline.rules.ts';

const today = plainDate('2026-06-10');
const days = fc.array(fc.integer({ min: -1500, max: 60 }).map((step) => addDays(today, step)));
const event = (on: PlainDate) => ({ kind: 'phase' as const, id: on, on, word: null });

test('whatever is handed in stands in one row, that of its month or the one for all before', () => {
  fc.assert(
    fc.property(days, days, days, days, (periods, contacts, letters, events) => {
      const rows = layTimeline(
        {
          periods: periods.map((from) => ({ from })),
          contacts: contacts.map((on) => ({ on })),
          letters: letters.map((on) => ({ on })),
          events: events.map(event),
        },
        today,
      );
      const back = (pick: (row: (typeof rows)[number]) => PlainDate[]) => rows.flatMap(pick).sort();
      expect(back((row) => row.periods.map(({ from }) => from))).toEqual([...periods].sort());
      expect(back((row) => row.contacts.map(({ on }) => on))).toEqual([...contacts].sort());
      expect(back((row) => row.letters.map(({ on }) => on))).toEqual([...letters].sort());
      expect(back((row) => row.events.map(({ on }) => on))).toEqual([...events].sort());
      for (const row of rows)
        for (const { on } of row.contacts)
          expect(row.month === null ? on < '2024-07-01' : monthOf(on) === row.month).toBe(true);
      const months = rows.flatMap(({ month }) => month ?? []);
      expect(months).toEqual([...months].sort());
      expect(new Set(months).size).toBe(months.length);
    }),
  );
});

test('a month with nothing in it has its row, up to today', () => {
  const rows = layTimeline(
    { periods: [{ from: plainDate('2026-02-03') }], contacts: [], letters: [], events: [] },
    today,
  );
  expect(rows.map(({ month }) => month)).toEqual(['2026-02', '2026-03', '2026-04', '2026-05', '2026-06']);
  expect(layTimeline({ periods: [], contacts: [], letters: [], events: [] }, today)).toEqual([]);
});

test('how a condition was kept: people decided, people examine, the ledger counts, nothing is on record', () => {
  const breach = (state: 'reprimanded' | 'open' | 'closed_unfounded') => ({
    id: state,
    state,
    grounds: ['missed_in_a_row' as const],
  });
  const states = ['fulfilled', 'missed', 'excused', 'not_recorded'] as const;
  const kept = (code: string | null, breaches: ReturnType<typeof breach>[]) =>
    judgeKeeping(code, breaches, states).keeping;
  expect(kept('report_to_bapas', [breach('open'), breach('reprimanded')])).toBe('broken');
  expect(kept('report_to_bapas', [breach('open')])).toBe('examined');
  expect(kept('report_to_bapas', [breach('closed_unfounded')])).toBe('counted');
  expect(judgeKeeping('report_to_bapas', [], states).reports).toEqual({ owed: 4, reported: 1, missed: 1, unknown: 1 });
  expect(kept('no_unrest', [breach('reprimanded')])).toBe('no_record');
  expect(kept(null, [breach('reprimanded')])).toBe('no_record');
});
