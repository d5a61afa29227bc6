import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const routes = fileURLToPath(new URL('../../../src/routes', import.meta.url));

/** `/people/[personId]/names add`: a form by the address it is sent to and the name of its action; an endpoint by its method. */
export type FormName = string;

/** A form that asks different things of different people has scenarios of its own for each: their names say more after the form's. */
export const formOf = (scenario: string): FormName => scenario.split(' ').slice(0, 2).join(' ');

/** Everything in src/routes that takes what somebody sends, found in the files themselves, so that no new one is forgotten. */
export function listForms(folder = routes): FormName[] {
  const found: FormName[] = [];
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const route = addressOf(file);
    if (file.endsWith('+page.server.ts'))
      for (const action of actionsIn(join(folder, file))) found.push(`${route} ${action}`);
    if (file.endsWith('+server.ts') && !file.endsWith('+page.server.ts'))
      for (const method of methodsIn(join(folder, file))) found.push(`${route} ${method}`);
  }
  return found.sort();
}

/** (app)/people/new/+page.server.ts is /people/new: a folder in brackets is no part of the address. */
function addressOf(file: string): string {
  const parts = file.split('/').slice(0, -1);
  return `/${parts.filter((part) => !/^\(.*\)$/.test(part)).join('/')}`;
}

function actionsIn(file: string): string[] {
  const names: string[] = [];
  for (const { name, initializer } of exportedValues(file)) {
    if (name !== 'actions') continue;
    const value = initializer && ts.isSatisfiesExpression(initializer) ? initializer.expression : initializer;
    if (!value || !ts.isObjectLiteralExpression(value))
      throw new Error(`${file}: actions must be written out, or nobody can list them`);
    for (const property of value.properties) {
      if (!property.name) throw new Error(`${file}: actions must be written out, or nobody can list them`);
      names.push(property.name.getText());
    }
  }
  return names;
}

function methodsIn(file: string): string[] {
  const known = ['POST', 'PUT', 'PATCH', 'DELETE', 'fallback'];
  return exportedValues(file)
    .map(({ name }) => name)
    .filter((name) => known.includes(name));
}

function exportedValues(file: string): { name: string; initializer: ts.Expression | undefined }[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isFunctionDeclaration(statement)) return [{ name: statement.name?.text ?? '', initializer: undefined }];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.map(({ name, initializer }) => ({
      name: name.getText(),
      initializer,
    }));
  });
}
