import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('every module that does something is loaded before the first request', () => {
  const modules = readdirSync('src/modules').filter((name) => existsSync(`src/modules/${name}/index.server.ts`));
  const loaded = [
    ...readFileSync('src/every-module.server.ts', 'utf8').matchAll(/^import '#modules\/(.+)\/server';$/gm),
  ];
  expect(loaded.map(([, name]) => name)).toEqual(modules.sort());
  for (const start of ['src/hooks.server.ts', 'src/cli/all-jobs.ts'])
    expect(readFileSync(start, 'utf8')).toMatch(/^import '\.{1,2}\/every-module\.server\.ts';$/m);
});
