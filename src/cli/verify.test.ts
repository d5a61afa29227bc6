import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesOf, servedFilesOf, suiteNames, suites, type SuiteName } from './verify.ts';

const root = new URL('../..', import.meta.url).pathname;
const files = ['src', 'tests'].flatMap((folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
);

/** As vitest reads its arguments: names that must be in the path, and folders left out. */
function takes(told: readonly string[], file: string): boolean {
  const left = told.flatMap((one) => /^--exclude=(.+)\/\*\*$/.exec(one)?.[1] ?? []);
  const named = told.filter((one) => !one.startsWith('--'));
  return (
    (named.length === 0 || named.some((name) => file.includes(name))) &&
    !left.some((folder) => file.startsWith(`${folder}/`))
  );
}

test('every test of the running application belongs to exactly one suite, the day it comes', () => {
  const served: readonly SuiteName[] = ['access', 'forms', 'served'];
  const tests = files.filter((file) => file.endsWith('.served.ts'));
  expect(tests.length).toBeGreaterThan(10);
  const owners = (file: string) => served.filter((name) => takes(servedFilesOf(name), file));
  expect(tests.filter((file) => owners(file).length !== 1)).toEqual([]);
  expect(owners('tests/accounts/one-time-link.served.ts')).toEqual(['served']);
  expect(owners('tests/something-new/tomorrow.served.ts')).toEqual(['served']);
});

test('every other test belongs to exactly one suite, too', () => {
  const plain: readonly SuiteName[] = ['unit', 'access', 'journal', 'corpus', 'crash'];
  const tests = files.filter((file) => file.endsWith('.test.ts'));
  expect(tests.length).toBeGreaterThan(100);
  expect(tests.filter((file) => plain.filter((name) => takes(filesOf(name), file)).length !== 1)).toEqual([]);
});

test('no step of npm test is left out at full width', () => {
  const script = readFileSync(`${root}scripts/test.mjs`, 'utf8');
  const steps = [...script.matchAll(/^ {2}(\w+): \[/gm)].map(([, name]) => name!);
  expect(steps.length).toBeGreaterThan(7);
  const covered = new Set<string>(suiteNames.flatMap((name) => [...suites[name].steps]));
  // Whatever needs the built application builds it.
  expect(steps.filter((step) => step !== 'build' && !covered.has(step))).toEqual([]);
});
