import { inflateSync } from 'node:zlib';
import type { FileProblem } from './file-kind.ts';

/** What makes a document act by itself when it is opened, or carry other files along. */
const ACTIVE = new Set([
  'JavaScript',
  'JS',
  'Launch',
  'EmbeddedFile',
  'EmbeddedFiles',
  'RichMedia',
  'XFA',
  'SubmitForm',
  'ImportData',
]);
/** Bytes of compressed object lists that are unpacked to look for active content; a bomb ends here. */
const MOST_UNPACKED = 32 * 1024 * 1024;

/**
 * Whether these bytes are one whole PDF without programs in it. The document itself is never opened or drawn here: it is stored as
 * it came and only ever handed out as a download.
 */
export function pdfProblem(bytes: Buffer): FileProblem | undefined {
  const text = bytes.toString('latin1');
  if (!/^%PDF-(1\.\d|2\.0)[\s%]/.test(text.slice(0, 16))) return 'file_pdf_not_whole';
  const end = text.lastIndexOf('%%EOF');
  // Anything but white space behind the end is another file glued on.
  if (end < 0 || !/^[\s\0]*$/.test(text.slice(end + 5)) || text.length - end > 2048) return 'file_pdf_not_whole';
  if (!/\bstartxref\s+\d+\s*$/.test(text.slice(Math.max(0, end - 200), end))) return 'file_pdf_not_whole';

  const { outside, objectLists } = splitStreams(text);
  if (!/\b\d+\s+\d+\s+obj\b/.test(outside)) return 'file_pdf_not_whole';
  const names = namesIn(outside);
  if (names.has('Encrypt')) return 'file_pdf_locked';

  let left = MOST_UNPACKED;
  for (const { from, to } of objectLists) {
    const unpacked = unpack(bytes.subarray(from, to), left);
    if (unpacked === undefined) return 'file_pdf_not_whole';
    left -= unpacked.length;
    for (const name of namesIn(unpacked)) names.add(name);
  }
  return [...names].some((name) => ACTIVE.has(name)) ? 'file_pdf_active' : undefined;
}

type Part = { from: number; to: number };

/** The text between the streams, and where the compressed lists of objects lie. Streams are pictures and fonts otherwise. */
function splitStreams(text: string): { outside: string; objectLists: Part[] } {
  const outside: string[] = [];
  const objectLists: Part[] = [];
  let at = 0;
  for (;;) {
    const stream = findStream(text, at);
    if (stream < 0) break;
    const head = text.slice(at, stream);
    outside.push(head);
    const from = stream + (text[stream + 6] === '\r' ? 8 : 7);
    const to = text.indexOf('endstream', from);
    if (to < 0) return { outside: outside.join('\n') + text.slice(stream), objectLists };
    const dictionary = head.slice(Math.max(0, head.lastIndexOf(' obj')));
    if (namesIn(dictionary).has('ObjStm') && namesIn(dictionary).has('FlateDecode')) objectLists.push({ from, to });
    at = to + 9;
  }
  outside.push(text.slice(at));
  return { outside: outside.join('\n'), objectLists };
}

/** `stream` alone at the end of a line, as it stands before the bytes of a stream. */
function findStream(text: string, from: number): number {
  for (let at = text.indexOf('stream', from); at >= 0; at = text.indexOf('stream', at + 6)) {
    const next = text[at + 6];
    if ((next === '\n' || (next === '\r' && text[at + 7] === '\n')) && !text.startsWith('end', at - 3)) return at;
  }
  return -1;
}

/** Names with their hidden spellings: /J#61vaScript is /JavaScript. */
function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, name] of text.matchAll(/\/((?:[A-Za-z0-9]|#[0-9A-Fa-f]{2}){1,80})/g))
    names.add(name!.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))));
  return names;
}

function unpack(packed: Buffer, most: number): string | undefined {
  if (most <= 0) return undefined;
  try {
    return inflateSync(packed, { maxOutputLength: most }).toString('latin1');
  } catch {
    return undefined;
  }
}
