import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type * as suitePrograms from '../../scripts/lib/suites.mjs';
import { ConsoleProblem } from '#platform/console-problem.server';
import { Mistyped, say, type Command } from './command.ts';
import { findReport, keepReport, openedIn, stateOfSources, tableOf, type Report } from './verify-reports.ts';
import {
  filesOf,
  inPart,
  nameOf,
  partsCalled,
  partsOf,
  project,
  servedFilesOf,
  suiteNames,
  suites,
  type Part,
} from './verify-suites.ts';

type Programs = typeof suitePrograms;
type Outcome = suitePrograms.Outcome;
type Env = suitePrograms.Env;

/** `sources, unit.1-6, ...`: what can be asked for. */
const called = suiteNames
  .map((name) => (suites[name].parts === 1 ? name : `${name}.1-${suites[name].parts}`))
  .join(', ');

export const command: Command = {
  summary: {
    id: 'Menjalankan semua pemeriksaan selengkapnya; npm test hanya menjalankan bagian yang cepat.',
    en: 'Runs every check at full width, of which npm test runs the quick part.',
  },
  options: {
    only: {
      type: 'string',
      value: 'a,b.3',
      says: {
        id: `hanya sebagian, atau satu bagian darinya: ${called}`,
        en: `some of them, or one part of one: ${called}`,
      },
    },
    resume: {
      type: 'boolean',
      says: {
        id: 'melewati bagian yang sudah lulus sejak kode terakhir berubah',
        en: 'leaves out the parts that have passed since the code last changed',
      },
    },
    reports: {
      type: 'boolean',
      says: {
        id: 'hanya menampilkan hasil terakhir tiap bagian atas kode ini',
        en: 'only shows what each part last found in this code',
      },
    },
  },
  async run(values) {
    const wanted = readWanted(values['only']);
    const sources = stateOfSources();
    const reports = new Map<Part, Report>();
    if (values['resume'] || values['reports'])
      for (const part of wanted) {
        const report = findReport(part);
        if (report?.sources === sources && (report.code === 0 || values['reports']))
          reports.set(part, { ...report, earlier: true });
      }
    if (!values['reports'])
      await runAll(
        wanted.filter((part) => !reports.has(part)),
        sources,
        reports,
      );
    const found = wanted.flatMap((part) => reports.get(part) ?? []);
    console.log(tableOf(found));
    return found.length === wanted.length && found.every(({ code }) => code === 0) ? 0 : 1;
  },
};

async function runAll(parts: readonly Part[], sources: string, reports: Map<Part, Report>): Promise<void> {
  refuseWithoutTools();
  const programs = await import('../../scripts/lib/suites.mjs');
  if (parts.some(({ suite }) => 'built' in suites[suite])) await mustBeBuilt();

  for (const part of parts) {
    const name = nameOf(part);
    const { says, parts: count } = suites[part.suite];
    say({ id: `• ${name}: ${says.id} …`, en: `• ${name}: ${says.en} …` });
    const env = { ...programs.testEnv(), SIMPUL_VERIFY: 'all', SIMPUL_PART: `${part.part}/${count}` };
    const startedAt = performance.now();
    const { code, output, passed = 0, failed = 0 } = await runPart(part, programs, env, sources);
    const seconds = (performance.now() - startedAt) / 1000;
    const report = { name, sources, code, passed, failed: Math.max(failed, code === 0 ? 0 : 1), seconds };
    const kept = keepReport(part, report, output);
    reports.set(part, report);
    if (code === 0) continue;
    console.error(output.trimEnd());
    say({ id: `  GAGAL; seluruh keluaran ada di ${kept}`, en: `  FAILED; the whole output is in ${kept}` });
  }
}

/** What the build said stands above the sentence that it failed. */
async function mustBeBuilt(): Promise<void> {
  const [{ ensureBuilt }, { Stopped }] = await Promise.all([
    import('../../scripts/lib/build.mjs'),
    import('../../scripts/lib/console.mjs'),
  ]);
  try {
    await ensureBuilt();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    console.error(error.details.trim());
    throw new ConsoleProblem({ id: error.message, en: error.message });
  }
}

async function runPart(part: Part, programs: Programs, env: Env, sources: string): Promise<Outcome> {
  const { suite } = part;
  const vitest = () => onFiles(inPart(filesOf(suite), part), (files) => programs.runVitest(files, env));
  const served = () => onFiles(inPart(servedFilesOf(suite), part), (files) => programs.runServed(files, env));
  switch (suite) {
    case 'sources': {
      // Types are read from what SvelteKit writes.
      const outcomes: Outcome[] = [await programs.tool('svelte-kit', ['sync'], env)];
      for (const step of suites.sources.steps) outcomes.push(await programs.runSourceCheck(step, env));
      return programs.together(outcomes);
    }
    case 'zones':
      return onFiles(inPart(filesOf('unit'), part), (files) => programs.runInZones(files, env));
    case 'weight':
      return programs.weighPages(env);
    case 'journeys':
      return programs.runPlaywright(journeysOf(part), { ...env, JOURNEY_OPENED: openedIn(part, sources) });
    case 'forms':
    case 'served':
      return served();
    case 'access':
      return programs.together([await vitest(), await served()]);
    case 'unit':
    case 'journal':
    case 'corpus':
    case 'crash':
      return vitest();
  }
}

/** Without a file Vitest would take all there are. */
async function onFiles(files: string[], run: (files: string[]) => Promise<Outcome>): Promise<Outcome> {
  return files.length > 0 ? run(files) : { code: 0, output: '', passed: 0, failed: 0 };
}

/** The journeys are dealt out one by one; the last part is the count of what all of them have opened. */
export function journeysOf({ suite, part }: Part): string[] {
  const walks = suites[suite].parts - 1;
  return part > walks
    ? ['--project=after all', '--no-deps']
    : ['--project=desktop', '--project=phone', `--shard=${part}/${walks}`];
}

function readWanted(only: string | boolean | undefined): Part[] {
  if (typeof only !== 'string') return suiteNames.flatMap(partsOf);
  const asked = new Set<string>();
  for (const name of only.split(',').map((one) => one.trim())) {
    const parts = partsCalled(name);
    if (!parts)
      throw new Mistyped({
        id: `Tidak ada pemeriksaan ${name}; yang ada: ${called}.`,
        en: `There is no suite ${name}; there are: ${called}.`,
      });
    for (const part of parts) asked.add(nameOf(part));
  }
  return suiteNames.flatMap(partsOf).filter((part) => asked.has(nameOf(part)));
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
