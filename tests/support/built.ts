import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuilt } from '../../scripts/lib/build.mjs';

const cache = fileURLToPath(new URL('../../node_modules/.cache/simpul-test', import.meta.url));
const lock = join(cache, 'building');
const longestBuildMs = 10 * 60_000;

/** The application as it is built from today's sources; of several test files that want it, one builds and the others wait. */
export async function builtApplication(): Promise<void> {
  mkdirSync(cache, { recursive: true });
  while (!taken()) await sleep(500);
  try {
    await ensureBuilt();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function taken(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    // Whoever was killed while he built does not unlock.
    if (since && Date.now() - since > longestBuildMs) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}
