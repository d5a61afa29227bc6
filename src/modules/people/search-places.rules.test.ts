import { expect, test } from 'vitest';
import { partBehind, readPlace, recognisedRank, writePlace } from './search-places.rules.ts';

const found = [
  { rank: recognisedRank, personId: 'a' },
  { rank: 12, personId: 'd' },
  { rank: 10, personId: 'c' },
  { rank: 12, personId: 'b' },
];

test('the best come first, equals as they were recorded, whatever order they were found in', () => {
  const { part, last } = partBehind(found, { behind: undefined, most: 3 });
  expect(part.map(({ personId }) => personId)).toEqual(['c', 'b', 'd']);
  expect(last).toEqual({ rank: 12, personId: 'd' });
});

test('a part begins behind somebody who is gone, and whoever came in before him moves nothing', () => {
  const meanwhile = [...found.filter(({ personId }) => personId !== 'd'), { rank: 10, personId: 'e' }];
  const behind = readPlace(writePlace({ answered: 2, rank: 12, personId: 'd' }));
  expect(behind.answered).toBe(2);
  expect(partBehind(meanwhile, { behind, most: 3 })).toEqual({
    part: [{ rank: recognisedRank, personId: 'a' }],
    from: 3,
    last: undefined,
  });
});
