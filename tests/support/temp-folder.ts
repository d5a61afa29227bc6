import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const cache = fileURLToPath(new URL('../../node_modules/.cache/simpul-test', import.meta.url));

/** A folder for one test, where the database's own account reaches it when the tests run as root. */
export function tempFolder(): string {
  const folder = lastingFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The same for a whole file, which removes it itself. */
export function lastingFolder(): string {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, `run-${process.pid}-`));
  chmodSync(folder, 0o711);
  return folder;
}
