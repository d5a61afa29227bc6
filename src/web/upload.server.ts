import { acceptFile, type AcceptedFile } from '#platform/files/accept.server';
import type { FileProblem } from '#platform/files/file-kind';

/** Reads and judges the file of a form field; `missing` when the field was left alone. */
export async function readUpload(
  sent: unknown,
  use: 'face' | 'document',
): Promise<{ ok: true; file: AcceptedFile } | { ok: false; problem: FileProblem }> {
  if (!(sent instanceof File)) return { ok: false, problem: 'file_missing' };
  // A browser sends an empty file without a name for a field left alone.
  if (sent.size === 0) return { ok: false, problem: sent.name === '' ? 'file_missing' : 'file_empty' };
  return acceptFile(new Uint8Array(await sent.arrayBuffer()), use);
}
