import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { routesWithoutAccess } from './routes-without-access.ts';

test('every route of Simpul says who it is for', () => {
  expect(routesWithoutAccess('src/routes')).toEqual([]);
});

test('a page without a server file and a server file without the word are found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'simpul-routes-'));
  try {
    for (const route of ['bare', 'silent', 'told', 'api']) mkdirSync(join(folder, route));
    writeFileSync(join(folder, 'bare/+page.svelte'), '<h1>Hai</h1>');
    writeFileSync(join(folder, 'silent/+page.svelte'), '');
    writeFileSync(join(folder, 'silent/+page.server.ts'), 'export const load = () => ({});');
    writeFileSync(join(folder, 'told/+page.svelte'), '');
    writeFileSync(
      join(folder, 'told/+page.server.ts'),
      "export const _access: RouteAccess = { who: 'staff', why: '' };",
    );
    writeFileSync(join(folder, 'api/+server.ts'), 'export const GET = () => new Response();');
    expect(routesWithoutAccess(folder)).toEqual(['api/+server.ts', 'bare/+page.svelte', 'silent/+page.server.ts']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
