import { expect, test } from 'vitest';
import { visitsOf } from './visits.ts';

const look = (at: string, by: string, page: string) => ({
  id: `${at} ${by} ${page}`,
  at: new Date(`2022-06-13T${at}:00Z`),
  what: 'case.viewed',
  by,
  role: 'pk',
  page,
});

test('looks of one person shortly after one another are one visit, with its pages in their order', () => {
  const visits = visitsOf([
    look('08:40', 'Riko', 'legal'),
    look('08:20', 'Riko', 'notes'),
    look('08:00', 'Riko', 'overview'),
  ]);
  expect(visits).toEqual([expect.objectContaining({ by: 'Riko', pages: ['overview', 'notes', 'legal'] })]);
  expect(visits[0]!.from.toISOString()).toBe('2022-06-13T08:00:00.000Z');
});

test('half an hour later, or somebody else in between, is another visit', () => {
  const visits = visitsOf([
    look('10:00', 'Riko', 'overview'),
    look('08:02', 'Riko', 'notes'),
    look('08:01', 'Hanung', 'overview'),
    look('08:00', 'Riko', 'overview'),
  ]);
  expect(visits.map(({ by, pages }) => [by, pages.length])).toEqual([
    ['Riko', 1],
    ['Riko', 1],
    ['Hanung', 1],
    ['Riko', 1],
  ]);
});
