import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { queuePages } from '../../src/cli/bench/queues/pages.ts';
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
  // Whatever a tier begins its day with is among them, for every role whose page it is: one that was not asked, did not answer 200 or showed no
  // line would stand among the errors.
  const rolesOf = (path: string) => queuePages.find((page) => page.path === path)?.roles;
  for (const path of ['/today', '/revocations/figures', '/away', '/away/offices'])
    expect(rolesOf(path), path).toEqual(['section_head', 'head_of_bapas', 'kanwil', 'ditjenpas']);
  expect(rolesOf('/petitions')).toEqual(['section_head', 'head_of_bapas', 'kanwil']);
  expect(told.goals.map(({ atMost }) => atMost)).toEqual([500, 1500]);
});
