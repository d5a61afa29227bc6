import { afterAll, expect, test } from 'vitest';
import type { Role } from '#modules/access';
import { freshDatabase } from '#tests/support/database';
import { everything, ofThisPart } from '#tests/support/width';
import { becomes } from './attacks.ts';
import { everyAttackOn } from './every-attack.ts';
import { conditionsOf, listFunctionMutations, listUnguarded } from './mutants.ts';
import type { RelationName } from './relations.ts';
import { emptyWalk, officerOf, otherCases, staffCases, walkCase } from './sql-matrix.ts';
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
const telling: readonly [Role, RelationName][] = [
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
  ['ditjenpas', 'top'],
  ['registrar', 'same_unit'],
  ['registrar', 'opened'],
  ['head_of_custody', 'same_unit'],
];
const askers = [...telling.map(([role, relation]) => officerOf(scene, role, relation)), ...otherCases(scene)];

const attacks = everyAttackOn(scene);

/** Whether any asker is answered otherwise than signed, or any attack ends otherwise, once this is done to the database. */
async function isNoticed({ sql, tables }: Mutation, by = askers): Promise<boolean> {
  for (const attack of attacks) if ((await becomes(scene, attack, sql)) !== attack.is) return true;
  for (const asker of by) {
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

/** What says the same as something else, so that without it nothing changes. */
const equivalent: Readonly<Record<string, string>> = {
  'accounts.account administer_look dropped': 'every officer reads the accounts of officers (look)',
  'cases.transfer move check true': 'a trigger keeps the steps in their order and refuses the others',
  'check_ins.dispute answer check true':
    'neither case nor office of a question can be written, so the row stays where it was',
  'check_ins.excuse withdraw check true':
    'neither case nor office of an excuse can be written, so the row stays where it was',
  'notices.delivery read_own check true':
    'whose reading it is cannot be written, so it stays with whom it was put before',
  'exports.export by_job check true': 'a job cannot write the office of an export',
  "accounts.ctx_client_kind without c.state = 'active'": 'whatever asks it asks accounts.ctx_case() as well',
  "accounts.ctx_guarantor without c.state = 'active'": 'whatever asks it asks accounts.ctx_case() as well',
  'accounts.ctx_opened_cases without o.until > now()': 'asked again of each opening; here it spares looking further',
  'cases.ctx_held without a.withdrawn_at is null': 'asked again of each client; here it spares looking at many',
  'cases.ctx_held without current_date between a.starts_on - 1 and a.ends_on + 1':
    'each office’s own day is asked again of each client',
  'cases.ctx_held without k.pk_staff_id <> me': 'his own are listed already, and twice is no more than once',
  "people.ctx_listed without l.kind = 'restriction'": 'whoever is on the other list is shut out before this is asked',
  "platform.ctx_keeps_house without exists ( select 1 from accounts.account a join units.posting p on p.staff_id = a.staff_id where a.id = me and p.unit_id = u.id and p.role = 'office_admin' and p.withdrawn_at is null and p.approved_at is not null)":
    'ctx_units has asked that of his post; below it he is himself the administrator above',
  'platform.ctx_keeps_house without p.unit_id = u.id':
    'ctx_units has asked that of his post; below it he is himself the administrator above',
  "platform.ctx_keeps_house without p.role = 'office_admin'":
    'ctx_units has asked that of his post; below it he is himself the administrator above',
  'platform.ctx_keeps_house without p.withdrawn_at is null':
    'ctx_units has asked that of his post; below it he is himself the administrator above',
  'platform.ctx_keeps_house without p.approved_at is not null':
    'ctx_units has asked that of his post; below it he is himself the administrator above',
  'tpp.ctx_barred without i.unit_id = any (posted)': 'minutes are read only where one is posted',
  'people.ctx_opened without o.until > now()': 'asked again of each opening; here it spares looking further',
  'people.ctx_opened without o.stay_id is not null': 'asked again of each opening; here it spares looking further',
  'people.ctx_opened without o.stay_id is not null (2)': 'the opening of a case by an auditor counts already',
  'imports.import by_job check true': 'a job cannot write the office of an import',
  'imports."row" judge check true': 'a job cannot write the office of a row',
  'exports.export decide check true': 'neither office nor maker of an export can be written',
  'exports.export decide_in_custody check true': 'neither office nor maker of an export can be written',
  "custody.ctx_sealed without c.unit_id = any ((select platform.ctx_units('registrar', 'head_of_custody'))::int[])":
    'asked again of each person; here it spares looking at those of the whole country',
  'platform.migration without row-level security': 'no role of the application has any right to it',
};

test('where a check says the same because the office cannot be written, it cannot', async () => {
  const written = [
    ['app_jobs', 'exports.export', 'insert'],
    ['app_jobs', 'exports.export', 'update'],
    ['app_jobs', 'imports.import', 'insert'],
    ['app_jobs', 'imports.import', 'update'],
    ['app_jobs', 'imports.row', 'update'],
    ['app_staff', 'check_ins.excuse', 'update'],
    ['app_staff', 'check_ins.dispute', 'update'],
    ['app_staff', 'exports.export', 'update'],
  ] as const;
  for (const [role, table, command] of written) {
    const granted = scene.tables.get(table)!.granted.get(`${role} ${command}`);
    expect([role, table, command, granted?.has('unit_id') ?? false]).toEqual([role, table, command, false]);
  }
  expect([...scene.tables.get('notices.delivery')!.granted.get('app_staff update')!]).toEqual(['read_at']);
});

test('nothing is noticed while nothing is changed', async () => {
  expect(await isNoticed({ name: 'nothing', sql: 'select 1', tables: new Set(['cases.client_case']) })).toBe(false);
});

/** Those that went unnoticed; the ones that change nothing are not tried, which would take longest. */
async function survivorsOf(mutations: readonly Mutation[], by?: typeof askers): Promise<string[]> {
  const survivors: string[] = [];
  for (const mutation of mutations)
    if (!(mutation.name in equivalent) && !(await isNoticed(mutation, by))) survivors.push(mutation.name);
  return survivors;
}

test('what is said to change nothing is there to be changed', async () => {
  const all = [
    ...(await listMutations()),
    ...(await listFunctionMutations(scene.db)),
    ...(await listUnguarded(scene.db)),
  ].map(({ name }) => name);
  expect(Object.keys(equivalent).filter((name) => !all.includes(name))).toEqual([]);
});

test('a policy that is opened or taken away is noticed', async () => {
  const all = await listMutations();
  const some = [
    'cases.client_case not_excluded using true',
    'cases.client_case guarded_led dropped',
    'tasks.task close_of_case using true',
    'accounts.session ends_once using true',
    'accounts.attempt tidy dropped',
    'accounts.attempt tidy_look dropped',
    'imports."row" begin_anew dropped',
    'imports."row" begin_anew using true',
    'imports."row" judge using true',
    'people.person audited_in_custody dropped',
    'tasks.task not_of_the_accused using true',
  ];
  expect(all.length).toBeGreaterThanOrEqual(300);
  const wanted = everything ? ofThisPart(all) : all.filter(({ name }) => some.includes(name));
  if (!everything) expect(wanted).toHaveLength(some.length);
  const survivors = await survivorsOf(wanted);
  if (everything) console.log(`${wanted.length} policies changed, ${survivors.length} unnoticed`);
  expect(survivors).toEqual([]);
}, 3_600_000);

test('a table that is guarded no more is noticed', async () => {
  const all = await listUnguarded(scene.db);
  const wanted = everything ? ofThisPart(all) : all.filter((_, index) => index % 20 === 0);
  expect(await survivorsOf(wanted)).toEqual([]);
}, 3_600_000);

/** Everybody whom a forgotten condition of a function would let in, or keep out. */
const everybody = [
  ...askers,
  ...staffCases(scene, (role, name) => ['pk', 'head_of_bapas', 'kanwil'].includes(role) || name === 'past'),
];

test('a condition is forgotten whole, so that what is left is a function', async () => {
  const all = await listFunctionMutations(scene.db);
  const broken: string[] = [];
  for (const { name, sql } of all) {
    await scene.db.query('begin');
    await scene.db.query(sql).catch((error: Error) => broken.push(`${name}: ${error.message}`));
    await scene.db.query('rollback');
  }
  expect(broken).toEqual([]);
  expect(all.length).toBeGreaterThan(60);
  // A `case` is one condition, and the `and` of `between` is none.
  const ofText = (text: string) => conditionsOf(text).map(({ says }) => says);
  expect(ofText('begin return a and case when b and c then d else e end or f; end')).toEqual([
    'case when b and c then d else e end',
    'c',
  ]);
  expect(ofText("where a = 'x and y' and now() between b and c + 1 and (d or e) order by 1 -- and f")).toEqual([
    'now() between b and c + 1',
    '(d or e)',
  ]);
});

test('a condition that is forgotten in a function of the policies is noticed', async () => {
  const all = await listFunctionMutations(scene.db);
  expect(all.length).toBeGreaterThanOrEqual(40);
  const wanted = everything
    ? ofThisPart(all)
    : all.filter(({ name }) => name.startsWith('platform.units_of')).slice(0, 1);
  if (!everything) expect(wanted).toHaveLength(1);
  const survivors = await survivorsOf(wanted, everybody);
  if (everything) console.log(`${wanted.length} conditions forgotten, ${survivors.length} unnoticed`);
  expect(survivors).toEqual([]);
}, 3_600_000);
