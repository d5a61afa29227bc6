import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { journeysOf } from './verify.ts';
import {
  dividesItself,
  filesOf,
  inPart,
  nameOf,
  partsCalled,
  partsOf,
  project,
  servedFilesOf,
  suiteNames,
  suites,
  type SuiteName,
} from './verify-suites.ts';

const files = ['src', 'tests'].flatMap((folder) =>
  readdirSync(`${project}${folder}`, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
);

/** The files of a kind that are not in exactly one part of exactly one suite, those that divide themselves in every part of one. */
function misplaced(ending: string, among: readonly SuiteName[], of: (suite: SuiteName) => string[]): string[] {
  const taken = among.map((suite) => ({
    suite,
    times: partsOf(suite).flatMap((part) => inPart(of(suite), part)),
  }));
  return files
    .filter((file) => file.endsWith(ending))
    .filter((file) => {
      const owners = taken.filter(({ times }) => times.includes(file));
      if (owners.length !== 1) return true;
      const [{ suite, times }] = owners as [(typeof taken)[number]];
      const expected = dividesItself(file) ? suites[suite].parts : 1;
      return times.filter((one) => one === file).length !== expected;
    });
}

test('every test of the running application belongs to one part of one suite, the day it comes', () => {
  expect(files.filter((file) => file.endsWith('.served.ts')).length).toBeGreaterThan(10);
  expect(misplaced('.served.ts', ['access', 'forms', 'served'], servedFilesOf)).toEqual([]);
  expect(servedFilesOf('served')).toContain('tests/accounts/one-time-link.served.ts');
});

test('every other test belongs to one part of one suite, too', () => {
  expect(files.filter((file) => file.endsWith('.test.ts')).length).toBeGreaterThan(100);
  expect(misplaced('.test.ts', ['unit', 'access', 'journal', 'corpus', 'crash'], filesOf)).toEqual([]);
  // In other zones of the server the same ones.
  expect(
    partsOf('zones')
      .flatMap((part) => inPart(filesOf('unit'), part))
      .sort(),
  ).toEqual(filesOf('unit'));
});

test('what takes longest is divided, and no part of a suite of the running application is empty', () => {
  for (const file of [
    'tests/access/mutations.test.ts',
    'tests/corpus/forms/forms.served.ts',
    'tests/crash/crash.test.ts',
  ])
    expect(dividesItself(file), file).toBe(true);
  for (const part of partsOf('forms')) expect(inPart(servedFilesOf('forms'), part)).not.toEqual([]);
});

test('the parts of the journeys are all of them, and then the count of what they opened', () => {
  const told = partsOf('journeys').map(journeysOf);
  const walks = told.length - 1;
  expect(told.slice(0, walks).map((args) => args.at(-1))).toEqual(
    Array.from({ length: walks }, (_, index) => `--shard=${index + 1}/${walks}`),
  );
  expect(told.at(-1)).toEqual(['--project=after all', '--no-deps']);
});

test('a suite and each of its parts is called by name', () => {
  expect(partsCalled('forms')?.map(nameOf)).toHaveLength(suites.forms.parts);
  expect(partsCalled('forms.3')).toEqual([{ suite: 'forms', part: 3 }]);
  expect(partsCalled('weight')).toEqual([{ suite: 'weight', part: 1 }]);
  for (const name of ['forms.0', 'forms.1-2', 'forms.99', 'forms.', 'weight.1', 'speed', ''])
    expect(partsCalled(name), name).toBeUndefined();
});

test('no step of npm test is left out at full width', () => {
  const script = readFileSync(`${project}scripts/test.mjs`, 'utf8');
  const steps = [...script.matchAll(/^ {2}(\w+): \[/gm)].map(([, name]) => name!);
  expect(steps.length).toBeGreaterThan(7);
  const covered = new Set<string>(suiteNames.flatMap((name) => [...suites[name].steps]));
  // Whatever needs the built application builds it.
  expect(steps.filter((step) => step !== 'build' && !covered.has(step))).toEqual([]);
});
