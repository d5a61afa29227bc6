import { createHash } from 'node:crypto';
import { kindOf, pdfBytes, photoBytes, type FileProblem } from './file-kind.ts';
import { encodePicture } from './image.server.ts';
import { pdfProblem } from './pdf.ts';

export type MediaType =
  | 'image/jpeg'
  | 'image/png'
  | 'application/pdf'
  | 'text/csv'
  | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A file that may be kept, as it will be kept. */
export type AcceptedFile = {
  mediaType: MediaType;
  content: Buffer;
  sha256: Buffer;
  /** Of the bytes as they were sent, which for a picture are not those that are kept. */
  sentSha256: Buffer;
  width: number | null;
  height: number | null;
  look: bigint | null;
};
export type Acceptance = { ok: true; file: AcceptedFile } | { ok: false; problem: FileProblem };

/**
 * Judges and cleans what somebody sent: `face` a photo of a person, `document` a paper (PDF, or a photo of it). Do this before the
 * transaction that stores it; drawing a picture anew takes a while and no connection should wait for it.
 */
export async function acceptFile(bytes: Uint8Array, use: 'face' | 'document'): Promise<Acceptance> {
  if (bytes.length === 0) return refused('file_empty');
  const kind = kindOf(bytes);
  if (!kind || (kind === 'pdf' && use === 'face')) return refused('file_type');
  if (kind === 'pdf' && bytes.length > pdfBytes) return refused('file_too_large');
  if (kind !== 'pdf' && bytes.length > photoBytes) return refused('file_photo_too_large');

  const sent = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (kind === 'pdf') {
    const problem = pdfProblem(sent);
    return problem ? refused(problem) : { ok: true, file: keptAs('application/pdf', sent, sent) };
  }
  const drawn = await inTurn(() => encodePicture(sent, use));
  if (drawn === 'busy') return refused('file_busy');
  if (!drawn.ok) return drawn;
  const { jpeg, width, height, look } = drawn.picture;
  return { ok: true, file: { ...keptAs('image/jpeg', jpeg, sent), width, height, look } };
}

/** A file of a kind that its own reader judges, such as a spreadsheet for the import. */
export function keptAs(mediaType: MediaType, content: Buffer, sent: Buffer = content): AcceptedFile {
  return {
    mediaType,
    content,
    sha256: sha256(content),
    sentSha256: sha256(sent),
    width: null,
    height: null,
    look: null,
  };
}

/** Two pictures at a time: each takes up to 100 MB while it is drawn. A crowd is turned away rather than kept waiting for minutes. */
const AT_ONCE = 2;
const MOST_WAITING = 40;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T | 'busy'> {
  if (running < AT_ONCE) running += 1;
  else if (waiting.length >= MOST_WAITING) return 'busy';
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function refused(problem: FileProblem): Acceptance {
  return { ok: false, problem };
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
