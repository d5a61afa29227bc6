import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConsoleProblem, fileProblem } from './console-problem.server.ts';
import { lockFolder, type FolderLock } from './folder-lock.server.ts';
import { writeWhole } from './whole-file.server.ts';

/** `journal` seals journal lines, `pepper` strengthens password hashes, `second_factor` encrypts one-time-code secrets. */
export const keyNames = ['journal', 'pepper', 'second_factor'] as const;
export type KeyName = (typeof keyNames)[number];

export type FolderKind = 'demo' | 'office';
export type Marker = {
  kind: FolderKind;
  createdAt: string;
  version: string;
  /** When the demo was loaded whole; without it the next start begins the demo again. */
  demoLoadedAt?: string;
  /** The beginning of each key's hash, so that a lost or exchanged key is noticed before anything is written with it. */
  keys: Partial<Record<KeyName, string>>;
};

export type DataFolder = {
  path: string;
  /** Where the embedded database keeps its cluster. */
  cluster: string;
  marker: Marker;
  key: (name: KeyName) => Buffer;
  markDemoLoaded: () => void;
  /** The next opening discards what is there and begins the demo again. */
  forgetDemo: () => void;
};

/** A data folder that this process alone may work on. */
export type OpenDataFolder = DataFolder & { lock: FolderLock };

const markerFile = (path: string) => join(path, 'marker.json');
const keyFile = (path: string, name: KeyName) => join(path, 'keys', `${name}.key`);
const fingerprint = (key: Buffer) => createHash('sha256').update(key).digest('hex').slice(0, 16);

/** Room for a new cluster with its write-ahead log, and for a running one to stop in good order. */
const bytesNeeded = { fresh: 400 * 1024 ** 2, running: 50 * 1024 ** 2 };

/** What the folder was made for, or nothing where there is no folder yet. */
export function findMarker(folder: string): Marker | undefined {
  try {
    return JSON.parse(readFileSync(markerFile(resolve(folder)), 'utf8')) as Marker;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError)
      throw new ConsoleProblem({
        id: `Berkas ${markerFile(folder)} rusak; pulihkan folder data dari cadangan.`,
        en: `The file ${markerFile(folder)} is damaged; restore the data folder from a backup.`,
      });
    throw fileProblem(error, folder);
  }
}

/** Opens and locks the data folder, making it and its keys where they are missing. A folder keeps the kind that it was made with. */
export function openDataFolder(folder: string, wanted: { kind: FolderKind; version: string }): OpenDataFolder {
  const path = resolve(folder);
  let lock: FolderLock | undefined;
  try {
    const known = findMarker(path);
    if (known) refuseOtherKind(path, known.kind, wanted.kind);
    else refuseForeignFolder(path);

    makeFolder(path);
    // Started as root, the database's own account must be able to pass through, and only that.
    chmodSync(path, process.getuid?.() === 0 ? 0o711 : 0o700);
    refuseFullDisk(path, known !== undefined);
    lock = lockFolder(path);
    mkdirSync(join(path, 'keys'), { recursive: true, mode: 0o700 });

    const marker: Marker = { ...(known ?? { ...wanted, createdAt: new Date().toISOString(), keys: {} }) };
    marker.keys = Object.fromEntries(keyNames.map((name) => [name, keepKey(path, name, marker.keys[name])]));
    if (!known || JSON.stringify(known.keys) !== JSON.stringify(marker.keys)) saveMarker(path, marker);
    return { ...handleOf(path, marker), lock };
  } catch (error) {
    lock?.release();
    throw fileProblem(error, path);
  }
}

/** The data folder as it is, for commands that look at it and never make one. */
export function dataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  const marker = findMarker(path);
  if (marker) return handleOf(path, marker);
  throw new ConsoleProblem({
    id: `${path} belum berisi data Simpul; jalankan npm start lebih dahulu atau sebut foldernya dengan --data.`,
    en: `${path} holds no Simpul data yet; run npm start first or name the folder with --data.`,
  });
}

function handleOf(path: string, marker: Marker): DataFolder {
  return {
    path,
    cluster: join(path, 'postgres'),
    marker,
    key: (name) => readKey(path, name, marker.keys[name]),
    markDemoLoaded() {
      marker.demoLoadedAt = new Date().toISOString();
      saveMarker(path, marker);
    },
    forgetDemo() {
      delete marker.demoLoadedAt;
      saveMarker(path, marker);
    },
  };
}

function saveMarker(path: string, marker: Marker): void {
  writeWhole(markerFile(path), JSON.stringify(marker, null, 2) + '\n');
}

function refuseOtherKind(path: string, kind: FolderKind, wanted: FolderKind): void {
  if (kind === wanted) return;
  throw kind === 'demo'
    ? new ConsoleProblem({
        id: `Folder ${path} berisi data contoh dan tidak dapat menjadi kantor; mulailah kantor di folder lain dengan --empty --data <folder>.`,
        en: `The folder ${path} holds demo data and can never become an office; start the office elsewhere with --empty --data <folder>.`,
      })
    : new ConsoleProblem({
        id: `Folder ${path} adalah data kantor; tambahkan --empty untuk menjalankannya, atau pilih folder lain dengan --data untuk data contoh.`,
        en: `The folder ${path} is an office's data; add --empty to run it, or choose another folder with --data for the demo.`,
      });
}

function refuseForeignFolder(path: string): void {
  // A first start that was killed leaves these before it writes its marker.
  const ours = /^(keys|running\.json|marker\.json\..*|lost\+found)$/;
  const strangers = existsSync(path) ? readdirSync(path).filter((name) => !ours.test(name)) : [];
  if (strangers.length === 0) return;
  throw new ConsoleProblem({
    id: `Folder ${path} tidak kosong dan bukan data Simpul; pilih folder lain dengan --data.`,
    en: `The folder ${path} is not empty and is not Simpul data; choose another folder with --data.`,
  });
}

/**
 * Makes a folder with those above it, one level after another: Node's own recursive mkdir tries for ever where the system denies what
 * it has just shown (`/proc`). Throws a sentence there.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new ConsoleProblem(
      {
        id: `Folder ${path} tidak dapat dibuat di sana; pilih folder lain dengan --data.`,
        en: `The folder ${path} cannot be made there; choose another one with --data.`,
      },
      { cause: error },
    );
  }
}

function refuseFullDisk(path: string, exists: boolean): void {
  const { bavail, bsize } = statfsSync(path);
  const needed = exists ? bytesNeeded.running : bytesNeeded.fresh;
  if (bavail * bsize >= needed) return;
  const [free, want] = [bavail * bsize, needed].map((bytes) => Math.floor(bytes / 1024 ** 2));
  throw new ConsoleProblem({
    id: `Ruang disk untuk ${path} tinggal ${free} MB, perlu paling sedikit ${want} MB; kosongkan ruang lalu jalankan lagi.`,
    en: `Only ${free} MB of disk space is left for ${path}, at least ${want} MB is needed; free some space and start again.`,
  });
}

/** Makes a key that this folder never had; a key that it had and that is gone is not made anew, because nothing sealed with it could be checked again. */
function keepKey(path: string, name: KeyName, known: string | undefined): string {
  if (known) return fingerprint(readKey(path, name, known));
  if (!existsSync(keyFile(path, name)))
    writeFileSync(keyFile(path, name), randomBytes(32).toString('base64') + '\n', {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
  return fingerprint(readKey(path, name, undefined));
}

function readKey(path: string, name: KeyName, known: string | undefined): Buffer {
  const file = keyFile(path, name);
  const key = existsSync(file) ? Buffer.from(readFileSync(file, 'utf8').trim(), 'base64') : Buffer.alloc(0);
  if (key.length === 32 && (known === undefined || fingerprint(key) === known)) return key;
  throw new ConsoleProblem({
    id: `Kunci ${file} hilang atau bukan kunci yang dipakai data ini; kembalikan dari salinan kunci.`,
    en: `The key ${file} is missing or is not the one that this data was made with; put it back from the copy of the keys.`,
  });
}
