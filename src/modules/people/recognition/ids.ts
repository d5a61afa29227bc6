/** Ids of people, 16 bytes each, and the slot of each: a table that a million strings would not fit into. */
export class Ids {
  private bytes = new Int32Array(4 * 1024);
  private table = new Int32Array(2048).fill(-1);
  private held = 0;

  find(id: string): number {
    const [a, b, c, d] = partsOf(id);
    const mask = this.table.length - 1;
    for (let at = spread(a, b, c, d) & mask; ; at = (at + 1) & mask) {
      const slot = this.table[at]!;
      if (slot === -1) return -1;
      if (slot >= 0 && this.is(slot, a, b, c, d)) return slot;
    }
  }

  set(id: string, slot: number): void {
    if ((this.held + 1) * 2 > this.table.length) this.widen();
    if ((slot + 1) * 4 > this.bytes.length) {
      const wider = new Int32Array(Math.ceil(this.bytes.length * 1.5));
      wider.set(this.bytes);
      this.bytes = wider;
    }
    this.bytes.set(partsOf(id), slot * 4);
    this.place(slot);
    this.held++;
  }

  remove(id: string): void {
    const [a, b, c, d] = partsOf(id);
    const mask = this.table.length - 1;
    let at = spread(a, b, c, d) & mask;
    for (; ; at = (at + 1) & mask) {
      const slot = this.table[at]!;
      if (slot === -1) return;
      if (this.is(slot, a, b, c, d)) break;
    }
    this.held--;
    // Whoever stands behind moves up, so that no gap hides them.
    let gap = at;
    for (let later = (at + 1) & mask; this.table[later]! !== -1; later = (later + 1) & mask) {
      const slot = this.table[later]!;
      const home = this.homeOf(slot);
      if (((later - home) & mask) >= ((later - gap) & mask)) {
        this.table[gap] = slot;
        gap = later;
      }
    }
    this.table[gap] = -1;
  }

  idOf(slot: number): string {
    const hex = Array.from({ length: 4 }, (_, at) =>
      (this.bytes[slot * 4 + at]! >>> 0).toString(16).padStart(8, '0'),
    ).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  private is(slot: number, a: number, b: number, c: number, d: number): boolean {
    const at = slot * 4;
    return this.bytes[at] === a && this.bytes[at + 1] === b && this.bytes[at + 2] === c && this.bytes[at + 3] === d;
  }

  private homeOf(slot: number): number {
    const at = slot * 4;
    return (
      spread(this.bytes[at]!, this.bytes[at + 1]!, this.bytes[at + 2]!, this.bytes[at + 3]!) & (this.table.length - 1)
    );
  }

  private place(slot: number): void {
    const mask = this.table.length - 1;
    let at = this.homeOf(slot);
    while (this.table[at]! !== -1) at = (at + 1) & mask;
    this.table[at] = slot;
  }

  private widen(): void {
    const old = this.table;
    this.table = new Int32Array(old.length * 2).fill(-1);
    for (const slot of old) if (slot >= 0) this.place(slot);
  }
}

function partsOf(id: string): [number, number, number, number] {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id)) throw new RangeError('not a UUID');
  return [
    parseInt(id.slice(0, 8), 16) | 0,
    parseInt(id.slice(9, 13) + id.slice(14, 18), 16) | 0,
    parseInt(id.slice(19, 23) + id.slice(24, 28), 16) | 0,
    parseInt(id.slice(28), 16) | 0,
  ];
}

function spread(a: number, b: number, c: number, d: number): number {
  let hash = Math.imul(a ^ (d >>> 3), 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ d;
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
