import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { freshDatabase } from './support/database.ts';

/** What must hold of every table, function and policy, whoever adds the next one (security b.5). */
const database = await freshDatabase('rules');
const ours = `('platform', 'units', 'accounts', 'people', 'cases', 'check_ins', 'assessments', 'at_large', 'breaches', 'permits', 'petitions', 'revocations', 'contacts', 'custody', 'tasks', 'messages', 'imports', 'exports', 'figures', 'letters', 'notices', 'tpp', 'dossiers')`;
const appRoles = `('app_staff', 'app_client', 'app_public', 'app_jobs', 'app_match')`;

async function found(sql: string): Promise<string[]> {
  const { rows } = await database.owner.query<{ name: string }>(sql);
  return rows.map((row) => row.name);
}

test('every table has row-level security, and forces it on its owner too', async () => {
  const open = await found(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${ours} and c.relkind in ('r', 'p')
      and (not c.relrowsecurity or (not c.relforcerowsecurity and not c.relispartition)) order by 1`);
  expect(open).toEqual([]);
});

test('no application role reaches a partition past its parent', async () => {
  const reached = await found(`
    select c.oid::regclass::text || ' ' || r.rolname as name from pg_class c, pg_roles r
    where c.relispartition and r.rolname in ${appRoles} and has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')`);
  expect(reached).toEqual([]);
});

test('every function that runs as its owner has a fixed search path and is closed to everybody else', async () => {
  const loose = await found(`
    select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ${ours} and p.prosecdef
      and (not coalesce(p.proconfig::text like '%search_path=%', false)
           or (has_function_privilege('public', p.oid, 'EXECUTE') and p.oid <> 'platform.identify(text)'::regprocedure))
    order by 1`);
  expect(loose).toEqual([]);
});

test('policies ask who is asking once a statement, never once a row', async () => {
  const { rows } = await database.owner.query<{ name: string; told: string }>(`
    select schemaname || '.' || tablename || ' ' || policyname as name, coalesce(qual, '') || ' ' || coalesce(with_check, '') as told from pg_policies`);
  const perRow = rows.filter(({ told }) => /(?<!SELECT |\w)\w+\.ctx_\w+\(/.test(told)).map(({ name }) => name);
  expect(perRow).toEqual([]);
  expect(rows.length).toBeGreaterThan(150);
});

test('nobody deletes or empties a table of record', async () => {
  const may = await found(`
    select r.rolname || ' ' || c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_roles r
    where n.nspname in ${ours} and c.relkind in ('r', 'p') and r.rolname in ${appRoles}
      and (has_table_privilege(r.oid, c.oid, 'DELETE') or has_table_privilege(r.oid, c.oid, 'TRUNCATE'))
    order by 1`);
  expect(may).toMatchInlineSnapshot(`
    [
      "app_client check_ins.draft",
      "app_jobs accounts.attempt",
      "app_jobs accounts.opened_person",
      "app_jobs accounts.session",
      "app_jobs check_ins.draft",
      "app_jobs contacts.draft",
      "app_jobs imports."row"",
      "app_jobs people.name_word",
      "app_jobs platform.submission",
      "app_staff accounts.spare_code",
      "app_staff contacts.draft",
      "app_staff people.name_word",
      "app_staff units.service_area",
    ]
  `);
});

test('history is only ever added to', async () => {
  const changed = await found(`
    select r.rolname || ' ' || t as name from unnest(array['platform.journal', 'platform.access_log', 'people.change', 'people.asking', 'people.asking_hit', 'people.link_decision', 'people.link_opening', 'platform.sealed_batch',
      'at_large.move', 'at_large.sighting', 'custody.move', 'custody.basis', 'custody.care_note', 'custody.capacity', 'at_large.alarm', 'petitions.petitioner', 'petitions.attachment', 'petitions.hearing', 'petitions.move', 'breaches.move', 'revocations.move', 'revocations.urgent_mark', 'breaches.entry', 'breaches.examination', 'permits.move', 'permits.statement', 'permits.paper', 'check_ins.flag', 'check_ins.review', 'check_ins.period_close', 'cases.contact_note', 'contacts.contact', 'units.rule_option', 'units.next_officer', 'units.service_end', 'units.closing', 'letters.template', 'letters.letterhead', 'letters.numbering']) t, pg_roles r
    where r.rolname in ${appRoles} and (has_table_privilege(r.oid, t::regclass, 'UPDATE, DELETE, TRUNCATE')
      or exists (select from pg_attribute a where a.attrelid = t::regclass and a.attnum > 0 and has_column_privilege(r.oid, t::regclass, a.attnum, 'UPDATE')))`);
  expect(changed).toEqual([]);
});

test('every table says in one sentence what it is', async () => {
  const silent = await found(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${ours} and c.relkind in ('r', 'p') and not c.relispartition and obj_description(c.oid, 'pg_class') is null order by 1`);
  expect(silent).toEqual([]);
});

test('every column is in the data map: whose it is, how sensitive, how long it is kept', async () => {
  const columns = await found(`
    select n.nspname || '.' || c.relname || ',' || a.attname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname in ${ours} and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped`);
  const mapped = readFileSync('db/data-map.csv', 'utf8').trim().split('\n').slice(1);
  const known = new Set(mapped.map((line) => line.split(',').slice(0, 2).join(',')));
  expect(columns.filter((column) => !known.has(column)).sort()).toEqual([]);
  expect([...known].filter((column) => !columns.includes(column)).sort()).toEqual([]);
  expect(
    mapped.filter(
      (line) =>
        !/^[a-z_.]+,[a-z0-9_]+,(client|officer|guarantor|family|observer|petitioner|nobody),S[0-3],.{4,}$/.test(line),
    ),
  ).toEqual([]);
});
