/** Why a text cannot be kept at all. NUL is refused by PostgreSQL, half a surrogate pair is no character in any encoding. */
export type TextProblem = 'text_nul' | 'text_broken' | 'text_too_long';
export type CleanText = { ok: true; text: string } | { ok: false; problem: TextProblem };

/** Written Javanese, Vietnamese and Arabic stack at most three marks on a letter; more than four only floods the page. */
const marksKept = 4;

/**
 * Text as it will be kept: NFC, line breaks as \n, without control characters, zero-width space and characters that turn the
 * reading direction (they let a sentence look like another one). Joiners stay: emoji and several scripts need them.
 * Markup is kept as typed; whoever shows the text escapes it. Lengths count characters, not bytes.
 */
export function cleanText(raw: string, max: number): CleanText {
  const unsafe = refusedText(raw, max);
  if (unsafe) return { ok: false, problem: unsafe };
  const text = capMarks(raw)
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
    .replace(/[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/g, '')
    .replace(/[ \t]+$/gm, '')
    .trim();
  return lengthOf(text) > max ? { ok: false, problem: 'text_too_long' } : { ok: true, text };
}

/** One line: like `cleanText`, with every run of white space as one space. */
export function cleanLine(raw: string, max: number): CleanText {
  const unsafe = refusedText(raw, max);
  if (unsafe) return { ok: false, problem: unsafe };
  return cleanText(raw.replace(/\s+/g, ' '), max);
}

/** Characters as a person counts letters on paper, roughly: code points. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** What makes a text impossible to keep; a text many times too long is refused before any work is spent on it. */
export function refusedText(raw: string, max: number): TextProblem | undefined {
  if (raw.length > max * 8 + 1000) return 'text_too_long';
  if (raw.includes('\0')) return 'text_nul';
  if (/\p{Surrogate}/u.test(raw)) return 'text_broken';
  return undefined;
}

/** NFC with at most four marks on a letter. Long runs are cut first, because putting marks in order takes quadratic time. */
export function capMarks(text: string): string {
  return text
    .replace(/(\p{M}{12})\p{M}+/gu, '$1')
    .normalize('NFC')
    .replace(new RegExp(`(\\p{M}{${marksKept}})\\p{M}+`, 'gu'), '$1');
}

/** Begin with a capital wherever they stand, as abbreviations do. */
const properNames = /^(?:\p{L}*\p{Lu}{2}|(?:Bapas|Ditjenpas|Kanwil|Lapas|Pokmas|Rutan|Simpul)\b)/u;

/** A label (a state, a band, a ground) as it stands within a sentence: with a small letter, unless its first word is a name or an abbreviation. */
export function inSentence(label: string): string {
  return properNames.test(label) ? label : `${label.slice(0, 1).toLowerCase()}${label.slice(1)}`;
}

/** What somebody typed, as it stands within a letter's own words: on one line, and without the full stop at its end. */
export function withinSentence(typed: string): string {
  return typed
    .trim()
    .replace(/\s*\n+\s*/g, ' ')
    .replace(/[.\s]+$/, '');
}

/** The same where it goes on within a sentence: with a small letter. */
export function asClause(sentence: string): string {
  return inSentence(withinSentence(sentence));
}

/** At most 512 numbers that stand for the sequences of three words in a text. Equal texts give equal fingerprints; the text cannot be read from it. */
export type Fingerprint = readonly number[];
const fingerprintSize = 512;

export function fingerprint(text: string): Fingerprint {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const hashes = new Set<number>();
  for (let at = 0; at < Math.max(1, words.length - 2); at++) {
    const shingle = words.slice(at, at + 3).join(' ');
    if (shingle) hashes.add(hash(shingle));
  }
  return [...hashes].sort((a, b) => a - b).slice(0, fingerprintSize);
}

/**
 * From 0 (nothing in common) to 1 (the same words in the same order): the share of three-word sequences that both have, exact
 * up to 512 of them and an estimate beyond. It shows narratives that were copied; it proves nothing about who copied.
 */
export function similarity(a: Fingerprint, b: Fingerprint): number {
  const inB = new Set(b);
  const union = [...new Set([...a, ...b])].sort((x, y) => x - y);
  const cut = a.length >= fingerprintSize || b.length >= fingerprintSize ? fingerprintSize : union.length;
  const sample = union.slice(0, cut);
  const inA = new Set(a);
  return sample.length === 0 ? 0 : sample.filter((one) => inA.has(one) && inB.has(one)).length / sample.length;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
