import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nameOfJob } from '#modules/installation';
import { tempFolder } from '#tests/support/temp-folder';

function simpul(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/node', ['src/cli/main.ts', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8', ...env },
  });
  return { status, stdout, stderr };
}

test('every command explains itself, in the language of the console', () => {
  const { status, stdout } = simpul(['--help']);
  expect(status).toBe(0);
  for (const name of ['start', 'serve', 'worker', 'demo', 'migrate', 'doctor']) {
    expect(stdout).toMatch(new RegExp(`^  ${name} +\\w`, 'm'));
    expect(simpul([name, '--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('--data') as string });
  }
  expect(simpul(['--help'], { LANG: 'id_ID.UTF-8' }).stdout).toContain('Perintah Simpul');
  expect(simpul(['--help'], { LANG: 'C' }).stdout).toContain('Perintah Simpul');
});

test.each([
  [['start', '--prot', '80'], '--prot is unknown; see --help.\n'],
  [['start', '--port', 'eighty'], '--port must be a whole number from 0 to 65535, not "eighty".\n'],
  [['start', 'now'], 'now is unknown; see --help.\n'],
  [
    ['verify', '--only', 'unit,speed'],
    'There is no suite speed; there are: sources, unit.1-6, zones.1-12, access.1-16, journal, corpus, forms.1-16, crash.1-4, served, weight, journeys.1-13.\n',
  ],
  [['restart'], 'There is no command restart; see npm run simpul -- --help.\n'],
])('%j is a mistake in one sentence', (args, sentence) => {
  expect(simpul(args)).toEqual({ status: 2, stdout: '', stderr: sentence });
});

test('a wrong variable is named', () => {
  const { status, stderr } = simpul(['doctor'], { DATABASE_URL: 'mysql://x' });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'The variable DATABASE_URL cannot be used (postgres://role:password@host:5432/database).\n',
  });
});

test('a port in use and a folder that is no folder end in one sentence before anything is made', async () => {
  const file = join(tempFolder(), 'data');
  writeFileSync(file, '');
  expect(simpul(['start', '--port', '0', '--data', file])).toEqual({
    status: 1,
    stdout: '',
    stderr: `${file} is not a folder; choose another one with --data.\n`,
  });

  const other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as { port: number };
  const { status, stderr } = simpul(['start', '--port', String(port), '--data', join(tempFolder(), 'data')]);
  other.close();
  expect(status).toBe(1);
  expect(stderr).toMatch(new RegExp(`^Port ${port} is already used by another program; .*--port ${port + 1}\n$`));
});

test('a command on data that is not there says how to get some', () => {
  const folder = join(tempFolder(), 'data');
  expect(simpul(['migrate', '--data', folder])).toMatchObject({
    status: 1,
    stderr: `${folder} holds no Simpul data yet; run npm start first or name the folder with --data.\n`,
  });
});

test('a command called before anything was built makes the sentences that it speaks', () => {
  // Node strips no types under node_modules, where the other temporary folders are.
  const clone = mkdtempSync(join(tmpdir(), 'simpul-clone-'));
  onTestFinished(() => rmSync(clone, { recursive: true }));
  for (const part of [
    'scripts',
    'src',
    'messages',
    'project.inlang',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ])
    cpSync(part, join(clone, part), { recursive: true, filter: (from) => !from.startsWith('src/paraglide') });
  symlinkSync(resolve('node_modules'), join(clone, 'node_modules'));
  expect(existsSync(join(clone, 'src/paraglide'))).toBe(false);

  const { status, stdout, stderr } = spawnSync(
    resolve('node_modules/.bin/node'),
    ['scripts/simpul.mjs', 'token', '--help'],
    {
      cwd: clone,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8' },
    },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('npm run simpul -- token');
});

test('every background job has a name that an administrator can read', async () => {
  const { allJobs } = await import('./all-jobs.ts');
  expect(Object.keys(allJobs).filter((name) => nameOfJob(name) === name)).toEqual([]);
});
