import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import * as fields from '#kernel/fields';
import { nameWords, splitName } from '#kernel/person-name';
import { readProblem } from '#kernel/problems';
import { readTable } from '#platform/tables/read-table.server';
import { badFieldTexts, badInputs, badNames, badTables, endlessFile } from './bad-inputs.ts';

const everyField: [string, fields.Field<unknown>][] = [
  ['a date', fields.typedDate()],
  ['a partial date', fields.partialDate()],
  ['a time', fields.typedTime()],
  ['a month', fields.typedMonth()],
  ['a name', fields.personName()],
  ['free text', fields.freeText(2000)],
  ['short text', fields.shortText(100)],
  ['a NIK', fields.nikField()],
  ['a NIP', fields.nipField()],
  ['a telephone', fields.phoneField()],
  ['an e-mail', fields.emailField()],
  ['a choice', fields.choice(['in_person', 'app'])],
  ['choices', fields.choices(['in_person', 'app'])],
  ['a box', fields.checkbox()],
  ['an integer', fields.integer(0, 100)],
  ['an id', fields.uuidField()],
  ['a PIN', fields.pin()],
];

describe.each(everyField)('%s', (_, field) => {
  test('takes each bad input or names its problem', () => {
    for (const { name, value } of badFieldTexts) {
      const result = v.safeParse(field, value);
      if (result.success) expect(JSON.stringify(result.output) ?? '', name).not.toContain('\\u0000');
      else
        for (const issue of result.issues)
          expect(readProblem(issue.message), `${name}: ${issue.message}`).toBeDefined();
    }
  });
});

test('each name is taken apart and searched for without a fault', () => {
  for (const { value } of badNames) {
    splitName(value);
    expect(nameWords(value).length).toBeLessThanOrEqual(24);
  }
});

test.each(badTables)('$name gives cells or a problem, and little memory is spent', async ({ value }) => {
  const bytes = await value();
  const before = process.memoryUsage().rss;
  const result = await readTable(bytes);
  if (result.ok) expect(result.value.sheets.length).toBeLessThanOrEqual(50);
  expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000);
});

test('every entry has its own name within its group', () => {
  const names = badInputs.map(({ group, name }) => `${group}: ${name}`);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  expect(twice).toEqual([]);
  expect(badInputs.length).toBeGreaterThan(300);
});

test('an endless file has the size that was asked for', () => {
  let sent = 0;
  for (const piece of endlessFile(5_000_001)) sent += piece.length;
  expect(sent).toBe(5_000_001);
});
