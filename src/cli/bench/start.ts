import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { ConsoleProblem, type Sentence } from '#platform/console-problem.server';
import { complain, type Command } from '../command.ts';
import { exitCode, goal, printReport, type Report, type Row } from './figures.ts';
import { machine } from './machine.ts';
import { reportOptions } from './options.ts';
import { freePort, root } from './running-office.ts';

export const command: Command = {
  summary: {
    id: 'Mengukur npm start di salinan baru sampai data contoh siap, lalu start kedua.',
    en: 'Measures npm start in a fresh clone until the demo is ready, and the second start.',
  },
  options: {
    here: {
      type: 'boolean',
      says: {
        id: 'memakai paket dan halaman yang sudah ada di sini, dengan folder data baru',
        en: 'uses the packages and pages that are here already, with a new data folder',
      },
    },
    ...reportOptions,
  },
  async run(values) {
    const report = await measure(values.here === true);
    if (values.json) console.log(JSON.stringify(report, null, 2));
    else printReport(report);
    return exitCode(report, values.strict === true);
  },
};

async function measure(here: boolean): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'simpul-bench-start-'));
  // Started as root, the database's own account must be able to pass through, and only that.
  chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  const clone = here ? root : join(folder, 'simpul');
  const data = join(folder, 'data');
  try {
    if (!here) copyProject(clone);
    const port = await freePort();
    complain({ id: 'Start pertama …', en: 'The first start …' });
    const first = await start(clone, data, port);
    complain({ id: 'Start kedua …', en: 'The second start …' });
    const second = await start(clone, data, port);
    const row = (what: Sentence, seconds: number): Row => ({ what, cells: { s: seconds } });
    return {
      bench: 'start',
      at: new Date().toISOString(),
      setting: { fresh: !here },
      machine: machine(),
      rows: [
        row({ id: 'Start pertama', en: 'First start' }, first.seconds),
        ...first.steps.map(({ says, seconds }) => row({ id: `  ${says}`, en: `  ${says}` }, seconds)),
        row({ id: 'Start kedua', en: 'Second start' }, second.seconds),
      ],
      goals: [
        goal({ id: 'Start pertama', en: 'First start' }, 's', 60, first.seconds),
        goal({ id: 'Start kedua', en: 'Second start' }, 's', 5, second.seconds),
      ],
      cores: null,
      errors: { ...first.errors, ...second.errors },
      notes: [],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** As somebody gets it who clones it: what is committed. Without git, everything but what a start makes by itself. */
function copyProject(clone: string): void {
  if (spawnSync('git', ['clone', '--quiet', root, clone]).status === 0) return;
  const made = new Set(['node_modules', 'build', 'data', 'data-bench', '.svelte-kit', '.git']);
  cpSync(root, clone, { recursive: true, filter: (path) => !made.has(relative(root, path)) });
}

type Started = { seconds: number; steps: { says: string; seconds: number }[]; errors: Record<string, number> };

/** Runs `npm start` until the sign-in page answers with the demo's accounts on it, and stops it again. */
async function start(clone: string, data: string, port: number): Promise<Started> {
  const startedAt = performance.now();
  const since = () => (performance.now() - startedAt) / 1000;
  const child = spawn('npm', ['start', '--', '--data', data, '--port', String(port)], {
    cwd: clone,
    env: newcomersEnv(),
    detached: true, // a group of its own, so that everything that npm has started stops with it
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((tell) => child.once('exit', (code) => tell(code)));
  const steps: { says: string; at: number }[] = [{ says: 'npm', at: 0 }];
  let said = '';
  try {
    await new Promise<void>((done, fail) => {
      const hear = (chunk: Buffer) => {
        said += chunk.toString();
        for (const line of chunk.toString().split('\n'))
          if (line.endsWith('…')) steps.push({ says: line.trim(), at: since() });
        if (said.includes('ready at')) done();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('error', fail);
      void ended.then((code) =>
        fail(
          new ConsoleProblem({
            id: `npm start berhenti (${code}): ${said.trim().split('\n').at(-1)}`,
            en: `npm start ended (${code}): ${said.trim().split('\n').at(-1)}`,
          }),
        ),
      );
    });
    const page = await fetch(`http://127.0.0.1:${port}/sign-in`);
    const seconds = since();
    const isDemo = page.status === 200 && (await page.text()).includes('kepala.palembang');
    return {
      seconds,
      steps: steps.map(({ says, at }, index) => ({ says, seconds: (steps[index + 1]?.at ?? seconds) - at })),
      errors: isDemo ? {} : { [`the sign-in page answered ${page.status} without the demo's accounts`]: 1 },
    };
  } finally {
    try {
      process.kill(-child.pid!, 'SIGINT');
    } catch {
      // It has ended by itself.
    }
    await ended;
  }
}

/** A terminal that has never heard of this clone: nothing of the npm that runs us, and the machine's own Node first. */
function newcomersEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      /^npm_config_(registry|cache)$/.test(name) || !/^(npm_|DATABASE_|SIMPUL_|INIT_CWD|TEST_|LOG_|NODE)/.test(name),
  );
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter), LANG: 'en', LC_ALL: 'en' };
}
