import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as suitePrograms from '../../scripts/lib/suites.mjs';
import { ConsoleProblem, type Sentence } from '#platform/console-problem.server';
import { consoleLanguage } from '#platform/env.server';
import { Mistyped, say, type Command } from './command.ts';

type Suite = {
  says: Sentence;
  /** The steps of `npm test` that it is the whole of, or a part; together the suites leave none out. */
  steps: readonly string[];
  /** Folders of tests that are this suite's alone; the suite `unit` takes what no other one does. */
  folders: readonly string[];
  /** Folders of served tests that are this suite's alone; the suite `served` takes what no other one does. */
  served?: readonly string[];
  /** Works on the built application. */
  built?: boolean;
};
type Outcome = { code: number; output: string; passed?: number; failed?: number };
type Result = Outcome & { name: SuiteName; seconds: number };

export const suites = {
  sources: {
    says: { id: 'bentuk, aturan penulisan, pintu, dan tipe', en: 'format, lint, doors and types' },
    steps: ['format', 'lint', 'doors', 'types'],
    folders: [],
  },
  unit: {
    says: { id: 'aturan, kasus pakai, dan basis data', en: 'rules, use cases and database' },
    steps: ['unit'],
    folders: [],
  },
  zones: {
    says: { id: 'jawaban yang sama di zona waktu server mana pun', en: 'the same answers in any zone of the server' },
    steps: ['zones'],
    folders: [],
  },
  access: {
    says: { id: 'siapa boleh melihat apa, setiap sel', en: 'who may see what, every cell' },
    steps: ['unit', 'served'],
    folders: ['tests/access'],
    served: ['tests/access'],
    built: true,
  },
  journal: {
    says: { id: 'jurnal yang dirusak dengan sengaja', en: 'a journal tampered with on purpose' },
    steps: ['unit'],
    folders: ['src/platform/journal', 'src/modules/journal'],
  },
  corpus: {
    says: { id: 'setiap masukan buruk pada setiap jenis isian', en: 'every bad input on every type of field' },
    steps: ['unit'],
    folders: ['tests/corpus'],
  },
  forms: {
    says: { id: 'setiap masukan buruk pada setiap formulir lewat HTTP', en: 'every bad input on every form over HTTP' },
    steps: ['served'],
    folders: [],
    served: ['tests/corpus'],
    built: true,
  },
  crash: {
    says: { id: 'aplikasi dan basis data dimatikan paksa', en: 'application and database killed' },
    steps: ['unit'],
    folders: ['tests/crash'],
    built: true,
  },
  served: {
    says: { id: 'pemeriksaan lain pada aplikasi yang berjalan', en: 'other tests of the running application' },
    steps: ['served'],
    folders: [],
    built: true,
  },
  weight: {
    says: { id: 'berat halaman', en: 'page weight' },
    steps: ['weight'],
    folders: [],
    built: true,
  },
  journeys: {
    says: { id: 'perjalanan di peramban', en: 'journeys in a browser' },
    steps: ['journeys'],
    folders: [],
    built: true,
  },
} as const satisfies Record<string, Suite>;
export type SuiteName = keyof typeof suites;
export const suiteNames = Object.keys(suites) as SuiteName[];

const project = fileURLToPath(new URL('../..', import.meta.url));

export const command: Command = {
  summary: {
    id: 'Menjalankan semua pemeriksaan selengkapnya; npm test hanya menjalankan bagian yang cepat.',
    en: 'Runs every check at full width, of which npm test runs the quick part.',
  },
  options: {
    only: {
      type: 'string',
      value: 'a,b',
      says: { id: `hanya sebagian: ${suiteNames.join(', ')}`, en: `some of them: ${suiteNames.join(', ')}` },
    },
  },
  async run(values) {
    const wanted = readWanted(values['only']);
    refuseWithoutTools();
    const [programs, { ensureBuilt }] = await Promise.all([
      import('../../scripts/lib/suites.mjs'),
      import('../../scripts/lib/build.mjs'),
    ]);
    if (wanted.some((name) => 'built' in suites[name])) await ensureBuilt();

    const env = { ...programs.testEnv(), SIMPUL_VERIFY: 'all' };
    const results: Result[] = [];
    for (const name of wanted) {
      say({ id: `• ${name}: ${suites[name].says.id} …`, en: `• ${name}: ${suites[name].says.en} …` });
      const startedAt = performance.now();
      const outcome = await runSuite(name, programs, env);
      const result = { ...outcome, name, seconds: (performance.now() - startedAt) / 1000 };
      results.push(result);
      const kept = keepOutput(result);
      if (result.code === 0) continue;
      console.error(result.output.trimEnd());
      say({ id: `  GAGAL; seluruh keluaran ada di ${kept}`, en: `  FAILED; the whole output is in ${kept}` });
    }
    console.log(tableOf(results));
    return results.every(({ code }) => code === 0) ? 0 : 1;
  },
};

type Programs = typeof suitePrograms;

async function runSuite(
  name: SuiteName,
  programs: Programs,
  env: Record<string, string | undefined>,
): Promise<Outcome> {
  switch (name) {
    case 'sources': {
      // Types are read from what SvelteKit writes.
      const outcomes: Outcome[] = [await programs.tool('svelte-kit', ['sync'], env)];
      for (const step of suites.sources.steps) outcomes.push(await programs.runSourceCheck(step, env));
      return programs.together(outcomes);
    }
    case 'zones':
      return programs.runInZones(filesOf('unit'), env);
    case 'weight':
      return programs.weighPages(env);
    case 'journeys':
      return programs.runPlaywright([], env);
    case 'forms':
    case 'served':
      return programs.runServed(servedFilesOf(name), env);
    case 'access':
      return programs.together([
        await programs.runVitest(filesOf(name), env),
        await programs.runServed(servedFilesOf(name), env),
      ]);
    case 'unit':
    case 'journal':
    case 'corpus':
    case 'crash':
      return programs.runVitest(filesOf(name), env);
  }
}

function readWanted(only: string | boolean | undefined): SuiteName[] {
  if (typeof only !== 'string') return suiteNames;
  const asked = only.split(',').map((name) => name.trim());
  const unknown = asked.find((name) => !(name in suites));
  if (unknown === undefined) return suiteNames.filter((name) => asked.includes(name));
  throw new Mistyped({
    id: `Tidak ada pemeriksaan ${unknown}; yang ada: ${suiteNames.join(', ')}.`,
    en: `There is no suite ${unknown}; there are: ${suiteNames.join(', ')}.`,
  });
}

/** An office that installs without the tools of developers runs well and has nothing to verify with. */
function refuseWithoutTools(): void {
  const missing = ['vitest', '@playwright/test', 'fast-check'].filter(
    (name) => !existsSync(join(project, 'node_modules', name)),
  );
  if (missing.length === 0) return;
  throw new ConsoleProblem({
    id: `Pemeriksaan ini memerlukan paket pengembang (${missing.join(', ')}); pasang dengan npm ci --include=dev.`,
    en: `These checks need the developers' packages (${missing.join(', ')}); install them with npm ci --include=dev.`,
  });
}

/** What vitest is told: the folders of a suite, or everything but the folders of the others. */
export function filesOf(name: SuiteName): string[] {
  const own = suites[name].folders;
  return own.length > 0 ? [...own] : allBut(Object.values(suites).flatMap(({ folders }) => [...folders]));
}
export function servedFilesOf(name: SuiteName): string[] {
  const served = (of: Suite) => [...(of.served ?? [])];
  const own = served(suites[name]);
  return own.length > 0 ? own : allBut(Object.values(suites).flatMap(served));
}
const allBut = (folders: readonly string[]) => folders.map((folder) => `--exclude=${folder}/**`);

function keepOutput({ name, output }: Result): string {
  const folder = join(project, 'node_modules', '.cache', 'simpul-verify');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.log`);
  writeFileSync(file, output);
  return file;
}

/** A run that broke off before it counted is one failure. */
function tableOf(results: readonly Result[]): string {
  const isEnglish = consoleLanguage() === 'en';
  const heads = isEnglish ? ['suite', 'passed', 'failed', 'time'] : ['pemeriksaan', 'lulus', 'gagal', 'waktu'];
  const rows = results.map(({ name, code, passed = 0, failed = 0, seconds }) => [
    name,
    String(passed),
    String(Math.max(failed, code === 0 ? 0 : 1)),
    `${seconds.toFixed(1)} s`,
  ]);
  const sum = (column: number) => String(rows.reduce((total, row) => total + Number(row[column]), 0));
  const time = results.reduce((total, { seconds }) => total + seconds, 0);
  rows.push([isEnglish ? 'together' : 'seluruhnya', sum(1), sum(2), `${time.toFixed(1)} s`]);
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('   ');
  return `\n${[heads, ...rows].map(line).join('\n')}`;
}
