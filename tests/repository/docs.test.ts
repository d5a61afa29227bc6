import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { endpoints } from '../../src/routes/api/v1/endpoints.ts';
import { publishedFiles, root } from './published.ts';

const files = publishedFiles();
const documents = files
  .filter((file) => file.endsWith('.md'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** Whether a file is there, or a folder, or one that begins so: `docs/decisions/021`, `db/migrations/0041`, `tests/*.ts`. */
function isThere(path: string): boolean {
  const pattern = new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\\*', '[^/]*')}`);
  return files.some((file) => pattern.test(file));
}

type Named = { file: string; what: string };
/** What stands in the documents in the shape of the pattern, less what a sentence puts behind it. */
function listNamed(pattern: RegExp): Named[] {
  return documents.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map((match) => ({ file, what: (match[1] ?? match[0]).replace(/[./]+$/, '') })),
  );
}
const say = ({ file, what }: Named) => `${file}: ${what}`;

test('every path of the repository that a document names is there', () => {
  const named = listNamed(/(?<![\w/.-])(?:src|docs|tests|db|scripts|static|messages|eslint)\/[\w./()[\]*@+-]*/g).map(
    ({ file, what }) => ({
      file,
      // A bracket that the sentence closes is none of the path's.
      what: what.split('(').length < what.split(')').length ? what.replace(/\)$/, '') : what,
    }),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ what }) => !isThere(what)).map(say)).toEqual([]);
});

test('every file of ours that a document names beside itself is there', () => {
  const named = listNamed(/`([\w./*-]+\.(?:ts|svelte|mjs|sql|csv|typ|css))`/g);
  expect(named.length).toBeGreaterThan(100);
  const gone = named.filter(
    ({ file, what }) =>
      !['', dirname(file), 'src'].some((from) => isThere(normalize(join(from, what)))) &&
      !files.some((one) => one.endsWith(`/${what}`)),
  );
  expect(gone.map(say)).toEqual([]);
});

test('every link between documents leads to one', () => {
  const links = documents.flatMap(({ file, text }) =>
    [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map((match) => ({ file, what: match[1]! })),
  );
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter(({ file, what }) => !files.includes(normalize(join(dirname(file), what)))).map(say)).toEqual([]);
});

test('every decision and every migration that a document names by its number is there', () => {
  const decisions = listNamed(/[Dd]ecisions? (\d{3})\b/g).filter(({ what }) => !isThere(`docs/decisions/${what}-`));
  const migrations = listNamed(/(?<![\w,.])(0\d{3})(?!\w)/g).filter(
    // A telephone number has more digits, or stands in the glossary as an example.
    ({ file, what }) => !file.endsWith('glossary.md') && !isThere(`db/migrations/${what}_`),
  );
  expect([...decisions, ...migrations].map(say)).toEqual([]);
});

test('every command that a document names can be called', () => {
  const named = listNamed(/npm run ([\w:]+)/g).filter(({ what }) => !(what in scripts));
  const ours = listNamed(/npm run simpul -- ([a-z][\w-]*)/g).filter(
    ({ what }) => !files.includes(`src/cli/${what}.ts`),
  );
  expect([...named, ...ours].map(say)).toEqual([]);
});

test('every address of the API stands in its document with its scope', () => {
  const { text } = documents.find(({ file }) => file === 'docs/operations/api.md')!;
  const lines = text.split('\n').filter((line) => line.startsWith('| `'));
  for (const { method, path, scopes } of endpoints) {
    const line = lines.find((one) => new RegExp(`^\\| \`${method.toUpperCase()} ${path}[?\`]`).test(one));
    expect(line, `${method} ${path}`).toBeDefined();
    for (const scope of scopes) expect(line, `${method} ${path}`).toContain(`\`${scope}\``);
  }
});

test('each journey of which only verify plays the twin without script is named, and no other one', () => {
  const twins = files.filter(
    (file) =>
      /^tests\/journeys\/.*\.spec\.ts$/.test(file) && /^describeTwin\(/m.test(readFileSync(join(root, file), 'utf8')),
  );
  const { text } = documents.find(({ file }) => file === 'docs/decisions/110-what-tests-need.md')!;
  const lines = text.split('\n').filter((line) => line.startsWith('|') && line.includes('`verify` only'));
  const named = lines.flatMap((line) => [...line.matchAll(/`([\w-]+\.spec\.ts)`/g)].map((match) => match[1]!));
  expect(named.sort()).toEqual(twins.map((file) => file.slice('tests/journeys/'.length)).sort());
});
