import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '#tests/support/database';
import { everything } from '#tests/support/width';
import type { RelationName } from './relations.ts';
import { emptyWalk, otherCases, staffCases, walkCase } from './sql-matrix.ts';
import { setSqlScene } from './sql-scene.ts';

/**
 * The matrix over SQL must notice when a limit is gone: one policy after the other is opened or taken away,
 * inside a transaction that is undone; some cell must say something else than what is signed.
 */
const database = await freshDatabase('mutations');
const scene = await setSqlScene(database);
afterAll(() => scene.close());

type Mutation = { name: string; sql: string; tables: ReadonlySet<string> | undefined };

/** Those whose answers differ most, so that a missing limit is noticed soon. */
const telling: readonly [string, RelationName][] = [
  ['pk', 'other_bapas'],
  ['pk', 'assigned'],
  ['pk', 'same_unit'],
  ['head_of_bapas', 'same_unit'],
  ['counter', 'same_unit'],
  ['account_admin', 'parent'],
  ['office_admin', 'same_unit'],
  ['auditor', 'top'],
  ['kanwil', 'opened_from_above'],
  ['section_head', 'sibling'],
  ['head_of_bapas', 'signed_out'],
  ['pk', 'unassigned'],
  ['kanwil', 'parent'],
  ['ditjen_analyst', 'top'],
];
const askers = [
  ...telling.map(([role, relation]) => staffCases(scene, (one, name) => one === role && name === relation)[0]!),
  ...otherCases(scene),
];

/** Whether any asker is answered otherwise than signed once this is done to the database. */
async function isNoticed({ sql, tables }: Mutation): Promise<boolean> {
  for (const asker of askers) {
    const walk = emptyWalk();
    const mutated = {
      ...asker,
      prepare: async () => {
        await asker.prepare();
        await scene.db.query(sql);
      },
    };
    await walkCase(scene, mutated, walk, { ...(tables ? { tables } : {}), isEnough: () => walk.wrong.length > 0 });
    if (walk.wrong.length > 0) return true;
  }
  return false;
}

async function listMutations(): Promise<Mutation[]> {
  const { rows: policies } = await scene.db.query<{
    name: string;
    table: string;
    permissive: boolean;
    using: boolean;
    check: boolean;
  }>(
    `select p.polname as name, c.oid::regclass::text as table, p.polpermissive as permissive,
       p.polqual is not null and pg_get_expr(p.polqual, p.polrelid) <> 'true' as using,
       p.polwithcheck is not null and pg_get_expr(p.polwithcheck, p.polrelid) <> 'true' as check
     from pg_policy p join pg_class c on c.oid = p.polrelid where p.polname <> 'owner_works' and c.relnamespace <> 'graphile_worker'::regnamespace order by 2, 1`,
  );
  const found: Mutation[] = [];
  for (const { name, table, permissive, using, check } of policies) {
    const tables = new Set([table.replaceAll('"', '')]);
    if (using)
      found.push({ name: `${table} ${name} using true`, sql: `alter policy ${name} on ${table} using (true)`, tables });
    if (check)
      found.push({
        name: `${table} ${name} check true`,
        sql: `alter policy ${name} on ${table} with check (true)`,
        tables,
      });
    if (permissive) found.push({ name: `${table} ${name} dropped`, sql: `drop policy ${name} on ${table}`, tables });
  }
  return found;
}

/**
 * What no cell tells apart yet: policies that go by a row's age or by what stands in it (the cells go by whose row it is), and one
 * that says what another says as well.
 */
const knownToSurvive = [
  'accounts.account administer_look dropped',
  'accounts.attempt tidy dropped',
  'accounts.attempt tidy_look dropped',
  'accounts.one_time_link withdrawn_once using true',
  'accounts.opened_person tidy dropped',
  'accounts.opened_person tidy_look dropped',
  'accounts.opening review check true',
  'accounts.session ends_once using true',
  'accounts.session tidy dropped',
  'accounts.session tidy_look dropped',
  'accounts.session tokens_of_services check true',
  'cases.assignment himself check true',
  'cases.ending change check true',
  'cases.ending decided_by_head check true',
  'cases.transfer move check true',
  'check_ins.challenge spend check true',
  'check_ins.content erase_by_job dropped',
  'check_ins.dispute answer check true',
  'check_ins.draft forget dropped',
  'check_ins.draft forget_look dropped',
  'check_ins.draft go_on check true',
  'check_ins.excuse himself check true',
  'check_ins.excuse withdraw check true',
  'check_ins.obligation settle_own check true',
  'check_ins.review himself check true',
  'exports.export by_job check true',
  'exports.export decide check true',
  'imports."row" begin_anew dropped',
];

test('nothing is noticed while nothing is changed', async () => {
  expect(await isNoticed({ name: 'nothing', sql: 'select 1', tables: new Set(['cases.client_case']) })).toBe(false);
});

test('a policy that is opened or taken away is noticed', async () => {
  const all = await listMutations();
  const some = [
    'cases.client_case not_excluded using true',
    'cases.client_case led dropped',
    'tasks.task close_of_case using true',
  ];
  const wanted = everything ? all : all.filter(({ name }) => some.includes(name));
  expect(wanted.length).toBeGreaterThanOrEqual(everything ? 300 : some.length);
  const survivors: string[] = [];
  for (const mutation of wanted) if (!(await isNoticed(mutation))) survivors.push(mutation.name);
  expect(survivors.filter((name) => !knownToSurvive.includes(name))).toEqual([]);
}, 3_600_000);
