import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { detailOf, pageOpenedWords } from '#modules/exports/server';
import { detailWords } from '#modules/journal/server';

/** What every line of the journal and of the access log keeps beside who and when, as the sources write it. */
function keptDetails(): Set<string> {
  const names = new Set<string>();
  const files = ['src/modules', 'src/platform', 'src/web', 'src/routes'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file))
      .map((file) => join(folder, file)),
  );
  for (const file of files) {
    const visit = (node: ts.Node): void => {
      const object = detailsOf(node);
      if (object) for (const property of object.properties) if (property.name) names.add(property.name.getText());
      ts.forEachChild(node, visit);
    };
    const text = readFileSync(file, 'utf8');
    if (/\babout\b/.test(text)) visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  }
  return names;
}

/** `about: { … }` as a property, and `const about = { … }` before it. */
function detailsOf(node: ts.Node): ts.ObjectLiteralExpression | undefined {
  const isAbout = ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node);
  if (!isAbout || node.name.getText() !== 'about' || !node.initializer) return undefined;
  return ts.isObjectLiteralExpression(node.initializer) ? node.initializer : undefined;
}

test('an auditor reads every detail in words: no line keeps something under a name that has none', () => {
  const names = [...keptDetails()].filter((name) => !/id$/i.test(name));
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => detailWords(name) === name)).toEqual([]);
});

test('whoever asks who opened a file reads its pages in words: none is told by the name that the sources give it', () => {
  const folder = 'src/routes/(app)/clients';
  const pages = new Set(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.server\.ts$/.test(file))
      .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/showCase\(ctx, [\w.]+, '([a-z-]+)'/g)])
      .map(([, page]) => page!),
  );
  expect(pages.size).toBeGreaterThan(20);
  expect([...pages].filter((page) => pageOpenedWords(page) === page)).toEqual([]);
});

test('a step is told in the words of what moved, and a letter says what it is about', () => {
  const at = { zone: 'Asia/Jakarta', language: 'id' } as const;
  const permit = { step: 'refuse', before: 'advised', after: 'refused' };
  expect(detailOf({ what: 'permit.moved', about: permit }, at)).not.toMatch(/refuse|advised/);
  const revocation = { step: 'return_ditjenpas', before: 'at_ditjenpas', after: 'asked_by_ditjenpas' };
  expect(detailOf({ what: 'revocation.moved', about: revocation }, at)).not.toMatch(/_/);
  expect(detailOf({ what: 'letter.drafted', about: { concerns: 'breaches.breach' } }, at)).toBe('Tentang: pelanggaran');
  expect(detailOf({ what: 'case.viewed', about: { page: 'held' } }, at)).not.toMatch(/held/);
});
