/** What may come in. Everything else is refused, whatever its name says. */
export type FileKind = 'jpeg' | 'png' | 'pdf';

/** Why a file is not taken. Each has a sentence in the message files: `files_<key without file_>`. */
export const fileProblems = [
  'file_missing',
  'file_empty',
  'file_type',
  'file_photo_too_large',
  'file_too_large',
  'file_too_many_pixels',
  'file_damaged',
  'file_pdf_not_whole',
  'file_pdf_locked',
  'file_pdf_active',
  'file_too_slow',
  'file_busy',
  'file_daily_limit',
] as const;
export type FileProblem = (typeof fileProblems)[number];

const MB = 1024 * 1024;
export const photoBytes = 5 * MB;
export const pdfBytes = 15 * MB;
export const dailyBytes = 200 * MB;
/** 24 megapixels, decoded, are 72 MB of memory. */
export const mostPixels = 24_000_000;

/** By the first bytes only: names and the type that a browser claims are the sender's invention. */
export function kindOf(bytes: Uint8Array): FileKind | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])) return 'pdf';
  return undefined;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return bytes.length >= signature.length && signature.every((byte, at) => bytes[at] === byte);
}
