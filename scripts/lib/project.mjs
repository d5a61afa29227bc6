import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Interrupted } from './console.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const inProject = (...parts) => join(root, ...parts);

/** The pinned Node that npm installed. */
export const node = inProject('node_modules', '.bin', 'node');

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The environment of `npm run`, without npm: the project's own programs come first. */
export const projectEnv = () => ({
  ...process.env,
  PATH: inProject('node_modules', '.bin') + delimiter + (process.env.PATH ?? ''),
});

/**
 * Runs a program to its end and keeps what it printed. When somebody stops us it ends first: an npm that is still taking back what it
 * began would take it from the next start, too.
 * @param {string} program @param {string[]} args @param {import('node:child_process').SpawnOptions & { live?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(program, args, { live = false, ...options } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: root, env: projectEnv(), stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    for (const [stream, echo] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])
      stream?.on('data', (chunk) => {
        output += chunk;
        if (live) echo.write(chunk);
      });
    let stopped;
    const stop = (signal) => {
      stopped = signal;
      if (signal !== 'SIGINT') child.kill(signal); // a terminal sends Ctrl-C to everybody, and npm takes a second one as "at once"
    };
    for (const signal of stopSignals) process.on(signal, stop);
    const ended = (result) => {
      for (const signal of stopSignals) process.off(signal, stop);
      return stopped ? fail(new Interrupted(stopped)) : done(result);
    };
    child.on('error', (error) => ended({ code: 127, output: output + error.message }));
    child.on('close', (code, signal) => ended({ code: code ?? (signal ? 1 : 0), output }));
  });
}

/**
 * Hands the terminal, the signals and the exit code over to a command of src/cli.
 * @param {string[]} args
 * @param {{ pages?: Promise<unknown> }} [options] pages that are being built meanwhile: the command hears when they are there, and ends when they fail
 * @returns {Promise<number>}
 */
export function handOver(args, { pages } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(node, ['src/cli/main.ts', ...args], {
      cwd: root,
      stdio: pages ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
      env: pages ? { ...projectEnv(), SIMPUL_PAGES_COMING: '1' } : projectEnv(),
    });
    const stop = (signal) => child.kill(signal);
    let problem;
    pages?.then(
      () => child.connected && child.send('pages built', () => child.connected && child.disconnect()),
      (error) => {
        if (error instanceof Interrupted) return; // the command hears of it by itself
        problem = error;
        stop('SIGTERM');
      },
    );
    for (const signal of stopSignals) process.on(signal, stop);
    stopWithParent(stop);
    child.on('error', (error) => {
      console.error(error.message);
      done(127);
    });
    child.on('exit', (code, signal) => (problem ? fail(problem) : done(code ?? (signal === 'SIGINT' ? 130 : 143))));
  });
}

/** When npm is killed without a chance to tell us, nobody is left who could stop what we run. @param {(signal: NodeJS.Signals) => void} stop */
function stopWithParent(stop) {
  if (!process.env.npm_lifecycle_event) return; // started by hand or by the system, perhaps to outlive its shell
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop('SIGTERM');
  }, 1000);
  watch.unref();
}
