import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { createZstdDecompress } from 'node:zlib';
import { BadArchive, FORMAT, type ArchiveHeader, type Manifest } from './archive.ts';
import { readTar, type OpenEntry } from './tar.ts';

/** What is done with each file of the cluster as it goes by; nothing when an archive is only examined. */
export type TakeFile = (entry: OpenEntry) => Promise<void>;

/**
 * Reads an archive from the first byte to the last and answers what it holds, or throws BadArchive. Every file is compared with
 * the manifest, so that an archive that was cut, changed or made by something else is known before anything is touched.
 */
export async function readArchive(file: string, take?: TakeFile): Promise<Manifest> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new BadArchive('foreign', 'no such file');
  const raw = createReadStream(file, { highWaterMark: 1 << 20 });
  const plain = raw.pipe(createZstdDecompress());
  raw.on('error', (error) => plain.destroy(error));
  const seen: Manifest['files'] = {};
  let first: ArchiveHeader | undefined;
  let manifest: Manifest | undefined;
  try {
    for await (const entry of readTar(plain)) {
      if (manifest) throw new BadArchive('corrupt', 'something follows the manifest');
      if (!first) {
        first = headerOf(entry.name, await small(entry, 64 * 1024));
        seen['simpul.json'] = { size: entry.size, sha256: sha(Buffer.from(JSON.stringify(first))) };
        continue;
      }
      if (entry.name === 'manifest.json') {
        manifest = JSON.parse((await small(entry, 512 * 1024 ** 2)).toString('utf8')) as Manifest;
        continue;
      }
      if (!isInside(entry.name) || entry.kind === 'other')
        throw new BadArchive('corrupt', 'an entry outside the cluster');
      if (entry.kind === 'folder') {
        await take?.(entry);
        continue;
      }
      const hash = createHash('sha256');
      const { content } = entry;
      const watched = (async function* () {
        for await (const part of content) {
          hash.update(part);
          yield part;
        }
      })();
      if (take) await take({ ...entry, content: watched });
      else for await (const _ of watched);
      seen[entry.name] = { size: entry.size, sha256: hash.digest('hex') };
    }
  } catch (error) {
    throw badArchive(error, first !== undefined);
  } finally {
    raw.destroy();
    plain.destroy();
  }
  if (!first) throw new BadArchive('foreign', 'empty');
  if (!manifest) throw new BadArchive('truncated', 'no manifest at the end');
  compare(manifest, first, seen);
  return manifest;
}

/** Only the first entry: what an archive says it is. */
export async function peekArchive(file: string): Promise<ArchiveHeader> {
  const raw = createReadStream(file);
  const plain = raw.pipe(createZstdDecompress());
  raw.on('error', (error) => plain.destroy(error));
  try {
    for await (const entry of readTar(plain)) return headerOf(entry.name, await small(entry, 64 * 1024));
  } catch (error) {
    throw badArchive(error, false);
  } finally {
    raw.destroy();
    plain.destroy();
  }
  throw new BadArchive('foreign', 'empty');
}

function headerOf(name: string, content: Buffer): ArchiveHeader {
  let told: ArchiveHeader;
  try {
    told = JSON.parse(content.toString('utf8')) as ArchiveHeader;
  } catch {
    throw new BadArchive('foreign');
  }
  if (name !== 'simpul.json' || told.simpul !== 'backup') throw new BadArchive('foreign');
  if (!(told.format <= FORMAT)) throw new BadArchive('newer_format', `version ${told.version}`);
  if (Number.parseInt(told.postgres, 10) !== 18) throw new BadArchive('other_server', `PostgreSQL ${told.postgres}`);
  return told;
}

function compare(manifest: Manifest, first: ArchiveHeader, seen: Manifest['files']): void {
  for (const key of Object.keys(first) as (keyof ArchiveHeader)[])
    if (manifest[key] !== first[key]) throw new BadArchive('corrupt', `the manifest is of another archive (${key})`);
  for (const [name, { size, sha256 }] of Object.entries(manifest.files)) {
    const file = seen[name];
    if (!file) throw new BadArchive('corrupt', `${name} is missing`);
    if (name !== 'simpul.json' && (file.size !== size || file.sha256 !== sha256))
      throw new BadArchive('corrupt', `${name} is not what was put in`);
  }
  const stranger = Object.keys(seen).find((name) => !manifest.files[name]);
  if (stranger) throw new BadArchive('corrupt', `${stranger} was added`);
}

/** A compressed stream that breaks off and one that was changed fail differently in the decompressor; both are named. */
export function badArchive(error: unknown, begun: boolean): unknown {
  if (error instanceof BadArchive) return error;
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== undefined) return error; // the disk, not the archive
  if (code === 'Z_BUF_ERROR' || code === 'ERR_ZSTD_UNEXPECTED_END' || /unexpected end|ends within/i.test(message))
    return new BadArchive(begun ? 'truncated' : 'foreign', message);
  if (
    code?.startsWith('ZSTD') ||
    code?.startsWith('ERR_ZSTD') ||
    code?.startsWith('Z_') ||
    error instanceof RangeError ||
    error instanceof SyntaxError
  )
    return new BadArchive(begun ? 'corrupt' : 'foreign', message);
  return error;
}

function isInside(name: string): boolean {
  return name === 'cluster' || (name.startsWith('cluster/') && !name.split('/').includes('..') && !name.includes('\0'));
}

async function small(entry: OpenEntry, most: number): Promise<Buffer> {
  if (entry.size > most) throw new BadArchive('corrupt', `${entry.name} is too large`);
  const parts: Buffer[] = [];
  for await (const part of entry.content) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

const sha = (content: Buffer) => createHash('sha256').update(content).digest('hex');
