/**
 * npm test: everything that must hold, step by step. A failing step does not hide the next one.
 * `npm test -- --only lint,unit` runs some of the steps; TEST_DATABASE_URL (or DATABASE_URL) runs the same tests on a server,
 * as an owner who may create databases and roles there; nothing that it holds is touched.
 */
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { runScript, Stopped } from './lib/console.mjs';
import { ensureInstalled } from './lib/install.mjs';
import {
  allButDays,
  countsDays,
  runInZones,
  runPlaywright,
  runServed,
  runSourceCheck,
  runVitest,
  shareDemo,
  testEnv,
  tool,
  weighPages,
} from './lib/suites.mjs';

/** Each step answers { code, output } and, where its program counts tests, how many passed and failed. */
const steps = {
  format: ['Format', () => runSourceCheck('format')],
  lint: ['Lint', () => runSourceCheck('lint')],
  doors: ['Doors between the rooms', () => runSourceCheck('doors')],
  types: ['Types', () => runSourceCheck('types')],
  // Tests that send requests, and kill what answers them, use what was built.
  build: ['Build', () => build({ env: testEnv() })],
  unit: ['Unit and database tests', () => runVitest(allButDays)],
  zones: ['Days and periods in two time zones of the server', () => runInZones(countsDays)],
  served: ['Every form over HTTP', () => runServed()],
  weight: ['Page weight', () => weighPages()],
  journeys: ['Browser journeys', () => runPlaywright()],
};

/**
 * Two lanes beside each other, round after round: what only reads the sources or counts days keeps one core busy, and requests to one
 * office wait for their answers half of the time. A build writes types anew, so nothing that reads them runs meanwhile. What starts databases and
 * browsers by the dozen has the cores to itself.
 */
const shared = [
  [['format', 'doors'], ['build']],
  [['types', 'lint', 'zones', 'weight'], ['served']],
];
const alone = Object.keys(steps).filter((name) => !shared.flat(2).includes(name));
/** What starts a demo office of its own. */
const inDemo = ['served', 'weight', 'journeys'];

await runScript(async () => {
  const wanted = readWanted();
  const startedAt = performance.now();
  await ensureInstalled({ tests: true });

  const sync = await tool('svelte-kit', ['sync']);
  if (sync.code !== 0) throw new Stopped({ id: 'svelte-kit sync gagal.', en: 'svelte-kit sync failed.' }, sync.output);
  const inTurn = (names) => runInTurn(names.filter((name) => wanted.includes(name)));
  const results = [];
  for (const [round, lanes] of [...shared, [alone]].entries()) {
    const demo = round === 0 && inDemo.filter((name) => wanted.includes(name)).length > 1 ? shareDemo() : undefined;
    const [found] = await Promise.all([Promise.all(lanes.map(inTurn)), demo]);
    results.push(...found.flat());
  }
  return summary(results, startedAt);
});

function readWanted() {
  const { values } = readTyped();
  const names = values.only?.split(',') ?? Object.keys(steps);
  const unknown = names.find((name) => !(name in steps));
  if (unknown === undefined) return names;
  console.error(`There is no step ${unknown}; the steps are ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

function readTyped() {
  try {
    const typed = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
    if (!typed.values.help) return typed;
    console.log(`npm test [-- --only ${Object.keys(steps).join(',')}]`);
    process.exit(0);
  } catch (error) {
    console.error(`${error.message} See --help.`);
    process.exit(2);
  }
}

async function runStep(name) {
  const [title, work] = steps[name];
  const startedAt = performance.now();
  let result;
  try {
    result = await work();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    result = { code: 1, output: `${error.details}\n${error.message}` };
  }
  const { code, output, passed, failed } = result;
  const counted = passed === undefined ? '' : `, ${passed} passed, ${failed} failed`;
  console.log(`• ${title}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds(startedAt)}${counted})`);
  if (code !== 0) console.log(output.trimEnd());
  return { name, ok: code === 0, passed, failed };
}

/** @param {string[]} names */
async function runInTurn(names) {
  const results = [];
  for (const name of names) results.push(await runStep(name));
  return results;
}

/** A step that counts no tests counts as one itself; a run that broke off counts as one failure more than its tests. */
function summary(results, startedAt) {
  const broken = results.filter(({ ok, failed }) => !ok && !failed).length;
  const passed = results.reduce((sum, { ok, passed }) => sum + (passed ?? Number(ok)), 0);
  const failed = broken + results.reduce((sum, { failed = 0 }) => sum + failed, 0);
  const names = results.filter(({ ok }) => !ok).map(({ name }) => name);
  console.log(
    `\n${passed} passed, ${failed} failed in ${seconds(startedAt)}${names.length > 0 ? ` (${names.join(', ')})` : ''}`,
  );
  return names.length === 0 ? 0 : 1;
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
