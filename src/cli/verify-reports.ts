import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { consoleLanguage } from '#platform/env.server';
import { nameOf, partsOf, project, type Part } from './verify-suites.ts';

/** What a part has found, and in which state of the sources. */
export type Report = {
  name: string;
  sources: string;
  code: number;
  passed: number;
  failed: number;
  seconds: number;
  /** Found in an earlier run, and not repeated. */
  earlier?: boolean;
};

const folder = join(project, 'node_modules', '.cache', 'simpul-verify');
const fileOf = (part: Part, ending: 'json' | 'log') => join(folder, `${nameOf(part)}.${ending}`);

/** Keeps what a part found beside its whole output; answers where the output is. */
export function keepReport(part: Part, report: Report, output: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(part, 'log'), output);
  writeFileSync(fileOf(part, 'json'), JSON.stringify(report));
  return fileOf(part, 'log');
}

export function findReport(part: Part): Report | undefined {
  return existsSync(fileOf(part, 'json'))
    ? (JSON.parse(readFileSync(fileOf(part, 'json'), 'utf8')) as Report)
    : undefined;
}

/** Everything that a check reads: the same letters in the same files find the same. */
export function stateOfSources(): string {
  const hash = createHash('sha256').update(process.version);
  const visit = (path: string) => {
    const at = join(project, path);
    if (!existsSync(at) || path === 'src/paraglide') return; // made of messages/
    if (statSync(at).isDirectory()) for (const name of readdirSync(at).sort()) visit(`${path}/${name}`);
    else hash.update(`${path}\n`).update(readFileSync(at)).update('\n');
  };
  for (const name of readdirSync(project).sort()) if (!leftOut.has(name)) visit(name);
  return hash.digest('hex').slice(0, 16);
}
const leftOut = new Set(['.git', '.svelte-kit', 'build', 'data', 'node_modules', 'test-results']);

/**
 * Where the journeys of a part write down which pages they opened, empty at its beginning. The last part, which looks whether any page was
 * left out, finds there what the others of the same sources wrote.
 */
export function openedIn(part: Part, sources: string): string {
  const of = (one: Part) => join(folder, 'opened', sources, nameOf(one));
  rmSync(of(part), { recursive: true, force: true });
  mkdirSync(of(part), { recursive: true });
  const others = partsOf(part.suite).filter((one) => one.part !== part.part);
  if (part.part === others.length + 1)
    for (const one of others.map((other) => join(of(other), 'opened')).filter((file) => existsSync(file)))
      appendFileSync(join(of(part), 'opened'), readFileSync(one));
  return of(part);
}

/** A run that broke off before it counted is one failure. */
export function tableOf(reports: readonly Report[]): string {
  const isEnglish = consoleLanguage() === 'en';
  const heads = isEnglish ? ['part', 'passed', 'failed', 'time'] : ['bagian', 'lulus', 'gagal', 'waktu'];
  const rows = reports.map(({ name, passed, failed, seconds, earlier }) => [
    name,
    String(passed),
    String(failed),
    `${seconds.toFixed(1)} s${earlier ? (isEnglish ? ' earlier' : ' sebelumnya') : ''}`,
  ]);
  const sum = (of: 'passed' | 'failed') => String(reports.reduce((total, report) => total + report[of], 0));
  const time = reports.reduce((total, { seconds }) => total + seconds, 0);
  rows.push([isEnglish ? 'together' : 'seluruhnya', sum('passed'), sum('failed'), `${time.toFixed(1)} s`]);
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('   ');
  return `\n${[heads, ...rows].map(line).join('\n')}`;
}
