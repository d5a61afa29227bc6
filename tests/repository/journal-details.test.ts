import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
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
