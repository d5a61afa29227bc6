import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { tempFolder } from '#tests/support/temp-folder';

/** Small, so that it says nothing about speed; what it shows is that the measurement itself still works and finds its rows. */
test('the measurement of an import brings every row in, and lays the same rows beside it', () => {
  const small = [
    '--rows',
    '25',
    '--pairs',
    '1',
    '--clients',
    '150',
    '--people',
    '200',
    '--keep',
    tempFolder(),
    '--json',
  ];
  const { status, stdout } = spawnSync('node_modules/.bin/node', ['src/cli/main.ts', 'bench', 'import', ...small], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8' },
  });
  expect(status).toBe(0);
  const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
    errors: object;
    setting: { rows: number; rowsWritten: number };
    rows: { cells: { n: number } }[];
    goals: { holds: boolean }[];
  };
  expect(report.errors).toEqual({});
  // Of each client at least a person, a case, a number and a line of the journal.
  expect(report.setting.rowsWritten).toBeGreaterThanOrEqual(report.setting.rows * 4);
  expect(report.rows.map(({ cells }) => cells.n)).toEqual([1, 1, 1, 1, 1]);
  expect(report.goals.map(({ holds }) => holds)).toEqual([true]);
}, 120_000);

test('the measurement of recognition finds most people of a small register and says of each goal whether it holds', () => {
  const small = ['--people', '2000', '--seeds', '1', '--questions', '100', '--names', '4', '--list', '100', '--json'];
  const { status, stdout } = spawnSync('node_modules/.bin/node', ['src/cli/main.ts', 'bench', 'match', ...small], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8' },
  });
  expect(status).toBe(0);
  const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
    rows: { cells: Record<string, number> }[];
    goals: { what: { en: string }; holds: boolean; measured: number }[];
    notes: { en: string }[];
  };
  expect(report.rows.find(({ cells }) => '@10 %' in cells)!.cells['@10 %']).toBeGreaterThan(97);
  const measured = Object.fromEntries(report.goals.map((one) => [one.what.en, one.measured]));
  expect(measured['One letter off: among ten']).toBe(100);
  expect(measured['Pairs by hand, among ten']).toBeGreaterThanOrEqual(99);
  expect(measured['Times faster than pg_trgm']).toBeGreaterThan(0);
  expect(report.rows.filter(({ cells }) => '@10 %' in cells)).toHaveLength(2);
  expect(report.notes.some(({ en }) => en.startsWith('Changed typo'))).toBe(true);
}, 120_000);
