/**
 * Many lists of numbers in one array: each word of a name has the list of its bearers. A list lies in a block of two, four, eight ... places;
 * one that grows out of its block moves to the next size and leaves the old one to others.
 */
export class Lists {
  private arena: Int32Array;
  private used = 0;
  private readonly freeBlocks = new Int32Array(31).fill(-1);
  private start: Int32Array;
  private length: Int32Array;
  private size: Uint8Array;
  count = 0;

  constructor(lists = 1024, numbers = 4096) {
    this.arena = new Int32Array(numbers);
    this.start = new Int32Array(lists);
    this.length = new Int32Array(lists);
    this.size = new Uint8Array(lists);
  }

  /** Makes an empty list and says its number. */
  open(): number {
    if (this.count === this.start.length) {
      this.start = widened(this.start, Int32Array);
      this.length = widened(this.length, Int32Array);
      this.size = widened(this.size, Uint8Array);
    }
    return this.count++;
  }

  lengthOf(list: number): number {
    return this.length[list]!;
  }

  add(list: number, number: number): void {
    const length = this.length[list]!;
    const size = this.size[list]!;
    if (size === 0 || length === 1 << size) this.move(list, size + 1);
    this.arena[this.start[list]! + length] = number;
    this.length[list] = length + 1;
  }

  remove(list: number, number: number): void {
    const from = this.start[list]!;
    const last = from + this.length[list]! - 1;
    let at = from;
    while (at <= last && this.arena[at] !== number) at++;
    if (at > last) return;
    this.arena[at] = this.arena[last]!;
    this.length[list] = last - from;
    if (last > from) return;
    this.release(from, this.size[list]!);
    this.size[list] = 0;
  }

  /** Where a list lies now: from, and before. Only until the next change. */
  get numbers(): Int32Array {
    return this.arena;
  }
  from(list: number): number {
    return this.start[list]!;
  }

  get bytes(): number {
    return this.arena.byteLength + this.start.byteLength + this.length.byteLength + this.size.byteLength;
  }

  private move(list: number, size: number): void {
    const to = this.take(size);
    const length = this.length[list]!;
    if (length > 0) {
      const from = this.start[list]!;
      this.arena.copyWithin(to, from, from + length);
      this.release(from, size - 1);
    }
    this.start[list] = to;
    this.size[list] = size;
  }

  private take(size: number): number {
    const free = this.freeBlocks[size]!;
    if (free >= 0) {
      this.freeBlocks[size] = this.arena[free]!;
      return free;
    }
    const at = this.used;
    this.used += 1 << size;
    if (this.used > this.arena.length) {
      const wider = new Int32Array(Math.max(this.used, Math.ceil(this.arena.length * 1.5)));
      wider.set(this.arena);
      this.arena = wider;
    }
    return at;
  }

  /** The free blocks of a size hang together by their first place. */
  private release(block: number, size: number): void {
    this.arena[block] = this.freeBlocks[size]!;
    this.freeBlocks[size] = block;
  }
}

function widened<Numbers extends Int32Array | Uint8Array>(
  numbers: Numbers,
  Kind: new (length: number) => Numbers,
): Numbers {
  const wider = new Kind(Math.ceil(numbers.length * 1.5) + 16);
  wider.set(numbers);
  return wider;
}

/** Lists that are found by a number: a day of birth, half a NIK. A list that becomes empty keeps its place. */
export class KeyedLists {
  readonly lists: Lists;
  private keys = new Int32Array(2048);
  private at = new Int32Array(2048).fill(-1);

  constructor() {
    this.lists = new Lists();
  }

  /** The list of a key, or -1. */
  find(key: number): number {
    const mask = this.at.length - 1;
    for (let place = spread(key) & mask; ; place = (place + 1) & mask) {
      const list = this.at[place]!;
      if (list === -1 || this.keys[place] === key) return list;
    }
  }

  lengthOf(key: number): number {
    const list = this.find(key);
    return list < 0 ? 0 : this.lists.lengthOf(list);
  }

  add(key: number, number: number): void {
    let list = this.find(key);
    if (list < 0) {
      if ((this.lists.count + 1) * 2 > this.at.length) this.widen();
      list = this.lists.open();
      this.put(key, list);
    }
    this.lists.add(list, number);
  }

  remove(key: number, number: number): void {
    const list = this.find(key);
    if (list >= 0) this.lists.remove(list, number);
  }

  get bytes(): number {
    return this.lists.bytes + this.keys.byteLength + this.at.byteLength;
  }

  private put(key: number, list: number): void {
    const mask = this.at.length - 1;
    let place = spread(key) & mask;
    while (this.at[place] !== -1) place = (place + 1) & mask;
    this.keys[place] = key;
    this.at[place] = list;
  }

  private widen(): void {
    const [keys, lists] = [this.keys, this.at];
    this.keys = new Int32Array(keys.length * 2);
    this.at = new Int32Array(keys.length * 2).fill(-1);
    for (let place = 0; place < lists.length; place++) if (lists[place] !== -1) this.put(keys[place]!, lists[place]!);
  }
}

function spread(key: number): number {
  const hash = Math.imul(key, 0x9e3779b1);
  return (hash ^ (hash >>> 15)) >>> 0;
}
