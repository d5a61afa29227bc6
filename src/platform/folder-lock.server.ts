import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConsoleProblem } from './console-problem.server.ts';
import { writeWhole } from './whole-file.server.ts';

type Holder = { pid: number; born: string; address?: string };

export type FolderLock = { setAddress: (address: string) => void; release: () => void };

const lockFile = (folder: string) => join(folder, 'running.json');

/** One process at a time may work on a data folder. A lock whose process is gone (kill -9, power cut) is taken over. */
export function lockFolder(folder: string): FolderLock {
  const file = lockFile(folder);
  const holder: Holder = { pid: process.pid, born: bornAt(process.pid) };
  refuseHeld(folder);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
  return {
    setAddress: (address) => writeWhole(file, JSON.stringify({ ...holder, address })),
    release: () => rmSync(file, { force: true }),
  };
}

/** Says where the other one is, before anything is touched. */
export function refuseHeld(folder: string): void {
  const other = findHolder(folder);
  if (!other) return;
  throw new ConsoleProblem({
    id: `Simpul sudah berjalan dengan data ini${other.address ? ` di ${other.address}` : ''} (proses ${other.pid}); hentikan dahulu atau pilih folder lain dengan --data.`,
    en: `Simpul is already running on this data${other.address ? ` at ${other.address}` : ''} (process ${other.pid}); stop it first or choose another folder with --data.`,
  });
}

/** The living process that works on the folder, if any. */
export function findHolder(folder: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(lockFile(folder), 'utf8')) as Holder;
    return isAlive(holder.pid) && bornAt(holder.pid) === holder.born ? holder : undefined;
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process began, in ticks since boot: a number that has been given to another process differs. Empty where /proc is missing. */
function bornAt(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // Field 22; the name in field 2 may hold spaces, so count after its closing bracket.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return `${boot}/${fields[19]}`;
  } catch {
    return '';
  }
}
