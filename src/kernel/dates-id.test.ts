import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDate, readMonth, readPartialDate, serialOf, type DateReading } from './dates-id.ts';
import { formatDate, formatDay, formatNumericDate, formatShortDate } from './format.ts';
import { dayFromNumber, plainDate as day } from './plain-date.ts';

const read = (value: string | number, reading?: DateReading) => {
  const result = readDate(value, reading);
  return result.ok ? result.day + (result.time ? ` ${result.time}` : '') : result.problem;
};

describe('a date as people write it', () => {
  test.each([
    '13-06-2022',
    '13/6/2022',
    '13.6.2022',
    '13 06 2022',
    '13 Juni 2022',
    '13 juni, 2022',
    '13-Jun-22',
    '13 Jun 22',
    '13Juni2022',
    '13 DJUNI 2022',
    '13-VI-2022',
    'June 13, 2022',
    '13th June 2022',
    '2022-06-13',
    '2022/6/13',
    '20220613',
    '13062022',
    'Senin, 13 Juni 2022',
    'Senin/13 Juni 2022',
    'tgl. 13 Juni 2022',
    '13/6/22',
    '１３-０６-２０２２',
    ' 13  Juni 2022 ',
    '13 Juni 2022 pukul 08.15 WIB',
    '13/06/2022 08:15',
    '44725',
    44725,
  ])('%s', (text) => {
    expect(read(text)).toBe('2022-06-13');
  });

  test.each([
    ['5 Pebruari 1999', '1999-02-05'],
    ['5 Nopember 1999', '1999-11-05'],
    ['5 Agt 1999', '1999-08-05'],
    ['5 Mei 1999', '1999-05-05'],
    ['5 Oct 1999', '1999-10-05'],
    ["Jum'at, 20 November 2026", '2026-11-20'],
    ['29 Feb 2024', '2024-02-29'],
    ['19102010', '2010-10-19'],
  ])('%s is %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    ['29 Feb 2027', 'no_such_day'],
    ['31-04-2022', 'no_such_day'],
    ['06/13/2022', 'no_such_day'],
    ['00-06-2022', 'no_such_day'],
    ['31/02/22', 'no_such_day'],
    ['12 Ramadan 1443 H', 'not_a_date'],
    ['1 Muharram 1444', 'not_a_date'],
    ['besok', 'not_a_date'],
    ['', 'not_a_date'],
    ['null', 'not_a_date'],
    ['13-06', 'not_a_date'],
    ['13//6//2022', 'not_a_date'],
    ['2022-06-13T25:00:00', 'not_a_date'],
    ['2022-06-13T23:59:60Z', 'not_a_date'],
    ['x'.repeat(10_000), 'not_a_date'],
    ['12-09-1443', 'too_early'],
    ['0001-01-01', 'too_early'],
    ['31-12-9999', 'too_late'],
    ['Minggu, 13 Juni 2022', 'ambiguous'],
    [Number.NaN, 'not_a_date'],
    [Number.POSITIVE_INFINITY, 'not_a_date'],
  ])('%s is refused as %s', (text, problem) => {
    expect(read(text)).toBe(problem);
  });

  test('a two-digit year needs limits that leave one century', () => {
    const birth = { latest: day('2026-11-21') };
    expect(read('13/6/85', birth)).toBe('1985-06-13');
    expect(read('13/6/24', birth)).toBe('ambiguous');
    expect(read('13/6/24', { ...birth, earliest: day('1940-01-01') })).toBe('2024-06-13');
    expect(read('13/6/69')).toBe('2069-06-13');
    expect(read('13/6/70')).toBe('1970-06-13');
    expect(read('29/2/23', birth)).toBe('no_such_day');
    expect(read('13/6/30', { earliest: day('2020-01-01'), latest: day('2026-11-21') })).toMatch(/^too_/);
  });

  test('a column of unknown order leaves open what two readers would read differently', () => {
    expect(read('01/02/2026', { order: 'unsure' })).toBe('ambiguous');
    expect(read('01/02/2026')).toBe('2026-02-01');
    expect(read('02/02/2026', { order: 'unsure' })).toBe('2026-02-02');
    expect(read('13/06/2022', { order: 'unsure' })).toBe('2022-06-13');
    expect(read('06/13/2022', { order: 'unsure' })).toBe('2022-06-13');
  });

  test('an instant is a day only in a zone', () => {
    expect(read('2022-06-12T18:00:00Z')).toBe('ambiguous');
    expect(read('2022-06-12T18:00:00.000Z', { zone: 'Asia/Jakarta' })).toBe('2022-06-13');
    expect(read('2022-06-12T16:30:00Z', { zone: 'Asia/Jakarta' })).toBe('2022-06-12');
    expect(read('2022-06-12T16:30:00Z', { zone: 'Asia/Makassar' })).toBe('2022-06-13');
    expect(read('2022-06-13T00:30:00+09:00', { zone: 'Asia/Jakarta' })).toBe('2022-06-12');
    expect(read('2022-06-13T08:15:00')).toBe('2022-06-13 08:15');
  });

  test('every day is read back from every way in which Simpul writes it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_000, max: 84_000 }).map(dayFromNumber), (one) => {
        fc.pre(one >= '1900-01-01' && one <= '2199-12-31');
        for (const locale of ['id', 'en'] as const)
          for (const text of [
            formatDay(one, locale),
            formatDate(one, locale),
            formatShortDate(one, locale),
            formatNumericDate(one),
            one,
          ])
            expect(read(text)).toBe(one);
      }),
    );
  });

  test('whatever is typed, the answer is a day or a named problem', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[0-9a-zA-Z./ :-]{0,20}$/),
      fc.double(),
    );
    fc.assert(
      fc.property(anything, (value) => {
        const result = readDate(value);
        expect(result.ok ? result.day : result.problem).toMatch(
          /^(\d{4}-\d\d-\d\d|ambiguous|not_a_date|no_such_day|too_early|too_late)$/,
        );
        readPartialDate(value, { today: day('2022-06-13') });
      }),
    );
  });
});

describe('a day of a spreadsheet', () => {
  test('counts with the leap day of 1900 that never was', () => {
    expect(read(1)).toBe('1900-01-01');
    expect(read(59)).toBe('1900-02-28');
    expect(read(60)).toBe('no_such_day');
    expect(read(61)).toBe('1900-03-01');
    expect(read(0)).toBe('too_early');
    expect(read(-3)).toBe('too_early');
    expect(read(2_958_465)).toBe('too_late');
    expect(read(0, { countsFrom1904: true, earliest: day('1900-01-01') })).toBe('1904-01-01');
  });

  test('is the one that is written for a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_567, max: 84_000 }).map(dayFromNumber), (one) => {
        fc.pre(one >= '1900-01-01' && one <= '2199-12-31');
        expect(read(serialOf(one)!)).toBe(one);
      }),
    );
    expect(serialOf(day('1899-12-31'))).toBeUndefined();
  });

  test('has its time behind the point', () => {
    expect(read(44725.5)).toBe('2022-06-13 12:00');
    expect(read(44725 + 23.5 / 24)).toBe('2022-06-13 23:30');
    expect(read(44725.9999999)).toBe('2022-06-14 00:00');
  });
});

describe('a date known in part', () => {
  const partial = (value: string | number) => {
    const result = readPartialDate(value, { today: day('2022-06-13'), latest: day('2022-06-13') });
    return result.ok ? `${result.date.text} ${result.date.precision}` : result.problem;
  };

  test.each([
    ['1985', '1985 year'],
    ['tahun 1985', '1985 year'],
    ['00-00-1985', '1985 year'],
    ['03-1985', '1985-03 month'],
    ['00/03/1985', '1985-03 month'],
    ['1985-03', '1985-03 month'],
    ['Maret 1985', '1985-03 month'],
    ['1985-03-00', '1985-03 month'],
    ['± 1985', '1985 about_year'],
    ['sekitar 1985', '1985 about_year'],
    ['kira-kira 35 tahun', '1987 about_year'],
    ['35 thn', '1987 about_year'],
    ['12 Maret 1985', '1985-03-12 day'],
    ['12/3/85', '1985-03-12 day'],
    [31118, '1985-03-12 day'],
    ['2023', 'too_late'],
    ['1443', 'too_early'],
    ['13-1985', 'no_such_day'],
    ['sekitar Maret', 'not_a_date'],
    ['200 tahun', 'too_early'],
  ])('%s', (text, expected) => {
    expect(partial(text)).toBe(expected);
  });
});

test.each([
  ['2022-05', '2022-05'],
  ['05-2022', '2022-05'],
  ['5/2022', '2022-05'],
  ['Mei 2022', '2022-05'],
  ['12-05-2022', undefined],
  ['2022', undefined],
  ['2022-13', undefined],
  ['', undefined],
])('a month is read as it is typed: %s', (typed, expected) => {
  expect(readMonth(typed)).toBe(expected);
});
