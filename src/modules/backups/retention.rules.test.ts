import { expect, test } from 'vitest';
import { expiredArchives, madeAt } from './retention.rules.ts';

const name = (at: string) => `simpul-${at.replace(/[-:]/g, '').slice(0, 15)}Z.simpul`;
const keep = { days: 7, weeks: 4 };

test('sixty nights leave seven days and four weeks', () => {
  const all = Array.from({ length: 60 }, (_, n) => name(new Date(Date.UTC(2026, 8, 1 + n, 18, 30)).toISOString()));
  const left = all.filter((one) => !expiredArchives(all, keep).includes(one));
  expect(left.slice(-7)).toEqual(all.slice(-7));
  expect(left.length).toBeGreaterThanOrEqual(9);
  expect(left.length).toBeLessThanOrEqual(11);
});

test('of several in one day the last stays', () => {
  const all = ['2026-11-20T01:00:00', '2026-11-20T09:00:00', '2026-11-20T18:30:00', '2026-11-19T18:30:00'].map(name);
  expect(expiredArchives(all, keep).sort()).toEqual(all.slice(0, 2).sort());
});

test('an office that was off for half a year keeps what it has, and files of others are left alone', () => {
  expect(expiredArchives([name('2026-01-05T18:30:00'), 'foto-keluarga.zip', 'simpul-lama.simpul'], keep)).toEqual([]);
  expect(madeAt('foto-keluarga.zip')).toBeUndefined();
});
