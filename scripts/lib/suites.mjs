/** The programs that run tests, and what they counted. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { inProject, projectEnv, root, run } from './project.mjs';

/** @typedef {{ code: number, output: string, passed?: number, failed?: number }} Outcome */
/** @typedef {Record<string, string | undefined>} Env */

/** Runs one of the project's own programs. @param {string} name @param {string[]} args @param {Env} [env] @returns {Promise<Outcome>} */
export function tool(name, args, env = testEnv()) {
  return run(inProject('node_modules', '.bin', name), args, { env, cwd: root });
}

/** What is read from the sources alone: by step of `npm test`, the program and what it is told. @type {Record<string, [string, string[]]>} */
export const sourceChecks = {
  format: ['prettier', ['--check', '--cache', '--log-level', 'warn', '.']],
  lint: ['eslint', ['--max-warnings', '0', '.']],
  doors: ['depcruise', ['--config', '.dependency-cruiser.mjs', 'src']],
  types: ['svelte-check', ['--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--output', 'human']],
};

/** @param {string} name @param {Env} [env] @returns {Promise<Outcome>} */
export function runSourceCheck(name, env = testEnv()) {
  const [program, args] = /** @type {[string, string[]]} */ (sourceChecks[name]);
  return tool(program, args, env);
}

/** @param {Env} [env] @returns {Promise<Outcome>} */
export function weighPages(env = testEnv()) {
  return tool('node', ['tests/page-weight.ts'], env);
}

/** @param {string[]} [args] @param {Env} [env] @returns {Promise<Outcome>} */
export function runVitest(args = [], env = testEnv()) {
  return withReport(async (file) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const result = await tool('vitest', ['run', ...args, ...reporters], env);
    return counted(result, file, ({ numPassedTests, numFailedTests }) => [numPassedTests, numFailedTests]);
  });
}

/** Tests against the built application as an office runs it. @param {string[]} [args] @param {Env} [env] @returns {Promise<Outcome>} */
export function runServed(args = [], env = testEnv()) {
  return runVitest(['--config', 'vitest.served.config.ts', ...args], env);
}

/** What counts days, lays out periods or reads dates; its answers must not depend on where the server thinks it stands. */
export const countsDays = ['src/kernel', 'src/modules/check-ins', 'src/modules/figures', 'src/platform/tables'];
export const allButDays = countsDays.map((folder) => `--exclude=${folder}/**`);

/** The same tests on servers set to the far east and the far west of UTC, where the others run. @param {string[]} args @param {Env} [env] @returns {Promise<Outcome>} */
export async function runInZones(args, env = testEnv()) {
  const outcomes = [];
  for (const TZ of ['Asia/Jayapura', 'America/New_York']) {
    const outcome = await runVitest(args, { ...env, TZ });
    outcomes.push({ ...outcome, output: `TZ=${TZ}\n${outcome.output}` });
  }
  return together(outcomes);
}

/** Several runs as one. @param {Outcome[]} outcomes @returns {Outcome} */
export function together(outcomes) {
  const sum = (/** @type {'passed' | 'failed'} */ count) =>
    outcomes.reduce((total, one) => total + (one[count] ?? 0), 0);
  return {
    code: outcomes.find(({ code }) => code !== 0)?.code ?? 0,
    output: outcomes.map(({ output }) => output).join('\n'),
    passed: sum('passed'),
    failed: sum('failed'),
  };
}

/** @param {string[]} [args] @param {Env} [env] @returns {Promise<Outcome>} */
export async function runPlaywright(args = [], env = testEnv()) {
  const chromium = await ensureChromium();
  return withReport(async (file) => {
    const more = { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
    const result = await tool('playwright', ['test', ...args, '--reporter=list,json'], { ...env, ...more });
    return counted(result, file, ({ stats }) => [stats.expected + stats.flaky, stats.unexpected]);
  });
}

/**
 * Loads the demo once for all offices of a run, which begin with a copy of it (tests/support/demo-office.ts). Where it cannot be loaded
 * each of them says why. On a server that somebody named each office has a database of its own there.
 */
export async function shareDemo(env = testEnv()) {
  if (env.TEST_DATABASE_URL) return;
  // Whoever sweeps up there sees whether we are alive; the database's own account passes through.
  const folder = inProject('node_modules', '.cache', 'simpul-test', `run-${process.pid}-demo`);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const demo = join(folder, 'office');
  const { code } = await tool('node', ['src/cli/main.ts', 'demo', '--data', demo], env);
  if (code === 0) process.env.SIMPUL_TEST_DEMO = demo;
}

/** The tests never see the address of an office's database, only that of a server to test on. @returns {Env} */
export function testEnv() {
  const { DATABASE_URL, DATABASE_OWNER_URL, DATABASE_BACKUP_URL: _backup, SIMPUL_DATA: _data, ...rest } = projectEnv();
  const server = process.env.TEST_DATABASE_URL ?? DATABASE_OWNER_URL ?? DATABASE_URL;
  const onServer = server ? { TEST_DATABASE_URL: server } : {};
  // The programs of a run, and the many that tests start, take up what the first of them has read (src/cli/main.ts).
  const read = { NODE_COMPILE_CACHE: inProject('node_modules', '.cache', 'node') };
  return { ...rest, ...onServer, ...read, TZ: 'UTC', NO_COLOR: '1', FORCE_COLOR: undefined };
}

/** @param {(file: string) => Promise<Outcome>} work @returns {Promise<Outcome>} */
async function withReport(work) {
  const folder = mkdtempSync(inProject('node_modules', '.simpul-test-'));
  const tidy = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', tidy);
  try {
    return await work(join(folder, 'report.json'));
  } finally {
    process.off('exit', tidy);
    tidy();
  }
}

/** A run that wrote no report broke off. @param {Outcome} result @param {string} file @param {(report: any) => number[]} count */
function counted(result, file, count) {
  if (!existsSync(file)) return { ...result, code: result.code || 1 };
  const [passed, failed] = count(JSON.parse(readFileSync(file, 'utf8')));
  return { ...result, passed, failed };
}
