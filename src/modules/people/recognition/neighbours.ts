import type { KnownWord } from './register.ts';

/**
 * Finds the words that are spelled or sound nearly like another. A word stands under itself and itself less one letter, under its sound,
 * and under its spelling class and that less one letter; two words that share an entry may be near, and comparing them tells.
 */
export class Neighbours {
  private heads = new Int32Array(1 << 16).fill(-1);
  private word = new Int32Array(1 << 16);
  private next = new Int32Array(1 << 16);
  private used = 0;
  private readonly all: readonly KnownWord[];

  constructor(all: readonly KnownWord[]) {
    this.all = all;
  }

  add(word: KnownWord): void {
    const entries = entriesOf(word);
    if (this.used + entries.length > this.word.length) this.widen();
    for (const hash of entries) this.put(hash, word.id);
  }

  /** Ids of words that may be near, each once. */
  of(word: KnownWord): number[] {
    const found = new Set<number>();
    const mask = this.heads.length - 1;
    for (const hash of entriesOf(word))
      for (let at = this.heads[hash & mask]!; at >= 0; at = this.next[at]!) found.add(this.word[at]!);
    return [...found];
  }

  get bytes(): number {
    return this.heads.byteLength + this.word.byteLength + this.next.byteLength;
  }

  private put(hash: number, id: number): void {
    const bucket = hash & (this.heads.length - 1);
    this.word[this.used] = id;
    this.next[this.used] = this.heads[bucket]!;
    this.heads[bucket] = this.used++;
  }

  private widen(): void {
    const upTo = this.word.length * 2;
    this.word = new Int32Array(upTo);
    this.next = new Int32Array(upTo);
    this.heads = new Int32Array(upTo).fill(-1);
    this.used = 0;
    // The last word is the one that did not fit; it is added by whoever called.
    for (const word of this.all.slice(0, -1)) for (const hash of entriesOf(word)) this.put(hash, word.id);
  }
}

/** A word stuffed with text has no neighbours worth keeping. */
const longest = 32;

function entriesOf({ plain, sound, spellingClass, form }: KnownWord): number[] {
  const entries = [hashOf(plain, -1, 1), hashOf(form, -1, 2), hashOf(sound, -1, 3), hashOf(spellingClass, -1, 4)];
  if (plain.length <= longest) {
    if (plain.length >= 3) for (let at = 0; at < plain.length; at++) entries.push(hashOf(plain, at, 1));
    if (spellingClass.length >= 3)
      for (let at = 0; at < spellingClass.length; at++) entries.push(hashOf(spellingClass, at, 4));
  }
  return [...new Set(entries)];
}

/** Of a word, or of the word less the letter at `without`. */
function hashOf(word: string, without: number, salt: number): number {
  let hash = Math.imul(salt, 0x9e3779b1);
  for (let at = 0; at < word.length; at++) {
    if (at === without) continue;
    hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
    hash ^= hash >>> 15;
  }
  return (Math.imul(hash ^ (hash >>> 13), 0x5bd1e995) ^ (hash >>> 16)) >>> 0;
}
