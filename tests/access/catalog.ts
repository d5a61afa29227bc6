import type pg from 'pg';

export type Column = {
  name: string;
  type: string;
  nullable: boolean;
  hasDefault: boolean;
  /** Free text or JSON, where anything may be written: no list of words and no pattern holds it. */
  free: boolean;
  unique: boolean;
  /** Numbered or computed by the database itself. */
  made: boolean;
};
export type Table = {
  name: string;
  columns: Column[];
  key: string[];
  /** What each role may do with each column: `app_staff select` -> names. */
  granted: Map<string, Set<string>>;
};

export const schemas = [
  'platform',
  'units',
  'accounts',
  'at_large',
  'breaches',
  'revocations',
  'petitions',
  'permits',
  'people',
  'cases',
  'check_ins',
  'assessments',
  'contacts',
  'custody',
  'tasks',
  'messages',
  'imports',
  'exports',
  'letters',
  'notices',
  'tpp',
] as const;
export const appRoles = ['app_staff', 'app_client', 'app_jobs', 'app_public', 'app_match'] as const;
export type AppRole = (typeof appRoles)[number];
export const commands = ['select', 'insert', 'update', 'delete'] as const;
export type Command = (typeof commands)[number];

/** Every table of ours with what the catalogue says of it, so that a table that is added is met by the tests at once. */
export async function readCatalog(db: pg.Pool | pg.ClientBase): Promise<Map<string, Table>> {
  const { rows: columns } = await db.query<Column & { table: string; position: number; key: boolean }>(
    `select n.nspname || '.' || c.relname as table, a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as nullable,
       a.atthasdef or a.attidentity <> '' or a.attgenerated <> '' as "hasDefault",
       a.attgenerated = '' and format_type(a.atttypid, null) in ('text', 'jsonb', 'text[]') and not exists (
         select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
           and pg_get_constraintdef(k.oid) ~ '= ANY|~ |= ''') as free,
       exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and a.attnum = any (i.indkey)) as unique,
       a.attidentity <> '' or a.attgenerated <> '' as made,
       exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey)) as key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname = any ($1) and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
       and (n.nspname, c.relname) <> ('platform', 'migration')
     order by 1, a.attnum`,
    [schemas],
  );
  const { rows: grants } = await db.query<{ table: string; role: string; command: string; columns: string[] }>(
    `select n.nspname || '.' || c.relname as table, r.rolname as role, p.command,
       array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid,
       pg_roles r, unnest(array['select', 'insert', 'update', 'delete']) p (command)
     where n.nspname = any ($1) and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '' and r.rolname = any ($2)
       and case when p.command = 'delete' then has_table_privilege(r.oid, c.oid, 'DELETE') else has_column_privilege(r.oid, c.oid, a.attnum, p.command) end
     group by 1, 2, 3`,
    [schemas, appRoles],
  );
  const tables = new Map<string, Table>();
  for (const { table, key, ...column } of columns) {
    const one: Table = tables.get(table) ?? { name: table, columns: [], key: [], granted: new Map() };
    one.columns.push(column);
    if (key) one.key.push(column.name);
    tables.set(table, one);
  }
  // The logs are kept by month, so their key names the moment too.
  for (const one of tables.values()) if (one.key.includes('id')) one.key = ['id'];
  for (const grant of grants)
    tables.get(grant.table)?.granted.set(`${grant.role} ${grant.command}`, new Set(grant.columns));
  return tables;
}
