import type { Side, Words } from './register.ts';
import type { SexCode } from './facts.ts';

/** Somebody as far as he is known without comparing words. */
export type Outline = Pick<Side, 'nik' | 'birth' | 'sex'> & { hasMother: boolean };

/** What is known about each person, packed: two halves of the NIK, birth, place and sex, the numbers of words, the words. */
export class Records {
  private pool = new Int32Array(1 << 14);
  private used = 0;
  private wasted = 0;
  private start = new Int32Array(1024).fill(-1);
  private readonly words: Words;

  constructor(words: Words) {
    this.words = words;
  }

  put(slot: number, side: Side): void {
    const length = head + side.own.length + side.father.length + side.alias.length + side.mother.length;
    if (this.used + length > this.pool.length) this.makeRoom(length);
    if (slot >= this.start.length) {
      const wider = new Int32Array(Math.ceil(slot * 1.5) + 16).fill(-1);
      wider.set(this.start);
      this.start = wider;
    }
    let at = this.used;
    this.start[slot] = at;
    this.used += length;
    const pool = this.pool;
    pool[at++] = side.nik.high;
    pool[at++] = side.nik.low;
    pool[at++] = side.birth;
    pool[at++] = (((side.place?.id ?? -1) + 1) << 2) | side.sex;
    pool[at++] = side.own.length | (side.father.length << 8) | (side.alias.length << 16) | (side.mother.length << 24);
    for (const word of side.own) pool[at++] = word.id;
    for (const word of side.father) pool[at++] = word.id;
    for (const word of side.alias) pool[at++] = word.id;
    for (const word of side.mother) pool[at++] = word.id;
  }

  drop(slot: number): void {
    this.wasted += this.lengthAt(this.start[slot]!);
    this.start[slot] = -1;
  }

  holds(slot: number): boolean {
    return this.start[slot]! >= 0;
  }

  /** Fills `side` with what is known; its lists are used again for the next one. */
  read(slot: number, side: Side): Side {
    const pool = this.pool;
    let at = this.start[slot]!;
    side.nik.high = pool[at++]!;
    side.nik.low = pool[at++]!;
    side.birth = pool[at++]!;
    const placeAndSex = pool[at++]!;
    side.place = placeAndSex >> 2 === 0 ? undefined : this.words.places[(placeAndSex >> 2) - 1];
    side.sex = (placeAndSex & 3) as SexCode;
    const counts = pool[at++]!;
    at = this.fill(side.own, at, counts & 255);
    at = this.fill(side.father, at, (counts >> 8) & 255);
    at = this.fill(side.alias, at, (counts >> 16) & 255);
    this.fill(side.mother, at, counts >>> 24);
    return side;
  }

  /** Fills `outline`, which is used again for the next one. */
  outline(slot: number, outline: Outline): Outline {
    const pool = this.pool;
    const at = this.start[slot]!;
    outline.nik.high = pool[at]!;
    outline.nik.low = pool[at + 1]!;
    outline.birth = pool[at + 2]!;
    outline.sex = (pool[at + 3]! & 3) as SexCode;
    outline.hasMother = pool[at + 4]! >>> 24 > 0;
    return outline;
  }

  get bytes(): number {
    return this.pool.byteLength + this.start.byteLength;
  }

  private fill(into: Side['own'], from: number, count: number): number {
    into.length = count;
    for (let at = 0; at < count; at++) into[at] = this.words.all[this.pool[from + at]!]!;
    return from + count;
  }

  private lengthAt(at: number): number {
    const counts = this.pool[at + head - 1]!;
    return head + (counts & 255) + ((counts >> 8) & 255) + ((counts >> 16) & 255) + (counts >>> 24);
  }

  /** A wider pool; where a third is left over from former records, their room is taken instead. */
  private makeRoom(length: number): void {
    const old = this.pool;
    const crowded = this.wasted * 3 > this.used;
    this.pool = new Int32Array(crowded ? old.length : Math.ceil(old.length * 1.5) + length);
    if (!crowded) {
      this.pool.set(old);
      return;
    }
    let to = 0;
    const starts = this.start;
    for (let slot = 0; slot < starts.length; slot++) {
      const from = starts[slot]!;
      if (from < 0) continue;
      const counts = old[from + head - 1]!;
      const many = head + (counts & 255) + ((counts >> 8) & 255) + ((counts >> 16) & 255) + (counts >>> 24);
      this.pool.set(old.subarray(from, from + many), to);
      starts[slot] = to;
      to += many;
    }
    this.used = to;
    this.wasted = 0;
    if (to + length > this.pool.length) this.makeRoom(length);
  }
}
const head = 5;

export function emptySide(): Side {
  return { own: [], father: [], alias: [], mother: [], birth: 0, place: undefined, nik: { high: -1, low: -1 }, sex: 0 };
}
