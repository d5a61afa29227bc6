import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainDate } from './plain-date.ts';
import { dayAt, instantAt, isZone, parseClockTime, startOfDay, timeAt, zoneLabel, zones } from './zone.ts';

const anyInstant = fc.date({
  min: new Date('1965-01-01T00:00:00Z'),
  max: new Date('2199-12-30T00:00:00Z'),
  noInvalidDate: true,
});

test('half past eleven at night in Jakarta is already tomorrow in Jayapura', () => {
  const now = new Date('2026-11-20T23:30:00+07:00');

  expect(dayAt('Asia/Jakarta', now)).toBe('2026-11-20');
  expect(dayAt('Asia/Jayapura', now)).toBe('2026-11-21');
  expect([timeAt('Asia/Jakarta', now), zoneLabel['Asia/Jakarta']]).toEqual(['23:30', 'WIB']);
  expect(timeAt('Asia/Jayapura', now)).toBe('01:30');
});

test('the arithmetic agrees with the time zone data of this machine', () => {
  fc.assert(
    fc.property(anyInstant, fc.constantFrom(...zones), (instant, zone) => {
      const theirs = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
      expect(dayAt(zone, instant)).toBe(theirs.toPlainDate().toString());
      expect(timeAt(zone, instant)).toBe(theirs.toPlainTime().toString().slice(0, 5));
    }),
  );
});

test('a day written down is the day that is read back', () => {
  fc.assert(
    fc.property(anyInstant, fc.constantFrom(...zones), (instant, zone) => {
      const day = dayAt(zone, instant);
      const start = startOfDay(zone, day);
      expect(dayAt(zone, start)).toBe(day);
      expect(dayAt(zone, new Date(start.getTime() - 1))).not.toBe(day);
      expect(timeAt(zone, instantAt(zone, day, timeAt(zone, instant)))).toBe(timeAt(zone, instant));
    }),
  );
});

test('answers are the same whatever zone the server is set to', () => {
  const script = `
    const z = await import(${JSON.stringify(new URL('./zone.ts', import.meta.url).href)});
    const out = [];
    for (let i = 0; i < 3000; i++) {
      const instant = new Date(-157766400000 + i * 2345678901);
      for (const zone of z.zones) out.push(z.dayAt(zone, instant), z.timeAt(zone, instant), z.startOfDay(zone, z.dayAt(zone, instant)).getTime());
    }
    console.log(out.join(' '));`;
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const answers = ['UTC', 'Asia/Jayapura', 'America/New_York'].map((TZ) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd,
      env: { ...process.env, TZ },
      encoding: 'utf8',
    }),
  );

  expect(answers[0]!.length).toBeGreaterThan(10_000);
  expect(new Set(answers).size).toBe(1);
});

test('what is no zone, no time or no instant is refused', () => {
  expect(isZone('Asia/Jakarta')).toBe(true);
  expect(isZone('Asia/Singapore')).toBe(false);
  for (const text of ['24:00', '23:60', '23:59:60', '7:00', '']) expect(parseClockTime(text)).toBeUndefined();
  expect(parseClockTime('07:05')).toBe('07:05');
  expect(() => dayAt('Asia/Jakarta', new Date(NaN))).toThrow(RangeError);
  expect(instantAt('Asia/Makassar', plainDate('2022-10-10'), parseClockTime('08:00')!).toISOString()).toBe(
    '2022-10-10T00:00:00.000Z',
  );
});
