import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { connectReplication, parsePosition, segmentName, type Position } from './replication.server.ts';
import { withConnection } from '../one-connection.server.ts';
import { writeWhole } from '../whole-file.server.ts';

/** Beside each archive: the log that was written since, so that a restore loses minutes and not a day. */
export const logFolder = (archive: string) => archive.replace(/\.simpul$/, '.wal');

/** Where the log of an archive goes on; written beside it when the archive is made. */
export type LogMark = { systemId: string; timeline: number; segmentSize: number; from: string };
const markFile = (archive: string) => join(logFolder(archive), 'follows.json');

export function startLog(archive: string, mark: LogMark): void {
  mkdirSync(logFolder(archive), { recursive: true, mode: 0o700 });
  writeWhole(markFile(archive), JSON.stringify(mark) + '\n');
}

/** The log that an archive needs is no longer on the server: only a new backup helps. */
export class LogGap extends Error {
  override readonly name = 'LogGap';
}

/**
 * Copies what the log has grown by since the last time: whole files, and the last one as far as it goes. Answers up to which moment a
 * restore now reaches. Bytes are on the disk when this returns.
 */
export async function followLog(backupUrl: string, archive: string): Promise<{ until: Position; bytes: number }> {
  const mark = readMark(archive);
  if (!mark) throw new LogGap('this archive has no log beside it');
  const folder = logFolder(archive);
  const { segmentSize: size, timeline } = mark;
  // What was committed a moment ago may not be on the server's disk yet; only what is, is sent.
  const replication = await connectReplication(backupUrl);
  try {
    const server = await replication.identify();
    if (server.systemId !== mark.systemId || server.timeline !== timeline)
      throw new LogGap('the server has gone another way since this backup');
    let from = parsePosition(mark.from);
    while (existsSync(join(folder, `${segmentName(timeline, from, size)}.zst`))) from += BigInt(size);
    if (server.position <= from) return { until: from, bytes: 0 };
    let at = from;
    let parts: Buffer[] = [];
    let held = 0;
    let written = 0;
    for await (const { bytes } of replication.readLog(from, server.position, timeline)) {
      for (let rest = bytes; rest.length > 0;) {
        const piece = rest.subarray(0, size - held);
        parts.push(piece);
        held += piece.length;
        rest = rest.subarray(piece.length);
        if (held < size) continue;
        written += keep(folder, `${segmentName(timeline, at, size)}.zst`, Buffer.concat(parts, held));
        rmSync(join(folder, `${segmentName(timeline, at, size)}.partial.zst`), { force: true });
        at += BigInt(size);
        [parts, held] = [[], 0];
      }
    }
    if (held > 0) written += keep(folder, `${segmentName(timeline, at, size)}.partial.zst`, Buffer.concat(parts, held));
    return { until: at + BigInt(held), bytes: written };
  } catch (error) {
    if (/has already been removed/.test((error as Error).message))
      throw new LogGap((error as Error).message, { cause: error });
    throw error;
  } finally {
    await replication.close();
  }
}

function keep(folder: string, name: string, content: Buffer): number {
  const packed = zstdCompressSync(content);
  const draft = join(folder, `${name}.${process.pid}.new`);
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, packed);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, join(folder, name));
  return packed.length;
}

export function readMark(archive: string): LogMark | undefined {
  try {
    return JSON.parse(readFileSync(markFile(archive), 'utf8')) as LogMark;
  } catch {
    return undefined;
  }
}

/** The unbroken run of log files that follow an archive, unpacked one after the other; the last one is filled up with zeros. */
export function* logBeside(
  archive: string,
  from: string,
  timeline: number,
  size: number,
): Generator<{ name: string; content: Buffer }> {
  const folder = logFolder(archive);
  if (!existsSync(folder)) return;
  const there = new Set(readdirSync(folder));
  for (let at = parsePosition(from); ; at += BigInt(size)) {
    const name = segmentName(timeline, at, size);
    const file = there.has(`${name}.zst`)
      ? `${name}.zst`
      : there.has(`${name}.partial.zst`)
        ? `${name}.partial.zst`
        : undefined;
    if (!file) return;
    const content = zstdDecompressSync(readFileSync(join(folder, file)));
    yield { name, content: Buffer.concat([content, Buffer.alloc(size - content.length)], size) };
    if (file.endsWith('.partial.zst')) return;
  }
}

/** A small write, so that everything committed before it has reached the server's disk as well. */
export async function flushLog(backupUrl: string): Promise<void> {
  await withConnection(backupUrl, (client) => client.query(`select pg_create_restore_point('simpul-follow')`));
}
