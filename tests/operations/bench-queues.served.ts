import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { tempFolder } from '#tests/support/temp-folder';

type Told = {
  setting: { breaches: number; proceedings: number; sittings: number; letters: number; clients: number };
  rows: { what: { en: string }; cells: Record<string, number | null> }[];
  goals: { atMost: number }[];
  errors: Record<string, number>;
};

test('the measurement of the queues opens every queue of a small country and finds what waits there', () => {
  const { status, stdout, stderr } = spawnSync(
    'node_modules/.bin/node',
    [
      'src/cli/main.ts',
      'bench',
      'queues',
      '--clients',
      '200',
      '--people',
      '300',
      '--rounds',
      '1',
      '--json',
      '--keep',
      tempFolder(),
    ],
    { encoding: 'utf8', env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8' }, maxBuffer: 1 << 24 },
  );
  expect(stderr).toContain('open the queues');
  const told = JSON.parse(stdout) as Told;
  expect(told.errors).toEqual({});
  expect(status).toBe(0);
  // One for every twenty, rounded up in each office.
  expect(told.setting.breaches).toBeGreaterThanOrEqual(told.setting.clients / 20);
  expect(told.setting.breaches).toBeLessThanOrEqual(told.setting.clients / 20 + 2);
  expect(told.setting.proceedings).toBeGreaterThan(0);
  expect(told.setting.sittings).toBeGreaterThan(0);
  expect(told.setting.letters).toBeGreaterThan(told.setting.breaches);
  expect(told.rows.length).toBeGreaterThan(5);
  for (const { what, cells } of told.rows) expect([what.en, cells.n! > 0]).toEqual([what.en, true]);
  expect(told.goals.map(({ atMost }) => atMost)).toEqual([500, 1500]);
});
