import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatLimits, problemKeys, problemLimits, readProblem, writeProblem } from './problems.ts';

describe.each(['id', 'en'])('the sentences in %s', (locale) => {
  const file = new URL(`../../messages/${locale}/problems.json`, import.meta.url);
  const sentences = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;

  test('are there for every problem and for nothing else', () => {
    expect(
      Object.keys(sentences)
        .filter((key) => key !== '$schema')
        .sort(),
    ).toEqual(problemKeys.map((key) => `problems_${key}`).sort());
  });

  test.each(problemKeys)('%s names its limits and ends as a sentence', (key) => {
    const sentence = sentences[`problems_${key}`]!;
    const named = [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    expect(named.sort()).toEqual([...problemLimits[key]].sort());
    expect(sentence).toMatch(/^\p{Lu}.*[.?]$/u);
  });
});

test('a problem travels as one text', () => {
  const written = writeProblem('date_too_late', { latest: '2022-06-13' });

  expect(written).toBe('date_too_late?latest=2022-06-13');
  expect(readProblem(written)).toEqual({ key: 'date_too_late', limits: { latest: '2022-06-13' } });
  expect(readProblem('required')).toEqual({ key: 'required', limits: {} });
  expect(readProblem('in_the_future')).toBeUndefined();
  expect(readProblem('toString')).toBeUndefined();
});

test('limits are shown in words', () => {
  expect(formatLimits({ latest: '2022-06-13', max: '2000' }, 'id')).toEqual({ latest: '13 Juni 2022', max: '2.000' });
  expect(formatLimits({ max: '2000' }, 'en')).toEqual({ max: '2,000' });
});
