import { createHash, randomBytes } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

export type ImportOffice = Awaited<ReturnType<typeof openImportOffice>>;
type Written = { table: string; rows: number; text: Buffer };

/** A Bapas of the invented country, its head with a session, and the rows of an import laid beside it without any of the work. */
export async function openImportOffice(ownerUrl: string) {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'simpul bench' });
  await client.connect();
  await client.query('set statement_timeout = 0');
  const { rows } = await client.query<{ unit: number; account: string }>(
    `select p.unit_id as unit, a.id as account from units.posting p join units.unit u on u.id = p.unit_id
       join accounts.account a on a.staff_id = p.staff_id
     where u.type = 'bapas' and p.role = 'head_of_bapas' and p.approved_at is not null and p.withdrawn_at is null
     order by p.unit_id limit 1`,
  );
  const [office] = rows;
  if (!office) throw new Error('this country has no Bapas with a head');
  const token = randomBytes(32).toString('base64url');
  await client.query(
    `insert into accounts.session (token_hash, account_id, kind, stage, idle_limit, expires_at)
     values ($1, $2, 'browser', 'full', '2 hours', now() + interval '2 hours')`,
    [createHash('sha256').update(token).digest(), office.account],
  );
  await client.query('create schema bench_bare');

  return {
    unitId: office.unit,
    token,

    async countTaken(importId: string): Promise<number> {
      const found = await client.query<{ n: number }>(
        `select count(*)::int as n from imports.row where import_id = $1 and state = 'taken'`,
        [importId],
      );
      return found.rows[0]!.n;
    },

    /** Every row that hangs on the clients of an import, in every table, as COPY would take it in again. */
    async rowsOf(importId: string): Promise<Written[]> {
      await client.query(
        `create temporary table if not exists bench_case (case_id uuid, person_id uuid);
         truncate bench_case;
         insert into bench_case select c.id, c.person_id from imports.row r join cases.client_case c on c.id = r.case_id
         where r.import_id = '${importId}' and r.state = 'taken'`,
      );
      const { rows: tables } = await client.query<{ name: string; key: string; of: string }>(
        `select distinct on (n.nspname, c.relname) n.nspname || '.' || quote_ident(c.relname) as name, a.attname as key,
           case a.attname when 'id' then 'case_id' else a.attname end as of
         from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
         where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'pg_toast', 'bench_bare') and n.nspname not like 'pg_temp%'
           and (a.attname in ('case_id', 'person_id') or (n.nspname = 'cases' and c.relname = 'client_case' and a.attname = 'id')
             or (n.nspname = 'people' and c.relname = 'person' and a.attname = 'id'))
         order by n.nspname, c.relname, array_position(array['id', 'case_id', 'person_id'], a.attname::text)`,
      );
      const found: Written[] = [];
      for (const { name, key, of } of tables) {
        const by = name === 'people.person' ? 'person_id' : of;
        const selection = `select t.* from ${name} t where t.${key} in (select ${by} from bench_case)`;
        const { rows: counted } = await client.query<{ n: number }>(`select count(*)::int as n from (${selection}) t`);
        if (counted[0]!.n === 0) continue;
        const pieces: Buffer[] = [];
        // Generated columns and identities come along as values: the bare tables have neither.
        for await (const piece of client.query(copyTo(`copy (${selection}) to stdout`))) pieces.push(piece as Buffer);
        const bare = `bench_bare.${name.replaceAll('.', '_').replaceAll('"', '')}`;
        await client.query(`drop table if exists ${bare}; create table ${bare} as ${selection} limit 0`);
        found.push({ table: bare, rows: counted[0]!.n, text: Buffer.concat(pieces) });
      }
      return found;
    },

    /** The same rows by COPY into tables without an index, a rule or a reader, in one transaction. */
    async copyBare(written: readonly Written[]): Promise<void> {
      await client.query('begin');
      for (const { table, text } of written)
        await pipeline(Readable.from([text]), client.query(copyFrom(`copy ${table} from stdin`)));
      await client.query('commit');
    },

    async emptyBare(written: readonly Written[]): Promise<void> {
      await client.query(`truncate ${written.map(({ table }) => table).join(', ')}`);
    },

    end: () => client.end(),
  };
}
