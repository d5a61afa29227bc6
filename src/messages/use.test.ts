import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

function keysOf(locale: string): Set<string> {
  const folder = join(root, 'messages', locale);
  const areas = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object);
  return new Set(areas.flatMap((area) => Object.keys(area)).filter((key) => key !== '$schema'));
}
const written = { id: keysOf('id'), en: keysOf('en') };

const code = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|svelte)$/.test(file) && !/\.test\.ts$|^paraglide\//.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, 'src', file), 'utf8') }));
const all = code.map(({ text }) => text).join('\n');

test('every sentence that the code names is written in both languages', () => {
  const speaking = code.filter(({ text }) => /import \{[^}]*\bm\b[^}]*\} from '#messages'/.test(text));
  expect(speaking.length).toBeGreaterThan(100);
  const missing = speaking.flatMap(({ file, text }) =>
    [...text.matchAll(/\bm\.([a-z][a-z0-9]*_\w+)/g)]
      .map(([, key]) => key!)
      .filter((key) => !written.id.has(key) || !written.en.has(key))
      .map((key) => `${file}: ${key}`),
  );
  expect(written.id.size).toBeGreaterThan(1000);
  expect(missing).toEqual([]);
});

test('every sentence that is written is said somewhere', () => {
  const named = new Set(all.match(/\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g));
  // `journal_what_${what}`: the sentences of such a family are looked up by what the database holds.
  const families = [...all.matchAll(/`([a-z][a-z0-9]*_[a-z0-9_]*)\$\{/g)].map(([, start]) => start!);
  const silent = [...written.id].filter((key) => !named.has(key) && !families.some((start) => key.startsWith(start)));
  expect(silent).toEqual([]);
});
