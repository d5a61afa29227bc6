import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '#tests/support/database';
import { staffLines } from './access/http-routes.ts';
import { setHttpScene } from './access/http-scene.ts';
import { readPage } from './corpus/forms/page.ts';

/**
 * Whoever was revoked and is not back in custody is warned of wherever an officer meets him. A page about one thing says so where that thing is
 * a person, or says here why it does not; a new one has to decide.
 */
const root = 'src/routes/(app)';
const components = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.svelte'));
const source = (path: string) => readFileSync(`${root}/${path}`, 'utf8');
const names = (path: string) => path.slice(path.lastIndexOf('/') + 1, -'.svelte'.length);

/** The warning itself, and every frame around a page that holds it. */
function carriers(): ReadonlySet<string> {
  const found = new Set(['AwayWarning']);
  const frames = components.filter((path) => !names(path).startsWith('+'));
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const path of frames) if (holds(source(path), found)) found.add(names(path));
  }
  return found;
}
const holds = (text: string, any: ReadonlySet<string>) => [...any].some((name) => new RegExp(`<${name}\\b`).test(text));

/** Pages that ask for a person, or list people of whom one is chosen, without naming one in their address. */
const asking = ['away', 'counter', 'clients/new', 'custody/admit', 'people/new', 'search'];

/** Why a page about one thing carries no warning. */
const without: Readonly<Record<string, string>> = {
  'admin/accounts/[id]': 'an officer',
  'admin/postings/[id]': 'an officer',
  'away/[searchId]': 'the pointer itself: it is about nobody else',
  'clients/[caseId]/open': 'a file that is still closed: nobody is shown',
  'comparisons/[id]': 'how far a comparison is; whom it found stands in its questions',
  'counter/slip/[receipt]': 'the paper of an arrival of which the desk has just been warned',
  'custody/[stayId]/open': 'a file that is still closed: nobody is shown',
  'exports/[id]': 'a list that leaves',
  'imports/[id]': 'a list that comes in; each person is met on his own page',
  'letters/runs/[id]': 'a run of letters; each stands in the file of its client',
  'rules/[rule]': 'a rule',
  'settings/letters/[kind]': 'a wording',
  'settings/units/[id]': 'an office',
  'sittings/[sittingId]': 'many clients: each line has its mark, and its own page the warning',
  'sittings/[sittingId]/quick': 'many clients: each line has its mark, and its own page the warning',
  'tasks/[taskId]': 'entries that are alike, of one officer',
};

test('every page about one thing warns of whoever is away, or says why not', () => {
  const carrying = carriers();
  const silent = components
    .filter((path) => names(path) === '+page')
    .map((path) => path.slice(0, -'/+page.svelte'.length))
    .filter((page) => page.includes('[') || asking.includes(page))
    .filter((page) => !holds(source(`${page}/+page.svelte`), carrying));
  expect(silent.sort()).toEqual(Object.keys(without).sort());
});

test.each(['sittings/[sittingId]', 'sittings/[sittingId]/quick', 'counter', 'counter/paper/[batchId]', 'search'])(
  '%s marks in its list who is away',
  (page) => {
    const both = ['+page.svelte', '+page.server.ts'].map((file) => source(`${page}/${file}`)).join('');
    expect(both).toContain('m.at_large_tag()');
    expect(both).toMatch(/awayAmong(Cases)?\(/);
  },
);

const database = await freshDatabase('away_warning');
const scene = await setHttpScene(database);
afterAll(() => scene.close());

/** Where the planted scene has nobody who is away: the file of the search itself, an unsolved petition's name, a list with marks of its own. */
const elsewhere = /^\/(clients\/\[caseId\]\/at-large|petitions\/\[petitionId\]|counter\/paper)/;

test.each([
  ['head_of_bapas', 'same_unit'],
  ['pk', 'assigned'],
  ['counter', 'same_unit'],
  ['head_of_custody', 'same_unit'],
  ['kanwil', 'parent'],
  ['ditjenpas', 'top'],
] as const)('%s, %s: every page about somebody who is away that opens to him says so', async (role, relation) => {
  await scene.become(role, relation);
  const carrying = carriers();
  const pages = Object.entries(staffLines).filter(
    ([route]) =>
      route.includes('[') &&
      !elsewhere.test(route) &&
      components.includes(`${route.slice(1)}/+page.svelte`) &&
      holds(source(`${route.slice(1)}/+page.svelte`), carrying),
  );
  let opened = 0;
  const silent: string[] = [];
  for (const [route, line] of pages) {
    const path = line.path(scene.ids.plain);
    const answer = await scene.asOfficer(path);
    if (answer.status !== 200) continue;
    opened += 1;
    if (!readPage(path, answer).words.join(' ').includes('Mungkin orang yang dicari')) silent.push(route);
  }
  expect(opened).toBeGreaterThan(0);
  expect(silent).toEqual([]);
});
