import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '#tests/support/temp-folder';
import { dataFolder, openDataFolder, type FolderKind } from './data-folder.server.ts';

const open = (folder: string, kind: FolderKind = 'demo') => openDataFolder(folder, { kind, version: '1.0.0' });
const openAndLeave = (folder: string, kind: FolderKind = 'demo') => {
  const opened = open(folder, kind);
  opened.lock.release();
  return opened;
};

test('a new folder gets its marker and keys that nobody else may read', () => {
  const folder = join(tempFolder(), 'data');
  const opened = openAndLeave(folder);
  expect(opened.marker).toMatchObject({ kind: 'demo', version: '1.0.0' });
  expect(opened.key('journal')).toHaveLength(32);
  expect(opened.key('journal')).not.toEqual(opened.key('pepper'));
  expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'keys/journal.key')).mode & 0o777).toBe(0o600);
});

test('the keys stay the same from one start to the next', () => {
  const folder = join(tempFolder(), 'data');
  const first = openAndLeave(folder).key('pepper');
  expect(openAndLeave(folder).key('pepper')).toEqual(first);
  expect(dataFolder(folder).key('pepper')).toEqual(first);
});

test('a demo never becomes an office, and an office never gets demo data', () => {
  const [demo, office] = [join(tempFolder(), 'demo'), join(tempFolder(), 'office')];
  openAndLeave(demo, 'demo');
  openAndLeave(office, 'office');
  expect(() => open(demo, 'office')).toThrow(/can never become an office/);
  expect(() => open(office, 'demo')).toThrow(/is an office's data/);
  expect(openAndLeave(demo, 'demo').marker.kind).toBe('demo');
});

test('a folder with other things in it is left alone', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'thesis.odt'), 'x');
  expect(() => open(folder)).toThrow(/is not Simpul data/);
  expect(readdirSync(folder)).toEqual(['thesis.odt']);
});

test('a first start that was killed half-way is taken up again', () => {
  const folder = join(tempFolder(), 'data');
  const key = openAndLeave(folder).key('pepper');
  rmSync(join(folder, 'marker.json'));
  writeFileSync(join(folder, 'running.json'), '{');
  expect(openAndLeave(folder).key('pepper')).toEqual(key);
});

test('a file in the place of the folder is named', () => {
  const file = join(tempFolder(), 'data');
  writeFileSync(file, '');
  expect(() => open(file)).toThrow(/is not a folder/);
});

test('a lost or exchanged key is not made anew', () => {
  const folder = join(tempFolder(), 'data');
  openAndLeave(folder);
  const key = join(folder, 'keys/journal.key');
  rmSync(key);
  expect(() => open(folder)).toThrow(/journal\.key is missing/);
  writeFileSync(key, Buffer.alloc(32, 1).toString('base64'));
  expect(() => open(folder)).toThrow(/is not the one that this data was made with/);
});

test('a damaged marker is a sentence, not a stack', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'marker.json'), '{"kind":');
  expect(() => open(folder)).toThrow(/is damaged/);
});

test('two processes never work on one folder; the second is told where the first is', () => {
  const folder = join(tempFolder(), 'data');
  const first = open(folder);
  first.lock.setAddress('http://127.0.0.1:3000');
  expect(() => open(folder)).toThrow(/already running on this data at http:\/\/127\.0\.0\.1:3000/);
  first.lock.release();
  openAndLeave(folder);
});

test('the lock of a process that was killed is taken over, also when its number belongs to another process now', () => {
  const folder = join(tempFolder(), 'data');
  openAndLeave(folder);
  writeFileSync(join(folder, 'running.json'), JSON.stringify({ pid: 1, born: 'an earlier boot/17' }));
  openAndLeave(folder);
});

test.runIf(process.platform === 'linux')('where no folder can be made, that is said at once', () => {
  expect(() => open('/proc/simpul/data')).toThrow(/\/proc\/simpul cannot be made there/);
});

test('a command that only looks makes no folder', () => {
  const folder = join(tempFolder(), 'nothing');
  expect(() => dataFolder(folder)).toThrow(/holds no Simpul data yet/);
});
