import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('../../src', import.meta.url));
const components = globSync('**/*.svelte', { cwd: source }).map((file) => ({
  file,
  text: readFileSync(join(source, file), 'utf8'),
}));
/** Where a pattern begins, as `file:line`. */
const found = (pattern: RegExp, among = components) =>
  among.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map(({ index }) => `${file}:${text.slice(0, index).split('\n').length}`),
  );

// src/ui/print.css leaves out of paper what asks for something, and what says that it is not printed.
test('no heading stands on paper over something that is not printed', () => {
  const over =
    /<h([2-4])(?![^>]*no-print)[^>]*>(?:(?!<\/h\1>)[^])*<\/h\1>\s*<(?:ul|ol|form|p|div|section)\b[^>]*\b(?:no-print|method="POST")/g;
  expect(found(over)).toEqual([]);
});

test('what only asks for something leaves no line on the paper of breaches, proceedings, sittings, letters and searches', () => {
  const pages = components.filter(({ file }) => /\/(breaches|revocations|sittings|letters|at-large|away)\//.test(file));
  expect(pages.length).toBeGreaterThan(30);
  const asks =
    /<(?:Details(?![^>]*\sasks)|details(?![^>]*no-print))\b[^>]*>\s*(?:<summary[^]*?<\/summary>\s*)?<form\b[^>]*method="POST"/g;
  expect(found(asks, pages)).toEqual([]);
});

test('every list of these pages can be sent to the printer from the page', () => {
  const lists = ['breaches', 'revocations', 'sittings', 'sittings/queue', 'letters', 'at-large', 'away'];
  const without = lists.filter(
    (list) => !readFileSync(join(source, `routes/(app)/${list}/+page.svelte`), 'utf8').includes('<PrintButton'),
  );
  expect(without).toEqual([]);
});
