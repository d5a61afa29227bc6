import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { freshDatabase } from './support/database.ts';

const database = await freshDatabase('schema');

test('the row types in src/platform/schema.ts are those of the migrated database (npm run db:types writes them)', async () => {
  const draft = `node_modules/.cache/schema-${process.pid}.ts`;
  execFileSync('node_modules/.bin/kysely-codegen', [
    '--dialect=postgres',
    '--date-parser=string',
    '--exclude-pattern={graphile_worker.*,public.*,platform.migration}',
    '--log-level=error',
    `--url=${database.ownerUrl}`,
    `--out-file=${draft}`,
  ]);
  const generated = readFileSync(draft, 'utf8');
  rmSync(draft);

  const style = await resolveConfig('src/platform/schema.ts');
  await expect(await format(generated, { ...style, filepath: 'schema.ts' })).toMatchFileSnapshot(
    '../src/platform/schema.ts',
  );
});
