import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';

export type Machine = { processor: string; cores: number; memoryMb: number; system: string; node: string };

export function machine(): Machine {
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryMb: Math.round(os.totalmem() / 1024 ** 2),
    system: `${os.platform()} ${os.release()} ${os.arch()}`,
    node: process.versions.node,
  };
}

/** How many milliseconds a piece of work took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** What a group of processes is called, and the first of each; what those have started counts with them. */
export type Groups = Record<string, readonly number[]>;

export type CoreWatch = {
  /** The share of all cores that each group and the rest of the machine used since the watch began; null where /proc is missing. */
  shares: () => Record<string, number> | null;
};

/**
 * Watches who uses the cores, by the clock ticks that Linux counts for each process. A child that has ended is counted by its
 * parent, so that the short-lived ones are not lost.
 */
export function watchCores(groups: Groups): CoreWatch {
  const before = read(groups);
  return {
    shares() {
      const after = read(groups);
      if (!before || !after) return null;
      const all = after.all - before.all;
      const shares: Record<string, number> = {};
      let known = 0;
      for (const [name, ticks] of Object.entries(after.groups)) {
        const used = Math.max(0, ticks - (before.groups[name] ?? 0));
        known += used;
        shares[name] = used / all;
      }
      shares['others'] = Math.max(0, after.busy - before.busy - known) / all;
      return shares;
    },
  };
}

type Ticks = { all: number; busy: number; groups: Record<string, number> };

function read(groups: Groups): Ticks | undefined {
  try {
    const cpu = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.trim().split(/\s+/).slice(1, 9).map(Number);
    const all = cpu.reduce((sum, ticks) => sum + ticks, 0);
    const idle = cpu[3]! + cpu[4]!;
    const processes = readProcesses();
    const apart = new Set(Object.values(groups).flat());
    return {
      all,
      busy: all - idle,
      groups: Object.fromEntries(
        Object.entries(groups).map(([name, roots]) => [
          name,
          roots.reduce((sum, pid) => sum + ticksOf(pid, processes, apart), 0),
        ]),
      ),
    };
  } catch {
    return undefined;
  }
}

type Process = { own: number; ended: number; children: number[] };

function readProcesses(): Map<number, Process> {
  const found = new Map<number, Process & { parent: number }>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // Field 2, the name, may hold spaces: count after its closing bracket. Fields 4, 14 to 17 are parent, own and ended children's ticks.
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      const [parent, user, system, endedUser, endedSystem] = [1, 11, 12, 13, 14].map((index) => Number(fields[index]));
      found.set(Number(name), {
        parent: parent!,
        own: user! + system!,
        ended: endedUser! + endedSystem!,
        children: [],
      });
    } catch {
      // It ended while we were looking.
    }
  }
  for (const [pid, { parent }] of found) found.get(parent)?.children.push(pid);
  return found;
}

/** A process with all that it started, but for those that are watched as a group of their own: the database is the application's child. */
function ticksOf(pid: number, processes: ReadonlyMap<number, Process>, apart: ReadonlySet<number>): number {
  const one = processes.get(pid);
  if (!one) return 0;
  const children = one.children.filter((child) => !apart.has(child));
  return one.own + one.ended + children.reduce((sum, child) => sum + ticksOf(child, processes, apart), 0);
}
