import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { columnsTaken } from '#modules/exports';
import { listExportLists } from '#modules/exports/server';
import { m } from '#messages';

/**
 * Every list can be taken along, within the limits of exports; a page whose table has no way out says here why. Read from the
 * sources, so that a new page is asked the day it comes.
 */
const why: Readonly<Record<string, string>> = {
  '(app)/account': 'one’s own sessions and keys, a handful; they are of no use to anybody else',
  '(app)/admin/accounts/[id]': 'one account’s posts and sessions; accounts leave as a whole from their own page',
  '(app)/away':
    'pointers of other offices, which say whom to ask and never of whom; the searches leave from /at-large of who holds them',
  '(app)/away/arrests': 'days of offices, nobody’s name; the searches of each office leave from its own /at-large',
  '(app)/away/offices': 'counts by office; the searches behind them leave from each office’s own /at-large',
  '(app)/audit/openings':
    'what waits to be reviewed, and what was found; every opening leaves with the journal, from /audit',
  '(app)/audit/verification': 'the last checks of the journal, a handful; the report of each is printed',
  '(app)/clients/[caseId]/assessments': 'a client’s few assessments; those of the office leave from /assessments',
  '(app)/clients/[caseId]/assessments/[assessmentId]': 'the answers of one assessment, printed as a sheet',
  '(app)/clients/[caseId]/assessments/compare': 'two assessments side by side, printed as a sheet',
  '(app)/clients/[caseId]/assignment': 'a client’s few counsellors; the contact log says who changed them',
  '(app)/clients/[caseId]/letters': 'a client’s few letters; the register of letters leaves from /letters',
  '(app)/clients/[caseId]/pause': 'a client’s few pauses; the contact log has each',
  '(app)/clients/[caseId]/phase': 'a client’s few phases; what sittings said leaves from /sittings',
  '(app)/comparisons': 'a handful of works in the background; what they found leads to /people/questions',
  '(app)/counter/cards': 'cards to be printed: their sheet is what leaves, and who has none is asked in the caseload',
  '(app)/custody': 'sums by register and by institution; the occupants leave from /custody/occupants',
  '(app)/exports': 'the lists that left, among them none of its own; the journal has each',
  '(app)/held':
    'what other institutions told of the office’s clients: it changes by the hour, and each client’s record has it',
  '(app)/letters/runs/[id]': 'one run of letters, which leaves as its letters; the register has each',
  '(app)/people/[personId]/access': 'who alone may see somebody, or never: it stays in the house',
  '(app)/people/[personId]/edit': 'one person’s few names, addresses and telephones',
  '(app)/people/[personId]/history': 'what was changed about one person, values included: it stays in the house',
  '(app)/clients/[caseId]/dossier': 'what a decision rests on, printed as one paper',
  '(app)/people/questions': 'who may be whom, with pointers to other offices: it stays in the house',
  '(app)/petitions': 'who complains of whom stays at the desk where it lies; a file of it would be the end of that',
  '(app)/petitions/passed':
    'which petition went to which office: it stays with the two, as the petitions themselves do',
  '(app)/quality/list':
    'records to be put right one by one on their own pages; a file of wrong NIK would only be another copy of them',
  '(app)/revocations/figures':
    'counts and days of proceedings and breaches; they themselves leave from /revocations and /breaches of their office',
  '(app)/revocations/routes': 'the law of the ways as this version knows it; printed, and the same for everybody',
  '(app)/rules': 'the law as this version knows it; printed, and the same for everybody',
  '(app)/rules/[rule]': 'one rule’s options and what was chosen',
  '(app)/search': 'a search is no list: what it finds would be a way around every limit of exports',
  '(app)/settings/gateways': 'a count for each channel; the messages themselves leave from /settings/outbox',
  '(app)/settings/installation': 'what the house lacks, a handful',
  '(app)/settings/letters': 'the kinds of letters, the same for everybody',
  '(app)/settings/letters/[kind]': 'the fields of one template',
  '(app)/settings/letters/numbering': 'the few series of numbers',
  '(app)/tasks/[taskId]':
    'the entries behind one sign, to be looked at and not to be sent round; the reports leave from their lists',
};

const routes = new URL('../src/routes/', import.meta.url).pathname;

/** Pages with a table or a list that is paged; the page of components shows them without a list behind. */
function pagesWithLists(): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const files = readdirSync(routes, { recursive: true, encoding: 'utf8' });
  const pages = new Set(files.filter((file) => file.endsWith('+page.svelte')).map((file) => dirname(file)));
  for (const file of files) {
    if (!file.endsWith('.svelte') || file.startsWith('dev/')) continue;
    if (!/<(Paged)?Table\b|<Pagination\b/.test(readFileSync(join(routes, file), 'utf8'))) continue;
    // A part of a page lies beside it.
    const page = dirname(file);
    if (!pages.has(page)) continue;
    const server = readFileSync(join(routes, page, '+page.server.ts'), 'utf8');
    found.set(page, server.includes('exportHref('));
  }
  return found;
}

test('every page with a list has a way out for it, or says why it has none', () => {
  const pages = pagesWithLists();
  expect(pages.size).toBeGreaterThan(50);
  const without = [...pages].filter(([, leaves]) => !leaves).map(([page]) => page);
  expect(without.filter((page) => !(page in why))).toEqual([]);
});

test('no reason outlives its page, nor the day on which its list got a way out', () => {
  const pages = pagesWithLists();
  expect(Object.keys(why).filter((page) => pages.get(page) !== false)).toEqual([]);
});

test('what a page leads to is a list that there is', () => {
  const ids = new Set(listExportLists().map(({ id }) => id));
  const asked = readdirSync(routes, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.server.ts'))
    .flatMap((file) => [...readFileSync(join(routes, file), 'utf8').matchAll(/exportHref\(\s*\w+,\s*'([a-z-]+)'/g)])
    .map(([, id]) => id!);
  expect(asked.length).toBeGreaterThan(25);
  expect(asked.filter((id) => !ids.has(id))).toEqual([]);
});

/** Words under which the screens and files show by which day something is owed. */
const owed = [m.exports_column_due, m.exports_column_due_on, m.assessments_col_due, m.contacts_col_due];

test('a last day leaves with which days were counted to find it, whatever else was chosen', () => {
  const names = owed.map((label) => label());
  const found = listExportLists().flatMap((list) =>
    list.columns
      .filter(({ id, label, kind }) => kind === 'date' && (/due/i.test(id) || names.includes(label())))
      .map(({ id }) => ({ list: list.id, id, taken: columnsTaken(list, [id]).map((column) => column.id) })),
  );
  expect(found.map(({ list }) => list).sort()).toEqual([
    'assessments',
    'breaches',
    'contacts-due',
    'permits',
    'revocations',
    'tasks',
  ]);
  for (const { id, taken } of found) expect(taken).toEqual([id, `${id}Counts`]);
});
