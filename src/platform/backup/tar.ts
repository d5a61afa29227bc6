/** The little of tar that a backup needs: files and folders in the ustar form, written and read as a stream. */
export type Entry = { name: string; size: number; kind: 'file' | 'folder' | 'other'; mode: number };

const BLOCK = 512;
export const padding = (size: number) => (BLOCK - (size % BLOCK)) % BLOCK;

export function header({ name, size, kind, mode }: Entry): Buffer {
  const block = Buffer.alloc(BLOCK);
  const [prefix, rest] = split(name);
  block.write(rest, 0, 100);
  octal(block, mode & 0o7777, 100, 8);
  octal(block, 0, 108, 8);
  octal(block, 0, 116, 8);
  octal(block, kind === 'folder' ? 0 : size, 124, 12);
  octal(block, 0, 136, 12);
  block.write(kind === 'folder' ? '5' : '0', 156);
  block.write('ustar\u000000', 257, 'latin1');
  block.write(prefix, 345, 155);
  block.fill(' ', 148, 156);
  block.write(`${sum(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** The end of an archive: two blocks of zeros. */
export const ending = Buffer.alloc(BLOCK * 2);

/** What a header says; nothing for a block of zeros. Throws where the block is no header. */
export function parseHeader(block: Buffer): Entry | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const told = Number.parseInt(text(block, 148, 8).trim(), 8);
  const copy = Buffer.from(block);
  copy.fill(' ', 148, 156);
  if (told !== sum(copy)) throw new RangeError('not a tar header');
  const prefix = text(block, 257, 5) === 'ustar' ? text(block, 345, 155) : '';
  const type = text(block, 156, 1);
  return {
    name: prefix ? `${prefix}/${text(block, 0, 100)}` : text(block, 0, 100),
    size: number(block, 124, 12),
    kind: type === '5' ? 'folder' : type === '0' || type === '' ? 'file' : 'other',
    mode: number(block, 100, 8),
  };
}

/** One entry and its content, which must be read before the next one is asked for. */
export type OpenEntry = Entry & { content: AsyncIterable<Buffer> };

/** Reads a tar as it comes. Ends with the stream; a stream that ends within an entry throws. */
export async function* readTar(stream: AsyncIterable<Buffer>): AsyncGenerator<OpenEntry> {
  const source = new Source(stream);
  for (;;) {
    const block = await source.exactly(BLOCK);
    if (!block) return;
    const entry = parseHeader(block);
    if (!entry) continue;
    const size = entry.kind === 'folder' ? 0 : entry.size;
    let left = size;
    async function* content() {
      while (left > 0) {
        const part = await source.upTo(left);
        left -= part.length;
        yield part;
      }
    }
    yield { ...entry, size, content: content() };
    while (left > 0) left -= (await source.upTo(left)).length;
    if (padding(size) > 0 && !(await source.exactly(padding(size))))
      throw new RangeError('the archive ends within an entry');
  }
}

class Source {
  private rest: Buffer = Buffer.alloc(0);
  private readonly parts: AsyncIterator<Buffer>;

  constructor(stream: AsyncIterable<Buffer>) {
    this.parts = stream[Symbol.asyncIterator]();
  }

  private async more(): Promise<boolean> {
    const next = await this.parts.next();
    if (next.done) return false;
    this.rest = this.rest.length === 0 ? next.value : Buffer.concat([this.rest, next.value]);
    return true;
  }

  /** Nothing when the stream ends before the first byte. */
  async exactly(size: number): Promise<Buffer | undefined> {
    while (this.rest.length < size)
      if (!(await this.more())) {
        if (this.rest.length === 0) return undefined;
        throw new RangeError('the archive ends within an entry');
      }
    const taken = this.rest.subarray(0, size);
    this.rest = this.rest.subarray(size);
    return taken;
  }

  async upTo(size: number): Promise<Buffer> {
    while (this.rest.length === 0) if (!(await this.more())) throw new RangeError('the archive ends within an entry');
    const taken = this.rest.subarray(0, size);
    this.rest = this.rest.subarray(taken.length);
    return taken;
  }
}

function split(name: string): [string, string] {
  if (Buffer.byteLength(name) <= 100) return ['', name];
  for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1))
    if (Buffer.byteLength(name.slice(0, at)) <= 155 && Buffer.byteLength(name.slice(at + 1)) <= 100)
      return [name.slice(0, at), name.slice(at + 1)];
  throw new RangeError(`a name too long for tar: ${name}`);
}

function octal(block: Buffer, value: number, at: number, width: number): void {
  if (value < 8 ** (width - 1)) block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1');
  else {
    block.writeBigUInt64BE(BigInt(value), at + width - 8);
    block[at] = 0x80;
  }
}

function number(block: Buffer, at: number, width: number): number {
  if ((block[at]! & 0x80) !== 0) return Number(block.readBigUInt64BE(at + width - 8));
  return Number.parseInt(text(block, at, width).trim() || '0', 8);
}

function text(block: Buffer, at: number, width: number): string {
  const end = block.indexOf(0, at);
  return block.toString('utf8', at, end === -1 || end > at + width ? at + width : end);
}

function sum(block: Buffer): number {
  let total = 0;
  for (const byte of block) total += byte;
  return total;
}
