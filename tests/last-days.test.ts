import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { inLanguage } from '#messages/server';
import { dueWords, sayDue, sayLastDay, shortDueWords } from '../src/routes/due.server.ts';

/** "Friday" is not enough to know how long somebody has: five working days and five days of the calendar end on different ones. */
const friday = plainDate('2026-11-27');
const today = plainDate('2026-11-20');

test.each([
  ['calendar', 'hari kalender', 'calendar days'],
  ['working', 'hari kerja', 'working days'],
  ['named', 'hari yang ditetapkan', 'a day that was set'],
] as const)(
  'a last day says that its days are of the kind %s, in both languages and however short',
  (counts, id, en) => {
    const row = { dueOn: friday, dueCounts: counts };
    const due = { on: friday, counts };
    for (const [language, word] of [
      ['id', id],
      ['en', en],
    ] as const)
      inLanguage(language, () => {
        expect(dueWords(row, today, language)).toContain(`(${word})`);
        expect(sayDue(due, today, language)).toContain(`(${word})`);
        expect(sayLastDay(due, language)).toContain(`(${word})`);
        expect(shortDueWords(row, language)).toContain(`(${word})`);
      });
  },
);

test('nothing is said of a row that is not due', () => {
  expect(dueWords({ dueOn: null, dueCounts: null }, today, 'id')).toBeUndefined();
  expect(shortDueWords({ dueOn: null, dueCounts: null }, 'id')).toBe('');
});

/** Where a last day is written as a bare day, and why that is no term of which days were counted. */
const bare: Readonly<Record<string, string>> = {
  'src/routes/(app)/clients/+page.server.ts': 'the last day of a period of reporting: its month stands in the ledger',
};
/** What may be asked of a last day beside writing it. */
const reckons = /^(daysBetween|lastDay|workingDaysLeft|sayDaysLeft|leftWords|isPlainDate)$/;

test('no page writes a last day past the one place that says how it was counted', () => {
  const found = readdirSync('src/routes', { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|svelte)$/.test(path))
    .map((path) => `src/routes/${path}`)
    .filter((path) => {
      const calls = readFileSync(path, 'utf8').matchAll(/(\w+)\((?:[\w!]+[.?]+)*(?:dueOn|serviceUntil|due\.on)\b/g);
      return path !== 'src/routes/due.server.ts' && [...calls].some(([, call]) => !reckons.test(call!));
    });
  expect(found.sort()).toEqual(Object.keys(bare));
});
