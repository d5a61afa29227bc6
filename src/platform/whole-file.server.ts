import { renameSync, writeFileSync } from 'node:fs';

/** Replaces a file whole: after a power cut either the old or the new text is there, never half of one. */
export function writeWhole(path: string, text: string, mode = 0o600): void {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, text, { mode, flush: true });
  renameSync(draft, path);
}
