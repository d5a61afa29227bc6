import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestSequencer, TestSpecification } from 'vitest/node';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What takes a quarter of a minute and more, longest first. */
const long = [
  'tests/crash/crash.test.ts',
  'tests/operations/outside-server.test.ts',
  'tests/api/token-command.test.ts',
  'tests/access/sql-matrix.test.ts',
  'src/platform/backup/backup.test.ts',
  'src/platform/embedded-postgres.test.ts',
  'src/cli/main.test.ts',
  'tests/access/http-matrix.test.ts',
  'src/modules/imports/imports.test.ts',
  'src/cli/demo.test.ts',
  'tests/api/odd-requests.test.ts',
  'tests/signs.test.ts',
  'tests/access/canaries.test.ts',
  'src/platform/journal/journal-chain.test.ts',
  'src/platform/jobs.test.ts',
].map((name) => root + name);

/**
 * Begins with the files that take longest: one of them, begun last, would run on alone while the other core waits. Vitest knows the
 * times of its last run only where there was one, and goes by sizes otherwise; one class, so that a build needs no Vitest.
 */
export class LongestFirst implements TestSequencer {
  constructor() {
    const gone = long.find((file) => !existsSync(file));
    if (gone) throw new Error(`${gone} is named in tests/support/longest-first.ts, and is not there`);
  }

  sort(files: TestSpecification[]): TestSpecification[] {
    const isLong = ({ moduleId }: TestSpecification) => long.includes(moduleId);
    const longOnes = files.filter(isLong).sort((a, b) => long.indexOf(a.moduleId) - long.indexOf(b.moduleId));
    return [...longOnes, ...files.filter((file) => !isLong(file))];
  }

  /** Nobody divides a run among several machines. */
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}
