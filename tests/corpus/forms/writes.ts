import type pg from 'pg';

/** One row that the web pages wrote, changed or removed, as it stood afterwards. */
export type Written = { table: string; how: 'INSERT' | 'UPDATE' | 'DELETE'; row: Record<string, unknown> };

/**
 * Watches every table of the running office: each row that the pages write leaves a copy in a table of its own, in the same
 * transaction, so that what was rolled back leaves none. The background jobs write beside us and are not meant.
 */
export async function watchWrites(owner: pg.Pool): Promise<void> {
  await owner.query(`
    create schema watched;
    create unlogged table watched.written (at bigserial, name text, how text, wrote jsonb);
    create function watched.note() returns trigger language plpgsql security definer set search_path = '' as $$
    begin
      if current_setting('application_name') = 'simpul web' then
        insert into watched.written (name, how, wrote)
        values (tg_table_schema || '.' || tg_table_name, tg_op, to_jsonb(case when tg_op = 'DELETE' then old else new end) - coalesce(tg_argv, '{}'));
      end if;
      return null;
    end $$`);
  const { rows } = await owner.query<{ name: string; bytes: string[] }>(`
    select format('%I.%I', n.nspname, c.relname) as name,
      array(select a.attname from pg_attribute a where a.attrelid = c.oid and a.atttypid = 'bytea'::regtype and a.attnum > 0)::text[] as bytes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'watched', 'graphile_worker') and n.nspname !~ '^pg_'`);
  for (const { name, bytes } of rows)
    await owner.query(
      `create trigger watched after insert or update or delete on ${name} for each row
       execute function watched.note(${bytes.map((column) => `'${column}'`).join(', ')})`,
    );
}

/** What was written since the last asking. */
export async function takeWrites(owner: pg.Pool): Promise<Written[]> {
  const { rows } = await owner.query<{ name: string; how: Written['how']; wrote: Record<string, unknown> }>(
    `with taken as (delete from watched.written returning *) select name, how, wrote from taken order by at`,
  );
  return rows.map(({ name, how, wrote }) => ({ table: name.replace(/_(default|\d{4}_\d{2})$/, ''), how, row: wrote }));
}

/** Tables in which every request may leave something, whatever becomes of it: who was here, and what was looked at. */
export const footprints: readonly string[] = ['accounts.session', 'accounts.opened_person', 'platform.access_log'];

/** Every text in the rows, however deep, with where it stands. */
export function* textsIn(written: readonly Written[]): Generator<{ where: string; text: string }> {
  for (const { table, row, how } of written) {
    if (how === 'DELETE') continue;
    for (const [column, value] of Object.entries(row)) yield* textsOf(`${table}.${column}`, value);
  }
}

function* textsOf(where: string, value: unknown): Generator<{ where: string; text: string }> {
  if (typeof value === 'string') yield { where, text: value };
  else if (value !== null && typeof value === 'object')
    for (const part of Object.values(value)) yield* textsOf(where, part);
}
