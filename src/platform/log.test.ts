import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tempFolder } from '#tests/support/temp-folder';
import { keepLogSmall } from './log-file.server.ts';
import { log, logError, withoutValues } from './log.server.ts';

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
});
afterEach(() => vi.restoreAllMocks());

test('an event is one line of JSON, whatever is in it', () => {
  log('info', 'check-in.recorded', { caseId: 'a\nb', count: 2 });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'info', event: 'check-in.recorded', caseId: 'a\nb', count: 2 });
});

test('a fault is logged once, with a number that can be read over the phone', () => {
  const fault = new Error('broken');
  const number = logError(fault);
  expect(number).toMatch(/^[3479ACEFHJKMNPRTWXY]{3}-[3479ACEFHJKMNPRTWXY]{3}$/);
  expect(logError(fault)).toBe(number);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(number);
});

test.each([
  ['invalid input syntax for type uuid: "Budi Santoso"', 'invalid input syntax for type uuid: "…"'],
  ['invalid input syntax for type integer: "budi"', 'invalid input syntax for type integer: "…"'],
  ['value "1600001305900001" is out of range for type integer', 'value "…" is out of range for type integer'],
  ['relation "check_ins.check_in" does not exist', 'relation "check_ins.check_in" does not exist'],
  [`Cannot read properties of undefined (reading 'heldOn')`, `Cannot read properties of undefined (reading 'heldOn')`],
  [`Unexpected token 'b', "budi" is not valid JSON`, `Unexpected token '…', "…" is not valid JSON`],
  ['Key (nik)=(1600001305900001) already exists.', 'Key (nik)=(…) already exists.'],
  ['no mailbox budi.santoso@example.org', 'no mailbox …@…'],
  ['called 081234567890 twice', 'called … twice'],
])('what people typed stays out of the log: %s', (message, logged) => {
  expect(withoutValues(message)).toBe(logged);
});

test('a log that grows is turned over, and three old ones are kept', () => {
  const file = join(tempFolder(), 'simpul.log');
  for (const age of ['first', 'second', 'third', 'fourth', 'fifth']) {
    writeFileSync(file, age);
    keepLogSmall(file, 1);
  }
  expect(statSync(file).size).toBe(0);
  expect([1, 2, 3].map((age) => readFileSync(`${file}.${age}`, 'utf8'))).toEqual(['fifth', 'fourth', 'third']);
});
