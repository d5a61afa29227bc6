import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PersonGenerator } from '#invented/persons';
import { mayUse, type LockedPackage } from './licences.ts';
import { publishedFiles, root } from './published.ts';
import { couldBeSomebodys, leaksIn } from './secrets.ts';

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockedPackage>;
};
const { allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  allowScripts: Record<string, boolean>;
};
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const installed = Object.entries(packages).filter(([path]) => path !== '');

test('no key, no token and no NIK that could be somebody’s lies in the repository', () => {
  const files = publishedFiles().filter((file) => !/\.(png|jpg|ico|woff2)$|^package-lock\.json$/.test(file));
  expect(files.length).toBeGreaterThan(500);
  const leaks = files.flatMap((file) =>
    leaksIn(readFileSync(join(root, file), 'utf8')).map(({ line, what }) => `${file}:${line}: ${what}`),
  );
  expect(leaks).toEqual([]);
});

// Put together here, so that the search above does not find them.
test.each([
  ['-----BEGIN', ' PRIVATE KEY-----'],
  ['-----BEGIN', ' RSA PRIVATE KEY-----'],
  ['AKIA', 'IOSFODNN7EXAMPLE'],
  ['ghp_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'],
  ['npm_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'],
  ['key: ', `${'aB3+'.repeat(10)}aB3=`],
  ['postgres://simpul:', 'rahasia-kantor@db.example/simpul'],
  ['"1671', '011303850001"'],
  ['NIK 1671 01', '53 0385 0001.'],
  ['1671.0113.', '0385.0001'],
])('%s… would be found', (first, rest) => {
  expect(leaksIn(`satu baris\n${first}${rest}`)).toMatchObject([{ line: 2 }]);
});

test.each([
  'postgres://role:password@host:5432/database',
  '1600001306850001',
  'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '1655078400000',
])('%s is nobody’s secret', (text) => {
  expect(leaksIn(text)).toEqual([]);
});

test('the people whom the generator invents have numbers that are nobody’s', () => {
  const generator = new PersonGenerator(20_261_120);
  const niks = Array.from({ length: 3000 }, (_, index) => generator.person(index).nik).filter(Boolean);
  expect(niks.length).toBeGreaterThan(1000);
  expect(niks.filter(couldBeSomebodys)).toEqual([]);
});

test('every package is under a licence that lets us pass it on', () => {
  expect(installed.length).toBeGreaterThan(300);
  expect(
    installed
      .filter(([path, locked]) => !mayUse(nameOf(path), locked))
      .map(([path, { license }]) => `${nameOf(path)}: ${license}`),
  ).toEqual([]);
});

test.each([
  ['x', { license: 'SSPL-1.0' }, false],
  ['x', { license: 'GPL-3.0-only' }, false],
  ['x', { license: 'LGPL-3.0-or-later' }, false],
  ['x', {}, false],
  ['x', { license: 'Apache-2.0 AND SSPL-1.0' }, false],
  ['x', { license: '(MIT OR GPL-3.0-only)' }, true],
  ['@img/sharp-wasm32', { license: 'Apache-2.0 AND LGPL-3.0-or-later AND MIT' }, true],
])('%s under %j may be used: %s', (name, locked, answer) => {
  expect(mayUse(name, locked)).toBe(answer);
});

test('every package is known by its content, and only those we name may run a program while they are installed', () => {
  expect(installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
  const scripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
  expect(scripts.sort()).toEqual(Object.keys(allowScripts).sort());
});
