import { expect, test } from 'vitest';
import { wayBack } from './way-back.ts';

test('a place in the house is kept, with its question', () => {
  expect(wayBack('/clients?q=a#top')).toBe('/clients?q=a#top');
});

test.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '',
  null,
  '/\t/evil',
  '/a\nb',
  'x',
])('any other place becomes the front page: %j', (asked) => {
  expect(wayBack(asked)).toBe('/');
});
