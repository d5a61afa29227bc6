import { copyFileSync, renameSync, statSync, truncateSync } from 'node:fs';

const largest = 10 * 1024 ** 2;
const kept = 3;

/**
 * Keeps a log and its three predecessors below 10 MB each. The file is copied and emptied rather than moved, because
 * whoever writes it keeps it open for appending.
 */
export function keepLogSmall(file: string, limit = largest): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < limit) return;
  for (let age = kept - 1; age >= 1; age -= 1)
    if (statSync(`${file}.${age}`, { throwIfNoEntry: false })) renameSync(`${file}.${age}`, `${file}.${age + 1}`);
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
}
