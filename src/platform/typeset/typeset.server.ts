import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { log } from '../log.server.ts';

export type Ask = {
  id: number;
  layout: string;
  sheets: readonly string[];
  pictures: Readonly<Record<string, Uint8Array>>;
};
export type Answer = { id: number; pages: readonly Uint8Array[] } | { id: number; problem: string };

/** A page could not be set: in time, in memory, or at all. What was said of it is in the log. */
export class NotTypeset extends Error {
  override readonly name = 'NotTypeset';
}

/** A page takes some 15 ms, the first one of a process a second more; a crowd of them gets its time by their number. */
const patience = { once: 10_000, each: 500 };
const mostMemory = 700 * 1024 * 1024;

/** Where the sources lie, also for the built application, which is made of other files in another folder. */
const sources = createRequire(import.meta.url);
const layouts = new Map<string, string>();

/** A layout by its name: `#layouts/letter.typ` of package.json. */
function readLayout(name: string): string {
  const known = layouts.get(name) ?? readFileSync(sources.resolve(`#layouts/${name}`), 'utf8');
  layouts.set(name, known);
  return known;
}

/**
 * Sets each of these sheets with a layout as a document of its own, as PDF/A-2b. Runs in a process apart, one order after the other:
 * a sheet that takes too long or too much memory ends that process and this order, and nothing else.
 */
export function typeset(
  layout: string,
  sheets: readonly unknown[],
  {
    pictures = {},
    milliseconds = patience.once + patience.each * sheets.length,
  }: { pictures?: Readonly<Record<string, Uint8Array>>; milliseconds?: number } = {},
): Promise<Buffer[]> {
  const order = { layout: readLayout(layout), sheets: sheets.map((sheet) => JSON.stringify(sheet)), pictures };
  const done = waiting.then(() => setNow(order, milliseconds));
  waiting = done.catch(() => {});
  return done;
}

let waiting: Promise<unknown> = Promise.resolve();
let running: ChildProcess | undefined;
let orders = 0;

function start(): ChildProcess {
  const file = sources.resolve('#platform/typeset/typesetter');
  const root = join(dirname(file), '../../..');
  // Packages that lie elsewhere, behind a link, are read there.
  const packages = realpathSync(join(root, 'node_modules'));
  const child = fork(file, [String(mostMemory)], {
    // No word of what this process knows, and no way to write, to start something or to ask the network.
    env: {},
    execArgv: [
      '--permission',
      '--allow-addons',
      '--allow-worker',
      ...[root, packages].map((at) => `--allow-fs-read=${at}`),
    ],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.once('exit', () => {
    if (running === child) running = undefined;
  });
  child.once('error', () => child.kill('SIGKILL'));
  return child;
}

async function setNow(order: Omit<Ask, 'id'>, milliseconds: number): Promise<Buffer[]> {
  const child = (running ??= start());
  const id = ++orders;
  hold(child, true);
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
      const onMessage = (said: Answer) => said.id === id && settle(() => resolve(said));
      const onExit = () => settle(() => reject(new NotTypeset('the typesetter ended')));
      const settle = (then: () => void) => {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit);
        then();
      };
      child.on('message', onMessage).once('exit', onExit);
      child.send({ id, ...order }, (error) => {
        if (error) child.kill('SIGKILL');
      });
    });
    if ('problem' in answer) {
      log('error', 'a sheet could not be set', { says: answer.problem.slice(0, 2000) });
      throw new NotTypeset('a sheet could not be set');
    }
    return answer.pages.map((page) => Buffer.from(page.buffer, page.byteOffset, page.byteLength));
  } finally {
    hold(child, false);
  }
}

/** An idle typesetter keeps nobody from ending. */
function hold(child: ChildProcess, isWorking: boolean): void {
  if (isWorking) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}
