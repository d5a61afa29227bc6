import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { TableRead } from './cells.ts';

const inflate = promisify(inflateRaw);
const most = 2000;

/** The parts of a zip archive by name, unpacked when asked for; all of them together never exceed the limit. */
export type Archive = { names: string[]; read: (name: string) => Promise<TableRead<Buffer | undefined>> };

/**
 * Reads the list at the end of the archive, as Excel does. Sizes that the archive declares are not believed: unpacking stops
 * at the limit, so that a few kilobytes cannot become gigabytes.
 */
export function openArchive(bytes: Uint8Array, unpackedBytes: number): TableRead<Archive> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end < 0 || end + 22 > buffer.length) return { ok: false, problem: 'damaged' };
  const count = buffer.readUInt16LE(end + 10);
  if (count === 0 || count > most) return { ok: false, problem: 'damaged' };

  const parts = new Map<string, { method: number; packed: Buffer }>();
  let at = buffer.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (at + 46 > buffer.length || buffer.readUInt32LE(at) !== 0x02014b50) return { ok: false, problem: 'damaged' };
    const nameLength = buffer.readUInt16LE(at + 28);
    const name = buffer
      .toString('utf8', at + 46, at + 46 + nameLength)
      .replaceAll('\\', '/')
      .replace(/^\//, '');
    const packed = packedPart(buffer, buffer.readUInt32LE(at + 42), buffer.readUInt32LE(at + 20));
    if ((buffer.readUInt16LE(at + 8) & 1) === 1) return { ok: false, problem: 'old_or_locked_excel' };
    if (!packed) return { ok: false, problem: 'damaged' };
    parts.set(name, { method: buffer.readUInt16LE(at + 10), packed });
    at += 46 + nameLength + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
  }

  let left = unpackedBytes;
  const read = async (name: string): Promise<TableRead<Buffer | undefined>> => {
    const part = parts.get(name);
    if (!part) return { ok: true, value: undefined };
    if (part.method !== 0 && part.method !== 8) return { ok: false, problem: 'damaged' };
    try {
      if (left <= 0) return { ok: false, problem: 'too_large_unpacked' };
      const whole = part.method === 0 ? part.packed : await inflate(part.packed, { maxOutputLength: left });
      left -= whole.length;
      return left < 0 ? { ok: false, problem: 'too_large_unpacked' } : { ok: true, value: whole };
    } catch (error) {
      const tooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      return { ok: false, problem: tooLarge ? 'too_large_unpacked' : 'damaged' };
    }
  };
  return { ok: true, value: { names: [...parts.keys()], read } };
}

function packedPart(buffer: Buffer, header: number, length: number): Buffer | undefined {
  if (header + 30 > buffer.length || buffer.readUInt32LE(header) !== 0x04034b50) return undefined;
  const start = header + 30 + buffer.readUInt16LE(header + 26) + buffer.readUInt16LE(header + 28);
  return start + length <= buffer.length ? buffer.subarray(start, start + length) : undefined;
}
