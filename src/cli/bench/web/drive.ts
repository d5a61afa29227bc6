import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { env } from '#platform/env.server';
import { ourNode, startWebBeside } from '../running-office.ts';
import { Browser } from './browser.ts';
import type { Player, Sample } from './kinds.ts';
import type { Order, Told } from './load.ts';
import { Officer } from './officer.ts';
import { readRecording, type Recording } from './recording.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Has the load do what it is ordered to, in a process of its own. `measuring` is called when what counts begins. */
export async function drive(
  order: Order,
  measuring: (pid: number) => void = () => {},
): Promise<{ samples: Sample[]; acknowledged: number }> {
  const load = fork(here('./load.ts'), { execPath: ourNode, serialization: 'advanced' });
  load.send(order);
  return new Promise((done, fail) => {
    load.on('message', (told: Told) => {
      if (told.tell === 'measuring') measuring(load.pid!);
      else done(told);
    });
    load.once('error', fail);
    load.once('exit', (code) => fail(new Error(`the load ended with ${code} before it had told what it saw`)));
  });
}

export type Listened = { acts: Recording[][]; from: Date; errors: Sample[] };

/**
 * Listens to what the application asks its database: a few officers of all roles work, one act at a time, against a second web
 * process on the same database. What comes back has the mix of kinds that the load itself will have.
 */
export async function listenIn(
  { data, databaseUrl }: { data: string; databaseUrl: string },
  players: readonly Player[],
  actsWanted: number,
  seed: number,
): Promise<Listened> {
  const folder = mkdtempSync(join(tmpdir(), 'simpul-bench-'));
  const file = join(folder, 'statements');
  const from = new Date();
  const web = await startWebBeside(data, databaseUrl, {
    file: here('./listen-in.store.server.ts'),
    env: { BENCH_LISTEN_TO: file },
  });
  const errors: Sample[] = [];
  try {
    // Fewer than four, and nobody would come to the save that follows from what he looked at.
    const perOfficer = Math.max(4, Math.min(8, Math.ceil(actsWanted / players.length)));
    const listened = everyNth(players, Math.ceil(actsWanted / perOfficer));
    let number = 0;
    for (const [index, player] of listened.entries()) {
      const browser = new Browser(web.address, { simpul_session: player.token });
      const officer = new Officer(player, browser, seed + index, performance.now());
      for (let act = 0; act < perOfficer; act++) {
        // What follows from an act is sent again with it: the answers at the desk need the arrival that they belong to.
        if (!officer.isInTheMiddle) number += 1;
        browser.act = number;
        await officer.act();
      }
      errors.push(...officer.samples.filter(({ problem }) => problem));
      officer.close();
    }
  } finally {
    await web.stop();
  }
  const acts = new Map<number, Recording[]>();
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const recording = readRecording(line);
    const act = acts.get(recording.act);
    if (act) act.push(recording);
    else acts.set(recording.act, [recording]);
  }
  rmSync(folder, { recursive: true });
  return { acts: [...acts.values()], from, errors };
}

/** Evenly among all, so that every role is there in its share. */
function everyNth<T>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, all.length / count);
  return Array.from({ length: Math.min(count, all.length) }, (_, index) => all[Math.floor(index * step)]!);
}

export const poolSize = () => env().DATABASE_POOL;
